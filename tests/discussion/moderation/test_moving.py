"""A thread is moved into another discussion or joined to another thread: everything about it stays true."""

import pytest
from django.core import mail
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from portal.discussion.enums import Act, ReactionKind, Sort, State, Voice
from portal.discussion.hosts import Host, discussion_of
from portal.discussion.models import Comment, Decision, Discussion, Subscription
from portal.discussion.permissions import voices_of
from portal.discussion.selectors import threads, unread_count
from portal.discussion.services import answers, appeals, comments, locks, moving, reports
from portal.discussion.services.decisions import decide
from portal.discussion.services.errors import (
    AnswerWaits,
    LessPrivate,
    LockedByOther,
    NoPlace,
    NotAllowed,
    NoThread,
    OwnComment,
    QuestionLost,
    SamePlace,
    ThreadMoved,
)
from portal.discussion.services.reactions import react
from portal.discussion.services.subscriptions import follow, unfollow
from portal.people.enums import Role
from tests.discussion.conftest import agreed
from tests.discussion.moderation.conftest import fresh
from tests.factories import pages
from tests.people.duties import department, person

WHY = "Про це вже питали там."


@pytest.fixture
def other(news_index, bureau):
    """Another discussed page of the same department."""
    return Host.of(pages.NewsPageFactory(parent=news_index, title="Мрія 4.0", department=bureau))


@pytest.fixture
def go(moderator):
    def move(thread, *, by=None, **where):
        return moving.move_thread(thread=thread, by=by or moderator, reason=WHY, **where)

    return move


def order(host):
    """Texts of a discussion as readers meet them, old threads first, with their depths."""
    page = threads(discussion_of(host), Sort.OLD)
    return [(row.comment, row.depth) for row in page.comments]


def check(discussion):
    """What services keep is what can be counted."""
    discussion.refresh_from_db()
    rows = list(Comment.objects.filter(discussion=discussion))
    numbers = [row.number for row in rows if row.number]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers, default=0) <= discussion.last_number
    assert discussion.published_count == sum(row.state == State.PUBLISHED for row in rows)
    assert discussion.last_at == max((row.published_at for row in rows if row.number), default=None)
    by_key = {row.pk: row for row in rows}
    for row in rows:
        assert row.object_pk == str(discussion.pk)
        if row.root_id is None:
            placed = [one for one in rows if one.number and row.pk in (one.pk, one.root_id)]
            assert row.thread_size == len(placed)
            assert row.official_number == max(
                (
                    one.number
                    for one in placed
                    if one.voice == Voice.OFFICIAL and one.is_readable and one.root_id
                ),
                default=0,
            )
            assert row.depth == 0
        else:
            parent = by_key[row.reply_to_id]
            assert row.depth == min(parent.depth + 1, 2)
            assert row.root_id == (parent.root_id or parent.pk)
            assert row.thread_size == row.official_number == 0
        assert row.path == (
            comments.path_of(row, by_key.get(row.reply_to_id)) if row.number else ""
        )


@pytest.fixture
def thread(say, neighbour):
    """A thread of three steps, and one flat answer more."""
    first = say("Перше")
    second = say("Друге", by=neighbour, to=first)
    third = say("Третє", to=second)
    say("Четверте", by=neighbour, to=third)
    return first


def test_a_thread_goes_into_another_discussion_as_it_is(thread, other, say, go, talk):
    say("Лишається")
    say("Там", at=other)
    go(thread, to=other)
    assert order(other) == [("Там", 0), ("Перше", 0), ("Друге", 1), ("Третє", 2), ("Четверте", 2)]
    check(talk())
    check(discussion_of(other))
    assert talk().published_count == 1
    assert talk().last_number == 5


def test_numbers_that_went_are_not_given_again(thread, other, say, go):
    go(thread, to=other)
    assert say("Нове").number == 5
    assert say("Нове там", at=other).number == 5


def test_a_thread_joins_another_as_an_answer_and_stays_flat_below(thread, say, go, talk):
    earlier = Comment.objects.get(comment="Перше")
    later = say("Те саме питання")
    answer = say("Відповідь на нього", to=later)
    deep = say("Ще глибше", to=answer)
    numbers = [later.number, answer.number, deep.number]
    go(later, under=earlier)
    check(talk())
    assert order(Host.of(thread.discussion.page.specific))[-3:] == [
        ("Те саме питання", 1),
        ("Відповідь на нього", 2),
        ("Ще глибше", 2),
    ]
    assert [fresh(row).number for row in (later, answer, deep)] == numbers


