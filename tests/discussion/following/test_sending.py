"""Letters about comments: grouped, once each, without what was hidden meanwhile."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.core.models import Letter
from portal.discussion.enums import Cause, State, Voice
from portal.discussion.following.tokens import Ending
from portal.discussion.hosts import Host
from portal.discussion.models import Comment, Notice
from portal.discussion.permissions import Speaker
from portal.discussion.services import comments, sending, subscriptions
from tests.factories import pages
from tests.people.duties import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def send():
    """Sends what is due, some hours from now; the letters that were written."""

    def run(hours=0):
        before = set(Letter.objects.values_list("pk", flat=True))
        sending.send_due(timezone.now() + timedelta(hours=hours))
        return list(Letter.objects.exclude(pk__in=before).order_by("pk"))

    return run


def test_the_first_goes_at_once_with_all_that_a_reader_needs(say, citizen, neighbour):
    # New accounts may not post links.
    neighbour.level = 20
    asked = say("Коли відкриють басейн?")
    answer = say("У **вівторок** зранку. https://example.com/", by=neighbour, to=asked)
    [letter] = mail.outbox
    assert letter.to == [citizen.email]
    assert letter.subject == "Відповідь на ваш коментар: «Мрія 3.0»"
    html = letter.alternatives[0][0]
    for text in (letter.body, html.replace("\N{NO-BREAK SPACE}", " ")):
        assert "У вівторок зранку." in text
        assert neighbour.public_name in text
        assert f"/{answer.pk}/#c{answer.pk}" in text
        assert citizen.email not in text.replace(f"mailto:{citizen.email}", "")
    assert 'href="https://example.com' not in html
    unsubscribe = letter.extra_headers["List-Unsubscribe"]
    assert unsubscribe.startswith("<http://testserver/obhovorennia/") and unsubscribe[-1] == ">"
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert unsubscribe.strip("<>") in letter.body


def test_the_letter_speaks_the_persons_language(say, citizen, neighbour):
    citizen.language = "en"
    citizen.save()
    say("Коли?", by=neighbour, to=say("Where is it?"))
    [letter] = mail.outbox
    assert letter.subject == "Answer to your comment: “Мрія 3.0”"
    assert "/en/discussion/comments/" in letter.body and 'lang="en"' in letter.alternatives[0][0]


def test_what_comes_within_the_hour_goes_together(queued, say, follow, neighbour, send):
    follow(neighbour)
    say("Перший коментар тут.")
    assert len(send()) == 1
    for number in range(3):
        say(f"Коментар номер {number} сюди.")
    assert send() == []
    assert send(hours=0.9) == []
    [second] = send(hours=1.1)
    assert second.subject == "3 нові коментарі: «Мрія 3.0»"
    assert second.text.count("Коментар номер") == 3 and "Перший" not in second.text
    assert send(hours=3) == []


def test_several_discussions_are_one_letter_that_ends_all(
    queued, say, follow, neighbour, news_index, send
):
    other = Host.of(pages.NewsPageFactory(parent=news_index, title="Двір"))
    for host in (None, other):
        follow(neighbour, host)
    say("Тут перший коментар.")
    say("Там другий коментар.", at=other)
    [letter] = send()
    assert letter.subject == "2 нові коментарі у ваших обговореннях"
    assert "Мрія 3.0" in letter.text and "Двір" in letter.text
    assert f"{neighbour.pk}-x:" in letter.headers["List-Unsubscribe"]


def test_an_official_answer_says_who_gave_it(say, officer, bureau, citizen):
    speaker = Speaker(Voice.OFFICIAL, bureau.pk, "Начальниця відділу")
    say("Відкриємо у вівторок.", by=officer, to=say("Коли відкриють?"), speaker=speaker)
    [letter] = mail.outbox
    assert letter.subject == "Офіційна відповідь вам: «Мрія 3.0»"
    assert "Департамент комунікацій · Начальниця відділу" in letter.body


@pytest.mark.parametrize("to", [State.HIDDEN, State.DELETED])
def test_what_is_hidden_or_deleted_meanwhile_is_not_told(
    queued, say, follow, citizen, neighbour, send, to
):
    follow(neighbour)
    gone, stays = say("Зникне за хвилину."), say("Лишиться назавжди.")
    comments.move(comment=gone, to=to)
    [letter] = send()
    assert "Лишиться" in letter.text and "Зникне" not in letter.text
    comments.move(comment=stays, to=to)
    assert send(hours=2) == []


def test_what_comes_back_in_time_is_told(queued, say, follow, neighbour, send):
    follow(neighbour)
    comment = say("Сховають і повернуть.")
    comments.move(comment=comment, to=State.HIDDEN)
    assert send() == []
    comments.move(comment=comment, to=State.PUBLISHED)
    assert len(send()) == 1


@pytest.mark.parametrize("how", ["unpublished", "closed", "without"])
def test_a_page_that_is_closed_meanwhile_is_not_told_of(
    queued, say, follow, neighbour, host, send, how
):
    follow(neighbour)
    say("Коментар до сторінки.")
    if how == "unpublished":
        host.original.unpublish()
    elif how == "closed":
        PageViewRestriction.objects.create(
            page=host.original, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )
    else:
        type(host.original).objects.update(has_discussion=False)
    assert send() == []


def test_who_left_meanwhile_gets_nothing(queued, say, follow, neighbour, send):
    follow(neighbour)
    say("Коментар до сторінки.")
    type(neighbour).objects.filter(pk=neighbour.pk).update(is_active=False)
    assert send() == []
    assert sending.send_to(neighbour.pk, now=timezone.now()) is False


def test_a_killed_worker_or_a_second_run_tells_nothing_twice(
    queued, say, follow, neighbour, send, monkeypatch
):
    follow(neighbour)
    say("Коментар до сторінки.")

    class Killed(BaseException):
        pass

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Notice.objects.all().__class__, "update", die)
        with pytest.raises(Killed):
            sending.send_due()
    assert not Letter.objects.exists() and Notice.objects.filter(sent_at=None).exists()
    assert len(send()) == 1
    assert send() == []


def test_one_letter_that_fails_keeps_no_other_back(
    queued, say, follow, neighbour, send, monkeypatch, caplog
):
    third = person(name="taras")
    follow(neighbour)
    follow(third)
    say("Коментар до сторінки.")
    from portal.discussion.following import wording

    real = wording.tell

    def fails_for_one(user, rows):
        if user.pk == neighbour.pk:
            raise ValueError("зіпсовано")
        real(user, rows)

    with monkeypatch.context() as patch:
        patch.setattr(wording, "tell", fails_for_one)
        [letter] = send()
    assert letter.to == third.email and neighbour.email not in caplog.text
    [letter] = send()
    assert letter.to == neighbour.email


def test_a_letter_names_twenty_and_counts_the_rest(queued, say, follow, neighbour, send):
    follow(neighbour)
    comment = say("Коментар до сторінки.")
    rows = [
        Comment(
            discussion=comment.discussion, user=comment.user, comment="Ще", html="<p>Ще</p>",
            lang="uk", state=State.PUBLISHED, published_at=timezone.now(), number=number,
            path=f"2{number:08d}",
        )
        for number in range(2, 24)
    ]  # fmt: skip
    for row in rows:
        row.save()
        Notice.objects.create(user=neighbour, comment=row, cause="discussion")
    [letter] = send()
    assert (
        letter.text.count("#c") == 20
        and "Тут перші 20; на порталі є ще 3 коментарі." in letter.text
    )
    assert not Notice.objects.filter(sent_at=None).exists()


def test_queries_do_not_grow_with_comments(queued, say, follow, neighbour):
    def count(number, hours):
        for each in range(number):
            say(f"Коментар {number}-{each} сюди.")
        with CaptureQueriesContext(connection) as asked:
            assert sending.send_due(timezone.now() + timedelta(hours=hours)) == 1
        return len(asked)

    follow(neighbour)
    assert count(1, 0) == count(5, 2)


def test_the_ledger_forgets(queued, say, follow, neighbour, send):
    follow(neighbour)
    say("Розказано вже давно.")
    hidden = say("Приховано ще до листа.")
    comments.move(comment=hidden, to=State.HIDDEN)
    send()
    assert sending.forget_old() == 0
    assert sending.forget_old(timezone.now() + timedelta(days=3)) == 1
    assert sending.forget_old(timezone.now() + timedelta(days=91)) == 1


def test_who_says_no_gets_nothing_of_what_still_waits(queued, say, follow, neighbour, send):
    asked = say("Питання", by=neighbour)
    follow(neighbour)
    say("Перше")
    say("Відповідь", to=asked)
    user = Ending(neighbour.pk)
    subscriptions.end(Ending(neighbour.pk, asked.discussion_id))
    assert [each.cause for each in Notice.objects.filter(user=neighbour)] == [Cause.ANSWER]
    subscriptions.end(user)
    assert send() == []
