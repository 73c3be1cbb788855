"""Half-open windows, what is left of them, and states defined once."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from portal.core.windows import (
    TICK,
    Clockwork,
    Remaining,
    Rule,
    Window,
    city_day,
    midnight,
    next_midnight,
)

KYIV = ZoneInfo("Europe/Kyiv")


def kyiv(*parts):
    return datetime(*parts, tzinfo=KYIV)


OPENS = kyiv(2019, 5, 20, 9)
CLOSES = kyiv(2019, 6, 6, 18)
WINDOW = Window(OPENS, CLOSES)


@pytest.mark.parametrize(
    ("now", "upcoming", "is_open", "closed"),
    [
        (OPENS - TICK, True, False, False),
        (OPENS, False, True, False),
        (CLOSES - TICK, False, True, False),
        (CLOSES, False, False, True),
        (CLOSES + TICK, False, False, True),
    ],
)
def test_at_every_moment_a_window_is_exactly_one_thing(now, upcoming, is_open, closed):
    assert WINDOW.is_upcoming(now) is upcoming
    assert WINDOW.is_open(now) is is_open
    assert WINDOW.is_closed(now) is closed


def test_a_window_without_ends_is_nothing_and_breaks_nothing():
    window = Window(None, None)
    assert not (window.is_upcoming(OPENS) or window.is_open(OPENS) or window.is_closed(OPENS))
    assert window.remaining(OPENS) is None
    assert window.next_change(OPENS) is None
    assert window.last_day is None
    assert window.length_in_days is None
    assert window.is_ordered
    assert not window.is_whole


def test_what_began_without_an_end_goes_on():
    window = Window(OPENS, None)
    assert window.is_open(CLOSES)
    assert window.remaining(CLOSES) is None
    assert window.next_change(OPENS - TICK) == OPENS
    assert window.next_change(OPENS) is None


def test_a_window_that_would_hold_no_moment_is_out_of_order():
    assert WINDOW.is_ordered
    assert not Window(OPENS, OPENS).is_ordered
    assert not Window(CLOSES, OPENS).is_ordered


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (OPENS - TICK, None),
        (kyiv(2019, 6, 3, 0), Remaining(3)),
        (kyiv(2019, 6, 3, 23, 59, 59), Remaining(3)),
        (kyiv(2019, 6, 5, 23, 59, 59), Remaining(1)),
        (kyiv(2019, 6, 6, 0), Remaining(0, 17)),
        (kyiv(2019, 6, 6, 14, 59, 59), Remaining(0, 3)),
        (kyiv(2019, 6, 6, 15), Remaining(0, 2)),
        (kyiv(2019, 6, 6, 17) - TICK, Remaining(0, 1)),
        (kyiv(2019, 6, 6, 17), Remaining(0, 0)),
        (CLOSES - TICK, Remaining(0, 0)),
        (CLOSES, None),
    ],
)
def test_days_turn_at_midnight_and_hours_on_the_last_day(now, left):
    assert WINDOW.remaining(now) == left


def test_a_window_that_closes_at_midnight_has_the_day_before_as_its_last():
    window = Window(OPENS, kyiv(2019, 6, 7))
    assert window.last_day == date(2019, 6, 6)
    assert window.remaining(kyiv(2019, 6, 5, 12)) == Remaining(1)
    assert window.remaining(kyiv(2019, 6, 6, 0)) == Remaining(0, 23)


def test_every_change_of_the_figure_is_announced_and_nothing_changes_between():
    """Walk from change to change: the figure must differ after each and hold until the next."""
    now, seen = OPENS, []
    while (left := WINDOW.remaining(now)) is not None:
        seen.append(left)
        following = WINDOW.next_change(now, counting=True)
        assert following > now
        assert WINDOW.remaining(following - TICK) == left
        assert WINDOW.remaining(following) != left
        now = following
    assert now == CLOSES
    assert [left.days for left in seen[:17]] == list(range(17, 0, -1))
    assert [left.hours for left in seen[17:]] == list(range(17, -1, -1))


def test_without_counting_only_the_ends_matter():
    assert WINDOW.next_change(OPENS - TICK) == OPENS
    assert WINDOW.next_change(OPENS) == CLOSES
    assert WINDOW.next_change(CLOSES) is None


@pytest.mark.parametrize(
    ("day", "hours_of_day"),
    [(date(2019, 3, 31), 23), (date(2019, 10, 27), 25), (date(2019, 6, 6), 24)],
)
def test_a_day_with_a_change_of_the_clock_has_its_real_length(day, hours_of_day):
    begin, end = midnight(day), midnight(day + timedelta(days=1))
    window = Window(begin - timedelta(days=20), end)
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=hours_of_day)
    assert window.remaining(begin) == Remaining(0, hours_of_day - 1)
    assert next_midnight(begin) == end


def test_days_are_days_of_the_city():
    evening_in_utc = datetime(2019, 6, 5, 21, 30, tzinfo=UTC)
    assert city_day(evening_in_utc) == date(2019, 6, 6)
    assert WINDOW.remaining(evening_in_utc).hours is not None


def test_the_day_of_opening_does_not_count_in_the_length():
    assert Window(kyiv(2019, 6, 1, 9), kyiv(2019, 6, 16, 9)).length_in_days == 15
    assert Window(kyiv(2019, 6, 1, 9), kyiv(2019, 6, 16)).length_in_days == 14


def clockwork(now):
    return Clockwork(
        (Rule("LATE", {"word": "late"}, {}), Rule("BEGUN", {}, {"opens_at": now})), "WAITING"
    )


@pytest.mark.parametrize(
    ("word", "opens", "state"),
    [
        ("late", OPENS - TICK, "LATE"),
        ("", OPENS, "BEGUN"),
        ("", OPENS + TICK, "WAITING"),
        ("", None, "WAITING"),
    ],
)
def test_the_first_rule_that_holds_gives_the_state(word, opens, state):
    thing = SimpleNamespace(word=word, opens_at=opens)
    assert clockwork(OPENS).state_of(thing) == state
