"""RSS, Atom and JSON Feed: valid by their specifications, absolute, of the selection asked for."""

import html
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from civic_pages.models import Rubric
from portal.core.feeds import MOST_ITEMS, Feed, FeedItem, atom, json_feed, permanent_id, rss
from portal.core.pictures.tasks import make_page_pictures
from portal.places.models import Department, District, Topic
from tests.civic_pages.conftest import kyiv
from tests.factories import pages
from tests.factories.media import ImageFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def item(news_index, home):
    def term(model, name, slug):
        return model.objects.create(name=name, slug=slug, locale=home.locale)

    page = pages.NewsPageFactory(
        parent=news_index,
        title="Форум <триває> & «живе»",
        lead="Зал повний.",
        date=kyiv(2018, 12, 7, 14, 30),
        rubric=term(Rubric, "Форуми", "forumy"),
        department=term(Department, "Департамент", "dsk"),
        lead_image=ImageFactory(size=(640, 360)),
    )
    page.topics = [term(Topic, "Екологія", "ekolohiia")]
    page.districts = [term(District, "Дарницький", "darnytskyi")]
    page.save()
    make_page_pictures.func(page.pk)
    return page


@pytest.fixture
def other(news_index):
    return pages.NewsPageFactory(parent=news_index, title="Інша", date=kyiv(2017, 1, 1))


