"""What the pages of consultations show: the agenda, its filters, the stages of one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.db import models
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from civic_pages.enums import ConsultationFormat, ConsultationState
from civic_pages.models.consultations import ConsultationIndexPage, ConsultationPage
from civic_pages.querysets.consultations import ConsultationQuerySet
from civic_pages.selectors.facts import consultation_facts, contact_facts, term_facts
from civic_pages.selectors.feed_links import list_feeds
from civic_pages.selectors.figures import figure_of
from civic_pages.selectors.relations import attach_related, terms_of
from civic_pages.selectors.structured import consultation_structured_data
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.languages import foreign_language
from portal.core.listings import (
    ChoiceFilter,
    Listing,
    SortFilter,
    TermFilter,
    YearFilter,
)
from portal.core.moments import in_words
from portal.core.windows import city_day
from portal.places.models import Audience, Department, District, Topic


class AgendaState(models.TextChoices):
    """States as the agenda is narrowed by them: what is closing soon is open, too."""

    OPEN = ConsultationState.OPEN.value, ConsultationState.OPEN.label
    PLANNED = ConsultationState.PLANNED.value, ConsultationState.PLANNED.label
    WORK = ConsultationState.WORK.value, ConsultationState.WORK.label
    ANSWERED = ConsultationState.ANSWERED.value, ConsultationState.ANSWERED.label

    @property
    def states(self) -> tuple[str, ...]:
        if self is AgendaState.OPEN:
            return (ConsultationState.OPEN, ConsultationState.SOON)
        return (self.value,)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a consultation: done, now or to come."""

    name: str
    kind: str
    # When it was, or until when it lasts.
    words: str = ""


# --- The agenda ----------------------------------------------------------------------------------------


def agenda_listing(
    page: ConsultationIndexPage, request: HttpRequest, rows: ConsultationQuerySet, **options: Any
) -> Listing:
    """`rows` as the address asks for them. Raises NotInList for what does not exist."""
    now = now_of(request)

    def in_state(rows: Any, state: AgendaState) -> QuerySet[Any]:
        return rows.in_state(*state.states, now=now)

    def sort(rows: Any, order: str) -> QuerySet[Any]:
        if order == "newest":
            return rows.order_by(F("opens_at").desc(nulls_last=True), "-pk")
        return rows.in_order_of_agenda(now)

    return Listing(
        request,
        rows=rows.for_list(),
        filters=[
            ChoiceFilter("state", gettext_lazy("State"), AgendaState, restrict=in_state),
            TermFilter("topic", gettext_lazy("Topic"), Topic, "topics"),
            TermFilter("district", gettext_lazy("District"), District, "districts"),
            TermFilter("department", gettext_lazy("Department"), Department, "department"),
            ChoiceFilter("format", gettext_lazy("Format"), ConsultationFormat, "format"),
            TermFilter("participants", gettext_lazy("Participants"), Audience, "audiences"),
            YearFilter("opens_at"),
            SortFilter(
                gettext_lazy("First"),
                [("closing", gettext_lazy("closing soon")), ("newest", gettext_lazy("newest"))],
                sort,
            ),
        ],
        path=page.get_url(request) or "",
        **options,
    )


