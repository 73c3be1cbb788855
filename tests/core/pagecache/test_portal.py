"""The page cache in front of the real portal, in one process."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections, connection, connections
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.core.pagecache import stamp
from portal.core.pagecache.setup import rules
from portal.core.pagecache.version import Version
from portal.core.pagecache.wrapper import PageCache
from tests.core.pagecache.visitors import Response, environ

pytestmark = pytest.mark.django_db

PAGE_TYPES = [
    "front page", "news index", "news item", "forum index", "series", "forum",
    "consultation index", "consultation", "section", "standard page",
]  # fmt: skip


class Visitor:
    def __init__(self):
        self.cache = PageCache(
            WSGIHandler(),
            rules=rules(),
            version=Version(stamp.read, look_every=0),
            room=8_000_000,
            ttl=600,
        )

    def get(self, path, query="", **kwargs):
        kwargs.setdefault("host", "testserver")
        connection.run_on_commit.clear()  # each request is after the commit of what was before
        return Response(self.cache, environ(path, query, **kwargs) | {"wsgi.input": BytesIO()})

    def is_stored(self, path, query=""):
        """Whether a second visit costs no render; the first must be sound and set no cookie."""
        first = self.get(path, query)
        assert first.code == 200, first.body[:500]
        assert "Set-Cookie" not in first.headers
        assert first.headers["Cache-Control"] == "public, no-cache"
        renders = self.cache.renders
        assert self.get(path, query).body == first.body
        return self.cache.renders == renders and len(self.cache.memory) > 0


@pytest.fixture
def visitor():
    """Django closes connections around each request; a test lives in one transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Visitor()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_every_public_page_type_is_stored(visitor, site_pages, name):
    assert visitor.is_stored(site_pages[name].url)


def test_the_list_of_page_types_is_whole(site_pages):
    assert set(PAGE_TYPES) == set(site_pages)


@pytest.mark.parametrize("name", ["front page", "news index", "consultation index"])
def test_english_pages_are_stored(visitor, site_pages, english_home, english, name):
    page = site_pages[name]
    if name != "front page":
        page = page.copy_for_translation(english)
        page.save_revision().publish()
    else:
        page = english_home
    assert page.url.startswith("/en/")
    assert visitor.is_stored(page.url)


@pytest.mark.parametrize(
    "suffix",
    [
        "rss/",
        "atom/",
        "feed.json",
        "latest.json",
        "?page=1",
        "?utm_source=letter",
        "?rubric=&utm_id=5",
    ],
)
def test_feeds_and_lists_are_stored(visitor, site_pages, suffix):
    path, _, query = suffix.partition("?")
    assert visitor.is_stored(site_pages["news index"].url + path, query)


def test_archives_and_paper_are_stored(visitor, site_pages):
    item = site_pages["news item"]
    for path in (f"/novyny/{item.day:%Y/}", f"/novyny/{item.day:%Y/%m/%d/}", f"{item.url}druk/"):
        assert visitor.is_stored(path), path


@pytest.mark.parametrize("path", ["/poshuk/", "/robots.txt", "/sitemap.xml"])
def test_other_public_addresses_are_stored(visitor, site_pages, path):
    assert visitor.is_stored(path)


def test_a_search_is_stored(visitor, site_pages, index_now):
    index_now()
    assert visitor.is_stored("/poshuk/", urlencode({"q": "новина"}))


@pytest.mark.parametrize(
    "path", ["/nema/", "/novyny/nema/", "/novyny/2018/13/45/", "/admin/", "/healthz"]
)
def test_errors_and_work_are_never_stored(visitor, site_pages, path):
    visitor.get(path)
    assert len(visitor.cache.memory) == 0


@pytest.mark.parametrize("query", ["page=abc", "page=99999", "rubric=nema", "district=nema"])
def test_unknown_values_are_never_stored(visitor, news_index, query):
    assert visitor.get("/novyny/", query).code == 404
    assert len(visitor.cache.memory) == 0


def test_random_keys_and_values_fill_nothing(visitor, news_index):
    for number in range(5):
        visitor.get("/novyny/", f"key{number}=1")
        visitor.get("/novyny/", f"rubric=none-{number}")
    assert len(visitor.cache.memory) == 0