def parse(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return response, feed


@pytest.mark.parametrize(
    ("suffix", "version"),
    [("rss/", "rss20"), ("atom/", "atom10")],
)
def test_feedparser_reads_it(client, item, other, suffix, version):
    response, feed = parse(client, f"/novyny/{suffix}")
    assert response.headers["Content-Type"].startswith(f"application/{suffix[:-1]}+xml")
    assert feed.version == version
    assert feed.feed.title == "Новини — Спільно"
    assert feed.feed.link == "http://testserver/novyny/"
    assert feed.feed.language == "uk"
    newest, older = feed.entries
    assert html.unescape(newest.title) == item.title
    assert newest.link == f"http://testserver{item.get_url()}"
    assert newest.summary == "Зал повний."
    assert newest.id == permanent_id(item)
    assert datetime(*newest.published_parsed[:6], tzinfo=UTC) == item.date
    assert {tag.term for tag in newest.tags} == {"Форуми", "Екологія", "Дарницький"}
    assert newest.enclosures[0].href.startswith("http://testserver/media/")
    assert newest.enclosures[0].type == "image/jpeg"
    assert int(newest.enclosures[0].length) > 0
    assert older.title == "Інша"


def test_json_feed_has_what_the_specification_asks(client, item, other):
    response = client.get("/novyny/feed.json")
    assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Новини — Спільно"
    assert feed["feed_url"] == "http://testserver/novyny/feed.json"
    assert feed["home_page_url"] == "http://testserver/novyny/"
    assert feed["language"] == "uk"
    newest = feed["items"][0]
    assert newest["id"] == permanent_id(item)
    assert newest["title"] == item.title
    assert newest["content_text"] == "Зал повний."
    assert newest["date_published"] == "2018-12-07T14:30:00+02:00"
    assert newest["authors"] == [{"name": "Департамент"}]
    assert newest["tags"] == ["Форуми", "Дарницький", "Екологія"]
    assert newest["image"].startswith("http://testserver/media/")
    assert newest["language"] == "uk"


@pytest.mark.parametrize("query", ["rubric=forumy", "topic=ekolohiia", "district=darnytskyi"])
def test_of_a_selection(client, item, other, query):
    for suffix in ("rss/", "atom/"):
        _response, feed = parse(client, f"/novyny/{suffix}?{query}")
        assert len(feed.entries) == 1
        assert feed.feed.link == f"http://testserver/novyny/?{query}"
    assert len(client.get(f"/novyny/feed.json?{query}").json()["items"]) == 1


@pytest.mark.parametrize("suffix", ["rss/", "atom/", "feed.json"])
@pytest.mark.parametrize("query", ["rubric=nema", "from=abc", "topic=forumy", "year=1"])
def test_an_unknown_selection_is_a_404(client, item, suffix, query):
    assert client.get(f"/novyny/{suffix}?{query}").status_code == 404


@pytest.mark.parametrize("suffix", ["rss/", "atom/", "feed.json"])
def test_unknown_keys_and_pages_are_not_read(client, item, suffix):
    first = client.get(f"/novyny/{suffix}").content
    assert client.get(f"/novyny/{suffix}?page=abc&utm_source=x").content == first


@pytest.mark.parametrize("suffix", ["rss/", "atom/", "feed.json"])
def test_the_same_bytes_until_the_content_changes(client, news_index, suffix, at):
    """Also of an empty feed: the page cache's ETag holds."""
    at(kyiv(2019, 6, 3, 14, 30))
    first = client.get(f"/novyny/{suffix}")
    at(kyiv(2019, 6, 4, 9, 0))
    assert client.get(f"/novyny/{suffix}").content == first.content


def test_the_list_says_where_its_feeds_are(client, item):
    html = client.get("/novyny/?rubric=forumy").content.decode()
    found = re.findall(
        r'<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)">', html
    )
    assert found == [
        ("application/rss+xml", "Новини: Форуми (RSS)", "/novyny/rss/?rubric=forumy"),
        ("application/atom+xml", "Новини: Форуми (Atom)", "/novyny/atom/?rubric=forumy"),
        ("application/feed+json", "Новини: Форуми (JSON Feed)", "/novyny/feed.json?rubric=forumy"),
    ]


def test_a_name_outlives_the_address(client, item):
    before = parse(client, "/novyny/rss/")[1].entries[0]
    item.slug = "nova-adresa"
    item.save()
    after = parse(client, "/novyny/rss/")[1].entries[0]
    assert after.link != before.link
    assert after.id == before.id


def test_drafts_are_in_no_feed(client, item, other):
    item.unpublish()
    assert [entry.title for entry in parse(client, "/novyny/rss/")[1].entries] == ["Інша"]


def test_english(client, item, news_index, translated):
    translated(news_index, title="News")
    _response, feed = parse(client, "/en/news/rss/")
    assert feed.feed.language == "en"
    assert feed.feed.title.startswith("News — ")
    data = client.get("/en/news/feed.json").json()
    assert data["items"][0]["language"] == "uk"
    version = translated(item, title="The forum goes on")
    data = client.get("/en/news/feed.json").json()
    assert data["items"][0]["language"] == "en"
    assert data["items"][0]["url"] == f"http://testserver{version.get_url()}"
    assert data["items"][0]["id"] == permanent_id(version) != permanent_id(item)


def test_a_feed_ends(client, news_index):
    pages.NewsPageFactory.create_batch(MOST_ITEMS + 2, parent=news_index)
    assert len(client.get("/novyny/feed.json").json()["items"]) == MOST_ITEMS


def test_queries_do_not_grow(client, news_index, item, remembering, django_assert_max_num_queries):
    client.get("/novyny/")

    def ask(suffix):
        client.get(f"/novyny/{suffix}")  # what a content version remembers is there
        with django_assert_max_num_queries(5) as queries:
            client.get(f"/novyny/{suffix}")
        return len(queries)

    few = [ask(suffix) for suffix in ("rss/", "atom/", "feed.json")]
    pages.NewsPageFactory.create_batch(
        45, parent=news_index, lead_image=item.lead_image, department=item.department
    )
    assert [ask(suffix) for suffix in ("rss/", "atom/", "feed.json")] == few


class TestBuilder:
    def feed(self, **changes):
        moment = kyiv(2018, 12, 7, 14, 30)
        item = FeedItem(
            id="urn:uuid:1",
            url="http://testserver/x/",
            title="Назва",
            summary="",
            published=moment,
            updated=moment + timedelta(days=1),
            language="uk",
            **changes,
        )
        return Feed(
            title="Стрічка",
            description="Про що",
            url="http://testserver/",
            feed_url="http://testserver/atom/",
            language="uk",
            author="Місто",
            rights="",
            items=[item],
        )

    def test_atom_has_what_rfc_4287_asks(self):
        root = ET.fromstring(atom(self.feed()).content)
        assert root.find(f"{ATOM}id").text == "http://testserver/"
        assert root.find(f"{ATOM}updated").text == "2018-12-08T14:30:00+02:00"
        assert root.find(f"{ATOM}author/{ATOM}name").text == "Місто"
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert links == {"alternate": "http://testserver/", "self": "http://testserver/atom/"}
        entry = root.find(f"{ATOM}entry")
        for name in ("id", "title", "updated", "published", "link", "summary"):
            assert entry.find(f"{ATOM}{name}") is not None, name

    def test_rss_names_itself_and_does_not_promise_a_permanent_link(self):
        root = ET.fromstring(rss(self.feed()).content)
        assert root.find(f"channel/{ATOM}link").get("rel") == "self"
        assert root.find("channel/item/guid").get("isPermaLink") == "false"

    def test_without_a_summary_the_title_stands_for_it(self):
        assert b'"content_text":"\xd0\x9d' in json_feed(self.feed()).content

    def test_what_xml_cannot_hold_is_left_out(self):
        feed = self.feed(author="О\x00ле\x0bна", categories=["\x1fТема"])
        for response in (rss(feed), atom(feed)):
            assert ET.fromstring(response.content) is not None
            assert "Олена" in response.content.decode()
