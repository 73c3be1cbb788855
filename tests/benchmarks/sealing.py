"""The seal and the shuffle of a round of a hundred thousand ballots: how long, and how long others wait for it.

Seconds of the wall. A transaction that writes is what votes wait for (on SQLite, whatever writes).
"""

import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from tests.benchmarks import polling


@dataclass(frozen=True)
class Duration:
    seconds: float
    longest_transaction: float


def measure():
    """By name. The poll is made anew each time, for a seal is for ever."""
    from portal.participation.polls.services import sealing

    poll = _ended_later()
    round_ = poll.current_round
    shuffled = _timed(lambda: sealing.shuffle(round_))
    sealed = _timed(lambda: sealing.seal(round_, poll.closes_at + timedelta(minutes=1)))
    return {"shuffle": shuffled, "seal": sealed}


def _ended_later():
    """A poll with LARGE ballots of guests, each with its participation and its trace."""
    from django.utils import timezone

    from portal.participation.polls.models import Participation, Poll, Trace

    Poll.objects.filter(slug="vymir-pechat").update(slug=f"vymir-pechat-{secrets.token_hex(4)}")
    poll = polling.poll_of(polling.LARGE, "vymir-pechat")
    round_ = poll.current_round
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    Participation.objects.bulk_create(
        (
            Participation(round=round_, channel=channel, browser_mark=secrets.token_hex(32))
            for channel in polling.channels(polling.LARGE)
        ),
        batch_size=2000,
    )
    Trace.objects.bulk_create(
        (
            Trace(round=round_, channel=channel, hour=hour, network=secrets.token_hex(32))
            for channel in polling.channels(polling.LARGE)
        ),
        batch_size=2000,
    )
    return poll


def _timed(work):
    with _transactions() as lengths:
        began = time.monotonic()
        work()
        seconds = time.monotonic() - began
    return Duration(round(seconds, 1), round(max(lengths), 2))


@contextmanager
def _transactions():
    """How long each outermost transaction took, as a list that fills."""
    from django.db import transaction

    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    begun, lengths = [], []

    def entered(self):
        enter(self)
        begun.append(time.monotonic())

    def left(self, *reason):
        leave(self, *reason)
        length = time.monotonic() - begun.pop()
        if not begun:
            lengths.append(length)

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left
    try:
        yield lengths
    finally:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave
