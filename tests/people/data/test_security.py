"""Sessions, sign-ins, and the proof that somebody is there in person."""

import re
import time
from datetime import timedelta
from unittest.mock import Mock
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.models import Letter, MailCode
from portal.people.data import sign_ins
from portal.people.data.devices import device_in_words
from portal.people.models import SignIn
from tests.people.data.conftest import FIREFOX

CHROME = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def letters_stay(monkeypatch):
    monkeypatch.setattr("portal.core.letters.outbox.send", Mock())


def enter(client, email, *, agent=FIREFOX, address="203.0.113.77"):
    """Sign in by a code, as a browser does."""
    headers = {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
    client.post(reverse("account_request_login_code"), {"email": email}, **headers)
    letter = Letter.objects.filter(to=email).order_by("pk").last()
    code = re.search(r"\b(\d{6})\b", letter.text)[1]
    Letter.objects.all().delete()
    return client.post(reverse("account_confirm_login_code"), {"code": code}, **headers)


@pytest.fixture
def confirmed(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    get_user_model().objects.update(date_joined=timezone.now() - timedelta(days=10))
    return person


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (CHROME, "Chrome, Android"),
        (CHROME + " OPR/80", "Opera, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.0", ""),
        ("", ""),
        ("\x00<script>" * 1000, ""),
        ("x" * 600 + FIREFOX, ""),
    ],
)
def test_a_device_in_words(agent, words):
    assert device_in_words(agent) == words


def test_a_sign_in_is_written_down_with_the_network_only(confirmed):
    client = Client()
    assert enter(client, confirmed.email).status_code == 302
    row = SignIn.objects.get()
    assert (row.method, row.network, row.device) == ("code", "203.0.113.0/24", "Firefox, Windows")
    assert len(row.device_key) == 64
    session = UserSession.objects.get()
    assert (session.ip, session.user_agent) == ("203.0.113.0", "Firefox, Windows")
    cookie = client.cookies["device"]
    assert cookie["httponly"]
    assert cookie.value not in row.device_key


def test_a_new_device_is_told_by_letter_a_known_one_is_not(confirmed):
    client = Client()
    enter(client, confirmed.email)
    letter = Letter.objects.get()
    assert "Firefox, Windows" in letter.text
    assert "203.0.113.0/24" in letter.text
    assert "203.0.113.77" not in letter.text
    client.post(reverse("account_logout"))
    enter(client, confirmed.email, address="198.51.100.9")
    assert not Letter.objects.exists()
    enter(Client(), confirmed.email, agent=CHROME)
    assert "Chrome, Android" in Letter.objects.get().text


def test_who_has_just_signed_up_is_not_warned(confirmed):
    get_user_model().objects.update(date_joined=timezone.now())
    enter(Client(), confirmed.email)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("value", ["x" * 33, "'; DROP TABLE", "a" * 31 + "!", ""])
def test_a_foreign_device_cookie_is_replaced(confirmed, value):
    client = Client()
    client.cookies["device"] = value
    enter(client, confirmed.email)
    assert client.cookies["device"].value != value


def test_guests_get_no_device_cookie(client, home):
    assert not client.get("/").cookies


def test_sessions_are_listed_and_this_one_is_named(sign_in, person, other):
    client, _phone = sign_in(person), sign_in(person)
    sign_in(other)
    html = client.get(reverse("usersessions_list")).content.decode()
    assert html.count("Firefox, Windows</p>") == 2
    assert html.count("цей пристрій") == 1
    assert "203.0.113.0/24" in html
    assert "203.0.113.77" not in html


def test_queries_do_not_grow_with_sessions(sign_in, person, django_assert_max_num_queries):
    client = sign_in(person)
    client.get(reverse("usersessions_list"))
    for _ in range(12):
        sign_in(person)
    SignIn.objects.bulk_create([SignIn(user=person, method="code") for _ in range(60)])
    with django_assert_max_num_queries(26):
        client.get(reverse("usersessions_list"))


def test_one_session_is_ended(sign_in, person):
    client, phone = sign_in(person), sign_in(person)
    row = UserSession.objects.order_by("-pk").first()
    client.post(reverse("people_session_end", args=[row.pk]))
    assert phone.get(reverse("people_data")).status_code == 302
    assert client.get(reverse("people_data")).status_code == 200


