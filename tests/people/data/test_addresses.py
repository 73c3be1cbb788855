"""Another e-mail address: confirmed by both, told to both, taken from nobody."""

import re
from datetime import timedelta
from unittest.mock import Mock

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from portal.core.models import Letter
from portal.people.models import AddressChange, User
from portal.people.services import addresses
from portal.people.services.addresses import Outcome

NEW = "olena.koval@example.org"


@pytest.fixture(autouse=True)
def letters_stay(monkeypatch):
    monkeypatch.setattr("portal.core.letters.outbox.send", Mock())


@pytest.fixture
def person(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def code_to(email):
    letter = Letter.objects.filter(to=email).order_by("pk").last()
    found = re.search(r"^\s*(\d{6})\s*$", letter.text, re.MULTILINE)
    return found[1] if found else ""


def state(user):
    user.refresh_from_db()
    rows = EmailAddress.objects.filter(user=user)
    return user.email, list(rows.values_list("email", "verified", "primary"))


UNCHANGED = ("olena@example.com", [("olena@example.com", True, True)])


@pytest.mark.parametrize("first", ["old", "new"])
def test_both_confirm_in_either_order(person, first):
    addresses.begin(person, f" {NEW.upper()} ")
    codes = [code_to(person.email), code_to(NEW)]
    if first == "new":
        codes.reverse()
    version = User.objects.get(pk=person.pk).rights_version
    assert addresses.confirm(person, codes[0]) is Outcome.HALF
    assert state(person) == UNCHANGED
    assert addresses.confirm(person, codes[1]) is Outcome.DONE
    assert state(person) == (NEW, [(NEW, True, True)])
    assert person.rights_version > version
    assert not AddressChange.objects.exists()
    told = Letter.objects.filter(subject__contains="змінено").values_list("to", flat=True)
    assert set(told) == {"olena@example.com", NEW}


def test_one_code_twice_is_one_confirmation(person):
    addresses.begin(person, NEW)
    code = code_to(NEW)
    assert addresses.confirm(person, code) is Outcome.HALF
    assert addresses.confirm(person, code) is Outcome.WRONG
    assert state(person) == UNCHANGED


def test_only_hashes_are_kept(person):
    change = addresses.begin(person, NEW)
    for code, kept in (
        (code_to(person.email), change.old_code),
        (code_to(NEW), change.new_code),
    ):
        assert code
        assert code not in kept


def test_five_wrong_codes_end_it(person):
    addresses.begin(person, NEW)
    right = code_to(NEW)
    wrong = next(
        each
        for each in ("111111", "222222", "333333")
        if each not in {right, code_to(person.email)}
    )
    outcomes = [addresses.confirm(person, wrong) for _ in range(5)]
    assert outcomes == [Outcome.WRONG] * 4 + [Outcome.OVER]
    assert addresses.confirm(person, right) is Outcome.OVER
    assert addresses.under_way(person) is None


def test_after_24_hours_it_is_over(person):
    addresses.begin(person, NEW)
    late = timezone.now() + timedelta(hours=24, seconds=1)
    assert addresses.confirm(person, code_to(NEW), at=late) is Outcome.OVER
    assert addresses.under_way(person, late) is None
    assert addresses.forget(late) == 1
    assert state(person) == UNCHANGED


def test_codes_of_an_earlier_change_are_worthless(person):
    addresses.begin(person, "first@example.org")
    old = code_to(person.email)
    Letter.objects.all().delete()
    addresses.begin(person, NEW)
    if code_to(person.email) != old:
        assert addresses.confirm(person, old) is Outcome.WRONG


def test_another_person_s_codes_are_worthless(person, other):
    addresses.begin(person, NEW)
    code = code_to(NEW)
    assert addresses.confirm(other, code) is Outcome.OVER
    addresses.begin(other, "other@example.org")
    if code not in (code_to(other.email), code_to("other@example.org")):
        assert addresses.confirm(other, code) is Outcome.WRONG


def test_nobody_learns_who_has_an_account(sign_in, person, other):
    client = sign_in(person)
    page = reverse("people_address")
    pages = []
    for email in (other.email, NEW):
        assert client.post(page, {"email": email}).url == page
        html = client.get(page).content.decode()
        html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)
        pages.append(html.replace(email, "X"))
    assert pages[0] == pages[1]
    assert code_to(other.email) == ""
    assert "вже є обліковий запис" in Letter.objects.get(to=other.email).text


