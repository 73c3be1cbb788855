"""PostgreSQL refuses text with a NUL; no question of a reader may become an error by one."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/%00", "/%00/", "/novyny/%00/", "/novyny/2018/%00/", "/en/%00/", "/media/images/a%00.jpg",
        "/forumy/%00.ics", "/admin/%00/", "/stara%00adresa.html",
    ],
)  # fmt: skip
def test_an_address_with_a_nul_is_not_found(client, site_pages, path):
    response = client.get(path)
    assert response.status_code == 404
    assert b"<h1" in response.content
    assert ('lang="en"' if path.startswith("/en/") else 'lang="uk"') in response.text


@pytest.mark.parametrize(
    "key", ["q", "page", "rubric", "topic", "district", "format", "state", "audience", "from", "to"]
)
@pytest.mark.parametrize(
    "name", ["news index", "forum index", "consultation index", "front page", "news item"]
)
def test_a_question_with_a_nul_is_answered(client, site_pages, name, key):
    response = client.get(site_pages[name].url, {key: "a\x00b"})
    assert response.status_code in (200, 404)


@pytest.mark.parametrize("key", ["q", "page", "rubric"])
def test_a_search_with_a_nul_is_answered(client, site_pages, key):
    assert client.get("/poshuk/", {"q": "новина", key: "a\x00b"}).status_code in (200, 404)
    assert client.get("/robots.txt", {key: "\x00"}).status_code == 200


@pytest.mark.parametrize("field", ["login", "password", "next"])
def test_a_form_with_a_nul_is_answered(client, field):
    data = {"login": "a@example.org", "password": "x", "next": "/admin/"} | {field: "a\x00b"}
    assert client.post(reverse("account_password_login"), data).status_code in (400, 422)
