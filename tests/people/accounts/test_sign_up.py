"""A new account: by a code, with consents, and nobody learns who has one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.people.enums import Level
from portal.people.models import User

pytestmark = pytest.mark.django_db
URL = "/oblikovyi-zapys/reiestratsiia/"
CODE_URL = "/oblikovyi-zapys/reiestratsiia/kod/"
GOOD = {
    "email": "olena@kyiv.ua",
    "shown_name": "Олена К.",
    "consent_personal_data": "1",
    "consent_rules": "1",
}


def without_tokens(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_account_by_code(client, last_code):
    answer = client.post(URL, GOOD)
    assert answer.status_code == 302 and answer.url == CODE_URL
    user = User.objects.get(email="olena@kyiv.ua")
    assert user.level == Level.GUEST and not user.has_usable_password()
    before = client.session.session_key
    answer = client.post(CODE_URL, {"code": last_code()})
    assert answer.status_code == 302 and answer.url == "/oblikovyi-zapys/"
    user.refresh_from_db()
    assert user.level == Level.EMAIL
    assert user.public_name == "Олена К." and user.language == "uk"
    assert user.consents.count() == 2
    assert [group.name for group in user.groups.all()] == ["Учасники"]
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before


def test_english_account_gets_english_letters(client):
    client.post("/en/account/sign-up/", GOOD)
    assert mail.outbox[-1].subject == "Confirm your e-mail address"
    assert User.objects.get().language == "en"


def test_known_and_unknown_address_get_the_same_page(client, person):
    person("olena@kyiv.ua")
    pages = []
    for email in ("olena@kyiv.ua", "ivan@kyiv.ua"):
        client.cookies.clear()
        answer = client.post(URL, {**GOOD, "email": email}, follow=True)
        assert answer.redirect_chain == [(CODE_URL, 302)]
        pages.append(without_tokens(answer).replace(email, "@"))
    assert pages[0] == pages[1]
    known, unknown = mail.outbox
    assert known.subject == "За цією адресою вже є обліковий запис"
    assert unknown.subject.startswith("Підтверд")
    assert User.objects.filter(email="olena@kyiv.ua").count() == 1


def test_a_known_address_costs_what_an_unknown_one_costs(client, person):
    """An account is written in vain, hash of the password and all, for the time tells as well."""
    person("olena@kyiv.ua")
    written = []
    for email in ("olena@kyiv.ua", "ivan@kyiv.ua"):
        client.cookies.clear()
        with CaptureQueriesContext(connection) as queries:
            client.post(URL, {**GOOD, "email": email, "password1": "довгий пароль 2026"})
        written.append(
            [
                each["sql"].split('"')[1]
                for each in queries
                if each["sql"].startswith(("INSERT", "UPDATE"))
            ]
        )
    assert "people_user" in written[0]
    assert "people_consent" in written[0]
    assert "account_emailaddress" in written[0]
    assert written[0] == written[1]
    assert set(User.objects.values_list("email", flat=True)) == {"olena@kyiv.ua", "ivan@kyiv.ua"}
    assert EmailAddress.objects.filter(email__endswith=".invalid").count() == 0


def test_capitals_make_no_second_account(client, person):
    person("olena@kyiv.ua")
    client.post(URL, {**GOOD, "email": "Olena@Kyiv.UA"})
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "olena@"),
        ("email", ""),
        ("email", "olena@mailinator.com"),
        ("email", "оlena@kyiv.ua"),  # Cyrillic о
        ("consent_personal_data", ""),
        ("consent_rules", ""),
        ("consent_rules", "0"),
        ("password1", "password12"),
        ("password1", "коротко"),
        ("password1", "1234567890"),
        ("shown_name", "а" * 81),
        ("proof", "forged"),
    ],
)
def test_refused_with_what_was_typed(client, field, value):
    answer = client.post(URL, {**GOOD, field: value})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert field == "shown_name" or "Олена К." in answer.content.decode()
    assert not User.objects.exists() and not mail.outbox


def test_three_wrong_codes_are_enough(client, last_code):
    client.post(URL, GOOD)
    right = last_code()
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(2):
        assert client.post(CODE_URL, {"code": wrong}).status_code == 422
    assert client.post(CODE_URL, {"code": wrong}).url == "/oblikovyi-zapys/vkhid/"
    client.post(CODE_URL, {"code": right})
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert "_auth_user_id" not in client.session


def test_code_is_worth_nothing_in_another_browser(client, last_code, django_user_model):
    from django.test import Client

    client.post(URL, GOOD)
    answer = Client().post(CODE_URL, {"code": last_code()})
    assert answer.status_code == 302 and answer.url == "/oblikovyi-zapys/vkhid/"
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_code_outlives_nothing(client, last_code, monkeypatch):
    import time

    client.post(URL, GOOD)
    code, now = last_code(), time.time()
    monkeypatch.setattr("time.time", lambda: now + 20 * 60 + 1)
    assert client.post(CODE_URL, {"code": code}).status_code == 302
    assert not EmailAddress.objects.filter(verified=True).exists()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(client, last_code, target):
    client.post(f"{URL}?next={target}", {**GOOD, "next": target})
    assert client.post(CODE_URL, {"code": last_code(), "next": target}).url == "/oblikovyi-zapys/"


def test_without_the_browsers_work_only_a_few(client):
    for number in range(6):
        client.cookies.clear()
        assert client.post(URL, {**GOOD, "email": f"olena{number}@kyiv.ua"}).status_code == 302
    client.cookies.clear()
    answer = client.post(URL, {**GOOD, "email": "olena7@kyiv.ua"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert User.objects.count() == 6


def test_the_form_is_for_nobody_elses_eyes(client):
    answer = client.get(URL)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
