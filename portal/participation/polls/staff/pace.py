"""How fast ballots came, as bars of a chart and as rows: a wave stands out by itself, and is named."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from django.utils import timezone

HEIGHT: Final = 120
WIDTH: Final = 960
# Bars that can still be told apart; a longer round has several hours in a bar.
_MOST_BARS: Final = 480
_HOUR: Final = timedelta(hours=1)
# An hour with so many times the ballots of a usual one is worth a look, if they are not a handful.
_WAVE: Final = 5
_FEWEST_OF_A_WAVE: Final = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """In units of the drawing, whose origin is above on the left."""

    x: float
    y: float
    width: float
    height: float
    is_wave: bool


@dataclass(frozen=True, slots=True)
class Hour:
    at: datetime
    ballots: int
    is_wave: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """`hours`: those in which ballots came; `top`: the most ballots in one bar, of `hours_a_bar` hours."""

    hours: Sequence[Hour] = ()
    bars: Sequence[Bar] = ()
    top: int = 0
    hours_a_bar: int = 1

    @property
    def waves(self) -> list[Hour]:
        return [hour for hour in self.hours if hour.is_wave]


def pace_of(rows: Sequence[Sequence[Any]]) -> Pace:
    """From «hours» of the report: [ISO hour, channel, ballots]."""
    counts: Counter[datetime] = Counter()
    for hour, _channel, ballots in rows:
        counts[datetime.fromisoformat(hour)] += ballots
    if not counts:
        return Pace()
    usual = median(counts.values())
    hours = [
        Hour(timezone.localtime(at), ballots, _is_wave(ballots, usual))
        for at, ballots in sorted(counts.items())
    ]
    first, last = min(counts), max(counts)
    span = int((last - first) / _HOUR) + 1
    each = -(-span // _MOST_BARS)
    in_bars: Counter[int] = Counter()
    waves = set()
    for at, ballots in counts.items():
        place = int((at - first) / _HOUR) // each
        in_bars[place] += ballots
        if _is_wave(ballots, usual):
            waves.add(place)
    top = max(in_bars.values())
    width = WIDTH / max(-(-span // each), 1)
    bars = [
        Bar(
            round(place * width, 2),
            round(HEIGHT - HEIGHT * ballots / top, 2),
            round(max(width * 0.9, 1), 2),
            round(HEIGHT * ballots / top, 2),
            place in waves,
        )
        for place, ballots in sorted(in_bars.items())
    ]
    return Pace(hours, bars, top, each)


def _is_wave(ballots: int, usual: float) -> bool:
    return ballots >= max(_FEWEST_OF_A_WAVE, _WAVE * usual)
