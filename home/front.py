"""What the blocks of the front page show, each read once however many blocks ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from wagtail.models import Page

from civic_pages.enums import ConsultationState, ForumStatus
from civic_pages.models import ConsultationPage, ForumPage
from civic_pages.selectors.consultations import AgendaState
from civic_pages.selectors.news import (
    FeedDay,
    FeedEntry,
    by_day,
    entries_by_keys,
    latest_news,
    news_terms,
)
from civic_pages.selectors.news_catalogue import catalogue_of
from civic_pages.states import consultation_clock
from home.enums import Door
from home.menus import MenuItem
from home.selectors import frame_for
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.originals import original_locale_id
from portal.core.remember import remember
from portal.core.windows import city_day
from portal.places.selectors import attach_localised_terms

_DAYS_OF_NEWS = 7
_OPEN = (ConsultationState.OPEN, ConsultationState.SOON)
_PLACES = {
    Door.CONSULTATIONS: "consultationindexpage",
    Door.FORUMS: "forumindexpage",
    Door.NEWS: "newsindexpage",
    Door.REPORTS: "consultationindexpage",
}


class _Term(NamedTuple):
    """The times by which a consultation turns; the clock of states reads it like a page."""

    pk: int
    opens_at: datetime | None
    closes_at: datetime | None
    reported_at: datetime | None


@dataclass(frozen=True, slots=True)
class DoorLink:
    """A number and what it counts, in words that agree with it."""

    number: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class NewsShown:
    """The news of the front page: one large, some with pictures, the rest as a feed by day."""

    lead: FeedEntry | None
    cards: list[FeedEntry]
    days: list[FeedDay]


@dataclass(frozen=True, slots=True)
class TopicLink:
    label: str
    url: str
    count: int


class FrontPage:
    """The front page of one request in the active language."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.now = now_of(request)

    @property
    def places(self) -> Mapping[str, MenuItem]:
        """The index pages, by their models' names («newsindexpage»)."""
        return frame_for(self.request).menus.places

    # --- Doors -----------------------------------------------------------------------------------

    def doors(self, wanted: Iterable[str]) -> list[DoorLink]:
        """Numbers by the clock; a door without anything behind it is left out."""
        found = []
        for name in dict.fromkeys(wanted):
            place = self.places.get(_PLACES[Door(name)])
            number = self._number(Door(name))
            if place is not None and number:
                words, query = _door_words(Door(name), number, city_day(self.now).year)
                url = f"{place.url}?{urlencode(query)}" if query else place.url
                found.append(DoorLink(number, words, url))
        return found

    def _number(self, door: Door) -> int:
        if door is Door.CONSULTATIONS:
            return self.open_count
        if door is Door.FORUMS:
            return self._coming_count
        today = city_day(self.now)
        fresh_until_midnight(self.request)
        if door is Door.NEWS:
            catalogue = catalogue_of(self.request)
            first = today - timedelta(days=_DAYS_OF_NEWS - 1)
            return catalogue.period(first, today).bit_count()
        fresh_until(self.request, *(term.reported_at for term in self._consultation_terms))
        reported = (term.reported_at for term in self._consultation_terms)
        return sum(
            1
            for moment in reported
            if moment is not None and moment <= self.now and city_day(moment).year == today.year
        )

    @cached_property
    def open_count(self) -> int:
        """Consultations that take proposals now, whatever language they are in."""
        return len(self._open_keys)

    @cached_property
    def _open_keys(self) -> list[int]:
        """Originals of the open consultations, what closes first at the head."""
        clock = consultation_clock(self.now)
        terms = self._consultation_terms
        fresh_until(self.request, *(moment for term in terms for moment in term[1:]))
        found = [term for term in terms if clock.state_of(term) in _OPEN]
        never = datetime.max.replace(tzinfo=UTC)
        return [term.pk for term in sorted(found, key=lambda term: term.closes_at or never)]

    @cached_property
    def _coming_count(self) -> int:
        """Forums that are not over and will be held as planned."""
        return sum(status == ForumStatus.AS_PLANNED for *_times, status in self._coming)

    @cached_property
    def _coming(self) -> list[tuple[int, datetime, datetime, str]]:
        """Key, times and status of the originals of forums that are not over, the nearest first."""

        def read() -> list[Any]:
            coming = ForumPage.objects.live().public().coming(self.now)
            own = coming.filter(locale_id=original_locale_id()).order_by("starts_at", "pk")
            return list(own.values_list("pk", "starts_at", "ends_at", "status"))

        rows = remember(self.request, "front-forums", read)
        fresh_until(self.request, *(moment for row in rows for moment in row[1:3]))
        return [row for row in rows if row[2] > self.now]

    @cached_property
    def _consultation_terms(self) -> list[_Term]:
        """Times of all consultations, kept until the content changes: what counts them is the clock."""

        def read() -> list[_Term]:
            rows = ConsultationPage.objects.live().public().filter(locale_id=original_locale_id())
            return [_Term(*row) for row in rows.order_by().values_list(*_Term._fields)]

        return remember(self.request, "front-consultations", read)

    # --- News ------------------------------------------------------------------------------------

    def news(self, *, lead: Page | None, cards: int, lines: int) -> NewsShown:
        """`lead` is the item an editor chose; without it the newest urgent one, else with a picture."""
        fresh_until_midnight(self.request)
        return remember(
            self.request,
            f"front-news:{get_language()}:{lead and lead.pk}:{cards}:{lines}",
            lambda: self._news(lead, cards, lines),
        )

    def _news(self, lead: Page | None, cards: int, lines: int) -> NewsShown:
        latest = [
            entry
            for day in latest_news(self.request, limit=1 + 2 * cards + lines)
            for entry in day.entries
        ]
        chosen = self._chosen(lead, latest) or _first(latest)
        rest = [entry for entry in latest if chosen is None or entry.pk != chosen.pk]
        # Where pictures are few, a card without one is better than an empty place.
        pictured = sorted(rest[: 2 * cards], key=lambda entry: not entry.image)[:cards]
        shown = {entry.pk for entry in pictured}
        feed = [entry for entry in rest if entry.pk not in shown][:lines]
        return NewsShown(lead=chosen, cards=pictured, days=by_day(feed))

    def _chosen(self, lead: Page | None, latest: list[FeedEntry]) -> FeedEntry | None:
        if lead is None:
            return None
        known = next((entry for entry in latest if entry.pk == lead.pk), None)
        if known is None:
            known = next(iter(entries_by_keys(self.request, [lead.pk])), None)
        return known

    # --- Forums and consultations ----------------------------------------------------------------

    def announcements(self, limit: int) -> list[ForumPage]:
        """The next forums, the nearest first; those put off and cancelled are said to be so."""
        keys = [row[0] for row in self._coming[:limit]]
        return self._rows(ForumPage, keys, "venue")

    def consultations(self, limit: int) -> list[ConsultationPage]:
        """Those that take proposals, what closes first at the head."""
        return self._rows(ConsultationPage, self._open_keys[:limit], "department", "districts")

    def _rows(self, model: Any, keys: list[int], *terms: str) -> list[Any]:
        """The pages as the active language shows them, in the order of `keys` of their originals.

        Which ones are shown is the clock's matter, what they say the content's: they are kept by
        their keys until the content changes, for reading only.
        """

        def read() -> list[Any]:
            wanted = dict(model.objects.filter(pk__in=keys).values_list("translation_key", "pk"))
            found = model.objects.shown().filter(translation_key__in=wanted).for_list()
            rows = sorted(found, key=lambda page: keys.index(wanted[page.translation_key]))
            return attach_localised_terms(rows, *terms)

        if not keys:
            return []
        name = f"front-rows:{model._meta.model_name}:{get_language()}:{keys}"
        return remember(self.request, name, read)

    # --- Topics ----------------------------------------------------------------------------------

    def topics(self) -> list[TopicLink]:
        """Topics that have news, in the order of the language."""
        place = self.places.get("newsindexpage")
        if place is None:
            return []
        catalogue = catalogue_of(self.request)
        counted = [
            (option, catalogue.of_term("topic", int(option.stored)).bit_count())
            for option in news_terms(self.request)["topic"]
        ]
        return [
            TopicLink(option.label, f"{place.url}?{urlencode({'topic': option.value})}", count)
            for option, count in counted
            if count
        ]


