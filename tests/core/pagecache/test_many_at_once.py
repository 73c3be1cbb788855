"""Fifty visitors at once, and several processes with a shared store: one render."""

import gzip
import threading

import pytest
from django.core.cache.backends.locmem import LocMemCache

from portal.core.pagecache.entries import Entry
from portal.core.pagecache.shared import Shared
from tests.core.pagecache.visitors import FakeApplication, Portal, crowd, environ, finish


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
