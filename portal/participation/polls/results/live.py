"""Counts of rounds that go on: they move in steps, so that no step tells what one person answered.

Two counts move, each by itself: that of all checked ballots, and that of those not checked. Channels by
themselves wait for the seal: with ten ballots a step, one of them by a rare channel would stand alone in the
difference of two counts. For the same reason a voided ballot waits for a step, too.

Nothing is enqueued with a vote: a task's row has its moment and would share the vote's transaction with
the participation, so it would tell who voted when. The worker looks instead, at most every POLLS_LIVE_PAUSE.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from portal.core.pagecache.stamp import bump
from portal.participation.polls.enums import Channel, ShowResults
from portal.participation.polls.models import Ballot, Poll, Round
from portal.participation.polls.results.counting import CHECKED, MAIN, Tally, ballots_of, count
from portal.participation.polls.selectors import form_asked

# With many ballots a step is a part of them, so that counting all of them anew stays rare.
_PART: Final = 100
# What moves by itself, and of which ballots it is.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    MAIN: tuple(str(channel) for channel in CHECKED),
    Channel.UNVERIFIED.value: (Channel.UNVERIFIED.value,),
}


def count_live(now: datetime | None = None) -> int:
    """Renew every live count that may move; returns how many did. Harmless when run twice."""
    now = now or timezone.now()
    shown = Poll.objects.originals().filter(results=ShowResults.LIVE, opens_at__lte=now)
    rounds = Round.objects.filter(sealed_at=None, poll__in=shown).select_related("poll")
    return sum(step(round_, now=now) for round_ in rounds)


def step(round_: Round, *, now: datetime | None = None) -> bool:
    """Renew the counts to which enough was added, or voided, since they moved last; False when none may."""
    there = dict.fromkeys(Channel.values, 0)
    rows = Ballot.objects.filter(round=round_).values_list("channel")
    for channel, ballots, voided in rows.annotate(Count("key"), Count("voiding")).order_by():
        there[channel] = ballots + voided
    known = Tally.from_json(round_.tally)
    moving = [
        name
        for name, channels in GROUPS.items()
        if sum(there[channel] for channel in channels) - _moves_of(known, channels)
        >= max(settings.POLLS_LIVE_STEP, _ballots_of(known, channels) // _PART)
    ]
    return bool(moving) and renew(round_, now=now, groups=moving)


def renew(
    round_: Round, *, now: datetime | None = None, groups: Collection[str] = tuple(GROUPS)
) -> bool:
    """Count an open round anew; False when it was sealed meanwhile. `step` says which groups may move."""
    found = count(form_asked(round_.poll, round_), ballots_of(Ballot.objects.filter(round=round_)))
    tally = _moved(Tally.from_json(round_.tally), found, groups)
    now = now or timezone.now()
    kept = Round.objects.filter(pk=round_.pk, sealed_at=None)
    if not kept.update(tally=tally.as_json(), counted=tally.total, counted_at=now):
        return False
    bump()
    return True


def _moved(before: Tally, now: Tally, groups: Collection[str]) -> Tally:
    """A tally in which these groups stand as they are now, and the others as they were."""
    sources = {name: now if name in groups else before for name in GROUPS}
    of_channel = [
        (channel, sources[name]) for name, channels in GROUPS.items() for channel in channels
    ]
    return Tally(
        ballots={
            channel: tally.ballots[channel]
            for channel, tally in of_channel
            if channel in tally.ballots
        },
        voided={
            channel: tally.voided[channel]
            for channel, tally in of_channel
            if channel in tally.voided
        },
        questions={
            code: {
                name: tally.questions[code][name]
                for name, tally in sources.items()
                if name in tally.questions.get(code, {})
            }
            for code in now.questions
        },
        texts={
            code: words
            for code in {**before.texts, **now.texts}
            if (
                words := {
                    name: tally.texts[code][name]
                    for name, tally in sources.items()
                    if name in tally.texts.get(code, {})
                }
            )
        },
    )


def _ballots_of(tally: Tally, channels: Collection[str]) -> int:
    return sum(tally.ballots.get(each, 0) + tally.voided.get(each, 0) for each in channels)


def _moves_of(tally: Tally, channels: Collection[str]) -> int:
    """Ballots that came, and those that were voided once more: both move a count."""
    return _ballots_of(tally, channels) + sum(tally.voided.get(each, 0) for each in channels)
