"""The states of forums and consultations by the clock: each defined once, for Python and for SQL.

Half-open: at the very moment of its opening a consultation is open, at that of its closing it is not.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from civic_pages.enums import ConsultationState, ForumState, ForumStatus
from portal.core.search_items import StateWindow
from portal.core.windows import TICK, Clockwork, Rule, city_day, midnight

# A consultation is closing soon when so many days are left, or fewer.
SOON_DAYS = 3
# Any moment will do where no time is known.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


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


def forum_windows(forum: Any) -> tuple[StateWindow, ...]:
    """Which state the forum is in, and when: all of it, for an index that asks by the clock."""
    return _windows(forum, forum_clock, forum.starts_at, forum.ends_at)


def consultation_windows(consultation: Any) -> tuple[StateWindow, ...]:
    closes = consultation.closes_at
    soon = None if closes is None else midnight(city_day(closes - TICK) - timedelta(days=SOON_DAYS))
    return _windows(
        consultation,
        consultation_clock,
        consultation.opens_at,
        soon,
        closes,
        consultation.reported_at,
    )


def _windows(
    thing: Any, clock: Callable[[datetime], Clockwork], *turns: datetime | None
) -> tuple[StateWindow, ...]:
    """The states between the moments at which one may turn, equal neighbours joined."""
    moments = sorted({moment.astimezone(UTC) for moment in turns if moment is not None})
    if not moments:
        return (StateWindow(_state_key(clock(_NEVER).state_of(thing))),)
    begins: list[datetime | None] = [None, *moments]
    ends: list[datetime | None] = [*moments, None]
    found: list[StateWindow] = []
    for begin, end in zip(begins, ends, strict=True):
        state = _state_key(clock(begin or moments[0] - TICK).state_of(thing))
        if found and found[-1].state == state:
            found[-1] = StateWindow(state, found[-1].begins, end)
        else:
            found.append(StateWindow(state, begin, end))
    return tuple(found)


def _state_key(state: str) -> str:
    """The state as it stands in addresses of search."""
    return state.lower()


def soon_limit(now: datetime) -> datetime:
    """What closes at this moment or before has at most SOON_DAYS days left by the city's calendar."""
    return midnight(city_day(now) + timedelta(days=SOON_DAYS + 1))
