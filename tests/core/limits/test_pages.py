"""What somebody sees whom a limit refused."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from allauth.core.ratelimit import respond_429
from django.http import HttpResponse
from django.test import Client
from django.urls import path as url_path
from django.urls import reverse
from django.utils import timezone, translation
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from wagtail.models import PageViewRestriction

from portal import urls as project_urls
from portal.core import limits
from portal.core.limits import Limit, Rule, stores
from portal.core.limits.views import when_in_words
from portal.people.models import User


@limits.limited("thing")
def write(request):
    return HttpResponse("done")


class Writing(limits.LimitedMixin, View):
    limit = "by-subject"

    def limit_subject(self, request):
        return request.POST.get("email", "")

    def post(self, request):
        return HttpResponse("done")


urlpatterns = [
    url_path("pysaty/", write),
    url_path("en/write/", write),
    url_path("api/", csrf_exempt(write)),
    url_path("kod/", Writing.as_view()),
    *project_urls.urlpatterns,
]
handler404 = project_urls.handler404
handler429 = project_urls.handler429
handler500 = project_urls.handler500

pytestmark = pytest.mark.urls(__name__)

LONG = "Пропоную посадити дерева <вздовж> вулиці & поставити лави.\nДругий рядок."


@pytest.fixture
def used_up(settings, home, client):
    settings.LIMITS = {
        "any": settings.LIMITS["any"],
        "thing": Limit((Rule(1, 7200, "address"),)),
        "by-subject": Limit((Rule(1, 600, "subject"),)),
    }
    assert client.post("/pysaty/").status_code == 200


def test_the_page_says_when(client, used_up):
    response = client.post("/pysaty/", {"title": "Дерева"})
    page = response.content.decode()
    assert response.status_code == 429
    assert 7190 <= int(response.headers["Retry-After"]) <= 7200
    assert response.headers["Cache-Control"] == "no-store"
    assert "Забагато спроб" in page
    assert "Спробуйте після" in page
    assert "Too Many" in response.reason_phrase


def test_what_was_typed_is_kept_and_can_be_sent_again(client, used_up):
    sent = {"title": "Дерева", "text": LONG, "password1": "secret one", "mail-code": "314159"}
    page = client.post("/pysaty/?step=2&x=<b>", sent).content.decode()
    assert 'action="/pysaty/?step=2&amp;x=%3Cb%3E"' in page
    assert 'name="title" value="Дерева"' in page
    assert "&lt;вздовж&gt; вулиці &amp; поставити" in page
    assert "<textarea" in page
    assert "csrfmiddlewaretoken" in page
    assert "secret one" not in page
    assert "314159" not in page


def test_a_guests_browser_works_anew_for_the_second_try(client, used_up):
    with_proof = client.post("/pysaty/", {"title": "Дерева", "proof": "used"}).content.decode()
    assert 'data-proof="' in with_proof
    assert "used" not in with_proof
    assert "data-proof" not in client.post("/pysaty/", {"title": "Дерева"}).content.decode()


def test_another_site_cannot_have_its_values_sent_under_our_token(client, used_up):
    page = client.post("/api/", {"title": "Чуже"}).content.decode()
    assert "Забагато спроб" in page
    assert "Чуже" not in page
    assert "csrfmiddlewaretoken" not in page


def test_the_check_of_forms_comes_first(used_up):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/pysaty/", {"title": "Чуже"})
    assert response.status_code == 403
    assert "Чуже" not in response.content.decode()


def test_far_too_much_is_not_carried_along(client, used_up):
    page = client.post("/pysaty/", {"text": "я" * 200_001}).content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert "я" * 100 not in page


def test_reading_is_not_counted(client, used_up):
    assert client.get("/pysaty/").status_code == 200
    assert client.get("/pysaty/").status_code == 200


def test_the_page_speaks_the_language_of_the_address(client, used_up):
    page = client.post("/en/write/").content.decode()
    assert "Too many tries" in page
    assert "Try again after" in page


@pytest.mark.parametrize(
    "headers",
    [{"hx-request": "true"}, {"x-requested-with": "XMLHttpRequest"}, {"sec-fetch-dest": "empty"}],
)
def test_a_script_gets_a_part_to_show(client, used_up, headers):
    response = client.post("/pysaty/", {"title": "Дерева"}, headers=headers)
    page = response.content.decode()
    assert response.status_code == 429
    assert "Retry-After" in response.headers
    assert 'role="alert"' in page
    assert "<html" not in page


def test_a_program_gets_json(client, used_up):
    response = client.post("/pysaty/", headers={"accept": "application/json"})
    assert response.status_code == 429
    assert response.json()["retry_after"] > 7000


def test_a_class_counts_by_its_subject(client, used_up):
    assert client.post("/kod/", {"email": "a@example.org"}).status_code == 200
    assert client.post("/kod/", {"email": "a@example.org"}).status_code == 429
    assert client.post("/kod/", {"email": "b@example.org"}).status_code == 200
    assert client.get("/kod/").status_code == 405


def test_who_cannot_be_counted_is_told_so_and_keeps_the_text(client, used_up, monkeypatch):
    def fail(self, keys, now_ms):
        raise stores.StoreError("gone")

    monkeypatch.setattr(
        stores, "current", lambda: SimpleNamespace(take=lambda *_: fail(None, 0, 0))
    )
    response = client.post("/pysaty/", {"text": LONG})
    page = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "Другий рядок" in page
    assert client.get("/pysaty/").status_code == 200


def test_the_page_of_allauth_is_the_same(client, used_up, rf):
    response = respond_429(rf.post("/pysaty/"))
    assert response.status_code == 429
    assert "Забагато спроб" in response.content.decode()
    assert response.headers["Retry-After"] == "300"


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=5), "Спробуйте через хвилину."),
        (timedelta(minutes=4, seconds=10), "Спробуйте через 5 хвилин."),
        (timedelta(minutes=2), "Спробуйте через 2 хвилини."),
        (timedelta(minutes=90), "Спробуйте після 14:01."),
        (timedelta(days=1), "Спробуйте після 7 червня 2019 р., 12:31."),
    ],
)
def test_when_is_said_in_words(wait, words):
    now = datetime(2019, 6, 6, 12, 30, tzinfo=ZoneInfo("Europe/Kyiv"))
    with translation.override("uk"):
        assert when_in_words(now + wait, now) == words
    assert timezone.is_aware(now)


# --- Every write -------------------------------------------------------------------------------------


def plain(request):
    return HttpResponse("done")


urlpatterns.insert(0, url_path("zabuto/", plain))
urlpatterns.insert(0, url_path("admin/zabuto/", plain))


@pytest.fixture
def few(settings, home):
    settings.LIMITS = settings.LIMITS | {"any": Limit((Rule(1, 600, "address"),), closed=False)}


def test_a_view_without_a_limit_of_its_own_has_one(client, few):
    assert client.get("/zabuto/").status_code == 200
    assert client.post("/zabuto/").status_code == 200
    assert client.get("/zabuto/").status_code == 200
    for method in (client.post, client.put, client.patch, client.delete):
        response = method("/zabuto/")
        assert response.status_code == 429
        assert "Забагато спроб" in response.content.decode()


def test_what_another_site_sends_is_counted_against_nobody(client, few):
    assert Client(enforce_csrf_checks=True).post("/zabuto/").status_code == 403
    assert client.post("/zabuto/").status_code == 200


def test_editors_are_not_counted(client, few):
    assert [client.post("/admin/zabuto/").status_code for _number in range(3)] == [200] * 3


@pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/", "/en/_util/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_sign_in_leads_to_ours(client, home, path, method):
    """Its forms know neither a second factor nor limits."""
    User.objects.create_superuser("chief@example.org", "a long password")
    sent = {"username": "chief@example.org", "password": "a long password"}
    response = getattr(client, method)(
        f"{path}?next=/admin/pages/", sent if method == "post" else {}
    )
    assert response.status_code == 302
    with translation.override("en" if path.startswith("/en/") else "uk"):
        assert response["Location"].startswith(reverse("account_login"))
    assert "sessionid" not in response.cookies


def test_guessing_the_password_of_a_page_ends(client, home, settings):
    settings.LIMITS = settings.LIMITS | {"page-password": Limit((Rule(2, 600, "address"),))}
    closed = PageViewRestriction.objects.create(
        page=home, restriction_type=PageViewRestriction.PASSWORD, password="right"
    )
    address = reverse("wagtailcore_authenticate_with_password", args=[closed.pk, home.pk])
    tries = [
        client.post(address, {"password": guess, "return_url": "/"}).status_code
        for guess in ("wrong", "other", "right")
    ]
    assert tries == [200, 200, 429]