def test_another_person_s_session_is_not_ended(sign_in, person, other):
    client, foreign = sign_in(person), sign_in(other)
    row = UserSession.objects.get(user=other)
    client.post(reverse("people_session_end", args=[row.pk]))
    client.post(reverse("people_session_end_others"))
    assert foreign.get(reverse("people_data")).status_code == 200
    assert Client().post(reverse("people_session_end", args=[row.pk])).status_code == 403
    assert client.get(reverse("people_session_end", args=[row.pk])).status_code == 405


def test_all_others_are_ended(sign_in, person):
    client, phone, tablet = sign_in(person), sign_in(person), sign_in(person)
    client.post(reverse("people_session_end_others"))
    assert Session.objects.count() == 1
    for gone in (phone, tablet):
        assert gone.get(reverse("people_data")).status_code == 302
    assert client.get(reverse("people_data")).status_code == 200


def test_ending_this_session_signs_out(sign_in, person):
    client = sign_in(person)
    client.post(reverse("people_session_end", args=[UserSession.objects.get().pk]))
    assert client.get(reverse("people_data")).status_code == 302


def test_old_sign_ins_are_forgotten(person):
    SignIn.objects.create(user=person, method="code", at=timezone.now() - timedelta(days=91))
    SignIn.objects.create(user=person, method="code", at=timezone.now() - timedelta(days=89))
    assert sign_ins.forget() == 1


# --- Proving once more ------------------------------------------------------------------------


def ask_code(client, **data):
    return client.post(reverse("people_confirm_by_code"), data)


def last_code():
    return re.search(r"\b(\d{6})\b", Letter.objects.order_by("pk").last().text)[1]


@pytest.mark.parametrize("name", ["account_set_password", "mfa_activate_totp", "mfa_add_webauthn"])
def test_a_way_in_is_added_after_a_proof_alone(sign_in, person, name):
    """Who has neither password nor factor is asked, too: an unlocked device is not enough."""
    answer = sign_in(person, ago=3600).get(reverse(name))
    assert answer.url.startswith(reverse("people_confirm_by_code"))
    assert sign_in(person).get(reverse(name)).status_code == 200


def test_a_code_proves_once_more(sign_in, person):
    client = sign_in(person, ago=3600)
    target = reverse("people_delete")
    sent_to = f"{reverse('people_confirm_by_code')}?next={quote(target, safe='')}"
    assert client.get(target).url == sent_to
    ask_code(client, send="1", next=target)
    code = last_code()
    assert code not in str(client.session.items())
    answer = ask_code(client, code=f" {code[:3]} {code[3:]}", next=target)
    assert answer.url == target
    assert client.get(target).status_code == 200
    # Used up.
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - 3600}]
    session.save()
    assert ask_code(client, code=code, next=target).status_code == 422


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "１２３４５６", "1" * 21, "\x00"])
def test_a_wrong_code_proves_nothing(sign_in, person, code):
    client = sign_in(person, ago=3600)
    ask_code(client, send="1")
    assert last_code() != "000000"
    assert ask_code(client, code=code).status_code == 422
    assert client.get(reverse("people_delete")).status_code == 302


def test_a_code_is_guessed_five_times_at_most(sign_in, person):
    client = sign_in(person, ago=3600)
    ask_code(client, send="1")
    code = last_code()
    wrong = "111111" if code != "111111" else "222222"
    for _ in range(5):
        ask_code(client, code=wrong)
    assert ask_code(client, code=code).status_code == 422
    assert client.get(reverse("people_delete")).status_code == 302


def test_another_person_s_code_proves_nothing_even_with_its_handle(sign_in, person, other):
    client, foreign = sign_in(person, ago=3600), sign_in(other, ago=3600)
    ask_code(client, send="1")
    assert ask_code(foreign, code=last_code()).status_code == 422
    session = foreign.session
    session["people_confirm"] = client.session["people_confirm"]
    session.save()
    assert ask_code(foreign, code=last_code()).status_code == 422


def test_an_old_code_and_one_followed_by_another_prove_nothing(sign_in, person):
    client = sign_in(person, ago=3600)
    ask_code(client, send="1")
    first = last_code()
    ask_code(client, send="1")
    assert MailCode.objects.count() == 1
    assert last_code() == first or ask_code(client, code=first).status_code == 422
    MailCode.objects.update(expires_at=timezone.now())
    answer = ask_code(client, code=last_code())
    assert answer.status_code == 422
    assert answer.context["is_waiting"] is False


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_it_leads_to_no_other_site(sign_in, person, target):
    client = sign_in(person)
    answer = client.get(reverse("people_confirm_by_code"), {"next": target})
    assert answer.url == reverse("account_profile")