def front_of(request: HttpRequest) -> FrontPage:
    """The front page of this request; blocks in previews get one, too."""
    language = get_language() or settings.LANGUAGE_CODE
    known: dict[str, FrontPage] = request.__dict__.setdefault("_portal_front", {})
    if language not in known:
        known[language] = FrontPage(request)
    return known[language]


def _first(latest: list[FeedEntry]) -> FeedEntry | None:
    urgent = (entry for entry in latest if entry.is_urgent)
    pictured = (entry for entry in latest if entry.image)
    return next(urgent, None) or next(pictured, None) or next(iter(latest), None)


def _door_words(door: Door, number: int, year: int) -> tuple[str, dict[str, str]]:
    """The words after the number, and the filters of the list it leads to."""
    match door:
        case Door.CONSULTATIONS:
            words = ngettext(
                "consultation waits for proposals", "consultations wait for proposals", number
            )
            return words, {"state": AgendaState.OPEN.value.lower()}
        case Door.FORUMS:
            return ngettext("forum is to come", "forums are to come", number), {}
        case Door.NEWS:
            return ngettext("news item in a week", "news items in a week", number), {}
        case _:
            words = ngettext(
                "report on a consultation in %(year)s",
                "reports on consultations in %(year)s",
                number,
            )
            return words % {"year": year}, {"state": AgendaState.ANSWERED.value.lower()}