def test_an_older_thread_may_join_a_newer_one_and_be_moved_on(thread, other, say, go, talk):
    later = say("Нове місце")
    go(thread, under=later)
    check(talk())
    go(fresh(later), to=other)
    check(talk())
    check(discussion_of(other))
    assert discussion_of(other).published_count == 5


def test_a_thread_joins_one_of_another_discussion(thread, other, say, go, talk):
    there = say("Там", at=other)
    go(thread, under=say("Відповідь там", at=other, to=there))
    check(talk())
    check(discussion_of(other))
    assert fresh(thread).reply_to_id == there.pk


def test_what_was_not_published_goes_along_and_finds_its_place(thread, other, say, go, talk, rule):
    held = say("Притримане", to=thread)
    Comment.objects.filter(pk=held.pk).update(
        state=State.HELD, number=None, path="", published_at=None
    )
    Comment.objects.filter(pk=thread.pk).update(thread_size=4)
    Discussion.objects.filter(pk=talk().pk).update(published_count=4)
    go(thread, under=say("Там", at=other))
    comments.move(comment=held, to=State.PUBLISHED)
    check(discussion_of(other))
    assert fresh(held).depth == 2


def test_placeholders_reactions_and_reports_go_along(thread, other, say, go, neighbour, rule, talk):
    second = Comment.objects.get(comment="Друге")
    comments.move(comment=second, to=State.HIDDEN, rule=rule)
    react(comment=thread, user=neighbour, kind=ReactionKind.USEFUL)
    reports.report(comment=thread, user=neighbour, rule=rule)
    go(thread, to=other)
    check(discussion_of(other))
    first, second = fresh(thread), fresh(second)
    assert (first.useful_count, first.reports_count, first.reports.count()) == (1, 1, 1)
    assert (second.state, second.rule) == (State.HIDDEN, rule)
    assert talk().published_count == 0


def test_an_official_answer_counts_where_it_stands_now(other, say, go, officer, host, talk):
    asked = say("Коли?", is_question=True)
    speaker = voices_of(officer, host)[1]
    answer = say("Завтра", by=officer, to=asked, speaker=speaker)
    go(asked, to=other)
    assert fresh(asked).official_number == fresh(answer).number
    target = say("А коли?", at=other, is_question=True)
    go(fresh(asked), under=target)
    check(discussion_of(other))
    assert fresh(target).official_number == fresh(answer).number
    assert not fresh(asked).is_question


def test_an_old_address_leads_to_the_new_place(client, thread, other, go):
    third = Comment.objects.get(comment="Третє")
    url = reverse("discussion:comment", args=[third.pk])
    assert client.get(url).status_code == 200
    go(thread, to=other)
    response = client.get(url)
    assert response.status_code == 200
    assert "Мрія 4.0" in response.text


def test_who_wrote_and_followed_goes_on_following(
    thread, other, go, host, citizen, neighbour, talk
):
    for user in (citizen, neighbour):
        follow(user=user, host=host)
    follow(user=neighbour, host=other)
    unfollow(user=neighbour, discussion=discussion_of(other))
    bystander = agreed(person(name="olha"))
    follow(user=bystander, host=host)
    go(thread, to=other)
    rows = Subscription.objects.filter(discussion=discussion_of(other), ended_at=None)
    assert [row.user for row in rows] == [citizen]


def test_new_to_readers_there_and_not_here(thread, other, say, go, neighbour, talk):
    say("Там", at=other)
    later = say("Потім")
    before = talk().last_number
    go(later, under=thread)
    reader = agreed(person(name="olha"))
    assert unread_count(talk(), before, reader) == 0
    seen = discussion_of(other).last_number
    go(thread, to=other)
    assert unread_count(discussion_of(other), seen, reader) == 5


def test_it_is_logged_for_good_and_its_author_is_told(thread, other, go, moderator, citizen):
    made = go(thread, to=other)
    row = Decision.objects.get()
    assert (row, row.act, row.by, row.word) == (made, Act.MOVE, moderator, WHY)
    assert row.moved_from == discussion_of(Host.of(row.moved_from.page.specific))
    assert row.moved_to == discussion_of(other)
    letter = [each for each in mail.outbox if citizen.email in each.to][-1]
    assert "Мрія 4.0" in letter.body
    assert WHY in letter.body


