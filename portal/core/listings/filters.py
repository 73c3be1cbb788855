"""What a list can be narrowed by, and how each filter is counted."""

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import CharField, Choices, Count, F, Model, QuerySet, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.windows import midnight

Text = str | Promise
# The type of the counted value in one UNION over numbers and words.
Tally = tuple[str, str, int]

# Years an address may name; the ends of the calendar leave no room for the time zone's offset.
YEARS = range(1000, 9999)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[1-9][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Option:
    """One value a filter takes: as the address, the reader and the database say it."""

    value: str
    label: str
    stored: Any


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks of one filter. `params` are its canonical query keys."""

    params: dict[str, str]
    stored: Any
    label: str


class Filter(ABC):
    """A filter of a list. `keys` are its query keys, all of DESIGN's contract."""

    keys: tuple[str, ...]
    heading: Text
    # Whether it leaves rows out of the list; whether robots may keep what it gives.
    narrows = True
    is_indexed = True

    @abstractmethod
    def read(self, query: Mapping[str, str], options: Sequence[Option]) -> Chosen | None:
        """What `query` (this filter's keys, none empty) asks; None when nothing.

        Raises ValueError when it asks for something that does not exist.
        """

    @abstractmethod
    def restrict(self, rows: QuerySet[Any], stored: Any) -> QuerySet[Any]:
        """Only the rows that match."""

    def options(self) -> list[Option] | None:
        """All values in the order of display; None where the list reads or counts them itself."""
        return []

    def tallies(self, rows: QuerySet[Any]) -> list[QuerySet[Any]]:
        """Querysets of Tally that together count `rows` for each value; none for no facet."""
        return []


def tally(rows: QuerySet[Any], key: str, value: Any) -> QuerySet[Any]:
    """How many `rows` there are of each `value` (an expression), as one part of a UNION."""
    return (
        rows.order_by()
        .annotate(
            tally_key=Value(key, output_field=CharField()), tally_value=Cast(value, CharField())
        )
        .values("tally_key", "tally_value")
        .annotate(tally_number=Count("pk"))
        .values_list("tally_key", "tally_value", "tally_number")
    )


class OptionFilter(Filter):
    """A filter with one key and a closed list of values."""

    def __init__(self, key: str, heading: Text, *, all_label: Text = "") -> None:
        self.key = key
        self.keys = (key,)
        self.heading = heading
        self.all_label = all_label

    def read(self, query: Mapping[str, str], options: Sequence[Option]) -> Chosen | None:
        wanted = query.get(self.key)
        if wanted is None:
            return None
        for option in options:
            if option.value == wanted:
                return Chosen({self.key: option.value}, option.stored, option.label)
        raise ValueError(wanted)


class TermFilter(OptionFilter):
    """By one of the city's lists: rubric, topic, district, department, audience.

    Pages point to the Ukrainian original of a term, so its slug names it in every language; the
    word shown is the translation's where there is one. `path` leads from the row to the term.
    """

    def __init__(
        self, key: str, heading: Text, model: type[Model], path: str, *, all_label: Text = ""
    ) -> None:
        super().__init__(key, heading, all_label=all_label)
        self.model = model
        self.path = path

    def options(self) -> None:
        """The list reads the terms of all its filters in one query (see `terms`)."""
        return None

    def terms(self, language: str) -> QuerySet[Any]:
        """This filter's part of the one query for all terms, originals and translations."""
        return (
            self.model._default_manager.filter(
                locale__language_code__in={language, settings.LANGUAGE_CODE}
            )
            .order_by()
            .annotate(term_key=Value(self.key, output_field=CharField()))
            .values_list(
                "term_key",
                "pk",
                "slug",
                "name",
                "sort_key",
                "locale__language_code",
                "translation_key",
            )
        )

    def restrict(self, rows: QuerySet[Any], stored: Any) -> QuerySet[Any]:
        return rows.filter(**{self.path: stored})

    def tallies(self, rows: QuerySet[Any]) -> list[QuerySet[Any]]:
        return [tally(rows.filter(**{f"{self.path}__isnull": False}), self.key, F(self.path))]


class ChoiceFilter(OptionFilter):
    """By fixed choices, stored (`path`) or computed (`restrict`, given rows and the choice).

    In the address a choice stands in lower case with hyphens: `AS_PLANNED` is `as-planned`.
    """

    def __init__(
        self,
        key: str,
        heading: Text,
        choices: type[Choices],
        path: str = "",
        *,
        restrict: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None,
        all_label: Text = "",
    ) -> None:
        super().__init__(key, heading, all_label=all_label)
        if bool(path) == bool(restrict):
            raise ValueError("A choice is either stored under a path or computed by a function.")
        self.choices = choices
        self.path = path
        self._restrict = restrict

    def options(self) -> list[Option]:
        return [
            Option(str(choice.value).lower().replace("_", "-"), str(choice.label), choice)
            for choice in self.choices
        ]

    def restrict(self, rows: QuerySet[Any], stored: Any) -> QuerySet[Any]:
        return (
            self._restrict(rows, stored) if self._restrict else rows.filter(**{self.path: stored})
        )

    def tallies(self, rows: QuerySet[Any]) -> list[QuerySet[Any]]:
        if self._restrict is None:
            return [tally(rows, self.key, F(self.path))]
        return [
            tally(self._restrict(rows, option.stored), self.key, Value(str(option.stored)))
            for option in self.options()
        ]


class YearFilter(OptionFilter):
    """By the year, in the city's time, of the moment under `path`; a year without rows is unknown."""

    def __init__(self, path: str, heading: Text = "", *, all_label: Text = "") -> None:
        super().__init__("year", heading or gettext_lazy("Year"), all_label=all_label)
        self.path = path

    def options(self) -> None:
        """The years there are come from the counting."""
        return None

    def read(self, query: Mapping[str, str], options: Sequence[Option]) -> Chosen | None:
        wanted = query.get(self.key)
        if wanted is None:
            return None
        if not _YEAR.fullmatch(wanted) or int(wanted) not in YEARS:
            raise ValueError(wanted)
        return Chosen({self.key: wanted}, int(wanted), wanted)

    def restrict(self, rows: QuerySet[Any], stored: Any) -> QuerySet[Any]:
        return between(rows, self.path, dt.date(stored, 1, 1), dt.date(stored, 12, 31))

    def tallies(self, rows: QuerySet[Any]) -> list[QuerySet[Any]]:
        return [
            tally(rows.filter(**{f"{self.path}__isnull": False}), self.key, ExtractYear(self.path))
        ]


class PeriodFilter(Filter):
    """By days `from` and `to`, both inclusive, in the city's time; each may stand alone."""

    keys = ("from", "to")

    def __init__(self, path: str, heading: Text = "") -> None:
        self.path = path
        self.heading = heading or gettext_lazy("Period")

    def read(self, query: Mapping[str, str], options: Sequence[Option]) -> Chosen | None:
        first, last = (self._day(query.get(key)) for key in self.keys)
        if first is None and last is None:
            return None
        if first and last and first > last:
            raise ValueError(f"{first} > {last}")
        days = {"from": first, "to": last}
        params = {key: day.isoformat() for key, day in days.items() if day}
        return Chosen(params, (first, last), self.words(first, last))

    def restrict(self, rows: QuerySet[Any], stored: Any) -> QuerySet[Any]:
        return between(rows, self.path, *stored)

    @staticmethod
    def _day(text: str | None) -> dt.date | None:
        """Raises ValueError for what is no day, and for years nobody published in."""
        if text is None:
            return None
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        day = dt.date.fromisoformat(text)
        if day.year not in YEARS:
            raise ValueError(text)
        return day

    @staticmethod
    def words(first: dt.date | None, last: dt.date | None) -> str:
        """The days as readers see them; empty without any."""
        if first and last:
            if first == last:
                return date_format(first)
            return _("%(first)s – %(last)s") % {
                "first": date_format(first),
                "last": date_format(last),
            }
        if first:
            return _("from %(day)s") % {"day": date_format(first)}
        return _("until %(day)s") % {"day": date_format(last)} if last else ""


def between(
    rows: QuerySet[Any], path: str, first: dt.date | None, last: dt.date | None
) -> QuerySet[Any]:
    """Rows whose moment under `path` lies on the days from `first` to `last`, in the city's time."""
    if first:
        rows = rows.filter(**{f"{path}__gte": midnight(first)})
    if last:
        rows = rows.filter(**{f"{path}__lt": midnight(last + dt.timedelta(days=1))})
    return rows


def read_terms(filters: Sequence[TermFilter], language: str) -> dict[str, list[Option]]:
    """The options of several term filters by query key, as `language` calls them: one query."""
    first, *others = (each.terms(language) for each in filters)
    return _localised(first.union(*others, all=True) if others else first, language)


def _localised(
    terms: Iterable[tuple[str, int, str, str, str, str, Any]], language: str
) -> dict[str, list[Option]]:
    """Options by query key from the rows of `TermFilter.terms`, in the order of the shown names."""
    originals: dict[Any, tuple[str, int, str, str, str]] = {}
    names: dict[Any, tuple[str, str]] = {}
    for key, pk, slug, name, sort_key, term_language, translation in terms:
        if term_language == settings.LANGUAGE_CODE:
            originals[key, translation] = (key, pk, slug, name, sort_key)
        if term_language == language:
            names[key, translation] = (sort_key, name)
    found: dict[str, list[tuple[str, Option]]] = {}
    for identity, (key, pk, slug, name, sort_key) in originals.items():
        shown_key, shown = names.get(identity, (sort_key, name))
        found.setdefault(key, []).append((shown_key, Option(slug, shown, pk)))
    return {
        key: [option for _key, option in sorted(pairs, key=lambda pair: (pair[0], pair[1].stored))]
        for key, pairs in found.items()
    }
