import gzip
import threading

import pytest
from django.core.cache.backends.locmem import LocMemCache

from portal.core.pagecache.entries import Entry
from portal.core.pagecache.shared import Shared
from portal.core.pagecache.version import Version
from tests.core.pagecache.visitors import Clock, FakeApplication, Portal, environ


@pytest.fixture
def portal():
    return Portal()


def test_a_page_is_made_once(portal):
    first, second = portal.get("/a/"), portal.get("/a/")
    assert portal.renders == 1
    assert first.body == second.body
    assert second.status == "200 OK"
    assert second.headers["Content-Type"] == "text/html; charset=utf-8"
    assert second.headers["Cache-Control"] == "public, no-cache"
    assert second.headers["X-Accel-Expires"] == "1"
    assert second.headers["Vary"] == "Accept-Encoding"
    assert "X-Fresh-Until" not in second.headers


def test_a_new_version_makes_pages_anew(portal):
    before = portal.get("/a/").body
    portal.stamp = "2"
    assert portal.get("/a/").body != before
    assert portal.renders == 2
    assert len(portal.cache.memory) == 1


def test_addresses_hosts_and_known_keys_have_pages_of_their_own(portal):
    answers = {
        portal.get("/a/").body,
        portal.get("/b/").body,
        portal.get("/a/", "page=2").body,
        portal.get("/a/", host="en.portal.test").body,
    }
    assert len(answers) == portal.renders == 4
    portal.get("/a/", "page=2&utm_source=letter")
    assert portal.renders == 4


def test_what_the_browser_has_is_not_sent_again(portal):
    first = portal.get("/a/")
    etag = first.headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*", etag[:-1] + '-gz"'):
        again = portal.get("/a/", if_none_match=known)
        assert again.code == 304
        assert again.body == b""
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == "public, no-cache"
        assert "Content-Length" not in again.headers
    for other in ('"other"', "", etag.strip('"')):
        assert portal.get("/a/", if_none_match=other).code == 200


def test_the_etag_follows_the_content():
    one, other = Entry([], b"a", None, 0), Entry([], b"b", None, 0)
    assert one._plain_etag != other._plain_etag
    assert one._plain_etag != one._gzip_etag


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip, deflate, br", True), ("br;q=1.0, gzip;q=0.8", True), ("GZIP", False), ("gzip;q=0", False),
        ("gzip; q=0.0", False), ("br", False), ("", False), ("x-gzip", False),
    ],
)  # fmt: skip
def test_a_page_is_packed_for_who_can_unpack_it(portal, accepted, packed):
    plain = portal.get("/a/").body
    answer = portal.get("/a/", accept_encoding=accepted)
    assert ("Content-Encoding" in answer.headers) is packed
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert (gzip.decompress(answer.body) if packed else answer.body) == plain
    assert portal.renders == 1


def test_pictures_and_small_answers_are_not_packed(portal):
    portal.application.answers["/s"] = ("200 OK", [], b"small")
    assert "Content-Encoding" not in portal.get("/s", accept_encoding="gzip").headers


def test_head_has_headers_only(portal):
    first = portal.get("/a/", method="HEAD")
    assert first.body == b""
    assert int(first.headers["Content-Length"]) > 0
    assert portal.get("/a/").body
    assert portal.renders == 1


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", [("Set-Cookie", "csrftoken=x")]),
        ("200 OK", [("Cache-Control", "private")]),
        ("200 OK", [("Cache-Control", "max-age=0, no-cache, no-store")]),
        ("200 OK", [("Vary", "Cookie")]),
        ("200 OK", [("Vary", "Accept-Encoding, HX-Request")]),
        ("200 OK", [("Vary", "*")]),
        ("206 Partial Content", []),
        ("301 Moved Permanently", [("Location", "/b/")]),
        ("302 Found", [("Location", "/b/")]),
        ("404 Not Found", []),
        ("410 Gone", []),
        ("500 Internal Server Error", []),
        ("503 Service Unavailable", []),
    ],
)
def test_what_is_not_for_all_is_never_stored(portal, status, headers):
    portal.application.answers["/a/"] = (status, headers, b"answer")
    for _ in range(3):
        answer = portal.get("/a/")
        assert answer.status == status
        assert answer.body == b"answer"
        assert dict(headers).items() <= answer.headers.items()
        assert "ETag" not in answer.headers
    assert len(portal.cache.memory) == 0
    assert portal.renders >= 3
    # One answer may be thrown away and asked for again as the visitor: it must be closed, too.
    assert portal.application.closed == portal.renders


