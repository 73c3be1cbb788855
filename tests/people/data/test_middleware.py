"""A new text in force is asked for at the next write, with what was typed carried along."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils import timezone

from portal.people.models import ConsentText, User
from portal.people.services import consents
from portal.urls import *  # noqa: F403 - handlers and the pages of the frame
from portal.urls import urlpatterns as portal_urls

written = []


def write(request):
    if request.method == "POST":
        written.append(request.POST.dict())
    return HttpResponse("written")


urlpatterns = [
    path("write/", write, name="some_write"),
    path("exempt/", write, name="people_export_thing"),
    *portal_urls,
]
TEXT = {"text": "Довга думка\nдругий рядок", "title": "Міст <b>", "password": "secret"}


pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def room():
    written.clear()


@pytest.fixture
def asked(sign_in, person):
    """Somebody to whom a new version of the rules has come."""
    ConsentText.objects.create(
        kind="rules", text="<p>Нові</p>", text_en="<p>New</p>", in_force_from=timezone.now()
    )
    return sign_in(person)


def test_who_agreed_writes_at_the_price_of_two_queries(sign_in, person):
    client = sign_in(person)
    client.post("/exempt/", TEXT)
    with CaptureQueriesContext(connection) as without:
        client.post("/exempt/", TEXT)
    with CaptureQueriesContext(connection) as asked:
        assert client.post("/write/", TEXT).status_code == 200
    assert written
    assert len(asked) <= len(without) + 2


def test_a_new_version_is_asked_before_the_write(asked):
    answer = asked.post("/write/", TEXT)
    assert answer.status_code == 403
    html = answer.content.decode()
    assert not written
    assert "consent_rules" in html
    assert "consent_personal_data" not in html
    # As it was typed: nothing before it, nothing after.
    assert ">&#10;Довга думка\nдругий рядок</textarea>" in html
    assert "Паролі та коди" in html
    assert "Міст &lt;b&gt;" in html
    assert "secret" not in html
    assert "no-store" in answer["Cache-Control"]


def test_agreeing_sends_what_was_typed(asked, person):
    answer = asked.post("/write/", {**TEXT, "consents_asked": "1", "consent_rules": "2"})
    assert answer.status_code == 200
    assert written[0]["text"] == TEXT["text"]
    assert consents.missing(person) == {}


@pytest.mark.parametrize("box", ["", "1", "on", "99"])
def test_without_the_right_box_it_is_asked_again(asked, person, box):
    answer = asked.post("/write/", {**TEXT, "consents_asked": "1", "consent_rules": box})
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "error-summary" in html
    assert html.count('name="consents_asked"') == 1
    assert not written
    assert consents.missing(person)


def test_reading_asks_nothing(asked):
    assert asked.get("/write/").status_code == 200


def test_one_s_rights_are_not_for_sale(asked):
    assert asked.post("/exempt/", TEXT).status_code == 200


def test_guests_are_not_asked(client, db):
    assert client.post("/write/", TEXT).status_code == 200


def test_the_token_is_checked_first(person):
    strict = Client(enforce_csrf_checks=True)
    consents.withdraw(person, "rules")
    strict.force_login(person)
    answer = strict.post("/write/", {"consents_asked": "1", "consent_rules": "1"})
    assert answer.status_code == 403
    assert consents.missing(person)


def test_who_never_agreed_is_asked_for_both(client, db):
    user = User.objects.create_user("new@example.com")
    client.force_login(user)
    html = client.post("/write/", TEXT).content.decode()
    assert "consent_rules" in html
    assert "consent_personal_data" in html
