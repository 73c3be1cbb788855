"""Counting ballots: whole numbers and exact decimals alone, so that anybody who recounts gets the same.

A tally holds numbers apart by channel, and under `MAIN` those of all channels that were checked
together. Per question and group:

    every kind            {"answered": ballots that answer it}
    single, picture,
    multiple, scale       "counts": {option or point: ballots}
    ranking               "points": {option: Borda points}, "first": {option: ballots that put it first}
    matrix                "rows": {row: {option: ballots}}
    number                "sum", "median", "min", "max": decimals as text, None without an answer
    date                  "counts": {day, month or year: ballots}, "min", "max": days

Borda: the last of n options gets no point, the first n − 1. A ranking holds all options.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Final, Protocol, Self

from portal.participation.polls.enums import Channel, Kind
from portal.participation.polls.questions.forms import Form, Question

MAIN: Final = "main"
# Ballots of these are the result; the others stand beside it.
CHECKED: Final = (Channel.VERIFIED, Channel.EMAIL, Channel.PAPER)
# Ballots in memory at a time.
CHUNK: Final = 2000
# Days shown one by one; with more of them by month, then by year.
_MANY_DATES: Final = 40
# Signs of an ISO day that tell the day, the month and the year.
_DAY: Final = 10
_MONTH: Final = 7
_YEAR: Final = 4


class Countable(Protocol):
    """What counts of a ballot: a row of the database, or a line of the published list."""

    @property
    def channel(self) -> str: ...
    @property
    def answers(self) -> Mapping[str, Any]: ...
    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def voiding_id(self) -> int | None: ...


@dataclass(frozen=True)
class Tally:
    """How a round stands. `ballots` and `voided`: by channel; a voided ballot is in `voided` alone.

    `texts`: how many ballots have words for a question, by code and group; nobody can recount them from the
    published list, which has no words.
    """

    ballots: Mapping[str, int] = field(default_factory=dict)
    voided: Mapping[str, int] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def main(self) -> int:
        """Ballots that count, of all channels that were checked."""
        return sum(self.ballots.get(channel, 0) for channel in CHECKED)

    @property
    def unverified(self) -> int:
        return self.ballots.get(Channel.UNVERIFIED, 0)

    @property
    def total(self) -> int:
        """All ballots, voided ones included."""
        return sum(self.ballots.values()) + sum(self.voided.values())

    def of(self, code: str, group: str = MAIN) -> Mapping[str, Any]:
        """The numbers of a question; {"answered": 0} where nobody of the group answered."""
        return self.questions.get(code, {}).get(group) or {"answered": 0}

    def with_texts_of(self, other: "Tally") -> "Tally":
        return Tally(self.ballots, self.voided, self.questions, other.texts)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The tally that `as_json` wrote; an empty one from {}."""
        return cls(**{name: data.get(name, {}) for name in cls.__dataclass_fields__})


