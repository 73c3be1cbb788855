"""Signing in by code, password and second factor; the same answer for known and unknown addresses."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from portal.core.limits import Limit, Rule
from portal.people.models import User

pytestmark = pytest.mark.django_db
URL = "/oblikovyi-zapys/vkhid/"
CODE_URL = "/oblikovyi-zapys/vkhid/kod/"
PASSWORD_URL = "/oblikovyi-zapys/vkhid/parol/"
FACTOR_URL = "/oblikovyi-zapys/vkhid/druhyi-krok/"
SECRET = "JBSWY3DPEHPK3PXP"


def plain(response, *emails):
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for email in emails:
        text = text.replace(email, "@")
    return text


def is_signed_in(client, user):
    return client.session.get("_auth_user_id") == str(user.pk)


def totp(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_code_signs_in_with_a_new_session_key(client, person, last_code):
    user = person()
    assert client.post(URL, {"email": "Olena@kyiv.ua"}).url == CODE_URL
    before = client.session.session_key
    assert client.post(CODE_URL, {"code": last_code()}).url == "/oblikovyi-zapys/"
    assert is_signed_in(client, user) and client.session.session_key != before


def test_code_is_used_once(client, person, last_code):
    user = person()
    client.post(URL, {"email": user.email})
    code = last_code()
    client.post(CODE_URL, {"code": code})
    client.post("/oblikovyi-zapys/vykhid/")
    client.post(URL, {"email": user.email})
    client.post(CODE_URL, {"code": code if code != last_code() else "000000"})
    assert not is_signed_in(client, user)


def test_unknown_address_sees_what_a_known_one_sees(client, person):
    person("olena@kyiv.ua")
    pages = []
    for email in ("olena@kyiv.ua", "nobody@kyiv.ua"):
        client.cookies.clear()
        answer = client.post(URL, {"email": email}, follow=True)
        pages.append((answer.redirect_chain, plain(answer, email)))
    assert pages[0] == pages[1]
    assert mail.outbox[1].subject == "За цією адресою ще немає облікового запису"
    for _try in range(2):
        assert client.post(CODE_URL, {"code": "123456"}).status_code == 422


def test_password(client, person):
    user = person(password="довгий пароль 2026")
    answer = client.post(PASSWORD_URL, {"login": user.email, "password": "довгий пароль 2026"})
    assert answer.url == "/oblikovyi-zapys/" and is_signed_in(client, user)


def test_wrong_password_and_unknown_address_read_alike(client, person):
    person("olena@kyiv.ua", password="довгий пароль 2026")
    pages = []
    for email in ("olena@kyiv.ua", "nobody@kyiv.ua"):
        client.cookies.clear()
        answer = client.post(PASSWORD_URL, {"login": email, "password": "не той пароль 1"})
        pages.append((answer.status_code, plain(answer, email)))
    assert pages[0] == pages[1] and pages[0][0] == 422
    assert "Неправильна електронна адреса або пароль." in pages[0][1]


def test_forgotten_password_tells_nobody_anything(client, person):
    person("olena@kyiv.ua")
    pages = []
    for email in ("olena@kyiv.ua", "nobody@kyiv.ua"):
        client.cookies.clear()
        answer = client.post("/oblikovyi-zapys/parol/zabuly/", {"email": email}, follow=True)
        pages.append((answer.redirect_chain, plain(answer, email)))
    assert pages[0] == pages[1]


def test_switched_off_account_does_not_open(client, person, last_code):
    user = person(is_active=False)
    client.post(URL, {"email": user.email})
    assert not is_signed_in(client, user)
    assert mail.outbox[-1].subject == "За цією адресою ще немає облікового запису"


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1" * 300, "\0", "１２３４５６"])
def test_odd_codes(client, person, code):
    user = person()
    client.post(URL, {"email": user.email})
    assert client.post(CODE_URL, {"code": code}).status_code == 422
    assert not is_signed_in(client, user)


def test_second_factor_is_asked_for(client, person, last_code):
    user = person()
    TOTP.activate(user, SECRET)
    client.post(URL, {"email": user.email})
    assert client.post(CODE_URL, {"code": last_code()}).url.startswith(FACTOR_URL)
    assert not is_signed_in(client, user)
    assert client.post(FACTOR_URL, {"code": "000000"}).status_code == 422
    assert client.get("/oblikovyi-zapys/").status_code == 302
    assert client.post(FACTOR_URL, {"code": totp()}).status_code == 302
    assert is_signed_in(client, user)


def test_spare_code_works_once(client, person, last_code):
    user = person()
    TOTP.activate(user, SECRET)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    for expected in (True, False):
        browser = Client()
        browser.post(URL, {"email": user.email})
        browser.post(CODE_URL, {"code": last_code()})
        browser.post(FACTOR_URL, {"code": spare})
        assert is_signed_in(browser, user) is expected


def test_secret_of_the_app_is_encrypted(person):
    user = person()
    TOTP.activate(user, SECRET)
    stored = Authenticator.objects.get(user=user).data["secret"]
    assert SECRET not in stored
    assert TOTP(Authenticator.objects.get(user=user)).validate_code(totp())


def test_admin_has_no_door_of_its_own(client):
    answer = client.get("/admin/")
    assert answer.status_code == 302 and answer.url == f"{URL}?next=/admin/"
    for door in ("/admin/login/", "/_util/login/", "/en/_util/login/"):
        for answer in (client.get(f"{door}?next=/admin/"), client.post(f"{door}?next=/admin/")):
            assert answer.status_code == 302 and answer.url.endswith("?next=/admin/")
            assert "/vkhid/" in answer.url or "/sign-in/" in answer.url
    for door in ("/admin/password_reset/", "/admin/account/change_password/"):
        assert client.get(door).status_code in (302, 404)


def test_too_many_letters_to_one_address(client, person):
    user = person()
    for _letter in range(5):
        client.cookies.clear()
        client.post(URL, {"email": user.email})
    count = len(mail.outbox)
    for _letter in range(3):
        client.cookies.clear()
        last = client.post(URL, {"email": user.email})
    assert len(mail.outbox) <= count + 1
    assert last.status_code in (422, 429)


def test_forged_token_is_refused(person):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(URL, {"email": person().email}).status_code == 403
    assert not mail.outbox


def test_signing_out_needs_a_post(client, person):
    user = person()
    client.force_login(user)
    assert client.get("/oblikovyi-zapys/vykhid/").status_code == 200
    assert is_signed_in(client, user)
    client.post("/oblikovyi-zapys/vykhid/")
    assert not is_signed_in(client, user)
    assert User.objects.filter(pk=user.pk).exists()


def test_password_of_who_never_confirmed_the_address_opens_nothing(client, last_code):
    """Somebody signs up with another person's address and waits for them to come."""
    stranger = {
        "email": "olena@kyiv.ua",
        "shown_name": "Чужий",
        "password1": "Lypneva-hroza-27",
        "consent_personal_data": "1",
        "consent_rules": "1",
    }
    Client().post("/oblikovyi-zapys/reiestratsiia/", stranger)
    user = User.objects.get(email="olena@kyiv.ua")
    assert user.has_usable_password() and user.consents.exists()
    client.post(URL, {"email": user.email})
    answer = client.post(CODE_URL, {"code": last_code()}, follow=True)
    assert is_signed_in(client, user) and "не підтверди" in answer.content.decode()
    user.refresh_from_db()
    assert not user.has_usable_password() and user.shown_name == ""
    assert not user.consents.exists()
    assert client.get("/oblikovyi-zapys/").status_code == 200
    other = Client()
    other.post(PASSWORD_URL, {"login": user.email, "password": stranger["password1"]})
    assert not is_signed_in(other, user)


