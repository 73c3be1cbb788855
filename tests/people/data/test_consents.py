"""What people agree to: versions, boxes, giving and taking back."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from portal.people.data.forms import ConsentsMixin
from portal.people.enums import ConsentKind
from portal.people.models import Consent, ConsentText, User
from portal.people.services import consents

BOTH = {"consent_personal_data": "1", "consent_rules": "1"}


class PlainForm(ConsentsMixin, forms.Form):
    name = forms.CharField(required=False)


@pytest.fixture
def person(db):
    return User.objects.create_user("olena@example.com")


def new_version(kind=ConsentKind.PERSONAL_DATA, after=timedelta(0), **fields):
    return ConsentText.objects.create(
        kind=kind,
        text="<p>Нова згода</p>",
        text_en="<p>A new consent</p>",
        in_force_from=timezone.now() + after,
        **fields,
    )


def test_the_first_texts_stand_in_both_languages(db):
    texts = consents.in_force()
    assert set(texts) == set(ConsentKind)
    text = texts[ConsentKind.PERSONAL_DATA]
    assert "відповідно до Закону України «Про захист персональних даних»" in text.text
    assert "On Personal Data Protection" in text.text_en
    assert text.version == 1


def test_boxes_are_not_ticked_and_lead_to_their_texts(client, db):
    html = PlainForm().as_p()
    assert "checked" not in html
    for box in BOTH:
        assert f'name="{box}" value="1"' in html
    assert html.count("<a href=") == 2
    assert client.get("/oblikovyi-zapys/moi-dani/zghody/personal-data/").status_code == 200


@pytest.mark.parametrize("left_out", BOTH)
def test_without_a_box_the_form_is_refused(db, left_out):
    form = PlainForm({**BOTH, left_out: ""})
    assert not form.is_valid()
    assert list(form.errors) == [left_out]


@pytest.mark.parametrize("value", ["on", "0", "2", "1 or 1", "\x00"])
def test_a_box_of_another_version_is_refused(db, value):
    form = PlainForm({**BOTH, "consent_rules": value})
    assert not form.is_valid()


def test_both_boxes_are_written_down_with_their_versions(person):
    form = PlainForm(BOTH)
    assert form.is_valid(), form.errors
    assert len(form.give_consents(person)) == 2
    assert consents.missing(person) == {}


def test_what_was_shown_is_agreed_to_when_a_version_comes_meanwhile(person):
    form = PlainForm(BOTH)
    assert form.is_valid()
    new_version()
    form.give_consents(person)
    given = Consent.objects.get(user=person, text__kind="personal_data")
    assert given.text.version == 1
    assert list(consents.missing(person)) == [ConsentKind.PERSONAL_DATA]


def test_giving_twice_writes_once(person):
    assert len(consents.give(person)) == 2
    assert consents.give(person) == []


def test_a_version_that_is_not_in_force_is_asked_of_nobody(person):
    consents.give(person)
    new_version(after=timedelta(days=1))
    assert consents.missing(person) == {}
    assert consents.missing(person, timezone.now() + timedelta(days=2))


def test_taking_back_keeps_when_it_held(person):
    consents.give(person)
    assert consents.withdraw(person, ConsentKind.RULES) == 1
    assert list(consents.missing(person)) == [ConsentKind.RULES]
    assert Consent.objects.filter(user=person, withdrawn_at=None).count() == 1
    consents.give(person)
    assert consents.missing(person) == {}
    assert Consent.objects.filter(user=person).count() == 3


@pytest.mark.parametrize("name", ["text", "text_en", "in_force_from", "kind", "version"])
def test_what_somebody_agreed_to_does_not_change(person, name):
    consents.give(person)
    text = consents.in_force()[ConsentKind.RULES]
    changed = {
        "in_force_from": timezone.now(),
        "kind": ConsentKind.PERSONAL_DATA,
        "version": 7,
    }.get(name, "<p>Інше</p>")
    setattr(text, name, changed)
    with pytest.raises(ValidationError):
        text.save()
    with pytest.raises(ValidationError):
        text.clean()


def test_what_somebody_agreed_to_is_not_deleted(person):
    consents.give(person)
    with pytest.raises(ProtectedError):
        consents.in_force()[ConsentKind.RULES].delete()


def test_what_nobody_agreed_to_may_still_be_mended(db):
    text = new_version(after=timedelta(days=1))
    text.text = "<p>Без помилки</p>"
    text.save()
    assert ConsentText.objects.get(pk=text.pk).text == "<p>Без помилки</p>"


def test_a_new_version_gets_the_next_number_and_comes_after_the_last(db):
    text = new_version(after=timedelta(days=1))
    assert text.version == 2
    early = ConsentText(kind=text.kind, text="x", text_en="x", in_force_from=timezone.now())
    with pytest.raises(ValidationError):
        early.clean()


@pytest.mark.parametrize(("prefix", "word"), [("", "Закону України"), ("/en", "Law of Ukraine")])
def test_everybody_reads_the_text(client, db, prefix, word):
    path = "/account/my-data/consents" if prefix else "/oblikovyi-zapys/moi-dani/zghody"
    response = client.get(f"{prefix}{path}/personal-data/")
    assert response.status_code == 200
    assert word in response.content.decode()
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_older_and_coming_versions_stand_below(client, person):
    new_version()
    new_version(after=timedelta(days=2))
    html = client.get("/oblikovyi-zapys/moi-dani/zghody/personal-data/").content.decode()
    assert html.count("Нова згода") == 2
    assert "Закону України" in html


@pytest.mark.parametrize("kind", ["nothing", "personal_data-", "1"])
def test_no_such_text(client, db, kind):
    assert client.get(f"/oblikovyi-zapys/moi-dani/zghody/{kind}/").status_code == 404


def test_an_administrator_adds_a_version_and_changes_none_that_was_agreed_to(client, person):
    consents.give(person)
    client.force_login(User.objects.create_superuser("chief@example.com"))
    EmailAddress.objects.create(
        user=User.objects.get(email="chief@example.com"),
        email="chief@example.com",
        verified=True,
        primary=True,
    )
    Authenticator.objects.create(
        user=User.objects.get(email="chief@example.com"), type="totp", data={}
    )
    old = consents.in_force()[ConsentKind.RULES]
    rich = (
        '{"entityMap": {}, "blocks": [{"key": "a", "text": "%s", "type": "unstyled", '
        '"depth": 0, "inlineStyleRanges": [], "entityRanges": []}]}'
    )
    form = {"kind": "rules", "text": rich % "Нові правила", "text_en": rich % "New rules"}
    edit = reverse("wagtailsnippets_people_consenttext:edit", args=[old.pk])
    answer = client.post(edit, {**form, "in_force_from": "01.01.2030 10:00"})
    assert answer.status_code == 200
    assert "він не змінюється" in answer.content.decode()
    assert ConsentText.objects.get(pk=old.pk).text == old.text
    add = reverse("wagtailsnippets_people_consenttext:add")
    assert client.post(add, {**form, "in_force_from": "01.01.2030 10:00"}).status_code == 302
    new = ConsentText.objects.get(version=2)
    assert "Нові правила" in new.text