# What each page reads: all other keys make a copy of it, not a page.
READ = {
    "news index": {"page", "rubric", "topic", "district", "year", "from", "to"},
    "forum index": {"page", "topic", "district", "state"},
    "consultation index": {
        "page", "sort", "state", "topic", "district", "department", "format", "participants", "year",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_known_keys_of_other_pages_are_not_stored(visitor, site_pages, settings, name):
    url = site_pages[name].url
    for key in settings.PAGE_CACHE_QUERY_KEYS:
        answer = visitor.get(url, f"{key}=")
        assert answer.code == 200
        assert "X-Query-Read" not in answer.headers
    stored = {stored.query for _, stored in visitor.cache.memory.listings._entries}
    stored |= {stored.query for _, stored in visitor.cache.memory.searches._entries}
    assert stored == {f"{key}=" for key in READ.get(name, set())}


@pytest.mark.parametrize(
    "path",
    [
        "/", "/novyny/", "/novyny/rss/", "/novyny/latest.json", "/forumy/", "/forumy/kalendar.ics",
        "/konsultatsii/", "/konsultatsii/kalendar.ics", "/sitemap.xml", "/robots.txt",
    ],
)  # fmt: skip
def test_random_values_of_keys_that_are_not_read_fill_nothing(visitor, site_pages, path):
    for number in range(3):
        assert visitor.get(path, f"q=x{number}").code == 200
        assert visitor.get(path, f"q=x{number}&page=1").code == 200
    assert len(visitor.cache.memory) == 0


@pytest.mark.parametrize("query", ["page=2", "page=77", "topic=nema"])
def test_keys_of_lists_are_not_stored_with_one_item(visitor, site_pages, query):
    item = site_pages["news item"].url
    for path in (item, f"{item}druk/"):
        assert visitor.get(path, query).code == 200
    assert len(visitor.cache.memory) == 0


@pytest.mark.parametrize("kind", ["password", "login"])
def test_a_restricted_page_is_never_stored(visitor, site_pages, kind):
    page = site_pages["standard page"]
    before = visitor.get(page.url)
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="secret")
    for _ in range(3):
        after = visitor.get(page.url)
        assert after.body != before.body
        assert "ETag" not in after.headers
    assert len(visitor.cache.memory) == 0


def test_publishing_is_seen_at_once_and_a_draft_never(visitor, site_pages):
    page = site_pages["news item"]
    visitor.get(page.url)
    page.title = "Нова назва"
    revision = page.save_revision()
    renders = visitor.cache.renders
    assert "Нова назва" not in visitor.get(page.url).body.decode()
    assert visitor.cache.renders == renders
    revision.publish()
    assert "Нова назва" in visitor.get(page.url).body.decode()
    assert "Нова назва" in visitor.get(site_pages["news index"].url).body.decode()


def test_what_is_taken_back_is_gone_at_once(visitor, site_pages):
    page = site_pages["news item"]
    assert visitor.get(page.url).code == 200
    page.unpublish()
    assert visitor.get(page.url).code == 404
    assert page.title not in visitor.get(site_pages["news index"].url).body.decode()


def test_an_editor_never_sees_a_stored_page(visitor, site_pages, admin_client):
    page = site_pages["standard page"]
    visitor.get(page.url)
    cookie = f"sessionid={admin_client.cookies['sessionid'].value}"
    # The version of this process lags behind: as if it had been read just before the change.
    visitor.cache.version = Version(lambda: "old", look_every=1000)
    visitor.get(page.url)
    page.title = "Щойно змінено"
    page.save_revision().publish()
    assert "Щойно змінено" not in visitor.get(page.url).body.decode()
    assert "Щойно змінено" in visitor.get(page.url, cookie=cookie).body.decode()


def test_a_consultation_turns_when_it_closes(visitor, site_pages):
    page = site_pages["consultation"]
    page.closes_at = timezone.now() + timedelta(seconds=90)
    page.save()
    visitor.get(page.url)
    (entry,) = visitor.cache.memory.pages._entries.values()
    assert abs(entry.until - page.closes_at.timestamp()) < 0.01


def test_the_policy_and_language_are_stored_with_the_page(visitor, site_pages):
    headers = [visitor.get("/").headers for _ in range(2)][1]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Content-Language"] == "uk"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Vary"] == "Accept-Encoding"


def test_another_language_header_or_host_changes_nothing(visitor, site_pages):
    first = visitor.get("/")
    assert visitor.get("/", accept_language="de", user_agent="robot").body == first.body
    assert visitor.get("/", host="evil.test").code == 400


def test_the_preview_is_never_stored(visitor, site_pages, admin_client):
    page = site_pages["standard page"]
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    cookie = f"sessionid={admin_client.cookies['sessionid'].value}"
    visitor.get(url, cookie=cookie)
    visitor.get(url)
    assert len(visitor.cache.memory) == 0


def test_without_the_database_known_pages_go_on_and_others_say_so(visitor, site_pages, monkeypatch):
    page, other = site_pages["standard page"], site_pages["section"]
    known = visitor.get(page.url)

    def away(*args, **kwargs):
        raise OperationalError("no database")

    with monkeypatch.context() as patch:
        patch.setattr(type(connections["default"]), "cursor", away)
        assert visitor.get(page.url).body == known.body
        unknown = visitor.get(other.url)
        assert unknown.code == 503
        assert "Retry-After" in unknown.headers
    assert visitor.get(other.url).code == 200, "back again, nobody waits for the next look"
