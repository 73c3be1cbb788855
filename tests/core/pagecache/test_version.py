"""The content version: read once in a while; without a database the known pages go on."""

import threading

from portal.core.pagecache.version import Version
from tests.core.pagecache.visitors import Clock, Portal

# --- The database is away ---------------------------------------------------------------------------


def test_known_pages_go_on_without_the_database(portal):
    known = portal.get("/a/").body
    portal.away = True
    portal.clock.now += 10
    portal.application.answers = {
        "/a/": ("503 Service Unavailable", [], b"away"),
        "/b/": ("503 Service Unavailable", [], b"away"),
    }
    assert portal.get("/a/").body == known
    portal.clock.now += 10_000
    assert portal.get("/a/").body == known
    assert portal.get("/b/").code == 503


def test_a_page_past_its_moment_goes_on_while_it_cannot_be_made(portal):
    portal.application.answers["/a/"] = ("200 OK", [("X-Fresh-Until", "1100")], None)
    known = portal.get("/a/").body
    portal.application.answers["/a/"] = ("500 Internal Server Error", [], b"error")
    portal.clock.now = 1200
    assert portal.get("/a/").body == known
    renders = portal.renders
    portal.get("/a/")
    assert portal.renders == renders
    portal.clock.now += 6
    portal.application.answers.clear()
    assert portal.get("/a/").body != known


def test_without_a_version_ever_read_nothing_is_stored():
    portal = Portal()
    portal.away = True
    portal.get("/a/")
    portal.get("/a/")
    assert portal.renders == 2
    assert len(portal.cache.memory) == 0


# --- The version ------------------------------------------------------------------------------------


class Source:
    def __init__(self):
        self.reads = 0
        self.value = "1"
        self.error = None

    def __call__(self):
        self.reads += 1
        if self.error:
            raise self.error
        return self.value


def test_the_version_is_read_once_in_a_while():
    clock, source = Clock(), Source()
    version = Version(source, look_every=0.9, clock=clock)
    for _ in range(100):
        assert version.current() == "1"
    assert source.reads == 1
    source.value = "2"
    clock.now += 0.89
    assert version.current() == "1"
    clock.now += 0.02
    assert version.current() == "2"
    assert source.reads == 2


def test_the_last_known_version_serves_while_the_database_is_away():
    clock, source = Clock(), Source()
    version = Version(source, look_every=0.9, clock=clock)
    version.current()
    source.error = OSError("away")
    clock.now += 1
    assert version.current() == "1"
    assert version.is_away
    for _ in range(50):
        version.current()
    assert source.reads == 2
    source.error = None
    source.value = "5"
    clock.now += 2.1
    # Nobody waits for a database that was away: a thread looks.
    assert version.current() in ("1", "5")
    with version._looking:
        assert version.current() == "5"
    assert not version.is_away


def test_fifty_at_the_start_ask_once():
    gate, source = threading.Event(), Source()

    def read():
        gate.wait(10)
        return source()

    version = Version(read)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(version.current())) for _ in range(50)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join(10)
    assert seen == ["1"] * 50
    assert source.reads == 1
