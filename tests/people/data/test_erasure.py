"""Leaving: what must be handed over, what goes, what stays, and that nobody is left behind it."""

from datetime import date, timedelta
from unittest.mock import Mock

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page

from portal.core import personal_data
from portal.core.models import Letter
from portal.core.personal_data import Erasure, PersonalData, Registry
from portal.people.data import copies, erasure, personal
from portal.people.data.packages import ERASED_LABEL
from portal.people.data.storage import private_storage
from portal.people.models import Appeal, Block, Consent, DeskCheck, Identity, SignIn, User
from portal.people.roles import EDITORS
from tests.factories.media import ImageFactory

LEAVE = {"word": "вилучити"}


@pytest.fixture
def letters_stay(monkeypatch):
    """The letters of a test lie in the outbox to be read."""
    monkeypatch.setattr("portal.core.letters.outbox.send", Mock())


@pytest.fixture
def proven(person):
    Identity.objects.create(
        user=person,
        level=30,
        source="hub",
        person_hash="a" * 64,
        key_id="k",
        last_name="Коваль",
        first_name="Олена",
        birth_date=date(1990, 5, 5),
    )
    return person


def block(user, by, *, days=30):
    begins = timezone.now() - timedelta(days=1)
    return Block.objects.create(
        user=user, by=by, reason="Лайка", begins_at=begins, ends_at=begins + timedelta(days=days)
    )


def test_nothing_of_a_citizen_is_left(
    sign_in, proven, letters_stay, django_capture_on_commit_callbacks
):
    client, phone = sign_in(proven), sign_in(proven)
    EmailAddress.objects.create(user=proven, email=proven.email, verified=True, primary=True)
    Authenticator.objects.create(user=proven, type="totp", data={})
    SignIn.objects.create(user=proven, method="code")
    copy = copies.ask(proven)
    Letter.objects.all().delete()
    key = proven.pk
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("people_delete"), LEAVE)
    assert response.url == reverse("people_deleted")
    assert not User.objects.filter(pk=key).exists()
    for name, field in personal_data.keys_to_users().items():
        assert not field.model._default_manager.filter(**{field.name: key}).exists(), name
    assert not Session.objects.exists()
    assert not private_storage().exists(copy.file)
    assert [letter.to for letter in Letter.objects.all()] == ["olena@example.com"]
    assert client.get(response.url).status_code == 200
    assert phone.get(reverse("people_data")).status_code == 302


def test_an_open_session_is_anonymous_and_a_form_of_it_is_answered(sign_in, person):
    phone = sign_in(person)
    erasure.erase(person)
    answer = phone.post(reverse("people_export_ask"))
    assert answer.status_code == 403
    assert "Сеанс завершено" in answer.content.decode()
    assert phone.get(reverse("people_data")).status_code == 302
    # The same when the session's own row was forgotten by everybody.
    assert not UserSession.objects.exists()


def test_a_session_that_outlives_its_person_is_nobody_s(sign_in, person, other):
    block(person, other)
    phone = sign_in(person)
    kept = Session.objects.get()
    erasure.erase(person)
    kept.save(force_insert=True)
    assert User.objects.filter(pk=person.pk, erased_at__isnull=False).exists()
    answer = phone.post(reverse("people_export_ask"))
    assert answer.status_code == 403


def test_the_page_says_what_goes_and_what_stays(sign_in, person):
    html = sign_in(person).get(reverse("people_delete")).content.decode()
    goes = {entry.name for entry in erasure.what_goes(person)}
    for entry in personal_data.registered():
        if entry.erasure is not Erasure.DELETE or entry.name in goes:
            assert str(entry.title) in html.replace("&#x27;", "'"), entry.name
    # Of what goes, only what is there is told.
    assert "people.consent.user" in goes
    assert "discussion.mention.user" not in goes
    assert "Коментарі, де вас згадано" not in html
    assert "шість місяців після завершення блокування" in html
    assert "«вилучити»" in html