def test_a_taken_address_is_never_taken_over(person, other):
    addresses.begin(person, other.email)
    assert addresses.confirm(person, code_to("olena@example.com")) is Outcome.HALF
    change = AddressChange.objects.get()
    change.new_confirmed_at = timezone.now()
    change.save()
    change.old_confirmed_at = None
    change.save()
    assert addresses.confirm(person, code_to("olena@example.com")) is Outcome.TAKEN
    assert state(person) == UNCHANGED


@pytest.mark.parametrize("how", ["account", "capitals", "address of somebody"])
def test_an_address_taken_meanwhile_stays_theirs(person, other, how):
    addresses.begin(person, NEW)
    codes = code_to(person.email), code_to(NEW)
    if how == "address of somebody":
        EmailAddress.objects.create(user=other, email=NEW, verified=True)
    else:
        User.objects.create_user(NEW.upper() if how == "capitals" else NEW)
    assert addresses.confirm(person, codes[0]) is Outcome.HALF
    assert addresses.confirm(person, codes[1]) is Outcome.TAKEN
    assert state(person) == UNCHANGED
    assert not AddressChange.objects.exists()


def test_two_at_the_same_moment(person, monkeypatch):
    addresses.begin(person, NEW)

    def collide(*args):
        raise IntegrityError

    monkeypatch.setattr(addresses, "_move", collide)
    addresses.confirm(person, code_to(NEW))
    assert addresses.confirm(person, code_to(person.email)) is Outcome.TAKEN
    assert state(person) == UNCHANGED


def test_the_page_leads_through_it(sign_in, person):
    client = sign_in(person)
    phone = sign_in(person)
    page = reverse("people_address")
    assert "operator" not in client.get(page).content.decode()
    client.post(page, {"email": NEW})
    assert NEW in client.get(page).content.decode()
    assert (
        "Код правильний" in client.post(page, {"code": code_to(NEW)}, follow=True).content.decode()
    )
    answer = client.post(page, {"code": code_to("olena@example.com")}, follow=True)
    assert "Адресу змінено" in answer.content.decode()
    assert state(person)[0] == NEW
    assert phone.get(page).status_code in (200, 302)


def test_it_can_be_cancelled(sign_in, person):
    client = sign_in(person)
    client.post(reverse("people_address"), {"email": NEW})
    code = code_to(NEW)
    client.post(reverse("people_address"), {"cancel": "1"})
    assert addresses.confirm(person, code) is Outcome.OVER


@pytest.mark.parametrize(
    "email",
    [
        "",
        "olena",
        "olena@example.com",
        "OLENA@example.com",
        "оlena@example.org",
        "a@b.c\nBcc: x",
        "x" * 300 + "@example.org",
        "\x00@example.org",
    ],
)
def test_bad_addresses_are_refused(sign_in, person, email):
    answer = sign_in(person).post(reverse("people_address"), {"email": email})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not AddressChange.objects.exists()
    assert not Letter.objects.exists()


def test_a_wrong_code_on_the_page_is_said(sign_in, person):
    client = sign_in(person)
    client.post(reverse("people_address"), {"email": NEW})
    wrong = "111111" if "111111" not in (code_to(NEW), code_to(person.email)) else "222222"
    assert (
        "Код неправильний"
        in client.post(reverse("people_address"), {"code": wrong}).content.decode()
    )


def test_it_needs_a_recent_proof(client, sign_in, person):
    page = reverse("people_address")
    assert client.post(page, {"email": NEW}).status_code == 403
    assert sign_in(person, ago=3600).post(page, {"email": NEW}).status_code == 302
    assert not AddressChange.objects.exists()


def test_letters_to_a_new_address_are_limited(sign_in, person):
    client = sign_in(person)
    answers = [client.post(reverse("people_address"), {"email": NEW}).status_code for _ in range(7)]
    assert answers[-1] == 429
