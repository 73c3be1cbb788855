"""What the news show: lines by day, the list and its selections, what came since."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import dateformat, timezone, translation
from django.utils.formats import date_format, get_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext

from civic_pages.models.news import NewsPage
from civic_pages.models.news_index import NewsIndexPage
from civic_pages.models.rubrics import Rubric
from civic_pages.selectors.news_catalogue import TERM_KEYS, Catalogue, catalogue_of
from portal.core.facts import district_words
from portal.core.languages import foreign_language
from portal.core.listings import Listing, Option, PeriodFilter, TermFilter, YearFilter
from portal.core.listings.filters import Filter, read_terms
from portal.core.months import DayLink, Month, MonthTable, month_table
from portal.core.pictures.shapes import attach_shapes, specs_of
from portal.core.remember import remember, remember_many
from portal.core.serving import find_site
from portal.core.windows import city_day
from portal.places.models import District, Topic

PER_PAGE = 20
# Beyond so many pages the archive by date leads on.
MAX_PAGES = 50
# The columns that a line shows or its address is made of: a third of all.
_LINE = (
    "title", "url_path", "locale_id", "lead", "date", "is_urgent", "rubric_id", "lead_image",
)  # fmt: skip

Terms = Mapping[str, Sequence[Option]]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A line of the feed: `at` is a moment of the city, `iso` and `clock` are what is written of it.

    `lang` is set when it is in another language than the page.
    """

    pk: int
    url: str
    title: str
    lead: str
    at: datetime
    note: str
    is_urgent: bool
    image: Any
    lang: str

    @property
    def key(self) -> str:
        """Its name among what is kept for a content version."""
        return str(self.pk)

    @property
    def anchor(self) -> str:
        """Its name in the list, to which a reader comes back."""
        return f"n{self.pk}"

    @property
    def iso(self) -> str:
        return self.at.isoformat(timespec="minutes")

    @property
    def clock(self) -> str:
        # A template's filter looks the format up anew each time, twenty times a page.
        return dateformat.time_format(self.at, get_format("TIME_FORMAT"))


@dataclass(frozen=True, slots=True)
class FeedDay:
    """The items of one day of the city; `url` is its archive, empty where nobody asks for it."""

    day: date
    url: str
    entries: list[FeedEntry]


# --- Lines and days -----------------------------------------------------------------------------------


def latest_news(
    request: HttpRequest | None,
    *,
    limit: int,
    rubric: Any = None,
    topic: Any = None,
    district: Any = None,
    without: int | None = None,
) -> list[FeedDay]:
    """The newest items by day, for lists on other pages: two queries once the catalogue is known.

    `rubric`, `topic`, `district` are originals of terms, `without` the key of an item to leave out.
    """
    catalogue = catalogue_of(request)
    found = catalogue.everything
    for key, term in (("rubric", rubric), ("topic", topic), ("district", district)):
        if term is not None:
            found &= catalogue.of_term(key, term.pk)
    if without in catalogue.positions:
        found &= ~(1 << catalogue.positions[without])
    return by_day(entries_by_keys(request, catalogue.newest(found, 0, limit)))


def news_by_keys(
    keys: Sequence[int], *, relations: Sequence[str] = (), fields: Sequence[str] = ()
) -> list[NewsPage]:
    """These items of the catalogue in this order, without what went away since: one query.

    With what a line needs; more `fields` and `relations` are named by whoever reads them.
    """
    if not keys:
        return []
    order = {key: number for number, key in enumerate(keys)}
    found = NewsPage.objects.live().filter(pk__in=keys).order_by()
    found = found.select_related("lead_image", *relations).only(*_LINE, *fields, *relations)
    return sorted(found, key=lambda item: order[item.pk])


def feed_entries(
    request: HttpRequest | None, news: Iterable[NewsPage], *, own: NewsPage | None = None
) -> list[FeedEntry]:
    """Lines of a feed: one query, for the files of their pictures and of `own`, the page around it."""
    items = list(news)
    pictures = [item.lead_image for item in items]
    if own:
        pictures += [own.lead_image, own.social_image]
    attach_shapes(filter(None, pictures), specs_of("lead", "card", "thumb", "social"))
    terms = news_terms(request) if items else {}
    catalogue = catalogue_of(request) if items else Catalogue()
    return [
        FeedEntry(
            pk=item.pk,
            url=item.get_url(request) or "",
            title=item.title,
            lead=item.lead,
            at=timezone.localtime(item.date),
            note=_note(item, catalogue, terms),
            is_urgent=item.is_urgent,
            image=item.lead_image,
            lang=foreign_language(item),
        )
        for item in items
    ]


