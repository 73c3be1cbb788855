"""Polls: how their counts move, when they are sealed, what is kept for how long."""

from datetime import timedelta

from portal.settings.base.environment import env

# A live count moves by at least this many ballots, so that no step tells what one person answered.
POLLS_LIVE_STEP = 10
# And not more often than this, however many come.
POLLS_LIVE_PAUSE = timedelta(seconds=20)
# A breakdown is shown only where every cell has at least this many ballots.
POLLS_BREAKDOWN_MIN = 10
# How long after its close a poll stays open to voiding and to paper ballots before it is sealed.
POLLS_SEAL_AFTER = timedelta(hours=env.int("POLLS_SEAL_AFTER_HOURS", default=24))
# Networks are forgotten after this.
POLLS_TRACE_TERM = timedelta(days=30)
