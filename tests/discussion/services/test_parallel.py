"""Real connections at once, on whatever database the tests run."""

import pytest

from portal.discussion.enums import ReactionKind, State
from portal.discussion.hosts import Host, discussion_of
from portal.discussion.models import Comment, Reaction
from portal.discussion.services import comments
from portal.discussion.services.errors import Refused, WrongState
from portal.discussion.services.moving import move_thread
from portal.discussion.services.reactions import react
from portal.people.enums import Role
from tests.discussion.moderation.test_moving import check
from tests.factories import pages
from tests.parallel import at_once
from tests.people.duties import person

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def test_comments_at_once_get_a_number_each(host, say):
    people = [person(name=f"o{number}") for number in range(AT_ONCE)]
    first = say("Перше")
    results = at_once(
        *(lambda who=who: say(f"Від {who.email}", by=who, to=first) for who in people)
    )
    assert not [each for each in results if isinstance(each, Exception)]
    assert sorted(each.number for each in results) == list(range(2, AT_ONCE + 2))
    discussion = discussion_of(host)
    first.refresh_from_db()
    assert discussion.published_count == first.thread_size == AT_ONCE + 1


def test_the_first_comments_at_once_make_one_discussion(host):
    people = [person(name=f"o{number}") for number in range(4)]
    results = at_once(
        *(
            lambda who=who: comments.post(user=who, host=host, text=who.email, lang="uk")
            for who in people
        )
    )
    assert len({each.discussion_id for each in results}) == 1
    assert discussion_of(host).published_count == 4


def test_a_double_click_is_one_comment(host, say, citizen):
    say("Перше")
    results = at_once(*[lambda: say("Те саме")] * AT_ONCE)
    assert len({each.pk for each in results}) == 1
    assert Comment.objects.filter(comment="Те саме").count() == 1


def test_a_hundred_reactions_of_one_person_count_once(say, neighbour):
    comment = say()
    works = [
        lambda kind=kind: [react(comment=comment, user=neighbour, kind=kind) for _ in range(13)]
        for kind in [ReactionKind.USEFUL, ReactionKind.DISAGREE] * 4
    ]
    results = at_once(*works)
    assert not [each for each in results if isinstance(each, Exception)]
    comment.refresh_from_db()
    assert Reaction.objects.count() == 1
    assert comment.useful_count + comment.disagree_count == 1
    kept = Reaction.objects.get().kind
    assert (comment.useful_count == 1) == (kept == ReactionKind.USEFUL)


def test_of_hiding_and_deleting_at_once_one_wins_and_counts_hold(host, say, citizen):
    comment = say()
    results = at_once(
        lambda: comments.move(comment=comment, to=State.HIDDEN),
        lambda: comments.delete(comment=comment, by=citizen),
        lambda: comments.move(comment=comment, to=State.HIDDEN),
    )
    comment.refresh_from_db()
    assert comment.state == State.DELETED
    assert all(isinstance(each, Comment | WrongState) for each in results)
    assert discussion_of(Host.of(host.version)).published_count == 0


def test_what_is_written_while_its_thread_moves_lands_there_or_is_refused(
    host, news_index, say, citizen, neighbour
):
    """Answers, changes and decisions at once with two moderators who move the thread here and there."""
    other = Host.of(pages.NewsPageFactory(parent=news_index, title="Там"))
    moderators = [person(Role.MODERATOR, name=f"m{number}") for number in range(2)]
    earlier, there, thread = say("Давніше"), say("Там", at=other), say("Нитка")
    answer = say("Відповідь", by=neighbour, to=thread)

    def move(by, **where):
        return lambda: move_thread(thread=thread, by=by, reason="Там про це", **where)

    results = at_once(
        move(moderators[0], to=other),
        move(moderators[1], under=earlier),
        lambda: say("Думка одна", to=thread),
        lambda: say("Думка друга", by=neighbour, to=answer),
        lambda: comments.edit(comment=answer, by=neighbour, text="Інакше"),
        lambda: comments.move(comment=thread, to=State.HIDDEN),
        lambda: react(comment=answer, user=citizen, kind=ReactionKind.USEFUL),
        lambda: say("Ще одна", at=other, to=there),
    )
    wrong = [each for each in results if isinstance(each, Exception)]
    assert all(isinstance(each, Refused) for each in wrong), wrong
    for each in (host, other):
        check(discussion_of(each))
    assert Comment.objects.get(pk=answer.pk).comment == "Інакше"


def test_two_threads_that_are_joined_to_each_other_at_once_end_as_one(host, say):
    moderators = [person(Role.MODERATOR, name=f"m{number}") for number in range(2)]
    one, two = say("Один"), say("Два")
    results = at_once(
        lambda: move_thread(thread=one, by=moderators[0], reason="Те саме", under=two),
        lambda: move_thread(thread=two, by=moderators[1], reason="Те саме", under=one),
    )
    assert sum(isinstance(each, Refused) for each in results) == 1
    check(discussion_of(host))
