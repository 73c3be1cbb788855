from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.discussion.enums import Check, State, Voice
from portal.discussion.models import Comment, CommentEdit, Discussion, Rule
from portal.discussion.permissions import Speaker
from portal.discussion.services import comments, reports
from portal.discussion.services.errors import (
    CannotReply,
    DiscussionClosed,
    NotAllowed,
    WrongState,
)
from tests.factories import pages
from tests.people.duties import person


def paths(discussion):
    return list(
        Comment.objects.filter(discussion=discussion, number__isnull=False)
        .order_by("path")
        .values_list("comment", flat=True)
    )


def test_what_is_said_is_published_with_its_number_and_place(say, talk):
    first = say("Перше")
    answer = say("Відповідь", to=first)
    assert (first.state, first.number, first.path) == (State.PUBLISHED, 1, "200000001")
    assert (answer.number, answer.depth, answer.path) == (2, 1, "200000001200000002")
    assert (answer.root_id, answer.reply_to_id) == (first.pk, first.pk)
    assert talk().published_count == 2 and talk().last_number == 2


def test_the_package_does_no_arithmetic(say):
    first = say("Перше")
    answer = say("Відповідь", to=first)
    row = Comment.objects.get(pk=answer.pk)
    assert (row.thread_id, row.parent_id, row.level, row.order, row.nested_count) == (0, 0, 0, 1, 0)
    assert row.user_email == "" and row.ip_address is None and row.followup is False


def test_saving_a_comment_does_not_publish_hidden_answers_under_it(say):
    first = say("Перше")
    answer = say("Відповідь", to=first)
    comments.move(comment=answer, to=State.HIDDEN)
    Comment.objects.get(pk=first.pk).save()
    answer.refresh_from_db()
    assert answer.state == State.HIDDEN and answer.is_public is False


def test_a_fourth_level_stands_beside_the_third(say):
    first = say("1")
    second = say("2", to=first)
    third = say("3", to=second)
    fourth = say("4", to=third)
    assert [row.depth for row in (first, second, third, fourth)] == [0, 1, 2, 2]
    assert fourth.path[:18] == third.path[:18] and fourth.path > third.path


def test_an_official_answer_stands_first_under_its_question(say, talk, host, officer):
    question = say("Коли?", is_question=True)
    say("Теж питаю", to=question)
    speaker = Speaker(Voice.OFFICIAL, host.owning_department_id, "Начальниця відділу")
    answer = say("У травні.", by=officer, to=question, speaker=speaker)
    question.refresh_from_db()
    assert paths(talk()) == ["Коли?", "У травні.", "Теж питаю"]
    assert question.official_number == answer.number
    comments.move(comment=answer, to=State.HIDDEN)
    question.refresh_from_db()
    assert question.official_number == 0


def test_nobody_speaks_for_a_department_without_its_duty(say, host, citizen, officer):
    question = say()
    speaker = Speaker(Voice.OFFICIAL, host.owning_department_id, "Начальниця відділу")
    for who in (citizen, person("officer", name="inshyi")):
        with pytest.raises(NotAllowed):
            say("Так.", by=who, to=question, speaker=speaker)
    with pytest.raises(NotAllowed):
        other = Speaker(Voice.OFFICIAL, host.owning_department_id, "Міський голова")
        say("Так.", by=officer, to=question, speaker=other)


def test_the_same_text_again_is_the_same_comment(say, talk):
    first = say("Дякую!")
    assert say("Дякую!\r\n").pk == first.pk
    assert say("Дякую!", by=person(name="inna")).pk != first.pk
    assert talk().published_count == 2


def test_what_was_taken_off_and_is_sent_again_is_another_comment(say):
    first = say("Купуйте в нас!")
    comments.move(comment=first, to=State.HIDDEN)
    assert say("Купуйте в нас!").pk != first.pk


def test_who_may_not_write_is_refused(say, citizen):
    with pytest.raises(NotAllowed):
        say(by=person(name="guest", level=0))
    citizen.is_active = False
    with pytest.raises(NotAllowed):
        say(by=citizen)


@pytest.mark.parametrize("state", [State.HIDDEN, State.DELETED, State.HELD])
def test_what_cannot_be_read_cannot_be_answered(say, citizen, state):
    first = say()
    if state == State.DELETED:
        comments.delete(comment=first, by=citizen)
    else:
        comments.move(comment=first, to=state)
    with pytest.raises(CannotReply):
        say("Відповідь", to=first)


def test_a_comment_of_another_discussion_cannot_be_answered(say, news_index):
    from portal.discussion.hosts import Host

    elsewhere = Host.of(pages.NewsPageFactory(parent=news_index))
    with pytest.raises(CannotReply):
        say("Відповідь", to=say("Там", at=elsewhere))


def test_a_closed_discussion_takes_official_answers_only(say, talk, host, officer):
    question = say("Коли?", is_question=True)
    Discussion.objects.update(closed_at=timezone.now(), closed_reason="Питання вичерпано")
    with pytest.raises(DiscussionClosed):
        say("Ще одне")
    with pytest.raises(DiscussionClosed):
        comments.edit(comment=question, by=question.user, text="Інше")
    speaker = Speaker(Voice.OFFICIAL, host.owning_department_id, "Начальниця відділу")
    assert say("У травні.", by=officer, to=question, speaker=speaker).number == 2
    with pytest.raises(DiscussionClosed):
        say("Сама по собі.", by=officer, speaker=speaker)


