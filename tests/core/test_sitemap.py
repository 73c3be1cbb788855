"""The map for search engines: public live pages of each language, with their alternates."""

from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction

from home import sitemaps
from tests.factories.pages import NewsPageFactory, SectionPageFactory, StandardPageFactory

SPACE = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def tree(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/xml")
    return ElementTree.fromstring(response.content)


def addresses(response):
    return [each.text for each in tree(response).findall(".//s:loc", SPACE)]


@pytest.fixture
def news(news_index):
    return NewsPageFactory(parent=news_index, slug="persha")


def test_the_index_names_the_parts_of_each_language(client, english_home, news):
    assert addresses(client.get("/sitemap.xml")) == [
        "http://testserver/sitemap-uk-1.xml",
        "http://testserver/sitemap-en-1.xml",
    ]


def test_the_index_leaves_out_a_language_without_pages(client, home):
    assert addresses(client.get("/sitemap.xml")) == ["http://testserver/sitemap-uk-1.xml"]


def test_a_part_lists_live_public_pages_only(client, home, news, news_index):
    NewsPageFactory(parent=news_index, slug="chernetka", live=False)
    closed = SectionPageFactory(parent=home, slug="zakryte")
    StandardPageFactory(parent=closed, slug="vseredyni")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    news.create_alias(parent=news_index, update_slug="kopiia")
    assert addresses(client.get("/sitemap-uk-1.xml")) == [
        "http://testserver/",
        "http://testserver/novyny/",
        "http://testserver/novyny/persha/",
    ]


def test_alternates_stand_on_both_sides_with_a_default(client, english_home, news):
    for language, own in (("uk", "http://testserver/"), ("en", "http://testserver/en/")):
        entry = tree(client.get(f"/sitemap-{language}-1.xml")).find("s:url", SPACE)
        assert entry.find("s:loc", SPACE).text == own
        links = {each.get("hreflang"): each.get("href") for each in entry.findall("x:link", SPACE)}
        assert links == {
            "uk": "http://testserver/",
            "en": "http://testserver/en/",
            "x-default": "http://testserver/",
        }


def test_a_page_without_translation_has_no_alternates(client, english_home, news):
    entries = tree(client.get("/sitemap-uk-1.xml")).findall("s:url", SPACE)
    news_entry = entries[-1]
    assert news_entry.find("s:loc", SPACE).text.endswith("/persha/")
    assert not news_entry.findall("x:link", SPACE)


def test_an_unpublished_translation_is_no_alternate(client, english_home, home):
    english_home.unpublish()
    entry = tree(client.get("/sitemap-uk-1.xml")).find("s:url", SPACE)
    assert not entry.findall("x:link", SPACE)


def test_the_last_change_is_told_with_its_zone(client, home, news):
    news.save_revision().publish()
    moment = tree(client.get("/sitemap-uk-1.xml")).findall(".//s:lastmod", SPACE)[-1].text
    assert moment[-6:] in ("+02:00", "+03:00")


@pytest.mark.parametrize(
    "path", ["/sitemap-en-1.xml", "/sitemap-uk-2.xml", "/sitemap-de-1.xml", "/sitemap-uk-0.xml"]
)
def test_a_part_that_is_not_there_is_not_found(client, home, path):
    assert client.get(path).status_code == 404


def test_many_pages_come_in_parts(client, home, news_index, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART_SIZE", 2)
    for number in range(3):
        NewsPageFactory(parent=news_index, slug=f"n-{number}")
    parts = addresses(client.get("/sitemap.xml"))
    assert parts == [f"http://testserver/sitemap-uk-{number}.xml" for number in (1, 2, 3)]
    found = [url for part in parts for url in addresses(client.get(part))]
    assert len(found) == len(set(found)) == 5


def test_queries_do_not_grow(client, english_home, news_index, django_assert_max_num_queries):
    client.get("/sitemap-uk-1.xml")
    for number in range(30):
        NewsPageFactory(parent=news_index, slug=f"n-{number}")
    with django_assert_max_num_queries(5):
        client.get("/sitemap-uk-1.xml")
    with django_assert_max_num_queries(5):  # one for polls
        client.get("/sitemap.xml")