def test_what_stays_of_this_very_person_comes_first(sign_in, person, other):
    client = sign_in(person)
    page = client.get(reverse("people_delete")).context
    assert page["stays"] == []
    block(person, other)
    page = client.get(reverse("people_delete")).context
    assert [entry.name for entry, _words in page["stays"]] == [
        "people.user.pk",
        "people.block.user",
    ]
    names = {entry.name for entry, _words in [*page["stays"], *page["others"]]}
    assert names == {
        entry.name for entry in personal_data.registered() if entry.erasure is not Erasure.DELETE
    }


@pytest.mark.parametrize("word", ["", "так", "вилучит", "delete", "в" * 41, "вилу\x00чити"])
def test_another_word_deletes_nothing(sign_in, person, word):
    answer = sign_in(person).post(reverse("people_delete"), {"word": word})
    assert answer.status_code == 422
    assert User.objects.filter(pk=person.pk, erased_at=None).exists()


def test_without_a_recent_proof_nothing_is_deleted(client, sign_in, person):
    assert client.post(reverse("people_delete"), LEAVE).status_code == 403
    old = sign_in(person, ago=3600)
    assert old.post(reverse("people_delete"), LEAVE).url.startswith(
        reverse("people_confirm_by_code")
    )
    person.set_password("довгий пароль 1")
    person.save()
    old = sign_in(person, ago=3600)
    assert old.post(reverse("people_delete"), LEAVE).url.startswith(
        reverse("account_reauthenticate")
    )
    assert User.objects.filter(pk=person.pk).exists()


def test_what_must_stay_stays_on_an_empty_row(proven, other):
    kept = block(proven, other)
    Appeal.objects.create(block=kept, text="Не згодна")
    groups = Group.objects.create(name="Клуб")
    proven.groups.add(groups)
    proven.about, proven.public_slug, proven.is_public = "Про мене", "olena", True
    proven.save()
    erasure.erase(proven)
    shell = User.objects.get(pk=proven.pk)
    assert shell.erased_at
    assert shell.email.startswith("erased-")
    assert shell.email.endswith("@invalid")
    assert (shell.first_name, shell.last_name, shell.about, shell.public_slug) == ("", "", "", None)
    assert not shell.is_active
    assert not shell.is_public
    assert not shell.has_usable_password()
    assert not shell.groups.exists()
    assert shell.public_name == "Видалений користувач"
    assert not Identity.objects.exists()
    assert not Consent.objects.filter(user=proven).exists()
    assert Block.objects.get() == kept
    assert Appeal.objects.exists()


def test_the_empty_row_goes_when_nothing_hangs_on_it(person, other):
    block(person, other, days=2)
    block(other, None, days=2)
    erasure.erase(person)
    assert erasure.release() == 0
    assert erasure.release(timezone.now() + personal.KEEP_BLOCKS - timedelta(days=1)) == 0
    assert erasure.release(timezone.now() + personal.KEEP_BLOCKS + timedelta(days=3)) == 1
    assert not User.objects.filter(pk=person.pk).exists()
    # Of who is still here nothing is forgotten.
    assert Block.objects.filter(user=other).exists()


def test_what_staff_did_stays_without_their_name(home, person):
    image = ImageFactory(uploaded_by_user=person)
    home.save_revision(user=person)
    log(instance=home, action="wagtail.edit", user=person)
    erasure.erase(person)
    image.refresh_from_db()
    assert image.uploaded_by_user.erased_at
    assert str(image.uploaded_by_user) != "Олена Коваль"
    assert "olena" not in str(image.uploaded_by_user)


def test_the_log_forgets_names(person, other):
    check = DeskCheck.objects.create(
        user=person,
        clerk=other,
        person_hash="a" * 64,
        key_id="k",
        last_name="Коваль",
        first_name="Олена",
        document="diia",
        checked_on=date(2026, 1, 2),
        code_hash="x",
        expires_at=timezone.now(),
    )
    log(instance=check, action="people.desk_record", user=other)
    log(instance=person, action="people.address", user=person)
    erasure.erase(person)
    assert set(ModelLogEntry.objects.values_list("label", flat=True)) == {ERASED_LABEL}
    assert ModelLogEntry.objects.filter(action="people.erase").exists()
    assert not User.objects.filter(pk=person.pk).exists()
    # The clerk's act stays the clerk's.
    assert ModelLogEntry.objects.get(action="people.desk_record").user == other