def entries_by_keys(request: HttpRequest | None, keys: Sequence[int]) -> list[FeedEntry]:
    """Lines of these items in this order, each made once for each content version.

    The same lines stand on the front page, in the list, in its selections and in the archive: two
    queries for those nobody has seen yet. For reading only.
    """
    if request is None:
        return feed_entries(None, news_by_keys(keys))
    site = find_site(request)
    prefix = f"feed-entry:{site.pk if site else 0}:{translation.get_language()}:"

    def read(names: list[str]) -> dict[str, FeedEntry]:
        lacking = [int(name.removeprefix(prefix)) for name in names]
        made = feed_entries(request, news_by_keys(lacking))
        return {f"{prefix}{entry.pk}": entry for entry in made}

    wanted = [f"{prefix}{key}" for key in keys]
    found = remember_many(request, wanted, read)
    return [found[name] for name in wanted if name in found]


def by_day(
    entries: Iterable[FeedEntry], day_url: Callable[[date], str] | None = None
) -> list[FeedDay]:
    """Entries, which are in order of time, in groups of one day."""
    return [
        FeedDay(day, day_url(day) if day_url else "", list(group))
        for day, group in groupby(entries, key=lambda entry: city_day(entry.at))
    ]


def _note(item: NewsPage, catalogue: Catalogue, terms: Terms) -> str:
    """«Форуми · Дарницький район»."""
    rubric = [each.label for each in terms["rubric"] if each.stored == item.rubric_id]
    districts = catalogue.terms_of("district", item.pk)
    names = [each.label for each in terms["district"] if each.stored in districts]
    return " · ".join(part for part in (*rubric, district_words(names)) if part)


def count_words(count: int) -> str:
    """«31 новина», «10 000 новин»."""
    return ngettext("%(count)s news item", "%(count)s news items", count) % {
        "count": number_format(count, force_grouping=True)
    }


# --- The list and its selections ----------------------------------------------------------------------


def news_filters() -> list[Filter]:
    return [
        TermFilter(
            "rubric",
            gettext_lazy("Rubric"),
            Rubric,
            "rubric",
            all_label=gettext_lazy("All rubrics"),
        ),
        TermFilter("district", gettext_lazy("District"), District, "districts"),
        TermFilter("topic", gettext_lazy("Topic"), Topic, "topics"),
        YearFilter("date"),
        PeriodFilter("date"),
    ]


def news_terms(request: HttpRequest | None) -> Terms:
    """All rubrics, districts and topics by filter in the active language; remembered."""
    language = translation.get_language()
    filters = [each for each in news_filters() if isinstance(each, TermFilter)]
    return remember(
        request,
        f"news-terms:{language}",
        lambda: {key: [] for key in TERM_KEYS} | read_terms(filters, language),
    )


