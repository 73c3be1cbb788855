"""Every answer says what a browser may do with it: one of each kind."""

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import Client
from django.urls import path as url_path
from django.urls import reverse

from portal import urls as project_urls
from portal.people.models import User
from tests.core.pagecache.test_portal import Visitor, visitor  # noqa: F401 - a fixture
from tests.core.test_settings import shown
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsPageFactory


def breaks(request):
    raise RuntimeError


def framed(request):
    return HttpResponse("x", headers={"Permissions-Policy": "camera=(self)"})


urlpatterns = [
    url_path("zlamano/", breaks),
    url_path("svoie/", framed),
    *project_urls.urlpatterns,
]
handler404 = project_urls.handler404
handler500 = project_urls.handler500

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def answers(client, news_index, settings, tmp_path):
    """One answer of each kind, by name."""
    (tmp_path / "x.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = True
    page = NewsPageFactory(parent=news_index)
    picture = ImageFactory(size=(400, 225)).get_rendition("fill-320x180|format-jpeg")
    patient = Client(raise_request_exception=False)
    staff = Client()
    staff.force_login(User.objects.create_superuser("chief@example.org", "a long password"))
    found = {
        "page": client.get(page.url),
        "not found": client.get("/nema-takoi/"),
        "broken": patient.get("/zlamano/"),
        "sign-in": client.get(reverse("account_request_login_code")),
        "admin": staff.get("/admin/", follow=True),
        "media": client.get(picture.url),
        "static": patient.get("/static/x.css"),
        "redirect": client.get("/novyny"),
        "json": client.get(reverse("proof_challenge")),
    }
    yield found
    for response in found.values():
        response.close()


def test_each_kind_has_every_header(answers):
    assert answers["static"].status_code == 200
    assert answers["broken"].status_code == 500
    for name, response in answers.items():
        headers = response.headers
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] == "same-origin", name
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert "camera=()" in headers["Permissions-Policy"], name
        assert "Access-Control-Allow-Origin" not in headers, name
        wanted = "cross-origin" if name == "media" else "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == wanted, name


def test_pages_are_framed_by_nobody(answers):
    for name in ("page", "not found", "broken", "sign-in"):
        assert answers[name].headers["X-Frame-Options"] == "DENY", name
        assert "frame-ancestors 'none'" in answers[name].headers["Content-Security-Policy"], name
    assert "frame-ancestors 'self'" in answers["admin"].headers["Content-Security-Policy"]


def test_passkeys_and_players_have_what_they_need(answers):
    policy = answers["page"].headers["Permissions-Policy"].split(", ")
    assert "publickey-credentials-get=(self)" in policy
    assert "publickey-credentials-create=(self)" in policy
    players = '"https://www.youtube-nocookie.com" "https://player.vimeo.com"'
    assert f"fullscreen=(self {players})" in policy
    assert f"picture-in-picture=({players})" in policy
    assert "geolocation=()" in policy


def test_the_policy_names_every_feature_once(settings):
    assert len(settings.PERMISSIONS_POLICY) >= 28
    for allowed in settings.PERMISSIONS_POLICY.values():
        assert "*" not in allowed


def test_a_view_may_say_otherwise(client):
    assert client.get("/svoie/").headers["Permissions-Policy"] == "camera=(self)"


def test_a_page_out_of_the_cache_has_them_too(visitor, news_index):  # noqa: F811
    page = NewsPageFactory(parent=news_index)
    assert visitor.is_stored(page.url)
    headers = visitor.get(page.url).headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


def test_cookies_are_for_this_site_and_no_script(client, rf, settings, home):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    response = client.get(reverse("account_request_login_code"))
    storage = CookieStorage(rf.get("/"))
    storage.add(20, "words")
    answer = HttpResponse()
    storage.update(answer)
    message = answer.cookies["messages"]
    assert message["secure"] and message["httponly"] and message["samesite"] == "Lax"
    csrf = response.cookies["csrftoken"]
    assert csrf["secure"] and csrf["httponly"] and csrf["samesite"] == "Lax"


def test_production_marks_every_cookie():
    found = shown(
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
        "CSRF_COOKIE_SECURE",
        "CSRF_COOKIE_HTTPONLY",
        "CSRF_COOKIE_SAMESITE",
        "LANGUAGE_COOKIE_SECURE",
        "LANGUAGE_COOKIE_HTTPONLY",
        "LANGUAGE_COOKIE_SAMESITE",
    )
    assert list(found.values()) == [True, True, "Lax"] * 3