def test_to_be_moved_takes_no_appeal_and_keeps_no_deleted_text(
    thread,
    other,
    say,
    go,
    rule,
    moderator,
    citizen,
):
    gone = say("Зникне")
    go(gone, under=thread)
    comments.delete(comment=gone, by=citizen)
    assert fresh(gone).comment == ""
    decision = decide(comment=thread, by=moderator, act=Act.HIDE, rule=rule)
    go(fresh(thread), to=other)
    assert appeals.may_appeal(citizen, Decision.objects.get(pk=decision.pk))


def test_a_longer_thread_takes_no_more_queries(other, say, go, neighbour):
    def queries(answers):
        first = say(f"Нитка на {answers}")
        for number in range(answers):
            say(f"{answers}: відповідь {number}", by=neighbour, to=first)
        with CaptureQueriesContext(connection) as found:
            go(first, to=other)
        return len(found)

    queries(1)
    assert queries(2) == queries(12)


# --- Refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.EDITOR])
def test_only_moderators_move_threads(thread, other, go, role):
    by = person(role, name="someone") if role else person(name="someone")
    with pytest.raises(NotAllowed):
        go(thread, by=by, to=other)
    assert not Decision.objects.exists()


def test_nobody_moves_their_own_thread(say, other, go, moderator):
    agreed(moderator)
    with pytest.raises(OwnComment):
        go(say(by=moderator), to=other)


def test_an_answer_alone_is_no_thread(thread, other, go):
    with pytest.raises(NoThread):
        go(Comment.objects.get(comment="Друге"), to=other)


def test_what_was_never_published_is_no_thread(say, other, go):
    held = say("Притримане")
    Comment.objects.filter(pk=held.pk).update(
        state=State.HELD, number=None, path="", published_at=None
    )
    with pytest.raises(NoThread):
        go(held, to=other)


def test_a_thread_goes_neither_to_itself_nor_to_its_own_discussion(thread, host, go):
    with pytest.raises(SamePlace):
        go(thread, under=Comment.objects.get(comment="Третє"))
    with pytest.raises(SamePlace):
        go(thread, to=host)


@pytest.mark.parametrize("change", [{"live": False}, {"has_discussion": False}])
def test_nothing_goes_where_nobody_sees_it(thread, other, go, change):
    type(other.original).objects.filter(pk=other.original.pk).update(**change)
    with pytest.raises(NoPlace):
        go(thread, to=other)


def test_nothing_joins_a_hidden_thread(thread, other, say, go, rule):
    hidden = say("Приховане", at=other)
    comments.move(comment=hidden, to=State.HIDDEN, rule=rule)
    with pytest.raises(NoPlace):
        go(thread, under=hidden)


def test_what_was_said_among_a_few_stays_among_them(thread, other, go, news):
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    with pytest.raises(LessPrivate):
        go(thread, to=other)


def test_a_question_is_not_lost_among_answers(say, go):
    asked, said = say("Коли?", is_question=True), say("Думка")
    with pytest.raises(QuestionLost):
        go(asked, under=said)


def test_a_colleague_who_looks_at_it_is_not_disturbed(thread, other, go):
    locks.claim(thread, person(Role.MODERATOR, name="petro"))
    with pytest.raises(LockedByOther):
        go(thread, to=other)


def test_an_answer_that_is_written_is_not_taken_from_its_department(
    say, other, go, officer, news_index
):
    asked = say("Коли?", is_question=True)
    draft = answers.begin(question=asked, by=officer, text="Завтра")
    theirs = department("Інший департамент")
    away = Host.of(pages.NewsPageFactory(parent=news_index, title="Інше", department=theirs))
    with pytest.raises(AnswerWaits):
        go(asked, to=away)
    go(asked, to=other)
    draft.refresh_from_db()
    assert draft.question.discussion == discussion_of(other)


def test_who_answers_a_comment_that_has_just_gone_is_told_so(thread, other, say, go):
    stale = Comment.objects.get(pk=thread.pk)
    go(thread, to=other)
    with pytest.raises(ThreadMoved):
        say("Відповідь", to=stale)
    assert say("Відповідь", to=fresh(thread), at=other).depth == 1


def test_what_does_not_exist_is_not_moved(thread, other, go):
    ghost = Comment(pk=999_999)
    with pytest.raises(ObjectDoesNotExist):
        go(ghost, to=other)