def test_a_page_that_depends_on_the_visitor_is_made_with_the_visitors_cookie(portal):
    portal.application.answers["/form/"] = ("200 OK", [("Set-Cookie", "csrftoken=new")], b"form")
    portal.get("/form/", cookie="csrftoken=old")
    assert portal.application.environs[-1]["HTTP_COOKIE"] == "csrftoken=old"
    portal.get("/form/", cookie="csrftoken=old")
    assert portal.renders == 3


def test_who_is_signed_in_never_gets_a_stored_page(portal):
    portal.get("/a/")
    portal.get("/a/", cookie="sessionid=x")
    assert portal.renders == 2
    assert portal.application.environs[-1]["HTTP_COOKIE"] == "sessionid=x"
    portal.get("/a/")
    assert portal.renders == 2


def test_headers_of_a_stored_page_come_from_a_list(portal):
    portal.application.answers["/a/"] = (
        "200 OK",
        [
            ("Content-Security-Policy", "default-src 'none'"),
            ("X-Request-Id", "1"),
            ("X-Secret", "2"),
            ("Age", "3"),
        ],
        b"answer",
    )
    headers = portal.get("/a/").headers
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert not {"X-Request-Id", "X-Secret", "Age"} & headers.keys()


def test_a_page_turns_at_its_moment(portal):
    portal.application.answers["/a/"] = ("200 OK", [("X-Fresh-Until", "1100.5")], None)
    portal.get("/a/")
    portal.clock.now = 1100.4
    portal.get("/a/")
    assert portal.renders == 1
    portal.clock.now = 1100.5
    portal.get("/a/")
    assert portal.renders == 2


def test_what_only_the_cache_reads_is_shown_to_nobody(portal):
    portal.application.answers["/a/"] = (
        "200 OK",
        [("X-Fresh-Until", "1100.5"), ("X-Query-Read", "q"), ("X-Other", "1")],
        None,
    )
    for answer in (portal.get("/a/"), portal.get("/a/", cookie="sessionid=x")):
        assert not {"X-Fresh-Until", "X-Query-Read"} & answer.headers.keys()
        assert answer.headers.get("X-Other", "1") == "1"


def test_a_moment_that_passed_while_rendering_is_not_kept(portal):
    portal.application.answers["/a/"] = ("200 OK", [("X-Fresh-Until", "999")], None)
    assert portal.get("/a/").code == 200
    portal.get("/a/")
    assert portal.renders == 2
    assert len(portal.cache.memory) == 0


@pytest.mark.parametrize("moment", ["soon", "", "nan"])
def test_a_moment_that_is_none_means_the_usual_term(portal, moment):
    portal.application.answers["/a/"] = ("200 OK", [("X-Fresh-Until", moment)], None)
    portal.get("/a/")
    portal.clock.now += 599
    portal.get("/a/")
    assert portal.renders == 1


def test_no_page_lives_longer_than_the_term_and_a_search_shorter(portal):
    portal.get("/a/")
    portal.get("/s/", "q=форум")
    portal.clock.now += 31
    portal.get("/a/")
    assert portal.renders == 2
    portal.get("/s/", "q=форум")
    assert portal.renders == 3
    portal.clock.now += 600
    portal.get("/a/")
    assert portal.renders == 4


def test_an_exception_leaves_no_lock(portal):
    portal.application.answers["/a/"] = (RuntimeError("broken"), [], b"")
    with pytest.raises(RuntimeError):
        portal.get("/a/")
    portal.application.answers.clear()
    assert portal.get("/a/").code == 200
    assert portal.cache._flights == {}


def test_a_page_too_large_to_store_is_given_out(portal):
    portal.application.answers["/a/"] = ("200 OK", [], b"x" * 3_000_000)
    assert len(portal.get("/a/").body) == 3_000_000
    assert portal.get("/a/", method="HEAD").code == 200
    assert len(portal.cache.memory) == 0


# --- Bad visitors ---------------------------------------------------------------------------------


def test_thousands_of_random_addresses_fill_nothing(portal):
    for number in range(5000):
        portal.application.answers[f"/{number}/"] = ("404 Not Found", [], b"")
        portal.get(f"/{number}/")
    assert len(portal.cache.memory) == 0
    assert len(portal.cache.passes) <= 4096
    assert portal.cache._flights == {}


