"""A list as one request asks for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import get_language

from portal.core.asked import declare_read
from portal.core.errors import NotFoundWithWayBack
from portal.core.listings.filters import (
    Chosen,
    Filter,
    Option,
    OptionFilter,
    Tally,
    TermFilter,
    Text,
    read_terms,
    tally,
)
from portal.core.listings.pagination import Pagination, paginate, read_page
from portal.core.listings.ways import WayFilter

# The order of the keys in every address of ours: one selection has one address.
KEY_ORDER = (
    "q", "type", "rubric", "topic", "district", "department", "format", "participants", "state",
    "language", "year", "from", "to", "within", "literal", "sort", "page",
)  # fmt: skip
_LONGEST_VALUE = 100
# Values of a facet up to which it is shown whole, and how many are shown of a longer one.
_MOST_UNFOLDED = 12
_SHOWN = 6
# Numbers from here on are written in groups of three digits.
_GROUPED = 1000


class NotInList(NotFoundWithWayBack):
    """A filter value or page that does not exist; `way_back` is the list it was asked of."""


@dataclass(frozen=True, slots=True)
class FacetLink:
    label: str
    url: str
    count: int
    is_current: bool
    # Leads to a selection by several filters, which robots need not follow.
    nofollow: bool

    @property
    def figure(self) -> str:
        """The count as it is written: «2 582»."""
        if self.count < _GROUPED:
            return str(self.count)
        return number_format(self.count, force_grouping=True)


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter's values; `everything` leads to the list without this filter, where asked for.

    Of a long list (years) the rows from `fold_at` on stand behind a summary.
    """

    key: str
    heading: Text
    links: list[FacetLink]
    everything: FacetLink | None = None

    @property
    def rows(self) -> list[FacetLink]:
        return [self.everything, *self.links] if self.everything else self.links

    @property
    def fold_at(self) -> int | None:
        """How many rows stand before the folded ones; None when all are shown."""
        return _SHOWN if len(self.links) > _MOST_UNFOLDED else None

    @property
    def folded(self) -> list[FacetLink]:
        return self.rows[self.fold_at :] if self.fold_at else []

    @property
    def is_open(self) -> bool:
        """Whether the value in use is among the folded ones."""
        return any(link.is_current for link in self.folded)


@dataclass(frozen=True, slots=True)
class Applied:
    """One filter in use; `url` leads to the list without it."""

    key: str
    heading: Text
    label: str
    url: str


