"""A lost second factor comes back by two others."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.people.enums import Role
from portal.people.models import FactorRecovery
from portal.people.services import recovery
from portal.people.services.roles import NotAllowed
from tests.people.duties import person


@pytest.fixture
def editor(db):
    user = person(Role.EDITOR, name="editor")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    return user


def test_two_others_take_the_factors_off_and_end_the_sessions(
    editor, administrator, client, letters
):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    UserSession.objects.get_or_create(
        session_key=client.session.session_key,
        defaults={"user": editor, "ip": "127.0.0.1", "user_agent": ""},
    )
    row = recovery.ask(user=editor, by=administrator, reason="Загубила телефон")
    assert Authenticator.objects.filter(user=editor).exists()
    chief = person(Role.CHIEF_EDITOR, name="chief")
    recovery.decide(row=row, by=chief, granted=True)
    assert not Authenticator.objects.filter(user=editor).exists()
    assert not UserSession.objects.filter(user=editor).exists()
    assert client.get("/admin/").status_code == 302
    assert len(letters(editor)) == 1


def test_a_refusal_leaves_everything(editor, administrator):
    row = recovery.ask(user=editor, by=administrator, reason="Ні")
    recovery.decide(row=row, by=person(Role.CHIEF_EDITOR, name="chief"), granted=False)
    assert Authenticator.objects.filter(user=editor).count() == 2


def test_neither_the_one_who_asked_nor_the_one_who_lost_it_confirms(editor, administrator):
    row = recovery.ask(user=editor, by=administrator, reason="Загубила")
    for by in (administrator, editor, person(Role.MODERATOR, name="moder")):
        with pytest.raises(NotAllowed):
            recovery.decide(row=row, by=by, granted=True)
    assert Authenticator.objects.filter(user=editor).exists()


def test_nobody_asks_for_themselves_or_without_the_right(editor, administrator):
    for by in (editor, person(Role.MODERATOR, name="moder")):
        with pytest.raises(NotAllowed):
            recovery.ask(user=editor, by=by, reason="Ні")
    with pytest.raises(NotAllowed):
        recovery.ask(user=administrator, by=administrator, reason="Ні")


def test_one_asks_at_a_time_and_only_where_there_is_a_factor(editor, administrator, citizen):
    recovery.ask(user=editor, by=administrator, reason="Загубила")
    with pytest.raises(ValidationError):
        recovery.ask(user=editor, by=administrator, reason="Ще раз")
    with pytest.raises(ValidationError):
        recovery.ask(user=citizen, by=administrator, reason="Немає")


def test_the_database_wants_two_as_well(editor, administrator):
    now = timezone.now()
    for fields in (
        {"user": editor, "asked_by": administrator, "decided_by": administrator, "granted": True},
        {"user": editor, "asked_by": editor},
        {"user": editor, "asked_by": administrator, "decided_by": editor, "granted": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorRecovery.objects.create(reason="Ні", decided_at=now, **fields)


def test_an_administrator_does_not_reach_a_superuser(administrator):
    root = person(name="root", is_superuser=True)
    Authenticator.objects.create(user=root, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with pytest.raises(NotAllowed):
        recovery.ask(user=root, by=administrator, reason="Ні")


def test_chief_editors_do_not_disarm_an_administrator(administrator):
    Authenticator.objects.create(
        user=administrator, type=Authenticator.Type.TOTP, data={"secret": "x"}
    )
    chiefs = [person(Role.CHIEF_EDITOR, name=f"chief{number}") for number in range(2)]
    with pytest.raises(NotAllowed):
        recovery.ask(user=administrator, by=chiefs[0], reason="Ні")
    other = person(Role.ADMINISTRATOR, name="other")
    row = recovery.ask(user=administrator, by=other, reason="Загубила")
    with pytest.raises(NotAllowed):
        recovery.decide(row=row, by=chiefs[1], granted=True)
    assert Authenticator.objects.filter(user=administrator).exists()
