import pytest
from django.utils import timezone

from portal.discussion.enums import ReactionKind, State
from portal.discussion.models import Discussion, Reaction
from portal.discussion.services import comments
from portal.discussion.services.errors import DiscussionClosed, NotAllowed, WrongState
from portal.discussion.services.reactions import react
from tests.people.duties import person

USEFUL, DISAGREE = ReactionKind.USEFUL, ReactionKind.DISAGREE


def counts(comment):
    comment.refresh_from_db()
    return comment.useful_count, comment.disagree_count


def test_one_reaction_a_person_that_may_change(say, neighbour):
    comment = say()
    for kind, expected in [
        (USEFUL, (1, 0)),
        (USEFUL, (1, 0)),
        (DISAGREE, (0, 1)),
        (None, (0, 0)),
        (None, (0, 0)),
    ]:
        react(comment=comment, user=neighbour, kind=kind)
        assert counts(comment) == expected
    assert not Reaction.objects.exists()


def test_reactions_of_several_people_add_up(say, neighbour):
    comment = say()
    react(comment=comment, user=neighbour, kind=USEFUL)
    react(comment=comment, user=person(name="inna"), kind=USEFUL)
    react(comment=comment, user=person(name="oleh"), kind=DISAGREE)
    assert counts(comment) == (2, 1)


def test_nobody_reacts_to_their_own_or_without_an_account(say, citizen):
    comment = say()
    for who in (citizen, person(name="guest", level=0)):
        with pytest.raises(NotAllowed):
            react(comment=comment, user=who, kind=USEFUL)
    assert counts(comment) == (0, 0)


def test_nobody_reacts_to_what_cannot_be_read_or_is_closed(say, neighbour):
    comment = say()
    Discussion.objects.update(closed_at=timezone.now())
    with pytest.raises(DiscussionClosed):
        react(comment=comment, user=neighbour, kind=USEFUL)
    Discussion.objects.update(closed_at=None)
    comments.move(comment=comment, to=State.HIDDEN)
    with pytest.raises(WrongState):
        react(comment=comment, user=neighbour, kind=USEFUL)
