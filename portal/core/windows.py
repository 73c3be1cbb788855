"""Half-open windows of time: `[opens, closes)`.

A window is open from its first moment on and closed from its last moment on, so that at every
moment it is exactly one of upcoming, open and closed. Nothing is stored and no job turns it over:
whoever asks says when. Moments are aware datetimes; days are days of the city (`TIME_ZONE`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db.models import Min, Q
from django.utils import timezone

HOUR = timedelta(hours=1)
# The smallest step of a stored time: `[opens, closes)` ends this much before `closes`.
TICK = timedelta(microseconds=1)


def midnight(day: date) -> datetime:
    """The moment at which a day of the city begins, also where the clock jumps that day."""
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_default_timezone())


def next_midnight(now: datetime) -> datetime:
    return midnight(city_day(now) + timedelta(days=1))


def city_day(moment: datetime) -> date:
    """The day of the city in which the moment falls."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a window in the unit that people count in.

    `days` is the number of midnights still to pass before the last day, 0 on that day. `hours` is
    None until the last day; then the number of whole hours that are surely left, 0 in the last one.
    """

    days: int
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Two moments, either of which may be missing while a page is being written.

    Without `opens` nothing begins and nothing ends; without `closes` what began goes on.
    """

    opens: datetime | None
    closes: datetime | None

    def __post_init__(self) -> None:
        # In UTC an hour is an hour: Python subtracts two moments of one local zone by the clock on
        # the wall, which is an hour off across a change of the clock.
        for name in ("opens", "closes"):
            if (moment := getattr(self, name)) is not None:
                object.__setattr__(self, name, moment.astimezone(UTC))

    @property
    def is_whole(self) -> bool:
        return self.opens is not None and self.closes is not None

    @property
    def is_ordered(self) -> bool:
        """False only when both ends are known and the window would hold no moment."""
        return self.opens is None or self.closes is None or self.opens < self.closes

    def is_upcoming(self, now: datetime) -> bool:
        return self.opens is not None and now < self.opens

    def is_open(self, now: datetime) -> bool:
        return (
            self.opens is not None
            and self.opens <= now
            and (self.closes is None or now < self.closes)
        )

    def is_closed(self, now: datetime) -> bool:
        return self.closes is not None and self.closes <= now

    @property
    def last_day(self) -> date | None:
        """The last day on which the window is open: one that closes at midnight ends the day before."""
        return None if self.closes is None else city_day(self.closes - TICK)

    @property
    def length_in_days(self) -> int | None:
        """Calendar days from the day of opening to the last day; the day of opening does not count.

        So do terms run by the Civil Code of Ukraine, art. 253. None while an end is missing.
        """
        if self.opens is None or self.last_day is None:
            return None
        return (self.last_day - city_day(self.opens)).days

    def remaining(self, now: datetime) -> Remaining | None:
        """What is left of an open window; None when it is not open or has no end."""
        if self.closes is None or self.last_day is None or not self.is_open(now):
            return None
        days = (self.last_day - city_day(now)).days
        if days > 0:
            return Remaining(days)
        # Rounded down, and a full hour counts as the one below: the figure turns exactly at the
        # boundary and never promises more than there is.
        return Remaining(0, (self.closes - now - TICK) // HOUR)

    def next_change(self, now: datetime, *, counting: bool = False) -> datetime | None:
        """The next moment at which the window turns, or, `counting`, at which `remaining` does."""
        moments = [moment for moment in (self.opens, self.closes) if moment and moment > now]
        if counting and (left := self.remaining(now)) and self.closes is not None:
            if left.hours is None:
                moments.append(next_midnight(now))
            else:
                moments.append(self.closes - left.hours * HOUR)
        return min((moment for moment in moments if moment > now), default=None)


class WindowQuerySetMixin:
    """`upcoming`, `open` and `closed` for rows with two time columns, named in `window_fields`."""

    window_fields: ClassVar[tuple[str, str]] = ("opens_at", "closes_at")

    def upcoming(self, now: datetime | None = None) -> Self:
        opens, _closes = self.window_fields
        return self.filter(**{f"{opens}__gt": now or timezone.now()})  # type: ignore[attr-defined]

    def open(self, now: datetime | None = None) -> Self:
        opens, closes = self.window_fields
        now = now or timezone.now()
        return self.filter(  # type: ignore[attr-defined]
            Q(**{f"{closes}__gt": now}) | Q(**{f"{closes}__isnull": True}), **{f"{opens}__lte": now}
        )

    def closed(self, now: datetime | None = None) -> Self:
        _opens, closes = self.window_fields
        return self.filter(**{f"{closes}__lte": now or timezone.now()})  # type: ignore[attr-defined]

    def next_boundary(self, now: datetime | None = None, *fields: str) -> datetime | None:
        """The first moment after `now` at which any of the rows turns. One query.

        `fields` are further time columns at which they turn.
        """
        now = now or timezone.now()
        names = (*self.window_fields, *fields)
        found = self.order_by().aggregate(  # type: ignore[attr-defined]
            **{f"next_{name}": Min(name, filter=Q(**{f"{name}__gt": now})) for name in names}
        )
        return min((moment for moment in found.values() if moment is not None), default=None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A state and what must hold for it: every named column equal to a value, or not after a moment.

    `reached` maps a column to a moment: it holds when the column is filled and not after it.
    """

    state: str
    equals: Mapping[str, Any]
    reached: Mapping[str, datetime]

    def holds_for(self, thing: Any) -> bool:
        return all(getattr(thing, name) == value for name, value in self.equals.items()) and all(
            (moment := getattr(thing, name)) is not None and moment <= limit
            for name, limit in self.reached.items()
        )

    def as_q(self) -> Q:
        return Q(**self.equals) & Q(
            **{f"{name}__lte": limit for name, limit in self.reached.items()}
        )


@dataclass(frozen=True, slots=True)
class Clockwork:
    """States by the clock, defined once and read both in Python and in the database.

    The first rule that holds gives the state; when none does, it is `otherwise`.
    """

    rules: tuple[Rule, ...]
    otherwise: str

    def state_of(self, thing: Any) -> str:
        return next((rule.state for rule in self.rules if rule.holds_for(thing)), self.otherwise)

    def as_q(self, *states: str) -> Q:
        """The condition of being in one of the states, which an index on the columns can serve."""
        found, earlier = Q(pk__in=[]), Q()
        for rule in self._with_last():
            condition = rule.as_q() & ~earlier if earlier else rule.as_q()
            if rule.state in states:
                found |= condition
            earlier |= rule.as_q()
        return found

    def _with_last(self) -> Iterator[Rule]:
        yield from self.rules
        yield Rule(self.otherwise, {}, {})
