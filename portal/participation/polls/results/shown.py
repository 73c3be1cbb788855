"""A count as readers see it: bars, the same numbers as a table, breakdowns. Reads a row of a round alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext, ngettext, pgettext

from portal.core.models import PortalImage
from portal.participation.polls.enums import AgeGroup, Channel, Kind
from portal.participation.polls.questions.forms import Form, Option, Question
from portal.participation.polls.questions.pictures import pictures_of
from portal.participation.polls.results import words
from portal.participation.polls.results.breakdown import AGE, DISTRICT, OTHERS
from portal.participation.polls.results.counting import MAIN, Tally, mean_of

Pictures = Mapping[int, PortalImage]
_NONE: Final[Pictures] = {}


@dataclass(frozen=True, slots=True)
class Bar:
    """`width`: of the track, as SVG takes it. `image`: the answer's picture, described by `alt`."""

    label: str
    value: str
    note: str
    width: str
    is_first: bool = False
    image: PortalImage | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """One list of bars; a matrix has one for each row, with its `title`."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What one group of ballots answered: all checked ones, or those not checked (`is_unchecked`), which
    stand apart from the former where there are any.
    """

    title: str
    answered: str
    lists: tuple[Bars, ...] = ()
    # Term and what it is: «Mean», «3,4».
    facts: tuple[tuple[str, str], ...] = ()
    is_unchecked: bool = False
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its results. `note`: how to read the numbers; `words`: how many wrote words."""

    code: str
    number: int
    text: str
    parts: tuple[Part, ...]
    tables: tuple[Table, ...] = ()
    breakdowns: tuple[Table, ...] = ()
    note: str = ""
    words: str = ""


def asked(form: Form, tally: Tally, breakdown: Mapping[str, Any], language: str) -> list[Asked]:
    """Every question of the form with its results, in the form's order. Two queries for its pictures."""
    pictures = pictures_of(form)
    return [
        _asked(
            place,
            question,
            tally,
            breakdown.get(question.code, {}),
            language=language,
            pictures=pictures,
        )
        for place, question in enumerate(form, start=1)
    ]


def _asked(
    place: int,
    question: Question,
    tally: Tally,
    broken: Mapping[str, Any],
    *,
    language: str,
    pictures: Pictures,
) -> Asked:
    groups = _groups(tally)
    numbers = {group: tally.of(question.code, group) for group in groups}
    parts: tuple[Part, ...] = ()
    tables: tuple[Table, ...] = ()
    if not question.is_text:
        parts = tuple(_part(question, group, numbers[group], groups, pictures) for group in groups)
        tables = tuple(_tables(question, groups, numbers))
    return Asked(
        code=question.code,
        number=place,
        text=question.text,
        parts=parts,
        tables=tables,
        breakdowns=tuple(_breakdowns(question, broken, language)),
        note=_note(question),
        words=_words(question, tally),
    )


def _groups(tally: Tally) -> list[str]:
    """Checked ballots, and beside them those that were not; of nothing the first."""
    found = [MAIN] if tally.main else []
    return found + ([str(Channel.UNVERIFIED)] if tally.unverified else []) or [MAIN]


def _title(group: str) -> str:
    return gettext("Not checked") if group == Channel.UNVERIFIED else gettext("Checked")


def _note(question: Question) -> str:
    match question.kind:
        case Kind.MULTIPLE:
            return gettext("Several answers could be chosen: shares are of all who answered.")
        case Kind.RANKING:
            return gettext(
                "The last place gives no point, each place above it one more (Borda count). "
                "The bar shows the share of the points that could be had."
            )
    return ""


def _words(question: Question, tally: Tally) -> str:
    count = sum(
        ballots
        for group, ballots in tally.texts.get(question.code, {}).items()
        if group in (MAIN, Channel.UNVERIFIED)
    )
    if not (question.is_text or count):
        return ""
    return ngettext(
        "%(number)s person answered in their own words. Texts are not published.",
        "%(number)s people answered in their own words. Texts are not published.",
        count,
    ) % {"number": words.number(count)}