class NewsListing(Listing):
    """The list of the news: counted and cut by the catalogue, so that only the shown rows are read.

    `within` (a set of positions) and `path` are for a part of the list with its own address, which
    has no filters. Raises NotInList for what does not exist.
    """

    def __init__(
        self,
        page: NewsIndexPage,
        request: HttpRequest,
        *,
        within: int | None = None,
        path: str = "",
        per_page: int = PER_PAGE,
        paged: bool = True,
    ) -> None:
        self.catalogue = catalogue_of(request)
        self._within = self.catalogue.everything if within is None else within
        super().__init__(
            request,
            rows=NewsPage.objects.none(),
            filters=news_filters() if within is None else [],
            path=path or page.get_url(request) or "",
            per_page=per_page,
            max_pages=MAX_PAGES,
            paged=paged,
            remember=lambda _name, _compute: news_terms(request),
        )

    def newest(self, number: int) -> list[int]:
        """Keys of the newest items of the selection, whatever the page."""
        return self.catalogue.newest(self._found(), 0, number)

    @cached_property
    def keys(self) -> list[int]:
        """Keys of the items on this page, in their order."""
        start = (self.number - 1) * self.per_page
        return self.catalogue.newest(self._found(), start, start + self.per_page)

    @cached_property
    def items(self) -> list[NewsPage]:
        return news_by_keys(self.keys)

    @cached_property
    def _counts(self) -> dict[tuple[str, str], int]:
        counts = {("", ""): self._found().bit_count()}
        for each in self.filters:
            key, rest = each.keys[0], self._found(but=each)
            counts[key, ""] = rest.bit_count()
            if isinstance(each, TermFilter):
                for term_id, items in self.catalogue.terms[key].items():
                    counts[key, str(term_id)] = (rest & items).bit_count()
            elif isinstance(each, YearFilter):
                for year in self.catalogue.years:
                    counts[key, str(year)] = (rest & self.catalogue.year(year)).bit_count()
        return counts

    def _found(self, but: Filter | None = None) -> int:
        """The positions of what matches the filters."""
        found = self._within
        for each, chosen in self._chosen.items():
            if each is but:
                continue
            if isinstance(each, TermFilter):
                found &= self.catalogue.of_term(each.key, chosen.stored)
            elif isinstance(each, YearFilter):
                found &= self.catalogue.year(chosen.stored)
            else:
                found &= self.catalogue.period(*chosen.stored)
        return found


def selection_context(page: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The list as the address asks for it, by day, with the archive's calendar beside it."""
    listing = NewsListing(page, request)
    entries = entries_by_keys(request, listing.keys)
    path = listing.path
    month = Month.of(city_day(entries[0].at)) if entries else None
    return {
        "listing": listing,
        "days": by_day(entries, lambda day: day_url(path, day)),
        "count": count_words(listing.total),
        # Asked for only where the table is not kept yet.
        "calendar": lambda: month_calendar(listing.catalogue, path, month) if month else None,
        "calendar_key": f"{path}{month.first}" if month else "",
        "archive_url": f"{path}{month.year}/" if month else "",
        "feeds": feed_links(page, listing),
        # Only the head of the list can have something newer above it.
        "latest_url": latest_url(listing) if listing.number == 1 else "",
    }


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed for the head of a page."""

    title: str
    url: str
    mime: str


def feed_links(page: NewsIndexPage, listing: Listing) -> list[FeedLink]:
    """The feeds of this selection; the first is the one shown to readers."""
    query = f"?{listing.query}" if listing.query else ""
    title = ": ".join([page.title, *(each.label for each in listing.applied)])
    return [
        FeedLink(f"{title} ({name})", f"{listing.path}{suffix}{query}", mime)
        for name, suffix, mime in (
            ("RSS", "rss/", "application/rss+xml"),
            ("Atom", "atom/", "application/atom+xml"),
            ("JSON Feed", "feed.json", "application/feed+json"),
        )
    ]


# --- What came since ------------------------------------------------------------------------------------


def latest_url(listing: Listing) -> str:
    return f"{listing.path}latest.json{'?' + listing.query if listing.query else ''}"


def latest_response(page: NewsIndexPage, request: HttpRequest) -> HttpResponse:
    """Keys of the newest items of a selection: the list's script compares them with what it shows."""
    listing = NewsListing(page, request, paged=False)
    return JsonResponse({"items": listing.newest(PER_PAGE)})


# --- Archive addresses and the calendar -----------------------------------------------------------------


def day_url(path: str, day: date) -> str:
    """The archive of one day; `path` is the list's address."""
    return f"{path}{day.year:04d}/{day.month:02d}/{day.day:02d}/"


def month_url(path: str, month: Month) -> str:
    return f"{path}{month.year:04d}/{month.number:02d}/"


def month_calendar(
    catalogue: Catalogue, path: str, month: Month, *, shown: date | None = None
) -> MonthTable:
    """The month's days with news as links; `shown` is marked as the current one."""
    days = catalogue.days_between(month.first, month.after)
    return month_table(
        month,
        today=shown or date.min,
        days={day: DayLink(day_url(path, day), count_words(count)) for day, count in days.items()},
    )


def month_words(month: Month) -> str:
    """«Червень 2019»."""
    return capfirst(date_format(month.first, "YEAR_MONTH_FORMAT"))


def day_words(day: date) -> str:
    """«7 грудня 2018», as it stands in the breadcrumb."""
    return date_format(day, "j E Y")