@pytest.mark.parametrize("what", ["role", "draft", "lock", "last administrator"])
def test_duties_are_handed_over_first(sign_in, person, home, what):
    if what == "role":
        person.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    elif what == "draft":
        home.add_child(instance=Page(title="Чернетка", live=False, owner=person))
    elif what == "lock":
        Page.objects.filter(pk=home.pk).update(locked=True, locked_by=person)
    else:
        User.objects.filter(pk=person.pk).update(is_superuser=True)
        person.refresh_from_db()
    answer = sign_in(person).post(reverse("people_delete"), LEAVE)
    assert answer.status_code == 409
    assert "передайте" in answer.content.decode()
    assert User.objects.get(pk=person.pk).email == "olena@example.com"
    with pytest.raises(erasure.StillHeld):
        erasure.erase(person)


def test_one_of_two_administrators_may_leave(person, other):
    User.objects.update(is_superuser=True)
    person.refresh_from_db()
    other.refresh_from_db()
    erasure.erase(person)
    with pytest.raises(erasure.StillHeld):
        erasure.erase(other)


def test_a_failure_leaves_everything_as_it_was(person, monkeypatch):
    def fail(entry, rows):
        raise RuntimeError

    monkeypatch.setattr(erasure, "_rename_in_log", fail)
    with pytest.raises(RuntimeError):
        erasure.erase(person)
    assert Consent.objects.filter(user=person).count() == 2
    assert not Letter.objects.exists()


def test_leaving_twice_is_leaving_once(person, other):
    block(person, other)
    erasure.erase(person)
    email = User.objects.get(pk=person.pk).email
    erasure.erase(person)
    assert User.objects.get(pk=person.pk).email == email


def test_others_keep_everything(person, other):
    SignIn.objects.create(user=other, method="code")
    erasure.erase(person)
    assert Consent.objects.filter(user=other).count() == 2
    assert SignIn.objects.filter(user=other).count() == 1
    other.refresh_from_db()
    assert other.is_active


def test_a_room_keeps_the_hash_until_its_count_is_sealed(proven, monkeypatch):
    """As the room of polls does it: the row loses its person and keeps the hash while it counts."""
    rows = [{"user": proven.pk, "person_hash": "a" * 64, "sealed": False}]

    def forget_user(user, at):
        for row in rows:
            if row["user"] == user.pk:
                row["user"] = None

    def forget_hashes(at):
        for row in rows:
            if row["sealed"]:
                row["person_hash"] = ""

    registry = Registry("personal data")
    for entry in personal_data.registered():
        if entry.model != "polls.participation":
            registry.register(entry.name, entry)
    monkeypatch.setattr(personal_data, "_registry", registry)
    personal_data.register(
        PersonalData(
            model="polls.participation",
            key="user",
            title="Участь",
            rows=lambda user: ({"poll": 1} for row in rows if row["user"] == user.pk),
            labels={"poll": "опитування"},
            erasure=Erasure.ANONYMISE,
            anonymise=forget_user,
            reason="голос рахується один раз",
            term="доки не підбито підсумки",
            release=forget_hashes,
        )
    )
    erasure.erase(proven)
    assert not Identity.objects.exists()
    assert rows == [{"user": None, "person_hash": "a" * 64, "sealed": False}]
    erasure.release()
    assert rows[0]["person_hash"]
    rows[0]["sealed"] = True
    erasure.release()
    assert not rows[0]["person_hash"]


def test_the_last_page_is_for_everybody(client, db):
    answer = client.get(reverse("people_deleted"))
    assert answer.status_code == 200
    assert not answer.cookies