class Listing:
    """Rows narrowed by the address, a page of them, and all links a reader needs.

    `rows` are ordered, public, deferred and prefetched by the caller; `per_page` is their number on
    a page, `max_pages` how deep numbered pages go; with `paged=False` (a feed of the selection) the
    page is not read and nothing is counted until asked for. `path` is the list's own address without query.
    `remember(name, compute)` may keep counts and terms between requests (they change only with
    the content).
    Raises NotInList for an unknown value or page.
    """

    def __init__(
        self,
        request: HttpRequest,
        *,
        rows: QuerySet[Any],
        filters: Sequence[Filter],
        path: str,
        per_page: int = 20,
        max_pages: int = 100,
        paged: bool = True,
        remember: Callable[[str, Callable[[], Any]], Any] | None = None,
    ) -> None:
        self.pagination = Pagination(1, 1, [], "", "")
        self.path = path
        self.per_page = per_page
        self.filters = filters
        self._base = rows
        self._remember = remember or (lambda _name, compute: compute())
        self._options = self._read_options()
        self._chosen: dict[Filter, Chosen] = {}
        for each in filters:
            asked = self._asked(request, each.keys)
            try:
                chosen = each.read(asked, self._options.get(each, ()))
            except ValueError as unknown:
                raise NotInList(f"{'/'.join(each.keys)}: unknown value", path) from unknown
            if chosen is not None:
                self._chosen[each] = chosen
        if not paged:
            self.number = 1
            return
        try:
            self.number = read_page(self._asked(request, ("page",)).get("page"))
            self.pagination = paginate(
                total=self.total,
                per_page=per_page,
                number=self.number,
                max_pages=max_pages,
                url=lambda number: self.url(page=number),
            )
        except ValueError as unknown:
            raise NotInList("page: unknown value", self.url(page=None)) from unknown

    # --- What the reader sees ------------------------------------------------------------------

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """All rows that match, in order."""
        return self._narrowed(self._base)

    @cached_property
    def items(self) -> list[Any]:
        """The rows of this page: one query and the caller's prefetches."""
        if not self.total:
            return []
        start = (self.number - 1) * self.per_page
        return list(self.rows[start : start + self.per_page])

    @cached_property
    def total(self) -> int:
        return self._counts.get(("", ""), 0)

    @cached_property
    def facets(self) -> list[Facet]:
        """The filters as links with counts; each count respects the other filters."""
        return [
            facet
            for each in self.filters
            if isinstance(each, OptionFilter)
            and each.narrows
            and (facet := self._facet(each)).links
        ]

    def ways(self, key: str) -> list[FacetLink]:
        """The tabs or orders under `key` as links; orders have no counts."""
        for each in self.filters:
            if isinstance(each, WayFilter) and each.key == key:
                return [self._way(each, option) for option in self._options[each]]
        return []

    @cached_property
    def applied(self) -> list[Applied]:
        return [
            Applied(each.keys[0], each.heading, chosen.label, self._url_without(each))
            for each, chosen in self._narrowing.items()
        ]

    @property
    def is_narrowed(self) -> bool:
        return bool(self._narrowing)

    @property
    def noindex(self) -> bool:
        """Robots get the whole list and each single filter, not their combinations or emptiness."""
        asked = [each for each, chosen in self._chosen.items() if chosen.params]
        return (
            len(asked) > 1
            or (self.is_narrowed and not self.total)
            or not all(each.is_indexed for each in asked)
        )

    @property
    def canonical(self) -> str:
        """This selection's one address, without host: known keys only, in one order."""
        return self.url()

    @property
    def suffix(self) -> str:
        """What is chosen, as a query: the same in every language. Without the number of the page."""
        return self.url(page=None).removeprefix(self.path)

    def chosen(self, key: str) -> Any:
        """The stored value (a term's key, a choice, a year, two days) chosen by `key`, or None."""
        for each, chosen in self._chosen.items():
            if key in each.keys:
                return chosen.stored
        return None

    def labels(self, key: str) -> dict[Any, str]:
        """What the values of a filter are called in the reader's language, by what rows hold."""
        return {
            option.stored: option.label
            for each, options in self._options.items()
            if key in each.keys
            for option in options
        }

    @property
    def query(self) -> str:
        """The filters as a query string without page: for the feed of this selection."""
        return urlencode(self._ordered(self._params()))

    def url(self, **changes: str | int | None) -> str:
        """This selection's address with some keys changed; None removes a key.

        A changed filter leads to the first page; `from` is written `from_`.
        """
        params: dict[str, Any] = dict(self._params())
        if not changes and self.number > 1:
            params["page"] = self.number
        for key, value in changes.items():
            params[key.rstrip("_")] = value
        if params.get("page") == 1:
            params["page"] = None
        query = urlencode(self._ordered({k: str(v) for k, v in params.items() if v is not None}))
        return f"{self.path}?{query}" if query else self.path

    @cached_property
    def _narrowing(self) -> dict[Filter, Chosen]:
        return {each: chosen for each, chosen in self._chosen.items() if each.narrows}

    # --- How it is found out ---------------------------------------------------------------------

    def _asked(self, request: HttpRequest, keys: tuple[str, ...]) -> dict[str, str]:
        """The request's non-empty values of `keys`. A key given twice is no address of ours."""
        declare_read(request, *keys)
        asked: dict[str, str] = {}
        for key in keys:
            values = request.GET.getlist(key)
            if len(values) > 1 or any(len(value) > _LONGEST_VALUE for value in values):
                raise NotInList(f"{key}: unknown value", self.path)
            if values and values[0]:
                asked[key] = values[0]
        return asked

    def _read_options(self) -> dict[Filter, Sequence[Option]]:
        terms = [each for each in self.filters if isinstance(each, TermFilter)]
        options: dict[Filter, Sequence[Option]] = {
            each: each.options() or [] for each in self.filters if each not in terms
        }
        if terms:
            language = get_language() or settings.LANGUAGE_CODE
            by_key = self._remember(f"terms:{language}", lambda: read_terms(terms, language))
            options |= {each: by_key.get(each.key, []) for each in terms}
        return options

    @cached_property
    def _counts(self) -> dict[tuple[str, str], int]:
        """Rows in all, under ("", ""), and for each filter's value: one query for everything."""
        return self._remember(f"counts:{self.query}", self._count)

    def _count(self) -> dict[tuple[str, str], int]:
        parts = [tally(self.rows, "", Value(""))]
        for each in self.filters:
            rest = self._narrowed(self._base, but=each)
            parts += each.tallies(rest)
            if each in self._narrowing:
                parts.append(tally(rest, each.keys[0], Value("")))
        first, *others = parts
        found: list[Tally] = list(first.union(*others, all=True) if others else first)
        return {(key, value): number for key, value, number in found}

    def _narrowed(self, rows: QuerySet[Any], but: Filter | None = None) -> QuerySet[Any]:
        for each, chosen in self._chosen.items():
            if each is not but:
                rows = each.restrict(rows, chosen.stored)
        return rows

    def _facet(self, each: OptionFilter) -> Facet:
        chosen = self._chosen.get(each)
        others = len(self._narrowing) - (1 if each in self._narrowing else 0)
        everything = None
        if each.all_label:
            count = self._counts.get((each.key, ""), 0) if chosen else self.total
            everything = FacetLink(
                str(each.all_label), self._url_without(each), count, not chosen, others > 1
            )
        links = []
        for option in self._options[each] or self._counted_options(each):
            is_current = bool(chosen and chosen.params.get(each.key) == option.value)
            count = self._counts.get((each.key, str(option.stored)), 0)
            url = (
                self._url_without(each)
                if is_current
                else self.url(**{each.key: option.value, "page": None})
            )
            links.append(FacetLink(option.label, url, count, is_current, others > 0))
        return Facet(each.key, each.heading, links, everything)

    def _way(self, each: WayFilter, option: Option) -> FacetLink:
        value = None if option.stored == each.default else option.value
        return FacetLink(
            option.label,
            self.url(**{each.key: value, "page": None}),
            self._counts.get((each.key, option.value), 0),
            self._chosen[each].stored == option.stored,
            self.is_narrowed or not each.is_indexed,
        )

    def _counted_options(self, each: OptionFilter) -> list[Option]:
        """The values of a filter whose list is what there is (years), the largest first."""
        values = sorted(
            (value for key, value in self._counts if key == each.key and value), reverse=True
        )
        return [Option(value, value, value) for value in values]

    def _url_without(self, each: Filter) -> str:
        return self.url(**dict.fromkeys((*each.keys, "page")))

    def _params(self) -> dict[str, str]:
        params: dict[str, str] = {}
        for chosen in self._chosen.values():
            params |= chosen.params
        return params

    @staticmethod
    def _ordered(params: dict[str, str]) -> list[tuple[str, str]]:
        return [(key, params[key]) for key in KEY_ORDER if key in params]
