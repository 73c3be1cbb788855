"""What the pages of consultations show: the agenda, its filters, the stages of one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy, ngettext

from civic_pages.enums import ConsultationFormat, ConsultationState
from civic_pages.models.consultations import ConsultationIndexPage, ConsultationPage
from civic_pages.querysets.consultations import ConsultationQuerySet
from civic_pages.selectors.relations import attach_related
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.listings import (
    ChoiceFilter,
    Listing,
    SortFilter,
    TermFilter,
    YearFilter,
)
from portal.core.windows import city_day
from portal.places.models import Audience, Department, District, Topic
from portal.places.selectors import attach_localised_terms, localised_terms


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
    # A moment or a day; with `until` the stage lasts to it.
    at: datetime | date | None = None
    until: bool = False


# --- The agenda ----------------------------------------------------------------------------------------


def open_consultations(
    request: HttpRequest, *, limit: int, district: Any = None, topic: Any = None
) -> list[ConsultationPage]:
    """Those that take proposals, what closes first at the head: for any page's list.

    The render lives until one of them turns or another opens. Three queries and one for each kind
    of term in another language, whatever the number of rows.
    """
    now = now_of(request)
    rows = ConsultationPage.objects.shown()
    if district is not None:
        rows = rows.filter(districts=district)
    if topic is not None:
        rows = rows.filter(topics=topic)
    fresh_until(request, rows.next_boundary(now, "reported_at"))
    opened = rows.in_state(*AgendaState.OPEN.states, now=now).for_list()
    consultations = list(opened.order_by("closes_at", "pk")[:limit])
    fresh_until(request, *(each.next_change(now) for each in consultations))
    return attach_localised_terms(consultations, "department", "districts")


def agenda_listing(page: ConsultationIndexPage, request: HttpRequest, **options: Any) -> Listing:
    """The agenda as the address asks for it. Raises NotInList for what does not exist."""
    now = now_of(request)

    def in_state(rows: ConsultationQuerySet, state: AgendaState) -> QuerySet[Any]:
        return rows.in_state(*state.states, now=now)  # type: ignore[no-any-return]

    def sort(rows: ConsultationQuerySet, order: str) -> QuerySet[Any]:
        if order == "newest":
            return rows.order_by(F("opens_at").desc(nulls_last=True), "-pk")  # type: ignore[no-any-return]
        return rows.in_order_of_agenda(now)  # type: ignore[no-any-return]

    return Listing(
        request,
        rows=ConsultationPage.objects.shown(page).for_list(),
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
    listing = agenda_listing(page, request)
    turn = ConsultationPage.objects.shown(page).next_boundary(now, "reported_at")
    fresh_until(request, turn, *(each.next_change(now) for each in listing.items))
    # States turn to «closing soon» at midnight, also of those on other pages of the list.
    fresh_until_midnight(request)
    return {
        "listing": listing,
        "consultations": attach_localised_terms(listing.items, "department", "districts"),
        "count": consultation_count(listing.total),
        "orders": listing.ways("sort"),
    }


def consultation_count(count: int) -> str:
    return ngettext("%(count)d consultation", "%(count)d consultations", count) % {"count": count}


# --- One consultation ------------------------------------------------------------------------------------


def consultation_context(page: ConsultationPage, request: HttpRequest) -> dict[str, Any]:
    """What stands around a consultation's own words."""
    now = now_of(request)
    attach_related(page, "department")
    attach_localised_terms([page], "department")
    fresh_until(request, page.next_change(now))
    state = page.state_at(now)
    return {
        "now": now,
        "state": state,
        "is_open": state in AgendaState.OPEN.states,
        "remaining": page.window.remaining(now),
        "stages": stages_of(page, now),
        "topics": localised_terms(page.topics.all()),
        "districts": localised_terms(page.districts.all()),
        "audiences": localised_terms(page.audiences.all()),
    }


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
    announced = page.first_published_at and city_day(page.first_published_at)
    steps: list[tuple[str, datetime | date | None, bool]] = [
        (gettext("Announced"), announced or None, False),
        (
            (gettext("Proposals are taken"), page.opens_at, False)
            if state == ConsultationState.PLANNED
            else (gettext("Proposals are taken"), page.closes_at, True)
        ),
        (gettext("Proposals are considered"), None, False),
        (
            (gettext("Report"), page.reported_at, False)
            if page.reported_at
            else (gettext("Report"), page.report_due_on, True)
        ),
    ]
    return [
        Stage(
            name, "done" if number < now_at else "now" if number == now_at else "ahead", at, until
        )
        for number, (name, at, until) in enumerate(steps)
    ]
