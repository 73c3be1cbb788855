"""Addresses that every site answers, and that no answer to a stranger sets or varies by a cookie."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse, translate_url
from django.utils import timezone, translation

from home.models import SiteSettings
from tests.factories.site import one_of_each


@pytest.fixture
def contact(home):
    return SiteSettings.objects.create(site=home.get_site(), security_contact="bezpeka@example.org")


def test_robots_are_told_the_map_and_what_is_closed(client, home):
    response = client.get("/robots.txt")
    lines = response.content.decode().splitlines()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /poshuk/", "Disallow: /en/search/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://testserver/sitemap.xml"
    assert "Disallow: /" not in lines


def fields(response):
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


def test_security_contact_and_a_term_to_come(client, contact):
    response = client.get("/.well-known/security.txt")
    known = fields(response)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert known["Contact"] == "mailto:bezpeka@example.org"
    assert known["Canonical"] == "http://testserver/.well-known/security.txt"
    assert known["Preferred-Languages"] == "uk, en"
    expires = datetime.strptime(known["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    # RFC 9116: in the future, less than a year away.
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)


def test_an_address_stays_an_address(client, contact):
    contact.security_contact = "https://example.org/security"
    contact.save()
    assert (
        fields(client.get("/.well-known/security.txt"))["Contact"] == "https://example.org/security"
    )


def test_without_a_contact_there_is_no_security_file(client, home):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_manifest_names_the_portal(client, home):
    response = client.get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert manifest["short_name"] == "Спільно"
    assert manifest["icons"][0]["type"] == "image/svg+xml"
    assert "Спільно" in response.content.decode()


def test_a_favicon_is_there_for_whoever_asks(client, db):
    response = client.get("/favicon.ico")
    assert response.status_code == 301
    assert response.headers["Location"].endswith(".svg")


@pytest.mark.parametrize(
    "path", ["/robots.txt", "/sitemap.xml", "/manifest.webmanifest", "/.well-known/security.txt"]
)
def test_they_are_there_once_not_in_each_language(client, contact, path):
    assert client.get(path).status_code == 200
    assert client.get(f"/en{path}").status_code == 404


def test_search_has_an_address_in_each_language():
    assert reverse("search") == "/poshuk/"
    with translation.override("en"):
        assert reverse("search") == "/en/search/"
    assert translate_url("/poshuk/", "en") == "/en/search/"


@pytest.mark.parametrize("path", ["/search/", "/en/poshuk/", "/uk/", "/uk/poshuk/"])
def test_an_address_of_the_other_language_is_none(client, english_home, path):
    assert client.get(path).status_code == 404


def test_no_page_sets_or_varies_by_a_cookie(client, home, english_home, contact):
    found = [page.get_url() for page in one_of_each(home).values()]
    others = ["/", "/en/", "/poshuk/", "/en/search/?q=x", "/nema/", "/robots.txt", "/sitemap.xml"]
    for path in (*found, *others):
        response = client.get(path)
        assert not response.cookies, path
        assert "cookie" not in response.get("Vary", "").lower(), path
        assert "csrfmiddlewaretoken" not in response.content.decode(), path


def test_nothing_inline_on_any_page(client, home, english_home):
    found = [page.get_url() for page in one_of_each(home).values()]
    for path in (*found, "/", "/en/", "/poshuk/?q=x", "/nema/"):
        html = client.get(path).content.decode()
        assert "<style" not in html, path
        assert ' style="' not in html, path
        assert " onclick=" not in html, path
        scripts = [part.split(">")[0] for part in html.split("<script")[1:]]
        assert all("src=" in tag or "application/ld+json" in tag for tag in scripts), path
