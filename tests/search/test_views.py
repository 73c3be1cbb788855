"""The page of results: helps with nothing found, never fails, is kept only when many ask alike."""

from urllib.parse import quote

import pytest

from tests.factories.pages import NewsPageFactory
from tests.search.conftest import refresh


def get(client, query="", **params):
    params = {"q": query, **params}
    asked = "&".join(f"{key}={quote(str(value))}" for key, value in params.items())
    return client.get(f"/poshuk/?{asked}")


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_without_a_question_invites_one(client, home):
    page = html(client.get("/poshuk/"))
    assert "<h1" in page
    assert 'name="q"' in page.split("<main")[1]


def test_results_are_links_with_found_words_marked(client, found):
    page = html(get(client, "зелених"))
    assert '<a href="/novyny/zony/">Правила утримання <mark>зелених</mark> зон</a>' in page
    assert 'value="зелених"' in page
    assert "2 результати" in page
    assert '<meta name="robots" content="noindex">' in page


def test_kinds_are_links_with_counts(client, found):
    page = html(get(client, "правила"))
    assert "q=%D0%BF%D1%80%D0%B0%D0%B2%D0%B8%D0%BB%D0%B0&amp;rubric=news" in page
    only = html(get(client, "правила", rubric="pages"))
    main = only.split('<ol class="results')[1].split("</ol>")[0]
    assert "/pravyla/" in main
    assert "/novyny/" not in main
    assert 'aria-current="true"' in only


def test_a_kind_without_results_leads_to_all(client, found):
    page = html(get(client, "двори", rubric="forums"))
    assert "Такого виду нічого немає." in page
    assert 'href="/poshuk/?q=%D0%B4%D0%B2%D0%BE%D1%80%D0%B8"' in page


def test_nothing_found_helps(client, found, news_index):
    news_index.show_in_menus = True
    news_index.save_revision().publish()
    page = html(get(client, "аеродинамічна труба"))
    assert "Нічого не знайдено" in page
    assert "«<bdi>аеродинамічна труба</bdi>»" in page
    assert 'class="tag" href="/novyny/"' in page


@pytest.mark.parametrize(
    "query",
    [
        "\x00", '"', "'", "*", "<script>alert(1)</script>", "х" * 10_000, "🙂", "?!…", "مرحبا", "\u202eабв",
        "a AND", "NOT", "title:x", "%", "\\", "зони\r\nSet-Cookie: a=b", "{{ 7*7 }}", "${7*7}",
    ],
)  # fmt: skip
def test_any_question_is_answered(client, found, query):
    page = html(get(client, query))
    assert "<script>alert" not in page
    assert "49" not in page.split("<main")[1].split("</main>")[0]


def test_bytes_that_are_no_text_are_answered(client, found):
    assert client.get("/poshuk/?q=%ff%fe%80").status_code == 200
    assert client.get("/poshuk/?q=%ED%A0%80").status_code == 200


@pytest.mark.parametrize("page", ["abc", "0", "-1", "2", "99999", "1.5", "１"])
def test_a_page_that_is_not_there_leads_back(client, found, page):
    response = get(client, "правила", page=page)
    assert response.status_code == 404
    assert (
        'href="/poshuk/?q=%D0%BF%D1%80%D0%B0%D0%B2%D0%B8%D0%BB%D0%B0"' in response.content.decode()
    )


def test_an_unknown_kind_leads_back(client, found):
    assert get(client, "правила", rubric="<b>").status_code == 404
    assert get(client, "", rubric="nema").status_code == 404


def test_results_come_in_pages(client, news_index):
    for number in range(25):
        NewsPageFactory(parent=news_index, title=f"Тополя {number}")
    refresh()
    page = html(get(client, "тополя"))
    assert 'rel="next"' in page
    assert 'rel="prev"' in html(get(client, "тополя", page=2))


def test_english_finds_in_english(client, found, english_home):
    response = client.get("/en/search/?q=nothing")
    assert 'lang="en"' in html(response)
    assert "There is nothing on the portal yet" in html(response)


@pytest.mark.parametrize(
    ("params", "kept"),
    [
        ({}, True),
        ({"query": "зелених"}, True),
        ({"query": "зелених " * 8}, False),
        ({"query": "такого немає"}, False),
    ],
)
def test_only_common_questions_are_kept(client, found, params, kept):
    response = get(client, **params)
    assert ("no-store" not in response.get("Cache-Control", "")) is kept
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_for_reading(client, home, method):
    assert getattr(client, method)("/poshuk/").status_code == 405


def test_the_admin_searches_too(admin_client, found):
    for query in ("зелених", '"', "a'b", "%00", "*"):
        assert admin_client.get(f"/admin/pages/search/?q={quote(query)}").status_code == 200
    page = admin_client.get(f"/admin/pages/search/?q={quote('утримання')}").content.decode()
    assert "Правила утримання зелених зон" in page
