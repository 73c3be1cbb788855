"""Results as the page shows them: facets as links, what is applied, lines of hits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.blocks.links import size_in_words
from portal.core.fresh import fresh_until
from portal.core.listings import Applied, Facet, FacetLink, Pagination, PeriodFilter
from portal.core.listings.pagination import paginate
from portal.core.search_items import WHOLE_CITY, SearchState, search_kinds, search_states
from search.asking import Asked
from search.engines.base import FACETS
from search.models import SearchDocument
from search.results import MAX_PAGES, PER_PAGE, Hit, Results
from search.values import HEADINGS, ORDERED, Value, Values, values_in

# Places to search within that one page of results offers.
_MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One hit, ready to be shown. `lang` is its language where it is not the page's.

    While people may take part, it is the deadline that is shown and not the `moment`.
    """

    place: int
    url: str
    title: SafeString
    text: SafeString
    path: str
    lang: str = ""
    state: SearchState | None = None
    moment: datetime | None = None
    deadline: datetime | None = None
    districts: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """A thing whose parts can be searched: `name` is its title, `url` the search within it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the template asks for besides the results themselves."""

    lines: Sequence[Line]
    more: Sequence[Line]
    facets: Sequence[Facet]
    applied: Sequence[Applied]
    pagination: Pagination
    within: Within | None
    offered: Sequence[Within]


def show(request: HttpRequest, asked: Asked, found: Results, within: Within | None) -> Shown:
    """At most one query besides what is remembered. Raises ValueError for a page beyond the last."""
    values = values_in(asked.language, request)
    for hit in (*found.hits, *found.more):
        fresh_until(request, hit.state_ends, hit.deadline)
    return Shown(
        lines=[_line(hit, asked, values) for hit in found.hits],
        more=[_line(hit, asked, values) for hit in found.more],
        facets=_facets(asked, found.counts, values),
        applied=_applied(asked, within),
        pagination=paginate(
            total=found.total,
            per_page=PER_PAGE,
            number=asked.page,
            max_pages=MAX_PAGES,
            url=lambda number: asked.on_page(number).url(),
        ),
        within=within,
        offered=[] if within else _offered(asked, found.hits),
    )


def _line(hit: Hit, asked: Asked, values: Values) -> Line:
    kind = search_kinds.get(hit.kind)
    file = file_words(hit.details)
    parts = [str(kind.label)] if kind and (file or not hit.path) else [*hit.path]
    # Nearly all news concern the whole city: it is told where people may come or take part.
    named = hit.districts if hit.state or hit.districts != WHOLE_CITY else ()
    districts = (values.stored("district", str(pk)) for pk in named)
    return Line(
        place=hit.place,
        url=hit.url,
        title=hit.title,
        text=hit.text,
        path=" → ".join([*parts, file] if file else parts),
        lang="" if hit.language == asked.language else hit.language,
        state=search_states.get(hit.state) if hit.state else None,
        moment=hit.moment,
        deadline=hit.deadline,
        districts=", ".join(value.label for value in districts if value),
    )


def file_words(details: Mapping[str, Any]) -> str:
    """«PDF, 210 кБ» for what is a file; empty for what is none."""
    parts = [str(details.get("extension") or "").upper()]
    if isinstance(size := details.get("size"), int):
        parts.append(size_in_words(size))
    return ", ".join(part for part in parts if part)


def _facets(asked: Asked, counts: Mapping[str, Mapping[str, int]], values: Values) -> list[Facet]:
    found = (_facet(asked, facet, counts.get(facet, {}), values) for facet in FACETS)
    return [facet for facet in found if facet is not None]


def _facet(asked: Asked, facet: str, counts: Mapping[str, int], values: Values) -> Facet | None:
    """A facet with something to choose; what is chosen stays in it, found or not."""
    chosen = asked.choices.get(facet, ())
    rows = {value.stored: value for value in chosen}
    rows |= {
        stored: value
        for stored, count in counts.items()
        if count and (value := values.stored(facet, stored))
    }
    if not chosen and len(rows) < (2 if facet == "language" else 1):
        return None
    links = [
        FacetLink(
            label=value.label,
            url=asked.toggled(facet, value).url(),
            count=counts.get(value.stored, 0),
            is_current=asked.holds(facet, value),
            nofollow=True,
        )
        for value in sorted(rows.values(), key=lambda value: _rank(facet, value, counts, values))
    ]
    return Facet(facet, HEADINGS[facet], links)


def _rank(facet: str, value: Value, counts: Mapping[str, int], values: Values) -> tuple[int, int]:
    """Kinds, states and languages in their own order, years the last first, terms the most first."""
    place = values.place(facet, value.stored)
    if facet == "year":
        return -int(value.stored), 0
    if facet in ORDERED:
        return place, 0
    return -counts.get(value.stored, 0), place


def _applied(asked: Asked, within: Within | None) -> list[Applied]:
    found = []
    if within:
        found.append(Applied("within", _("Within"), within.name, asked.inside("").url()))
    for facet, chosen in asked.choices.items():
        found += [
            Applied(facet, HEADINGS[facet], value.label, asked.toggled(facet, value).url())
            for value in chosen
        ]
    if asked.first or asked.last:
        words = PeriodFilter.words(asked.first, asked.last)
        found.append(Applied("from", _("Period"), words, asked.without_period().url()))
    return found


def named_within(asked: Asked) -> Within | None:
    """The thing the search stays within, as the reader's language calls it; None for an unknown one."""
    titles = _titles([asked.within], asked.language)
    if asked.within not in titles:
        return None
    return Within(titles[asked.within], asked.inside(asked.within).url())


def _offered(asked: Asked, hits: Sequence[Hit]) -> list[Within]:
    """Consultations and series that hits are parts of, those of the first hits first."""
    keys = dict.fromkeys(key for hit in hits for key in hit.within)
    titles = _titles(list(keys), asked.language, with_parts=True)
    return [Within(title, asked.inside(key).url()) for key, title in titles.items()][:_MOST_OFFERED]


def _titles(keys: Sequence[str], language: str, *, with_parts: bool = False) -> dict[str, str]:
    """Titles of public things by «source:id», in the language where there is one: one query.

    `with_parts`: only of kinds whose parts readers look through.
    """
    wanted = [tuple(key.split(":", 1)) for key in keys]
    if not wanted:
        return {}
    rows = SearchDocument.objects.filter(
        source__in={source for source, _id in wanted},
        object_id__in={object_id for _source, object_id in wanted},
    ).only("source", "object_id", "language", "kind", "title", "labels")
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.language == language, row.language)):
        kind = search_kinds.get(row.kind)
        if not row.is_public:
            continue
        if not with_parts or (kind and kind.has_parts):
            found[f"{row.source}:{row.object_id}"] = row.title
    return {key: found[key] for key in keys if key in found}