def _part(
    question: Question,
    group: str,
    numbers: Mapping[str, Any],
    groups: Sequence[str],
    pictures: Pictures,
) -> Part:
    is_unchecked, is_apart = group == Channel.UNVERIFIED, group != groups[0]
    return Part(
        title=_title(group) if len(groups) > 1 or is_unchecked else "",
        answered=words.answers(numbers["answered"]),
        # Seen once beside the answers that count.
        lists=tuple(_lists(question, numbers, {} if is_apart else pictures)),
        facts=tuple(_facts(question, numbers)),
        is_unchecked=is_unchecked,
        is_apart=is_apart,
    )


def _lists(question: Question, numbers: Mapping[str, Any], pictures: Pictures) -> Iterator[Bars]:
    answered = numbers["answered"]
    match question.kind:
        case Kind.NUMBER:
            return
        case Kind.MATRIX:
            for row in question.rows:
                counts = numbers.get("rows", {}).get(row.code, {})
                yield Bars(row.text, _bars(question.choices, counts, sum(counts.values())))
        case Kind.RANKING:
            yield Bars("", _ranked(question, numbers))
        case _:
            counts = numbers.get("counts", {})
            yield Bars("", _bars(_choices(question, numbers), counts, answered, pictures))


def _choices(question: Question, numbers: Mapping[str, Any]) -> Sequence[Option]:
    if question.kind == Kind.SCALE:
        return [Option(point, _point(question, point)) for point in _points(question)]
    if question.kind == Kind.DATE:
        return [Option(day, words.day(day)) for day in numbers.get("counts", {})]
    return question.choices


def _points(question: Question) -> list[str]:
    return [str(point) for point in range(1, question.points + 1)]


def _point(question: Question, point: str) -> str:
    label = {"1": question.low_label, str(question.points): question.high_label}.get(point)
    return f"{point} — {label}" if label else point


def _bars(
    choices: Sequence[Option], counts: Mapping[str, int], whole: int, pictures: Pictures = _NONE
) -> tuple[Bar, ...]:
    most = max(counts.values(), default=0)
    return tuple(
        Bar(
            label=option.text,
            value=words.percent(counts.get(option.code, 0), whole),
            note=words.votes(counts.get(option.code, 0)),
            width=f"{words.share(counts.get(option.code, 0), whole)}%",
            is_first=0 < most == counts.get(option.code, 0),
            image=pictures.get(option.image or 0),
            alt=option.alt,
        )
        for option in choices
    )


def _ranked(question: Question, numbers: Mapping[str, Any]) -> tuple[Bar, ...]:
    points, first = numbers.get("points", {}), numbers.get("first", {})
    most = max(points.values(), default=0)
    possible = numbers["answered"] * (len(question.options) - 1)
    ordered = sorted(question.options, key=lambda option: -points.get(option.code, 0))
    return tuple(
        Bar(
            label=option.text,
            value=words.points(points.get(option.code, 0)),
            note=words.first_places(first.get(option.code, 0)),
            width=f"{words.share(points.get(option.code, 0), possible)}%",
            is_first=0 < most == points.get(option.code, 0),
        )
        for option in ordered
    )


