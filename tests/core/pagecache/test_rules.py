import pytest

from portal.core.pagecache.rules import anonymous
from tests.core.pagecache.visitors import environ, rules


def key(path="/", query="", **kwargs):
    return rules().key_of(environ(path, query, **kwargs))


def test_a_plain_page_has_a_key():
    assert key("/novyny/") == ("http", "portal.test", "/novyny/", "")


def test_known_keys_stand_in_one_order_and_tracking_is_dropped():
    one = key("/", "rubric=misto&page=2&utm_source=x&fbclid=y")
    assert (
        one == key("/", "page=2&rubric=misto") == key("/", "gclid=1&page=2&rubric=misto&utm_id=3")
    )
    assert one.query == "page=2&rubric=misto"
    assert key("/", "utm_source=x&fbclid=y") == key("/")


def test_several_values_of_a_key_keep_their_order():
    assert key("/", "rubric=b&rubric=a").query == "rubric=b&rubric=a"


@pytest.mark.parametrize(
    "query",
    [
        "x=1", "page=1&x=1", "PAGE=1", "page%00=1", "page=%ff", "q=" + "a" * 101, "page=" + "1" * 500,
        "&".join(["page=1"] * 13), "utm_=1&evil=1", "xutm_source=1", "a", "=1",
    ],
)  # fmt: skip
def test_unknown_keys_go_straight_to_django(query):
    assert key("/", query) is None


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "PURGE"])
def test_only_reading_is_cached(method):
    assert key(method=method) is None


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/pages/", "/static/css/site.css", "/" + "a" * 500]
)
def test_skipped_paths(path):
    assert key(path) is None


def test_neighbours_of_skipped_paths_are_pages():
    assert key("/administratsiia/")


@pytest.mark.parametrize(
    ("cookie", "is_personal"),
    [
        ("sessionid=abc", True),
        ("a=1; sessionid=abc", True),
        ("a=1;messages=x", True),
        ("csrftoken=abc", False),
        ("xsessionid=abc", False),
        ("theme=sessionid=", False),
        ("", False),
    ],
)
def test_a_session_is_never_answered_from_the_cache(cookie, is_personal):
    assert (key(cookie=cookie) is None) is is_personal


def test_authorization_is_never_answered_from_the_cache():
    assert key(authorization="Basic x") is None


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("portal.test", True),
        ("PORTAL.test", True),
        ("portal.test:80", True),
        ("portal.test:1234", False),
        ("portal.test.", False),
        ("evil.test", False),
        ("evil.test:80", False),
        ("", False),
        ("portal.test:80:80", False),
    ],
)
def test_only_known_hosts(host, known):
    assert (key(host=host) is not None) is known


def test_hosts_and_schemes_have_pages_of_their_own():
    assert key(host="en.portal.test") != key()
    proxied = rules(proxy_header=("HTTP_X_FORWARDED_PROTO", "https"))
    assert proxied.key_of(environ(x_forwarded_proto="https")).scheme == "https"
    assert proxied.key_of(environ(x_forwarded_proto="http")).scheme == "http"
    assert proxied.key_of(environ()).scheme == "http"
    assert key(x_forwarded_proto="https").scheme == "http"


def test_a_page_is_made_for_nobody_in_particular():
    asked = environ(
        "/",
        "utm_id=1&page=2",
        method="HEAD",
        host="PORTAL.TEST",
        cookie="csrftoken=x",
        accept_language="de",
        if_none_match='"x"',
        range="bytes=0-1",
        hx_request="true",
        user_agent="curl",
    )
    clean = anonymous(asked, rules().key_of(asked), "7.7")
    assert clean["QUERY_STRING"] == "page=2"
    assert clean["REQUEST_METHOD"] == "GET"
    assert clean["portal.content_version"] == "7.7"
    assert [name for name in clean if name.startswith("HTTP_")] == ["HTTP_HOST"]
    assert clean["HTTP_HOST"] == "portal.test"
    assert asked["REQUEST_METHOD"] == "HEAD"


def test_what_is_known_is_told_by_all_that_matters():
    """The second time a request is not read again, so whatever decides must tell requests apart."""
    known = rules(ports={"8000"}, proxy_header=("HTTP_X_FORWARDED_PROTO", "https"))
    plain = environ("/novyny/", "page=2")
    first = known.key_of(plain)
    assert known.key_of(dict(plain)) is first
    assert known.key_of(plain | {"HTTP_X_FORWARDED_PROTO": "https"}).scheme == "https"
    assert known.key_of(plain | {"HTTP_HOST": "en.portal.test"}).host == "en.portal.test"
    assert known.key_of(plain | {"SCRIPT_NAME": "/misto"}).path == "/misto/novyny/"
    for change in (
        {"REQUEST_METHOD": "POST"},
        {"HTTP_HOST": "evil.test"},
        {"QUERY_STRING": "page=2&x=1"},
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"PATH_INFO": "/admin/"},
    ):
        assert known.key_of(plain | change) is None, change


def test_the_port_of_the_host_is_the_servers():
    known = rules()
    assert known.key_of(environ(host="portal.test:8080", port="8080"))
    assert known.key_of(environ(host="portal.test:8080", port="80")) is None


def test_known_requests_are_bounded(monkeypatch):
    monkeypatch.setattr("portal.core.pagecache.rules._MOST_KNOWN", 3)
    known = rules()
    for number in range(20):
        assert known.key_of(environ(f"/{number}/")).path == f"/{number}/"
        assert len(known._known) <= 3
