"""The whole way to the pretended hub and back, over real HTTP; it leaves no trace of the number."""

import logging
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.people.enums import Level
from portal.people.identity.attempts import forget_old
from portal.people.identity.fake.people import PEOPLE
from portal.people.models import Identity, IdentityAttempt, User
from tests.people.identity.conftest import Visitor, make_member

START = "identity_start"


# --- There -------------------------------------------------------------------------------------


def test_the_button_leads_to_the_hub_by_a_page_of_our_own(visitor):
    answer = visitor.post(reverse(START, args=["gov-ua"]))
    url = answer["Refresh"].removeprefix("0; url=")
    query = parse_qs(urlsplit(url).query)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert query["response_type"] == ["code"]
    assert query["auth_type"] == ["dig_sign,bank_id,diia_id"]
    assert len(query["state"][0]) >= 32
    assert query["redirect_uri"][0].startswith("http://testserver/")
    assert url.replace("&", "&amp;") in answer.content.decode()


def test_starting_needs_a_token_of_ours(hub, db):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse(START, args=["gov-ua"])).status_code == 403
    assert not IdentityAttempt.objects.exists()


def test_starting_is_no_link(visitor):
    assert visitor.get(reverse(START, args=["gov-ua"])).status_code == 405


def test_a_provider_that_is_not_configured_is_nowhere(db):
    assert Client().post(reverse(START, args=["gov-ua"])).status_code == 404
    assert Client().post(reverse(START, args=["bank"])).status_code == 404


# --- And back, signed in -------------------------------------------------------------------------


def test_a_signed_in_person_is_confirmed(visitor, resident, podil, mailoutbox):
    resident.refresh_from_db()
    before = resident.rights_version
    visitor.force_login(resident)
    answer = visitor.prove(person="olena")
    identity = Identity.objects.get()
    resident.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/poshuk/")
    assert resident.level == Level.IDENTITY
    assert (identity.last_name, identity.first_name) == ("Коваленко", "Олена")
    assert identity.birth_date == date(1987, 4, 12)
    assert identity.district == podil
    assert (identity.source, identity.level) == ("gov-ua", Level.IDENTITY)
    assert resident.rights_version == before + 1
    assert [mail.to for mail in mailoutbox] == [["resident@example.org"]]


def test_who_refused_a_number_is_told_by_the_document(visitor, resident):
    visitor.force_login(resident)
    assert visitor.prove(person="markiian").status_code == 302
    identity = Identity.objects.get()
    assert identity.birth_date == date(1991, 8, 24)
    assert identity.district is None


def test_an_account_of_another_person_stays_as_it_is(visitor, resident):
    visitor.force_login(resident)
    visitor.prove(person="olena")
    answer = visitor.prove(person="taras")
    assert answer.status_code == 409
    assert Identity.objects.get().first_name == "Олена"


def test_a_person_confirmed_elsewhere_is_told_so_without_the_address(visitor, resident, neighbour):
    visitor.force_login(neighbour)
    visitor.prove(person="olena")
    other = Visitor()
    other.force_login(resident)
    answer = other.prove(person="olena")
    resident.refresh_from_db()
    assert answer.status_code == 409
    assert "neighbour" not in answer.content.decode()
    assert reverse("account_logout") in answer.content.decode()
    assert resident.level != Level.IDENTITY
    assert Identity.objects.get().user == neighbour


# --- And back, to sign in --------------------------------------------------------------------------


def test_a_known_person_is_signed_in(visitor, resident):
    visitor.force_login(resident)
    visitor.prove(person="olena")
    fresh = Visitor()
    answer = fresh.prove(person="olena")
    assert (answer.status_code, answer["Location"]) == (302, "/poshuk/")
    assert fresh.session["_auth_user_id"] == str(resident.pk)
    assert "підтвердження особи" in fresh.get(reverse("usersessions_list")).text