def test_code_leaves_a_confirmed_account_its_password(client, person, last_code):
    user = person(password="Lypneva-hroza-27", shown_name="Олена")
    client.post(URL, {"email": user.email})
    client.post(CODE_URL, {"code": last_code()})
    user.refresh_from_db()
    assert user.check_password("Lypneva-hroza-27")
    assert user.shown_name == "Олена" and user.consents.exists()


def test_code_sent_anew_takes_nothing_away(client):
    """Asking for another letter proves nothing yet."""
    Client().post(
        "/oblikovyi-zapys/reiestratsiia/",
        {
            "email": "olena@kyiv.ua",
            "password1": "Lypneva-hroza-27",
            "consent_personal_data": "1",
            "consent_rules": "1",
        },
    )
    client.post(URL, {"email": "olena@kyiv.ua"})
    client.post(CODE_URL, {"action": "resend"})
    client.post(CODE_URL, {"code": "000000"})
    assert User.objects.get(email="olena@kyiv.ua").has_usable_password()


def test_forgotten_passwords_without_a_proof_of_work_are_fewer(client, settings, home):
    settings.LIMITS = settings.LIMITS | {"code-unproved": Limit((Rule(1, 3600, "address"),))}
    url = "/oblikovyi-zapys/parol/zabuly/"
    assert 'name="proof"' in client.get(url).text
    assert client.post(url, {"email": "olena@kyiv.ua"}).status_code == 302
    assert client.post(url, {"email": "taras@kyiv.ua"}).status_code == 429
    assert len(mail.outbox) == 1
