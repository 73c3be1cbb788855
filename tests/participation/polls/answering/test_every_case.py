"""Every state of a poll by every level of a person by whom it asks: who is counted, and nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.participation.polls.enums import Access, PollState
from portal.participation.polls.models import Ballot, Participation, Poll, Round
from portal.people.enums import Level
from portal.people.models import Identity
from tests.participation.polls import making
from tests.people.duties import person

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
# When it opens and closes, seen from now.
WINDOWS = {
    PollState.UPCOMING: (HOUR, WEEK),
    PollState.OPEN: (-HOUR, WEEK),
    PollState.CLOSING: (-HOUR, HOUR),
    PollState.COUNTING: (-WEEK, -HOUR),
    PollState.CLOSED: (-WEEK, -HOUR),
}
RUNNING = {PollState.OPEN, PollState.CLOSING}
# Guests are counted after their work or their code alone (test_guests.py).
COUNTED = {
    Access.EVERYBODY: {Level.EMAIL, Level.DESK, Level.IDENTITY},
    Access.EMAIL: {Level.EMAIL, Level.DESK, Level.IDENTITY},
    Access.VERIFIED: {Level.DESK, Level.IDENTITY},
}


def someone(level):
    """An account of this level, with the identity that a proven person has."""
    user = person(level=level, name=f"level-{level}")
    if level >= Level.DESK:
        Identity.objects.create(
            user=user, birth_date="1980-05-01", level=level, person_hash=str(level), source="desk"
        )
    return user


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("access", Access)
@pytest.mark.parametrize("state", PollState)
def test_a_vote_counts_while_the_poll_runs_for_whom_it_asks(
    enter, client, url, data, state, access, level
):
    opens, closes = WINDOWS[state]
    now = timezone.now()
    poll = making.poll(access=access, opens_at=now + opens, closes_at=now + closes)
    if state == PollState.CLOSED:
        Round.objects.filter(poll=poll).update(sealed_at=now, chain_head="a" * 64)
    assert Poll.objects.get(pk=poll.pk).state == state
    if level:
        enter(someone(level))
    response = client.post(url(of=poll), data(poll))
    counts = state in RUNNING and level in COUNTED[access]
    assert ("receipt__code" in response.content.decode()) == counts
    assert (Ballot.objects.count(), Participation.objects.count()) == (counts, counts)
    assert (response.status_code == 200) == counts or not level