def test_premoderation_holds_and_publishing_gives_the_place(say, talk):
    first = say("Перше")
    Discussion.objects.update(premoderated=True)
    held = say("Друге", to=first)
    assert (held.state, held.number, held.path) == (State.HELD, None, "")
    assert [each.check_name for each in held.held_by.all()] == [Check.PREMODERATION]
    assert talk().published_count == 1
    Discussion.objects.update(premoderated=False)
    say("Третє", to=first)
    comments.move(comment=held, to=State.PUBLISHED)
    assert paths(talk()) == ["Перше", "Третє", "Друге"]
    first.refresh_from_db()
    assert (talk().published_count, first.thread_size) == (3, 3)


def test_each_state_is_left_only_by_its_ways(say, talk, citizen):
    comment = say()
    with pytest.raises(WrongState):
        comments.move(comment=comment, to=State.REJECTED)
    with pytest.raises(WrongState):
        comments.move(comment=comment, to=State.PUBLISHED)
    comments.move(comment=comment, to=State.HIDDEN)
    assert talk().published_count == 0
    comments.move(comment=comment, to=State.PUBLISHED)
    comments.delete(comment=comment, by=citizen)
    with pytest.raises(WrongState):
        comments.move(comment=comment, to=State.PUBLISHED)
    comment.refresh_from_db()
    assert (comment.number, talk().published_count) == (1, 0)


def test_what_was_never_public_is_rejected_not_hidden(say, talk):
    Discussion.objects.all()
    say("Перше")
    Discussion.objects.update(premoderated=True)
    held = say("Друге")
    with pytest.raises(WrongState):
        comments.move(comment=held, to=State.HIDDEN)
    comments.move(comment=held, to=State.REJECTED)
    comments.move(comment=held, to=State.PUBLISHED)
    assert talk().published_count == 2


def test_an_edit_is_quiet_for_a_quarter_of_an_hour_and_traced_later(say, citizen):
    comment = say("Коли форм?")
    comments.edit(comment=comment, by=citizen, text="Коли форум?")
    assert not CommentEdit.objects.exists()
    Comment.objects.update(published_at=timezone.now() - timedelta(minutes=16))
    changed = comments.edit(comment=comment, by=citizen, text="Де форум?")
    assert changed.edited_at is not None
    assert [edit.text for edit in CommentEdit.objects.all()] == ["Коли форум?"]
    assert Comment.objects.get().html == "<p>Де форум?</p>"


def test_only_the_author_edits_and_deletes(say, neighbour, officer):
    comment = say()
    for other in (neighbour, officer):
        with pytest.raises(NotAllowed):
            comments.edit(comment=comment, by=other, text="Інше")
        with pytest.raises(NotAllowed):
            comments.delete(comment=comment, by=other)


def test_a_hidden_comment_is_not_edited(say, citizen):
    comment = say()
    comments.move(comment=comment, to=State.HIDDEN)
    with pytest.raises(WrongState):
        comments.edit(comment=comment, by=citizen, text="Інше")


def test_deleting_wipes_the_text_and_keeps_the_thread(say, citizen, neighbour, talk):
    first = say("Перше")
    say("Відповідь", by=neighbour, to=first)
    comments.delete(comment=first, by=citizen)
    first.refresh_from_db()
    assert (first.comment, first.html, first.state) == ("", "", State.DELETED)
    assert paths(talk()) == ["", "Відповідь"] and talk().published_count == 1


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u202e", "а" * 5001, "\ufffd\ufffdте"])
def test_a_text_that_says_nothing_or_too_much_is_refused(say, text):
    with pytest.raises(ValidationError):
        say(text)
    assert not Discussion.objects.exists()


def test_posting_costs_the_same_in_a_long_discussion(say, settings):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    # Who is told of it is work of its own.
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]}
    }
    first = say("Перше")
    with CaptureQueriesContext(connection) as few:
        say("Друге", to=first)
    for number in range(30):
        say(f"Ще {number}", to=first)
    with CaptureQueriesContext(connection) as many:
        say("Останнє", to=first)
    assert len(many) == len(few) <= 20


def test_what_waited_for_a_moderator_is_no_earlier_text(say, citizen):
    comment = say("Коли форум?")
    Comment.objects.update(published_at=timezone.now() - timedelta(minutes=16))
    comments.move(comment=comment, to=State.HELD)
    comments.edit(comment=comment, by=citizen, text="Ще ніхто цього не читав")
    comments.edit(comment=comment, by=citizen, text="Де форум?")
    comments.move(comment=comment, to=State.PUBLISHED)
    assert not CommentEdit.objects.exists()


def test_what_was_reported_is_not_changed_without_a_trace(say, citizen, neighbour):
    comment = say("Ганьба")
    rule = Rule.objects.get(number=3, locale__language_code="uk")
    reports.report(comment=comment, user=neighbour, rule=rule)
    comments.edit(comment=comment, by=citizen, text="Дякую")
    assert [edit.text for edit in CommentEdit.objects.all()] == ["Ганьба"]


def test_where_comments_are_read_first_a_change_is_read_too(say, citizen, talk):
    comment = say("Дякую")
    Discussion.objects.update(premoderated=True)
    changed = comments.edit(comment=comment, by=citizen, text="Купуйте!")
    assert (changed.state, talk().published_count) == (State.HELD, 0)
    comments.edit(comment=comment, by=citizen, text="Дякую всім")
    assert [each.check_name for each in changed.held_by.all()] == [Check.PREMODERATION]


def test_a_reaction_that_comes_while_a_state_changes_is_counted(say, monkeypatch):
    comment = say()
    read = comments.held_comment

    def meanwhile(pk):
        found = read(pk)
        Comment.objects.filter(pk=pk).update(useful_count=1, reports_count=1)
        return found

    monkeypatch.setattr(comments, "held_comment", meanwhile)
    comments.move(comment=comment, to=State.HIDDEN)
    comment.refresh_from_db()
    assert (comment.useful_count, comment.reports_count) == (1, 1)
    assert not comment.is_public
