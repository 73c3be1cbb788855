"""Workers at once, on whatever database the tests run."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core.models import Letter
from portal.discussion.models import Notice, Subscription
from portal.discussion.services import answers, sending, subscriptions
from portal.discussion.services.errors import Refused
from portal.people.enums import Role
from tests.discussion.services.test_parallel import at_once
from tests.people.duties import member, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queued")]
AT_ONCE = 4


def test_workers_at_once_send_one_letter_each(say, follow, neighbour):
    others = [person(name=f"o{number}") for number in range(3)]
    for each in (neighbour, *others):
        follow(each)
    for number in range(3):
        say(f"Коментар номер {number} сюди.")
    results = at_once(*[lambda: sending.send_due(timezone.now())] * AT_ONCE)
    assert not [each for each in results if isinstance(each, Exception)]
    assert sum(results) == Letter.objects.count() == 4
    assert not Notice.objects.filter(sent_at=None).exists()


def test_workers_at_once_keep_the_pause(say, follow, neighbour):
    """Notices that come while another worker sends go with the next letter."""
    follow(neighbour)
    say("Перший коментар тут.")
    works = [lambda: sending.send_to(neighbour.pk, now=timezone.now())] * 3
    results = at_once(*works, lambda: say("Ще один, просто зараз."))
    assert results[:3].count(True) == 1 == Letter.objects.count()
    assert sending.send_to(neighbour.pk, now=timezone.now()) is False
    left = Notice.objects.filter(sent_at=None).count()
    assert sending.send_due(timezone.now() + timedelta(hours=2)) == left


def test_pressing_follow_many_times_is_one_subscription(host, citizen):
    at_once(*[lambda: subscriptions.follow(user=citizen, host=host)] * AT_ONCE)
    assert Subscription.objects.get().ended_at is None


def test_two_colleagues_agree_an_answer_once(say, officer, bureau):
    colleagues = [member(person(Role.OFFICER, name=f"c{number}"), bureau) for number in range(2)]
    question = say("Коли відкриють?", is_question=True)
    draft = answers.begin(question=question, by=officer, text="У вівторок.")
    draft = answers.send(draft=draft, by=officer)
    results = at_once(*(lambda who=who: answers.agree(draft=draft, by=who) for who in colleagues))
    assert len([each for each in results if isinstance(each, answers.Changed)]) == 1
    assert question.replies.count() == 1


def test_two_officers_begin_one_draft(say, officer, bureau):
    colleague = member(person(Role.OFFICER, name="c"), bureau)
    question = say("Коли відкриють?", is_question=True)
    results = at_once(
        *(
            lambda who=who: answers.begin(question=question, by=who, text="Скоро вже.")
            for who in (officer, colleague)
        )
    )
    assert len([each for each in results if isinstance(each, Refused)]) == 1
    assert question.answer_drafts.count() == 1