class Counting:
    """A tally in the making: `add` each ballot, then `result`. Holds numbers, never ballots."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._ballots: Counter[str] = Counter()
        self._voided: Counter[str] = Counter()
        self._answered: dict[tuple[str, str], int] = Counter()
        self._found: dict[tuple[str, str], Counter[Any]] = {}
        self._texts: dict[tuple[str, str], int] = Counter()
        self._adders = {question.code: _ADDERS.get(question.kind) for question in form}

    def add(self, ballot: Countable) -> None:
        channel = str(ballot.channel)
        if ballot.voiding_id is not None:
            self._voided[channel] += 1
            return
        self._ballots[channel] += 1
        for code, answer in ballot.answers.items():
            # What is not asked in this round is no answer.
            if adder := self._adders.get(code):
                place = (code, channel)
                self._answered[place] += 1
                found = self._found.get(place)
                if found is None:
                    found = self._found[place] = Counter()
                adder(found, answer)
        for code in ballot.texts:
            self._texts[code, channel] += 1

    def result(self) -> Tally:
        channels = [str(channel) for channel in Channel if self._ballots[channel]]
        return Tally(
            ballots=dict(sorted(self._ballots.items())),
            voided=dict(sorted(self._voided.items())),
            questions={
                question.code: self._of_question(question, channels)
                for question in self._form
                if not question.is_text
            },
            texts={
                question.code: words
                for question in self._form
                if (words := self._of_texts(question.code, channels))
            },
        )

    def _of_question(self, question: Question, channels: list[str]) -> dict[str, Any]:
        found = {group: self._group(question.code, group) for group in (MAIN, *channels)}
        together: Counter[Any] = Counter()
        for channel in channels:
            together.update(found[channel][1])
        width = _date_width(together) if question.kind == Kind.DATE else 0
        return {
            group: {"answered": answered, **_numbers(question, counts, width)}
            for group, (answered, counts) in found.items()
        }

    def _group(self, code: str, group: str) -> tuple[int, Counter[Any]]:
        counts: Counter[Any] = Counter()
        channels = CHECKED if group == MAIN else (group,)
        for channel in channels:
            counts.update(self._found.get((code, str(channel)), {}))
        return sum(self._answered.get((code, str(channel)), 0) for channel in channels), counts

    def _of_texts(self, code: str, channels: list[str]) -> dict[str, int]:
        found = {each: count for each in channels if (count := self._texts.get((code, each), 0))}
        main = sum(found.get(str(channel), 0) for channel in CHECKED)
        return {MAIN: main, **found} if found else {}


def count(form: Form, ballots: Iterable[Countable]) -> Tally:
    """The tally of all given ballots, in one pass."""
    counting = Counting(form)
    for ballot in ballots:
        counting.add(ballot)
    return counting.result()


def ballots_of(rows: Any) -> Iterator[Countable]:
    """The ballots of a queryset, as much of each as is counted, few in memory at a time."""
    found: Iterator[Countable] = rows.values_list(
        "channel", "answers", "texts", "voiding_id", named=True
    ).iterator(chunk_size=CHUNK)
    return found


def mean_of(question: Question, numbers: Mapping[str, Any]) -> Decimal | None:
    """The mean of a scale or of numbers; None without an answer."""
    answered = numbers.get("answered", 0)
    if not answered:
        return None
    if question.kind == Kind.NUMBER:
        return Decimal(numbers["sum"]) / answered
    total = sum(int(point) * ballots for point, ballots in numbers["counts"].items())
    return Decimal(total) / answered


def _add_one(found: Counter[Any], answer: Any) -> None:
    found[str(answer)] += 1


def _add_each(found: Counter[Any], answer: Any) -> None:
    found.update(map(str, answer))


def _add_ranking(found: Counter[Any], answer: Any) -> None:
    for place, code in enumerate(answer):
        found["points", code] += len(answer) - 1 - place
    found["first", answer[0]] += 1


def _add_matrix(found: Counter[Any], answer: Any) -> None:
    found.update(answer.items())


_ADDERS: Final[Mapping[Kind, Callable[[Counter[Any], Any], None]]] = {
    Kind.SINGLE: _add_one,
    Kind.PICTURE: _add_one,
    Kind.MULTIPLE: _add_each,
    Kind.RANKING: _add_ranking,
    Kind.SCALE: _add_one,
    Kind.MATRIX: _add_matrix,
    Kind.NUMBER: _add_one,
    Kind.DATE: _add_one,
}


def _numbers(question: Question, found: Counter[Any], date_width: int) -> dict[str, Any]:
    codes = [option.code for option in question.choices]
    match question.kind:
        case Kind.RANKING:
            return {
                "points": {code: found["points", code] for code in codes},
                "first": {code: found["first", code] for code in codes},
            }
        case Kind.MATRIX:
            return {
                "rows": {
                    row.code: {code: found[row.code, code] for code in codes}
                    for row in question.rows
                }
            }
        case Kind.SCALE:
            points = (str(point) for point in range(1, question.points + 1))
            return {"counts": {point: found[point] for point in points}}
        case Kind.NUMBER:
            return _of_numbers(found)
        case Kind.DATE:
            return _of_dates(found, date_width)
        case _:
            return {"counts": {code: found[code] for code in codes}}


def _of_numbers(found: Counter[Any]) -> dict[str, Any]:
    if not found:
        return dict.fromkeys(("sum", "median", "min", "max"))
    values = sorted((Decimal(text), ballots) for text, ballots in found.items())
    how_many = sum(ballots for _value, ballots in values)
    middle = (_at(values, (how_many - 1) // 2) + _at(values, how_many // 2)) / 2
    total = sum((value * ballots for value, ballots in values), Decimal())
    return {
        "sum": plain(total),
        "median": plain(middle),
        "min": plain(values[0][0]),
        "max": plain(values[-1][0]),
    }


def _at(values: list[tuple[Decimal, int]], place: int) -> Decimal:
    for value, ballots in values:
        if place < ballots:
            return value
        place -= ballots
    raise IndexError(place)


def plain(number: Decimal) -> str:
    """Without an exponent and without zeros at the end: «12.5», «100»."""
    text = format(number, "f")
    text = re.sub(r"\.?0+$", "", text) if "." in text else text
    return "0" if text == "-0" else text


def _date_width(found: Counter[Any]) -> int:
    """How many signs of an ISO day tell dates apart: as fine as can be shown."""
    for width in (_DAY, _MONTH):
        if len({day[:width] for day in found}) <= _MANY_DATES:
            return width
    return _YEAR


def _of_dates(found: Counter[Any], width: int) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for day, ballots in found.items():
        counts[day[:width]] += ballots
    return {
        "counts": dict(sorted(counts.items())),
        "min": min(found, default=None),
        "max": max(found, default=None),
    }
