"""Any search as a feed, and the description by which browsers learn to search."""

import json
from xml.etree import ElementTree as Tree

import pytest

from tests.search.stub import hit

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_rss_has_the_newest_of_the_same_question(client, home, three):
    response = client.get("/poshuk/rss/?q=a&type=news&page=2")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = Tree.fromstring(response.content).find("channel")
    assert channel.findtext("title").startswith("Пошук: a")
    assert channel.findtext("link") == "http://testserver/poshuk/?q=a&type=news"
    item = channel.find("item")
    assert item.findtext("title") == "Правила зелених зон 1"
    assert item.findtext("description") == "…як доглядати зелені зони"
    assert item.findtext("link") == "http://testserver/novyny/zony-1/"
    question = three[-1]
    assert (question.sort, question.page, question.with_counts) == ("date", 1, False)
    assert question.choices == {"type": ("news",)}


def test_json_feed_says_the_same(client, home, answer):
    answer(hits=[hit(1, moment=None, text="A &lt;b&gt; &amp; <mark>c</mark>")], total=1)
    response = client.get("/poshuk/feed.json?q=a")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    assert feed["feed_url"] == "http://testserver/poshuk/feed.json?q=a"
    (item,) = feed["items"]
    assert item["content_text"] == "A <b> & c"
    assert "date_published" not in item
    assert item["tags"] == ["Новина"]


def test_an_empty_feed_is_a_feed(client, home, nothing):
    assert json.loads(client.get("/poshuk/feed.json?q=a").content)["items"] == []
    assert Tree.fromstring(client.get("/poshuk/rss/").content).find("channel/item") is None


def test_nearest_things_are_no_news(client, home, answer):
    answer(hits=[hit()], total=1, is_partial=True)
    assert json.loads(client.get("/poshuk/feed.json?q=a").content)["items"] == []


@pytest.mark.parametrize("address", ["/poshuk/rss/", "/poshuk/feed.json"])
def test_unknown_values_have_no_feed(client, home, nothing, address):
    assert client.get(f"{address}?type=nema").status_code == 404
    assert client.get(f"{address}?q=a&within=pages:1").status_code == 404
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("query", ["\x00", "\x0b", "<b>", "]]>", "🙂", "х" * 10_000])
def test_any_question_makes_a_feed(client, home, nothing, query):
    Tree.fromstring(client.get("/poshuk/rss/", {"q": query}).content)
    json.loads(client.get("/poshuk/feed.json", {"q": query}).content)


@pytest.mark.parametrize(("root", "language"), [("/poshuk/", "uk"), ("/en/search/", "en")])
def test_browsers_learn_to_search(client, home, root, language):
    response = client.get(f"{root}opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    document = Tree.fromstring(response.content)
    urls = {url.get("type"): url.get("template") for url in document.iter(f"{NAMESPACE}Url")}
    assert urls["text/html"] == f"http://testserver{root}?q={{searchTerms}}"
    assert urls["application/x-suggestions+json"].endswith("?q={searchTerms}&format=opensearch")
    assert document.findtext(f"{NAMESPACE}Language") == language
    assert len(document.findtext(f"{NAMESPACE}ShortName")) <= 16


def test_pages_say_where_the_description_is(client, home, nothing):
    page = client.get("/poshuk/").content.decode()
    assert 'rel="search" type="application/opensearchdescription+xml"' in page
    assert 'href="/poshuk/opensearch.xml"' in page
