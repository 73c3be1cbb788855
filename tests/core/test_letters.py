"""The outbox: letters wait in the caller's transaction and are sent by a task."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.core import letters
from portal.core.letters import outbox
from portal.core.models import Letter

pytestmark = pytest.mark.django_db
DATABASE = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]}
}


def test_letter_is_sent_and_forgotten():
    letters.post(
        to="olena@example.org",
        subject="Ваш код\nщо завгодно",
        text="Перший абзац.\n\nДругий <b>абзац</b>.",
        code="123456",
        button=("Відкрити", "/novyny/"),
        note="Ви просили код.",
    )
    [sent] = mail.outbox
    assert sent.to == ["olena@example.org"]
    assert sent.subject == "Ваш код що завгодно"
    assert "123456" in sent.body and "http://testserver/novyny/" in sent.body
    html = sent.alternatives[0][0]
    assert "Другий &lt;b&gt;абзац&lt;/b&gt;." in html and 'lang="uk"' in html
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert not Letter.objects.exists()


def test_letter_speaks_the_persons_language():
    letters.post(to="olena@example.org", language="en", subject="Your code", text="Hello.")
    assert 'lang="en"' in mail.outbox[0].alternatives[0][0]


def test_nothing_is_sent_within_the_request(settings):
    settings.TASKS = DATABASE
    letters.post(to="olena@example.org", subject="Код", text="Текст.")
    assert mail.outbox == []
    assert Letter.objects.count() == DBTaskResult.objects.count() == 1


def test_the_task_names_nobody(settings):
    settings.TASKS = DATABASE
    letters.post(to="olena@example.org", subject="Код", text="Текст.", code="987654")
    row = DBTaskResult.objects.get()
    assert "olena" not in str(row.args_kwargs) and "987654" not in str(row.args_kwargs)


@pytest.mark.django_db(transaction=True)
def test_rolled_back_means_not_written(settings):
    settings.TASKS = DATABASE
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letters.post(to="olena@example.org", subject="Код", text="Текст.")
        raise ZeroDivisionError
    assert not Letter.objects.exists() and not DBTaskResult.objects.exists()


def test_a_mail_server_that_is_away_keeps_the_letter(monkeypatch, settings):
    def refuse(*_args, **_kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    settings.TASKS = DATABASE
    letter = letters.post(to="olena@example.org", subject="Код", text="Текст.")
    with pytest.raises(ConnectionRefusedError):
        outbox.send.func(letter.pk)
    assert Letter.objects.filter(pk=letter.pk).exists()


def test_what_cannot_be_sent_for_a_day_is_removed(settings):
    settings.TASKS = DATABASE
    old = letters.post(to="olena@example.org", subject="Код", text="Текст.")
    new = letters.post(to="olena@example.org", subject="Код", text="Текст.")
    Letter.objects.filter(pk=old.pk).update(
        written_at=timezone.now() - timedelta(days=1, seconds=1)
    )
    assert outbox.forget_unsent() == 1
    assert list(Letter.objects.all()) == [new]
    outbox.send.func(old.pk)
    assert mail.outbox == []