def index_context(page: ConsultationIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The agenda with its filters and orders; it turns when any consultation does."""
    now = now_of(request)
    everything = ConsultationPage.objects.shown(page)
    listing = agenda_listing(page, request, everything)
    turn = everything.next_boundary(now, "reported_at")
    fresh_until(request, turn, *(each.next_change(now) for each in listing.items))
    # States turn to «closing soon» at midnight, also of those on other pages of the list.
    fresh_until_midnight(request)
    by_closing = listing.chosen("sort") == "closing"
    takes = [by_closing and each.state_at(now) in AgendaState.OPEN.states for each in listing.items]
    return {
        "listing": listing,
        # By closing those that take proposals come first; in another order nothing is set apart.
        "open_items": [each for each, taken in zip(listing.items, takes, strict=True) if taken],
        "other_items": [
            each for each, taken in zip(listing.items, takes, strict=True) if not taken
        ],
        "waiting": "" if listing.chosen("state") else _waiting(listing),
        # Read with the filters: no query for the names of terms in another language.
        "labels": {key: listing.labels(key) for key in ("department", "district")},
        "count": consultation_count(listing.total),
        "orders": listing.ways("sort"),
        "feeds": list_feeds(page.title, listing),
        "calendar_url": page.file_url(gettext("calendar.ics"), request),
    }


def _waiting(listing: Listing) -> str:
    """«4 чекають на пропозиції»: how many of the selection are open."""
    count = next(
        (
            link.count
            for facet in listing.facets
            if facet.key == "state"
            for link in facet.links
            if link.label == AgendaState.OPEN.label
        ),
        0,
    )
    words = ngettext("%(count)d awaits proposals", "%(count)d await proposals", count)
    return words % {"count": count} if count else ""


def consultation_count(count: int) -> str:
    return ngettext("%(count)d consultation", "%(count)d consultations", count) % {"count": count}


# --- One consultation ------------------------------------------------------------------------------------


def consultation_context(page: ConsultationPage, request: HttpRequest) -> dict[str, Any]:
    """What stands around a consultation's own words."""
    now = now_of(request)
    attach_related(page, "department")
    terms = terms_of(page, "department", "topics", "districts", "audiences")
    fresh_until(request, page.next_change(now))
    state = page.state_at(now)
    index = page.get_parent()
    index_url = (index.get_url(request) or "") if index is not None else ""
    return {
        "state": state,
        "is_open": state in AgendaState.OPEN.states,
        "figure": figure_of(page, now),
        "stages": stages_of(page, now),
        "facts": consultation_facts(page, index_url=index_url, terms=terms),
        "contacts": contact_facts(page, terms),
        "term": term_facts(page),
        "mail_url": _mail_url(page),
        "calendar_url": page.file_url(gettext("calendar.ics"), request),
        "index_url": index_url,
        "report_title": _report_title(page),
        "report_url": _report_url(page, request, state),
        "structured_data": consultation_structured_data(page, request, terms["department"]),
    }


def _report_title(page: ConsultationPage) -> str:
    """«Звіт Департаменту культури»: by the form that an editor gave, never by a guessed one."""
    department = page.department
    if department is None or not department.genitive or foreign_language(department):
        return gettext("Report")
    return gettext("Report of %(department)s") % {"department": department.genitive}


def _report_url(page: ConsultationPage, request: HttpRequest, state: ConsultationState) -> str:
    """Where the report is when this translation does not have it: on the Ukrainian page."""
    if page.outcome or state != ConsultationState.ANSWERED or page.is_original:
        return ""
    return f"{page.original.get_url(request) or ''}#zvit"


def stages_of(page: ConsultationPage, now: datetime) -> list[Stage]:
    """The way of a consultation as the clock has it: announced, taken, considered, reported."""
    state = page.state_at(now)
    now_at = {
        ConsultationState.PLANNED: 0,
        ConsultationState.OPEN: 1,
        ConsultationState.SOON: 1,
        ConsultationState.WORK: 2,
        ConsultationState.ANSWERED: 3,
    }[state]
    # One brought in from elsewhere was announced there, by its opening at the latest.
    known = [moment for moment in (page.first_published_at, page.opens_at) if moment]
    steps = (
        (gettext("Announced"), _on(city_day(min(known))) if known else ""),
        (
            gettext("Proposals are taken"),
            _on(page.opens_at) if state == ConsultationState.PLANNED else _until(page.closes_at),
        ),
        (gettext("Proposals are considered"), ""),
        (
            gettext("Report"),
            _on(page.reported_at) if page.reported_at else _until(page.report_due_on),
        ),
    )
    return [
        Stage(name, "done" if number < now_at else "now" if number == now_at else "ahead", words)
        for number, (name, words) in enumerate(steps)
    ]


def _on(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        return in_words(moment)
    return date_format(moment, "DATE_FORMAT")


def _until(moment: datetime | date | None) -> str:
    return gettext("until %(day)s") % {"day": _on(moment)} if moment else ""


def _mail_url(page: ConsultationPage) -> str:
    """A letter to whoever is responsible, with the consultation as its subject."""
    department = page.department
    email = page.contact_email or (department.email if department else "")
    return f"mailto:{email}?subject={quote(page.title)}" if email else ""
