"""Who is written into the ledger when a comment is published."""

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction

from portal.discussion import tasks
from portal.discussion.enums import Cause, State
from portal.discussion.hosts import Host
from portal.discussion.models import Comment, Notice
from portal.discussion.services import comments, notices, subscriptions
from portal.discussion.signals import comment_changed
from tests.factories import pages
from tests.people.duties import person

pytestmark = pytest.mark.django_db


def test_who_follows_hears_of_every_comment(say, follow, neighbour, citizen, noted):
    follow(neighbour)
    first, second = say("Перший коментар тут."), say("Другий коментар тут.")
    assert noted() == {
        (neighbour.pk, first.pk): Cause.DISCUSSION,
        (neighbour.pk, second.pk): Cause.DISCUSSION,
    }


def test_nobody_hears_of_what_they_say_themselves(say, follow, citizen, noted):
    follow(citizen)
    asked = say("Коли відкриють?")
    say("Сам собі відповім: завтра.", to=asked)
    assert noted() == {}


def test_nobody_hears_of_another_discussion(say, follow, neighbour, news_index, noted):
    follow(neighbour, Host.of(pages.NewsPageFactory(parent=news_index)))
    say("Тут про інше.")
    assert noted() == {}


def test_an_answer_is_told_without_following(say, citizen, neighbour, noted):
    asked = say("Коли відкриють?")
    answer = say("У вівторок зранку.", by=neighbour, to=asked)
    assert noted() == {(citizen.pk, answer.pk): Cause.ANSWER}


def test_the_strongest_cause_wins_and_each_is_told_once(say, follow, citizen, neighbour, noted):
    third = person(name="taras", shown_name="Тарас")
    for each in (citizen, third):
        follow(each)
    asked = say("Коли відкриють?")
    say("І мені цікаво.", by=third)
    Notice.objects.all().delete()
    answer = say("У вівторок зранку, @Тарас і @Олена К.", by=neighbour, to=asked)
    assert notices.tell(answer.pk, first=True) == 2
    assert noted() == {
        (citizen.pk, answer.pk): Cause.ANSWER,
        (third.pk, answer.pk): Cause.MENTION,
    }


def test_publishing_writes_no_row_for_each_follower(settings, say, follow, neighbour, noted):
    """They are found by a task, after the commit: a discussion with thousands of followers is as quick."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]}
    }
    follow(neighbour)
    comment = say("Скільки нас тут?")
    assert noted() == {}
    waiting = DBTaskResult.objects.get(task_path="portal.discussion.tasks.tell_of")
    assert waiting.args_kwargs["args"] == [comment.pk, True]
    tasks.tell_of.func(*waiting.args_kwargs["args"])
    assert noted() == {(neighbour.pk, comment.pk): Cause.DISCUSSION}


def test_who_is_named_by_a_change_is_told_and_nobody_else(say, follow, neighbour, noted):
    third = person(name="taras", shown_name="Тарас")
    say("І мені цікаво.", by=third)
    comment = say("Коли відкриють?")
    follow(neighbour)
    comments.edit(comment=comment, by=comment.user, text="@Тарас, коли відкриють?")
    assert noted() == {(third.pk, comment.pk): Cause.MENTION}
    comments.edit(comment=comment, by=comment.user, text="@Тарас, коли ж відкриють?")
    assert len(noted()) == 1
    subscriptions.want_answers(user=third, wanted=False)
    later = say("Ще одне.")
    Notice.objects.all().delete()
    comments.edit(comment=later, by=later.user, text="@Тарас, ще одне")
    assert (third.pk, later.pk) not in noted()


def test_a_change_that_waits_tells_once_it_is_published(say, talk, noted):
    third = person(name="taras", shown_name="Тарас")
    say("І мені цікаво.", by=third)
    comment = say("Коли відкриють?")
    type(comment.discussion).objects.update(premoderated=True)
    comments.edit(comment=comment, by=comment.user, text="@Тарас, коли відкриють?")
    assert noted() == {}
    comments.move(comment=comment, to=State.PUBLISHED)
    assert noted() == {(third.pk, comment.pk): Cause.MENTION}


def test_samples_of_long_ago_are_told_to_nobody(say, follow, neighbour, noted):
    follow(neighbour)
    with notices.untold():
        say("Давно сказане.")
    assert noted() == {}


def test_who_said_no_to_answers_still_follows(say, follow, citizen, neighbour, noted):
    asked = say("Коли відкриють?")
    subscriptions.want_answers(user=citizen, wanted=False)
    say("У вівторок зранку.", by=neighbour, to=asked)
    assert noted() == {}
    follow(citizen)
    answer = say("І в середу так само.", by=neighbour, to=asked)
    assert noted() == {(citizen.pk, answer.pk): Cause.DISCUSSION}


def test_writing_again_does_not_bring_back_what_was_ended(
    say, follow, citizen, neighbour, discussion, noted
):
    follow(citizen)
    subscriptions.unfollow(user=citizen, discussion=discussion)
    say("Ще одне питання до вас.")
    say("І мені цікаво, коли саме.", by=neighbour)
    assert noted() == {}


@pytest.mark.parametrize("left", [{"is_active": False}, {"level": 0}])
def test_no_letters_for_who_cannot_get_them(say, follow, neighbour, noted, left):
    follow(neighbour)
    type(neighbour).objects.filter(pk=neighbour.pk).update(**left)
    say("Чи хтось це чує?")
    assert noted() == {}


def test_nobody_hears_of_a_page_they_may_not_read(say, follow, host, neighbour, noted):
    from django.contrib.auth.models import Group

    member, stranger = person(name="member"), person(name="stranger")
    group = Group.objects.create(name="Рада")
    member.groups.add(group)
    for each in (member, stranger):
        follow(each)
    closed = PageViewRestriction.objects.create(
        page=host.original, restriction_type=PageViewRestriction.GROUPS
    )
    closed.groups.add(group)
    comment = say("Лише для ради це.")
    assert noted() == {(member.pk, comment.pk): Cause.DISCUSSION}
    closed.restriction_type = PageViewRestriction.PASSWORD
    closed.save()
    say("А це під паролем уже.")
    assert len(noted()) == 1


def test_a_held_comment_is_told_when_it_is_published_and_never_again(
    say, follow, citizen, neighbour, talk, noted
):
    follow(neighbour)
    comment = say("Зачекаю на модератора.")
    Notice.objects.all().delete()
    Comment.objects.filter(pk=comment.pk).update(
        state=State.HELD, number=None, path="", published_at=None
    )
    comment_changed.send(Comment, comment=comment, before=None, first=False)
    assert noted() == {}
    comments.move(comment=comment, to=State.PUBLISHED)
    assert len(noted()) == 1
    Notice.objects.all().delete()
    comments.move(comment=comment, to=State.HIDDEN)
    comments.move(comment=comment, to=State.PUBLISHED)
    assert noted() == {}


def test_what_is_rolled_back_is_not_noted(say, follow, neighbour, noted):
    follow(neighbour)

    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        say("Цього ніколи не було.")
        raise Undone
    assert noted() == {}


def test_queries_do_not_grow_with_followers(say, follow, neighbour, django_assert_max_num_queries):
    comment = say("Скільки нас тут?")

    def count(names):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        for name in names:
            follow(person(name=name))
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            notices.tell(comment.pk, first=True)
        return len(asked)

    assert count("a") == count("bcdef")
