import gzip

import pytest

from portal.core.pagecache.entries import Entry
from tests.core.pagecache.visitors import Portal


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
