"""A search as its address says it: what is asked, and the addresses of what else may be asked."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.asked import declare_read
from portal.core.errors import NotFoundWithWayBack
from portal.core.listings import PeriodFilter
from portal.core.listings.listing import KEY_ORDER
from portal.core.listings.pagination import read_page
from portal.core.search_items import search_sources
from search.engines.base import FACETS
from search.results import Question, Sort
from search.text import clean_query
from search.values import Value, Values, values_in

KEYS: Final = ("q", *FACETS, "from", "to", "within", "literal", "sort", "page")
_LONGEST_VALUE: Final = 100
# Values of one facet in an address: nobody chooses more by hand.
_MOST_VALUES: Final = 20
# Letters of the question that are read at all.
_LONGEST_READ: Final = 1_000
_WITHIN: Final = re.compile(r"[a-z_]{1,20}:[A-Za-z0-9_-]{1,50}")


class UnknownPart(NotFoundWithWayBack):
    """A value, order or page that these results do not have; leads back to the question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One search. `choices` hold facets in their order, values in the order of the address."""

    query: str
    language: str
    choices: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    first: dt.date | None = None
    last: dt.date | None = None
    within: str = ""
    sort: Sort = "relevance"
    page: int = 1
    literal: bool = False

    @property
    def question(self) -> Question:
        """The same for the search."""
        return Question(
            query=self.query,
            language=self.language,
            choices={
                facet: tuple(value.stored for value in values)
                for facet, values in self.choices.items()
            },
            first=self.first,
            last=self.last,
            within=self.within,
            sort=self.sort,
            page=self.page,
            literal=self.literal,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.choices or self.within or self.first or self.last)

    @property
    def is_empty(self) -> bool:
        """Whether the page was opened without a question."""
        return not (self.query or self.is_narrowed)

    def holds(self, facet: str, value: Value) -> bool:
        return value in self.choices.get(facet, ())

    def toggled(self, facet: str, value: Value) -> "Asked":
        """With the value chosen besides the others, or taken off; from the first page on."""
        chosen = self.choices.get(facet, ())
        rest = tuple(each for each in chosen if each != value)
        values = rest if value in chosen else (*chosen, value)
        changed = {**self.choices, facet: tuple(sorted(values, key=lambda each: each.address))}
        return replace(self, choices=_in_order(changed), page=1)

    def on_page(self, number: int) -> "Asked":
        return replace(self, page=number)

    def sorted_by(self, sort: Sort) -> "Asked":
        return replace(self, sort=sort, page=1)

    def without_period(self) -> "Asked":
        return replace(self, first=None, last=None, page=1)

    def inside(self, within: str) -> "Asked":
        """Within one thing, or everywhere for an empty name."""
        return replace(self, within=within, page=1)

    def as_typed(self) -> "Asked":
        return replace(self, literal=True, page=1)

    def alone(self) -> "Asked":
        """The question without what narrows it."""
        return replace(self, choices={}, first=None, last=None, within="", page=1)

    def pairs(self) -> list[tuple[str, str]]:
        """Keys and values in the one order in which addresses have them."""
        found: dict[str, list[str]] = {
            "q": [self.query],
            **{
                facet: [value.address for value in values] for facet, values in self.choices.items()
            },
            "from": [self.first.isoformat() if self.first else ""],
            "to": [self.last.isoformat() if self.last else ""],
            "within": [self.within],
            "literal": ["1" if self.literal else ""],
            "sort": [self.sort if self.sort != "relevance" else ""],
            "page": [str(self.page) if self.page > 1 else ""],
        }
        return [(key, value) for key in KEY_ORDER for value in found.get(key, ()) if value]

    def url(self, view: str = "search") -> str:
        """The one address of this search, or of its feed."""
        query = urlencode(self.pairs())
        return f"{reverse(view)}?{query}" if query else reverse(view)


def read(request: HttpRequest) -> Asked:
    """What the request asks. Raises UnknownPart for what does not exist; any text is a question."""
    declare_read(request, *KEYS)
    language = get_language() or settings.LANGUAGE_CODE
    asked = Asked(query=clean_query(request.GET.get("q", "")[:_LONGEST_READ]), language=language)
    try:
        first, last = _period(request)
        return replace(
            asked,
            choices=_choices(request, values_in(language, request)),
            first=first,
            last=last,
            within=_within(request),
            sort=_sort(request),
            page=read_page(_one(request, "page")),
            literal=_literal(request),
        )
    except ValueError as unknown:
        raise unknown_part(asked) from unknown


def unknown_part(asked: Asked) -> UnknownPart:
    """The refusal that leads back to the question alone."""
    return UnknownPart(
        "no such page or value of a filter", asked.alone().url(), _("Back to the results")
    )


def _one(request: HttpRequest, key: str) -> str:
    """The value of a key that stands once. Raises ValueError when it stands twice."""
    values = request.GET.getlist(key)
    if len(values) > 1 or any(len(value) > _LONGEST_VALUE for value in values):
        raise ValueError(key)
    return values[0] if values else ""


def _choices(request: HttpRequest, values: Values) -> Mapping[str, tuple[Value, ...]]:
    found: dict[str, tuple[Value, ...]] = {}
    for facet in FACETS:
        wanted = {value for value in request.GET.getlist(facet) if value}
        if len(wanted) > _MOST_VALUES or any(len(value) > _LONGEST_VALUE for value in wanted):
            raise ValueError(facet)
        found[facet] = tuple(values.addressed(facet, each) for each in sorted(wanted))
    return _in_order(found)


def _in_order(choices: Mapping[str, tuple[Value, ...]]) -> Mapping[str, tuple[Value, ...]]:
    return {facet: choices[facet] for facet in FACETS if choices.get(facet)}


def _period(request: HttpRequest) -> tuple[dt.date | None, dt.date | None]:
    given = {key: value for key in PeriodFilter.keys if (value := _one(request, key))}
    chosen = PeriodFilter("moment").read(given, ())
    return chosen.stored if chosen else (None, None)


def _within(request: HttpRequest) -> str:
    within = _one(request, "within")
    if within and not (
        _WITHIN.fullmatch(within) and search_sources.get(within.partition(":")[0]) is not None
    ):
        raise ValueError("within")
    return within


def _sort(request: HttpRequest) -> Sort:
    wanted = _one(request, "sort")
    if wanted not in ("", "date"):
        raise ValueError("sort")
    return "date" if wanted else "relevance"


def _literal(request: HttpRequest) -> bool:
    wanted = _one(request, "literal")
    if wanted not in ("", "1"):
        raise ValueError("literal")
    return bool(wanted)
