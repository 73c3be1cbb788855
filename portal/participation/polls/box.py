"""The box of paper ballots: how many people gave one, how many are typed in, how many may be now.

Who gave a ballot is registered before them, so the database knows in which order people came; whoever types
ballots in right after would let the two orders meet. So while a poll is open the box is opened at every
tenth ballot, as at a polling station it is opened once; after the close, when nobody can come, all of it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from portal.participation.polls.enums import Channel
from portal.participation.polls.models import Ballot, Participation, Round


@dataclass(frozen=True, slots=True)
class Box:
    """Counts of one round. `is_filling`: people may still give ballots."""

    registered: int
    entered: int
    is_filling: bool

    @property
    def left(self) -> int:
        """Ballots of the box that are not typed in."""
        return self.registered - self.entered

    @property
    def ready(self) -> int:
        """How many of them may be typed in now."""
        closed_in = self.registered % settings.POLLS_LIVE_STEP if self.is_filling else 0
        return max(0, self.left - closed_in)


def box_of(round_: Round, now: datetime) -> Box:
    """Two counts. Whoever writes by it holds the round's lock."""
    rows = {"round": round_, "channel": Channel.PAPER}
    return Box(
        registered=Participation.objects.filter(**rows).count(),
        entered=Ballot.objects.filter(**rows).count(),
        is_filling=round_.poll.window.is_open(now),
    )
