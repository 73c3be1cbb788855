"""Who has left does not come back with a backup, and nobody else is taken for them."""

import shutil
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.core.backup import catch_up, make_backup
from portal.core.models import Letter
from portal.people.data import departures, erasure
from portal.people.data.storage import private_storage
from portal.people.models import Consent, User
from portal.people.roles import EDITORS

LETTERS = "portal.core.letters.outbox.send"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """A private storage of the test's own."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


def bring_back(person):
    """As an older database has them: with the same number, from the same moment."""
    user = User(
        pk=person.pk, email=person.email, first_name="Олена", date_joined=person.date_joined
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "postgresql" and not shutil.which("pg_dump"), reason="needs pg_dump"
)
def test_a_backup_brings_nobody_back(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "var" / "media"
    gone = User.objects.create_user("olena@example.org")
    User.objects.create_user("taras@example.org")
    archive = make_backup()
    erasure.erase(gone)
    said = []
    call_command("restore", str(archive), stdout=Mock(write=said.append))
    assert list(User.objects.values_list("email", flat=True)) == ["taras@example.org"]
    assert any("removed again: 1" in text for text in said)
    assert any("createsuperuser" in text for text in said)


def test_they_go_once_more_without_letter_and_duties(person, other, monkeypatch):
    monkeypatch.setattr(LETTERS, Mock())
    erasure.erase(person)
    Letter.objects.all().delete()
    back = bring_back(person)
    back.groups.add(Group.objects.get(name=EDITORS))
    Consent.objects.create(user=back, text=Consent.objects.first().text)
    assert erasure.held_by(back)
    assert erasure.erase_again() == 1
    assert not User.objects.filter(pk=back.pk).exists()
    assert not Letter.objects.exists()
    assert User.objects.filter(pk=other.pk, erased_at=None).exists()
    assert erasure.erase_again() == 0


@pytest.mark.parametrize("what", ["later", "earlier", "another number"])
def test_whoever_has_their_number_now_is_left_alone(person, what):
    erasure.erase(person)
    if what == "another number":
        person.pk += 1000
    else:
        step = timedelta(microseconds=1 if what == "later" else -1)
        person.date_joined += step
    back = bring_back(person)
    assert erasure.erase_again() == 0
    assert User.objects.filter(pk=back.pk).exists()


def test_they_are_known_by_an_older_key(person, settings):
    erasure.erase(person)
    settings.PERSON_HASH_KEY_FALLBACKS = [settings.PERSON_HASH_KEY]
    settings.PERSON_HASH_KEY = "a newer key"
    bring_back(person)
    assert erasure.erase_again() == 1


def test_they_are_not_known_without_the_key(person, settings):
    erasure.erase(person)
    settings.PERSON_HASH_KEY = "another portal's key"
    bring_back(person)
    assert erasure.erase_again() == 0


def test_who_could_not_leave_is_not_written_down(person, monkeypatch, settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]}
    }
    monkeypatch.setattr(erasure, "_erase_rows", Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        erasure.erase(person)
    assert not DBTaskResult.objects.exists()
    assert departures.known() == set()


def test_what_is_written_down_names_nobody(person):
    erasure.erase(person)
    (name,) = private_storage().listdir(departures.FOLDER)[1]
    assert name == f"{timezone.now().date()}-{departures.marks_of(person)[0]}"
    assert private_storage().size(f"{departures.FOLDER}/{name}") == 1


def test_twice_is_once_and_others_files_are_nothing(db):
    departures.note("a" * 64, "2026-11-22")
    departures.note("a" * 64, "2026-11-22")
    private_storage().save(f"{departures.FOLDER}/notes.txt", ContentFile(b"x"))
    assert departures.known() == {"a" * 64}


def test_they_are_forgotten_when_no_backup_can_bring_them_back(db):
    assert departures.forget() == 0
    now = timezone.now()
    for mark, age in (("a", departures.KEEP), ("b", departures.KEEP + timedelta(days=1))):
        departures.note(mark * 64, (now - age).date().isoformat())
    assert departures.forget(now) == 1
    assert departures.known() == {"a" * 64}


def test_a_storage_that_is_away_is_said_and_does_not_look_like_no_restore(db, monkeypatch):
    monkeypatch.setattr("portal.core.management.commands.restore.restore_backup", Mock())
    monkeypatch.setattr(departures, "private_storage", Mock(side_effect=OSError("away")))
    with pytest.raises(CommandError, match="Restored, but people who have left"):
        call_command("restore", "portal.tar")
    with pytest.raises(OSError, match="away"):
        catch_up()