def test_thousands_of_random_keys_fill_nothing(portal):
    for number in range(2000):
        portal.get("/", f"key{number}=1")
        portal.get("/", f"page=1&{number}")
    assert len(portal.cache.memory) == 0
    assert len(portal.cache.passes) == 0


@pytest.mark.parametrize("read", ["", "page", "q,from", "pag", "Q"])
def test_a_query_that_the_render_did_not_read_whole_is_not_stored(portal, read):
    portal.application.answers["/a/"] = ("200 OK", [("X-Query-Read", read)], b"page" * 500)
    for number in range(2000):
        query = f"page=1&q=x{number}" if number % 2 else f"rubric=x{number}"
        answer = portal.get("/a/", query)
        assert (answer.code, answer.body) == (200, b"page" * 500)
    # Made once each, not once for nobody and once more for the visitor.
    assert portal.renders == portal.application.closed == 2000
    assert len(portal.cache.memory) == 0
    assert len(portal.cache.passes) <= 4096
    assert portal.get("/a/", "page=1&rubric=x", method="HEAD").body == b""
    assert "X-Query-Read" not in portal.get("/a/", "page=2&rubric=x").headers
    portal.get("/a/")
    assert len(portal.cache.memory) == 1


def test_a_query_that_was_read_whole_is_stored(portal):
    portal.application.answers["/a/"] = ("200 OK", [("X-Query-Read", "page,rubric")], None)
    for query in ("page=2", "rubric=", "page=2&rubric=x", "utm_source=letter&page=2"):
        assert portal.get("/a/", query).body == portal.get("/a/", query).body
    assert "X-Query-Read" not in portal.get("/a/", "page=2").headers
    assert portal.renders == 3


def test_searches_and_filters_have_little_room_and_push_no_page_out():
    portal = Portal(room=200_000)
    portal.get("/a/")
    for number in range(300):
        portal.get("/s/", f"q=word{number}")
        portal.get("/s/", f"from={number}")
    memory = portal.cache.memory
    assert memory.used <= 200_000
    assert memory.searches.used <= 20_000
    assert memory.listings.used <= 40_000
    renders = portal.renders
    portal.get("/a/")
    assert portal.renders == renders


def test_memory_is_bounded_and_the_last_used_stay():
    portal = Portal(room=100_000)
    for number in range(100):
        portal.get("/often/")
        portal.get(f"/{number}/")
    assert portal.cache.memory.used <= 100_000
    assert (
        sum(entry.size for entry in portal.cache.memory.pages._entries.values())
        == portal.cache.memory.used
    )
    renders = portal.renders
    portal.get("/often/")
    assert portal.renders == renders
    portal.get("/0/")
    assert portal.renders == renders + 1


# --- Many at once ---------------------------------------------------------------------------------


def crowd(portals, path, count):
    answers = []

    def visit(portal):
        answers.append(portal.get(path))

    threads = [
        threading.Thread(target=visit, args=[portals[number % len(portals)]])
        for number in range(count)
    ]
    for thread in threads:
        thread.start()
    return answers, threads


def finish(application, threads):
    application.gate.set()
    for thread in threads:
        thread.join(20)


def test_fifty_at_once_cost_one_render():
    application = FakeApplication()
    application.gate = threading.Event()
    portal = Portal(application)
    answers, threads = crowd([portal], "/a/", 50)
    finish(application, threads)
    assert len(answers) == 50
    assert len({answer.body for answer in answers}) == 1
    assert application.renders == 1
    assert portal.cache._flights == {}


def test_fifty_at_once_for_what_cannot_be_stored_do_not_wait_for_each_other():
    portal = Portal()
    portal.application.answers["/a/"] = ("404 Not Found", [], b"no")
    portal.get("/a/")
    portal.application.gate = threading.Event()
    answers, threads = crowd([portal], "/a/", 50)
    while portal.renders < 51:
        assert any(thread.is_alive() for thread in threads)
    finish(portal.application, threads)
    assert [answer.code for answer in answers] == [404] * 50


