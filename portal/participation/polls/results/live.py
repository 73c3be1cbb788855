"""Counts of rounds that go on: they move in steps, so that no step tells what one person answered.

Nothing is enqueued with a vote: a task's row has its moment and would share the vote's transaction with
the participation, so it would tell who voted when. The worker looks instead, at most every POLLS_LIVE_PAUSE.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

from portal.core.pagecache.stamp import bump
from portal.participation.polls.enums import ShowResults
from portal.participation.polls.models import Ballot, Poll, Round
from portal.participation.polls.results.counting import Tally, ballots_of, count
from portal.participation.polls.selectors import form_asked

# With many ballots a step is a part of them, so that counting all of them anew stays rare.
_PART: Final = 100


def count_live(now: datetime | None = None) -> int:
    """Renew every live count that may move; returns how many did. Harmless when run twice."""
    now = now or timezone.now()
    shown = Poll.objects.originals().filter(results=ShowResults.LIVE, opens_at__lte=now)
    rounds = Round.objects.filter(sealed_at=None, poll__in=shown).select_related("poll")
    return sum(step(round_, now=now) for round_ in rounds)


def step(round_: Round, *, now: datetime | None = None) -> bool:
    """Renew the count when enough ballots came since the last one, or none at all but voids."""
    there = Ballot.objects.filter(round=round_)
    came = there.count() - round_.counted
    least = max(settings.POLLS_LIVE_STEP, round_.counted // _PART)
    if came < least and not (came == 0 and _has_new_voids(round_)):
        return False
    return renew(round_, now=now)


def renew(round_: Round, *, now: datetime | None = None) -> bool:
    """Count all ballots of an open round; False when it was sealed meanwhile. `step` says whether one may."""
    tally = count(form_asked(round_.poll, round_), ballots_of(Ballot.objects.filter(round=round_)))
    now = now or timezone.now()
    kept = Round.objects.filter(pk=round_.pk, sealed_at=None)
    if not kept.update(tally=tally.as_json(), counted=tally.total, counted_at=now):
        return False
    bump()
    return True


def _has_new_voids(round_: Round) -> bool:
    known = sum(Tally.from_json(round_.tally).voided.values())
    return Ballot.objects.filter(round=round_, voiding__isnull=False).count() != known
