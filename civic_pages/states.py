"""The states of forums and consultations by the clock: each defined once, for Python and for SQL.

Half-open: at the very moment of its opening a consultation is open, at that of its closing it is not.
"""

from datetime import datetime, timedelta

from civic_pages.enums import ConsultationState, ForumState, ForumStatus
from portal.core.windows import Clockwork, Rule, city_day, midnight

# A consultation is closing soon when so many days are left, or fewer.
SOON_DAYS = 3


def forum_clock(now: datetime) -> Clockwork:
    """The editor's word goes before the clock: a cancelled forum stays cancelled when its day is over."""
    return Clockwork(
        (
            Rule(ForumState.CANCELLED, {"status": ForumStatus.CANCELLED}, {}),
            Rule(ForumState.POSTPONED, {"status": ForumStatus.POSTPONED}, {}),
            Rule(ForumState.PAST, {}, {"ends_at": now}),
            Rule(ForumState.NOW, {}, {"starts_at": now}),
        ),
        ForumState.PLANNED,
    )


def consultation_clock(now: datetime) -> Clockwork:
    return Clockwork(
        (
            Rule(ConsultationState.ANSWERED, {}, {"reported_at": now}),
            Rule(ConsultationState.WORK, {}, {"closes_at": now}),
            Rule(ConsultationState.SOON, {}, {"opens_at": now, "closes_at": soon_limit(now)}),
            Rule(ConsultationState.OPEN, {}, {"opens_at": now}),
        ),
        ConsultationState.PLANNED,
    )


def soon_limit(now: datetime) -> datetime:
    """What closes at this moment or before has at most SOON_DAYS days left by the city's calendar."""
    return midnight(city_day(now) + timedelta(days=SOON_DAYS + 1))