def test_a_second_factor_is_asked_for(visitor, resident):
    visitor.force_login(resident)
    visitor.prove(person="olena")
    Authenticator.objects.create(user=resident, type="totp", data={"secret": "x"})
    fresh = Visitor()
    answer = fresh.prove(person="olena")
    assert answer["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in fresh.session


def test_a_switched_off_account_is_not_signed_in(visitor, resident):
    visitor.force_login(resident)
    visitor.prove(person="olena")
    User.objects.update(is_active=False)
    fresh = Visitor()
    answer = fresh.prove(person="olena")
    assert answer["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in fresh.session


def test_an_unknown_person_joins_an_account_signed_in_to_afterwards(visitor, resident, profile):
    answer = visitor.prove(person="olena")
    assert answer["Location"] == reverse("identity_new")
    page = visitor.get(answer["Location"]).content.decode()
    assert "Олена К." in page
    assert "Коваленко" not in page
    assert not Identity.objects.exists()
    visitor.force_login(resident)
    assert resident.email in visitor.get(reverse("identity_finish")).content.decode()
    assert not Identity.objects.exists()
    answer = visitor.post(reverse("identity_finish"))
    assert answer["Location"] == "/poshuk/"
    assert Identity.objects.get().user == resident
    assert not IdentityAttempt.objects.exists()
    resident.refresh_from_db()
    # The account was there before: its names are its person's own affair.
    assert resident.first_name == ""


def test_an_account_made_for_the_person_takes_their_names(visitor):
    visitor.prove(person="olena")
    user = make_member("new@example.org")
    visitor.force_login(user)
    visitor.post(reverse("identity_finish"))
    user.refresh_from_db()
    assert user.public_name == "Олена К."


def test_a_waiting_person_can_be_put_off(visitor, resident, profile):
    visitor.prove(person="olena")
    visitor.force_login(resident)
    answer = visitor.post(reverse("identity_finish"), {"stop": "1"})
    assert answer["Location"] == profile
    assert not Identity.objects.exists()
    assert visitor.get(reverse("identity_finish")).status_code == 400


def test_a_person_waits_twenty_minutes(visitor, resident):
    visitor.prove(person="olena")
    visitor.force_login(resident)
    IdentityAttempt.objects.update(proved_at=timezone.now() - timedelta(minutes=21))
    assert visitor.post(reverse("identity_finish")).status_code == 400
    assert not Identity.objects.exists()


def test_ways_that_are_over_are_forgotten(visitor):
    visitor.prove(person="olena")
    visitor.begin()
    assert forget_old() == 0
    IdentityAttempt.objects.filter(proved_at=None).update(
        started_at=timezone.now() - timedelta(minutes=16)
    )
    assert forget_old() == 1
    IdentityAttempt.objects.update(proved_at=timezone.now() - timedelta(minutes=21))
    assert forget_old() == 1


def test_nobody_elses_person_waits_here(visitor, resident):
    visitor.prove(person="olena")
    other = Client()
    other.force_login(resident)
    assert other.post(reverse("identity_finish")).status_code == 400
    assert Client().get(reverse("identity_new")).status_code == 400


# --- Traces ----------------------------------------------------------------------------------------


def test_the_number_is_in_no_table_and_in_no_log(visitor, resident, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    visitor.force_login(resident)
    visitor.prove(person="olena")
    Visitor().prove(person="taras")
    Visitor().prove(person="wrong-number")
    numbers = [facts["drfocode"] for facts in PEOPLE.values() if facts["drfocode"]]
    dump = "".join(
        serializers.serialize("json", model._base_manager.all())
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    )
    sessions = "".join(
        str(row.get_decoded()) for row in apps.get_model("sessions", "Session")._base_manager.all()
    )
    for number in numbers:
        assert number not in dump
        assert number not in sessions
        assert number not in caplog.text
    assert "Коваленко" in dump
    assert "Коваленко" not in caplog.text
