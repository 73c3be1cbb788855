"""Lines under the box: small, bounded, the same for everybody."""

import json

import pytest

from search.results import Suggestion
from search.views import suggesting as view

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """What `suggest` was asked; it knows a title and a word."""
    texts = []

    def suggest(text, language):
        texts.append((text, language))
        return [
            Suggestion("Правила <зон>", kind="news", url="/novyny/zony/", start=0, end=4),
            Suggestion("правила утримання", start=0, end=7),
        ]

    monkeypatch.setattr(view, "suggest", suggest)
    return texts


def test_titles_lead_to_their_page_and_words_to_results(client, asked):
    response = client.get("/poshuk/pidkazky/?q=прав")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    answer = json.loads(response.content)
    assert answer["status"] == "2 підказки"
    assert answer["items"] == [
        {"text": "Правила <зон>", "kind": "Новина", "url": "/novyny/zony/", "from": 0, "to": 4},
        {
            "text": "правила утримання",
            "kind": "",
            "url": "/poshuk/?q=%D0%BF%D1%80%D0%B0%D0%B2%D0%B8%D0%BB%D0%B0+%D1%83%D1%82%D1%80%D0%B8%D0%BC%D0%B0%D0%BD%D0%BD%D1%8F",
            "from": 0,
            "to": 7,
        },
    ]


def test_browsers_get_their_own_form(client, asked):
    response = client.get("/poshuk/pidkazky/?q=прав&format=opensearch")
    assert response["Content-Type"].startswith("application/x-suggestions+json")
    text, words, kinds, urls = json.loads(response.content)
    assert (text, words[0], kinds) == ("прав", "Правила <зон>", ["Новина", ""])
    assert urls[0] == "http://testserver/novyny/zony/"


def test_english_has_an_address_of_its_own(client, asked):
    client.get("/en/search/suggestions/?q=pra")
    assert asked == [("pra", "en")]


def test_an_answer_is_public_and_known_again(client, asked):
    response = client.get("/poshuk/pidkazky/?q=прав")
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    again = client.get("/poshuk/pidkazky/?q=прав", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert client.head("/poshuk/pidkazky/?q=прав").status_code == 200


@pytest.mark.parametrize("text", ["", "   ", "х" * 81, "слово " * 3_000])
def test_what_is_no_beginning_asks_nothing(client, asked, text):
    answer = json.loads(client.get("/poshuk/pidkazky/", {"q": text}).content)
    assert answer == {"status": "Підказок немає", "items": []}
    assert asked == []


@pytest.mark.parametrize(
    "text", ['"', "\x00", "🙂", "<b>", "%", "\\", "مرحبا", "'", "а" * 80, "*:("]
)
def test_any_text_is_answered(client, text):
    assert client.get("/poshuk/pidkazky/", {"q": text}).status_code == 200


def test_an_unknown_form_is_no_address(client, asked):
    assert client.get("/poshuk/pidkazky/?q=a&format=xml").status_code == 404
    assert client.post("/poshuk/pidkazky/?q=a").status_code == 405


@pytest.mark.parametrize(("letters", "kept"), [(20, True), (21, False)])
def test_only_common_beginnings_are_kept(client, asked, letters, kept):
    response = client.get("/poshuk/pidkazky/", {"q": "а" * letters})
    assert ("X-Query-Read" in response) is kept
