"""A question's numbers as a table: a row for each answer, a column for each channel."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.participation.polls.enums import Channel, Kind
from portal.participation.polls.questions.forms import Question
from portal.participation.polls.results.counting import CHECKED, MAIN, Tally

# The columns: what was checked together, then each channel by itself.
GROUPS: Final[tuple[tuple[str, str | Promise], ...]] = (
    (MAIN, gettext_lazy("all that were checked")),
    *((channel.value, channel.label) for channel in (*CHECKED, Channel.UNVERIFIED)),
)
# While a round goes on, channels do not stand by themselves (results/live.py).
LIVE_GROUPS: Final = (GROUPS[0], GROUPS[-1])


@dataclass(frozen=True, slots=True)
class Row:
    """`is_head`: a line that only names what follows, such as a row of a matrix."""

    label: str
    values: tuple[Any, ...]
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """`unit`: what the numbers of `rows` are."""

    question: Question
    answered: tuple[int, ...]
    skipped: tuple[int, ...]
    rows: tuple[Row, ...]
    unit: str


def figures_of(
    question: Question, tally: Tally, columns: Sequence[tuple[str, str | Promise]] = GROUPS
) -> Figures:
    """The numbers of one question. «Skipped» is everybody who did not answer, asked or not."""
    ballots = {**tally.ballots, MAIN: tally.main}
    names = [name for name, _label in columns]
    groups = [tally.of(question.code, name) for name in names]
    answered = (
        [tally.texts.get(question.code, {}).get(name, 0) for name in names]
        if question.is_text
        else [numbers["answered"] for numbers in groups]
    )
    points = question.kind == Kind.RANKING
    return Figures(
        question,
        tuple(answered),
        tuple(ballots.get(name, 0) - count for name, count in zip(names, answered, strict=True)),
        tuple(_rows(question, groups)),
        pgettext("ranking", "points") if points else _("ballots"),
    )


def _rows(question: Question, groups: list[Mapping[str, Any]]) -> Iterator[Row]:
    if question.kind == Kind.MATRIX:
        for row in question.rows:
            yield Row(row.text, (), is_head=True)
            for option in question.choices:
                values = tuple(_in(each, "rows", row.code, option.code) for each in groups)
                yield Row(option.text, values)
    elif question.kind == Kind.NUMBER:
        for key, label in (("min", _("lowest")), ("median", _("median")), ("max", _("highest"))):
            yield Row(label, tuple(each.get(key) or "–" for each in groups))
    elif not question.is_text:
        part = "points" if question.kind == Kind.RANKING else "counts"
        for code, label in _labels(question, groups):
            yield Row(label, tuple(_in(each, part, code) for each in groups))


def _labels(question: Question, groups: list[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The answers of a question in its order; of dates, those that were given."""
    if question.kind == Kind.SCALE:
        points = range(1, question.points + 1)
        return [(str(point), _scale_label(question, point)) for point in points]
    if question.kind == Kind.DATE:
        days = sorted({day for each in groups for day in each.get("counts", {})})
        return [(day, day) for day in days]
    return [(option.code, option.text) for option in question.choices]


def _in(numbers: Mapping[str, Any], *keys: str) -> int:
    found: Any = numbers
    for key in keys:
        found = found.get(key, {})
    return found or 0


def _scale_label(question: Question, point: int) -> str:
    ends = {1: question.low_label, question.points: question.high_label}
    words = ends.get(point)
    return f"{point} — {words}" if words else str(point)