def test_a_render_that_began_before_a_change_does_not_outlive_it():
    portal = Portal()
    portal.application.gate = threading.Event()
    _, threads = crowd([portal], "/a/", 1)
    while portal.renders < 1:
        assert threads[0].is_alive()
    portal.stamp = "2"
    _, others = crowd([portal], "/b/", 1)
    while portal.renders < 2:
        assert others[0].is_alive()
    finish(portal.application, [*threads, *others])
    assert {stamp for stamp, _ in portal.cache.memory.pages._entries} == {"2"}


# --- Several processes with a shared store --------------------------------------------------------


class Store(LocMemCache):
    def __init__(self, name):
        super().__init__(name, {})


@pytest.fixture
def store(request):
    store = Store(request.node.name)
    yield store
    store.clear()


def two_processes(store):
    application = FakeApplication()
    return application, [Portal(application, shared=Shared(store, release="1.0")) for _ in range(2)]


def test_a_change_costs_one_render_over_all_processes(store):
    application, portals = two_processes(store)
    application.gate = threading.Event()
    answers, threads = crowd(portals, "/a/", 40)
    finish(application, threads)
    assert application.renders == 1
    assert len({answer.body for answer in answers}) == 1
    for portal in portals:
        portal.stamp = "2"
        assert portal.get("/a/", accept_encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert application.renders == 2


def test_what_cannot_be_stored_is_not_waited_for(store):
    application, portals = two_processes(store)
    application.answers["/a/"] = ("404 Not Found", [], b"no")
    application.gate = threading.Event()
    answers, threads = crowd(portals, "/a/", 8)
    finish(application, threads)
    assert [answer.code for answer in answers] == [404] * 8


def test_processes_of_another_release_make_pages_of_their_own(store):
    application = FakeApplication()
    old, new = (Portal(application, shared=Shared(store, release=name)) for name in ("1.0", "1.1"))
    before = old.get("/a/").body
    assert new.get("/a/").body != before
    assert new.cache.shared.claim("1", new.cache.rules.key_of(environ("/b/")))
    assert old.cache.shared.claim("1", old.cache.rules.key_of(environ("/b/")))
    assert Portal(application, shared=Shared(store, release="1.0")).get("/a/").body == before
    assert application.renders == 2


def test_copies_of_a_page_do_not_fill_the_store(store):
    application, portals = two_processes(store)
    application.answers["/a/"] = ("200 OK", [("X-Query-Read", "page")], b"page" * 500)
    for number in range(200):
        for portal in portals:
            assert portal.get("/a/", f"q=x{number}").code == 200
    assert len(store._cache) == 0
    portals[0].get("/a/", "page=2")
    assert len(store._cache) == 1


def test_a_process_that_died_while_rendering_is_not_waited_for_in_vain(store):
    _, portals = two_processes(store)
    key = portals[0].cache.rules.key_of(environ("/a/"))
    naps = []
    portals[1].cache.shared = Shared(store, release="1.0", sleep=naps.append, patience=0.1)
    assert portals[0].cache.shared.claim("1", key)
    assert portals[1].get("/a/").code == 200
    assert len(naps) == 5


class Away:
    """Redis that does not answer, as portal.core.cache shows it: misses, and every lock is granted."""

    def get(self, *args, **kwargs):
        return None

    set = delete = get

    def add(self, *args, **kwargs):
        return True


def test_redis_away_means_a_render_a_process(store):
    application, portals = two_processes(store)
    for portal in portals:
        portal.cache.shared = Shared(Away(), release="1.0")
        portal.get("/a/")
        portal.get("/a/")
    assert application.renders == 2


@pytest.mark.parametrize(
    "rubbish", [b"", b"{}", b"[]\nx", b'{"headers":[],"until":1,"packed":true}\nx', 5, "text"]
)
def test_rubbish_in_the_store_is_a_miss(store, rubbish):
    application, portals = two_processes(store)
    portals[0].get("/a/")
    for key in [key.split(":", 2)[2] for key in store._cache]:
        store.set(key, rubbish)
    assert portals[1].get("/a/").code == 200
    assert application.renders == 2


def test_an_entry_survives_the_store():
    entry = Entry(
        [("Content-Type", "text/html"), ("Content-Language", "uk")],
        b"page" * 500,
        gzip.compress(b"page" * 500),
        5.5,
    )
    again = Entry.loads(entry.dumps())
    assert (again.headers, again.body, again.packed, again.until) == (
        entry.headers,
        entry.body,
        entry.packed,
        5.5,
    )


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
