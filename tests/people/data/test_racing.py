"""A form that is under way while its person leaves: refused in words, and nothing is written back."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.people.data import erasure
from portal.people.models import Block, Consent, ConsentText, RoleRequest, SignIn, User
from portal.people.profile import views
from portal.people.services import consents, profiles
from portal.places.models import Topic

TYPED = {"shown_name": "Олена К.", "about": "Люблю липи і тишу", "language": "uk"}


def leaves_meanwhile(monkeypatch, user):
    """The account goes after the form was checked and before it is saved."""
    save = profiles.save_profile

    def late(**arguments):
        erasure.erase(user)
        return save(**arguments)

    monkeypatch.setattr(views.profiles, "save_profile", late)


@pytest.fixture
def kept(person, other):
    """Something that makes the account leave an empty row."""
    begins = timezone.now() - timedelta(days=5)
    return Block.objects.create(
        user=person, by=other, reason="Лайка", begins_at=begins, ends_at=begins + timedelta(days=2)
    )


@pytest.fixture
def confirmed(person):
    User.objects.filter(pk=person.pk).update(level=10)
    person.refresh_from_db()
    return person


def test_a_form_is_answered_when_the_account_goes(sign_in, confirmed, monkeypatch):
    client = sign_in(confirmed)
    leaves_meanwhile(monkeypatch, confirmed)
    answer = client.post(reverse("account_profile"), TYPED)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Сеанс завершено" in page
    assert "Люблю липи і тишу" in page
    assert answer["Cache-Control"] == "no-store, private"
    assert client.cookies["sessionid"].value == ""
    assert not User.objects.filter(pk=confirmed.pk).exists()


def test_nothing_is_written_into_the_empty_row(sign_in, confirmed, kept, monkeypatch):
    client = sign_in(confirmed)
    leaves_meanwhile(monkeypatch, confirmed)
    assert client.post(reverse("account_profile"), TYPED).status_code == 403
    shell = User.objects.get(pk=confirmed.pk)
    assert (shell.about, shell.shown_name, shell.first_name) == ("", "", "")
    assert shell.email.startswith("erased-")


@pytest.mark.parametrize(
    "values", [{"about": "Люблю"}, {"email": "olena@example.com"}, {"is_active": True}]
)
def test_the_database_keeps_an_empty_row_empty(person, kept, values):
    erasure.erase(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(**values)


def test_an_error_of_who_is_still_here_is_an_error(sign_in, confirmed, monkeypatch):
    def fail(**_arguments):
        raise IntegrityError("people_something")

    monkeypatch.setattr(views.profiles, "save_profile", fail)
    with pytest.raises(IntegrityError):
        sign_in(confirmed).post(reverse("account_profile"), TYPED)


def test_what_came_after_its_person_goes_at_night(person, other, kept):
    erasure.erase(person)
    late = ConsentText.objects.first()
    Consent.objects.create(user_id=person.pk, text=late)
    SignIn.objects.create(user_id=person.pk, method="code")
    SignIn.objects.create(user=other, method="code")
    erasure.release()
    assert not Consent.objects.filter(user=person.pk).exists()
    assert [row.user for row in SignIn.objects.all()] == [other]
    assert User.objects.filter(pk=person.pk).exists()
    assert Consent.objects.filter(user=other).count() == 2


@pytest.mark.postgres
def test_a_row_that_waits_for_the_deletion_is_refused_in_words(home, transactional_db):
    """A key to the person waits for the lock of the deletion, then finds nobody."""
    topic = Topic.objects.create(name="Екологія", locale=home.locale)
    user = User.objects.create_user("olena@example.com", level=10)
    consents.give(user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answers = []

    def ask():
        typed = {"position": "Лікарка", "topics": [topic.pk], "text": "Двадцять років досвіду"}
        try:
            answers.append(client.post(reverse("account_ask_role", args=["expert"]), typed))
        finally:
            connections.close_all()

    def is_waiting():
        # Not pg_stat_activity: a transaction sees it as it was at its first look.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks"
                " JOIN pg_database ON oid = database WHERE datname = current_database())"
            )
            return cursor.fetchone()[0] > 0

    thread = threading.Thread(target=ask)
    with transaction.atomic():
        erasure.erase(user)
        thread.start()
        while thread.is_alive() and not is_waiting():
            thread.join(0.01)
    thread.join()
    assert answers[0].status_code == 403
    assert "Двадцять років досвіду" in answers[0].content.decode()
    assert not RoleRequest.objects.exists()