def _facts(question: Question, numbers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not numbers["answered"]:
        return
    if question.kind in (Kind.SCALE, Kind.NUMBER):
        mean = mean_of(question, numbers)
        yield pgettext("statistics", "Mean"), words.decimal(mean or Decimal(), question.unit)
    if question.kind == Kind.NUMBER:
        for label, key in (
            (pgettext("statistics", "Median"), "median"),
            (pgettext("statistics", "Least"), "min"),
            (pgettext("statistics", "Most"), "max"),
        ):
            yield label, words.decimal(numbers[key], question.unit)
    if question.kind == Kind.DATE:
        yield pgettext("statistics", "Earliest"), words.day(numbers["min"])
        yield pgettext("statistics", "Latest"), words.day(numbers["max"])


def _tables(
    question: Question, groups: list[str], numbers: Mapping[str, Mapping[str, Any]]
) -> Iterator[Table]:
    caption = gettext("The numbers of the question")
    match question.kind:
        case Kind.NUMBER:
            facts = {group: dict(_facts(question, numbers[group])) for group in groups}
            labels = list(dict.fromkeys(label for each in facts.values() for label in each))
            rows = [
                (label, tuple(facts[group].get(label, "—") for group in groups)) for label in labels
            ]
            yield Table(caption, _heads(groups, (pgettext("statistics", "Value"),)), tuple(rows))
        case Kind.RANKING:
            heads = (gettext("Points"), gettext("First places"))
            keys = ("points", "first")
            rows = [
                (
                    option.text,
                    tuple(
                        words.number(numbers[group].get(key, {}).get(option.code, 0))
                        for group in groups
                        for key in keys
                    ),
                )
                for option in question.options
            ]
            yield Table(caption, _heads(groups, heads), tuple(rows))
        case Kind.MATRIX:
            for row in question.rows:
                counts = {g: numbers[g].get("rows", {}).get(row.code, {}) for g in groups}
                wholes = {group: sum(counts[group].values()) for group in groups}
                yield _of_counts(row.text, question.choices, groups, counts, wholes, adds_up=True)
        case _:
            choices = {
                option.code: option
                for group in groups
                for option in _choices(question, numbers[group])
            }
            yield _of_counts(
                caption,
                [choices[code] for code in choices],
                groups,
                {group: numbers[group].get("counts", {}) for group in groups},
                {group: numbers[group]["answered"] for group in groups},
                adds_up=question.kind != Kind.MULTIPLE,
            )


def _heads(groups: list[str], heads: tuple[str, ...]) -> tuple[str, ...]:
    if groups == [MAIN]:
        return heads
    return tuple(f"{_title(group)}: {head.lower()}" for group in groups for head in heads)


def _of_counts(
    caption: str,
    choices: Sequence[Option],
    groups: list[str],
    counts: Mapping[str, Mapping[str, int]],
    wholes: Mapping[str, int],
    *,
    adds_up: bool,
) -> Table:
    rows = [
        (option.text, _cells(groups, {g: counts[g].get(option.code, 0) for g in groups}, wholes))
        for option in choices
    ]
    heads = _heads(groups, (gettext("Votes"), pgettext("of votes", "Share")))
    total = _cells(groups, wholes, wholes) if adds_up else ()
    return Table(caption, heads, tuple(rows), total)


def _cells(
    groups: list[str], counts: Mapping[str, int], wholes: Mapping[str, int]
) -> tuple[str, ...]:
    return tuple(
        cell
        for group in groups
        for cell in (words.number(counts[group]), words.percent(counts[group], wholes[group]))
    )


def _breakdowns(question: Question, broken: Mapping[str, Any], language: str) -> Iterator[Table]:
    captions = {DISTRICT: gettext("By district"), AGE: gettext("By age")}
    for dimension, caption in captions.items():
        groups = broken.get(dimension)
        if not groups:
            continue
        choices = (
            [Option(point, point) for point in _points(question)]
            if question.kind == Kind.SCALE
            else question.choices
        )
        rows = [
            (
                _name(dimension, group, language),
                (
                    words.number(group["answered"]),
                    *(
                        words.percent(group["counts"][option.code], group["answered"])
                        for option in choices
                    ),
                ),
            )
            for group in groups
        ]
        heads = (gettext("Votes"), *(option.text for option in choices))
        yield Table(caption, heads, tuple(rows))


def _name(dimension: str, group: Mapping[str, Any], language: str) -> str:
    if group["key"] == OTHERS:
        return gettext("Others and not known")
    if dimension == AGE:
        return str(AgeGroup(group["key"]).label)
    names = group["names"]
    return str(names.get(language) or names.get("uk") or next(iter(names.values()), "—"))
