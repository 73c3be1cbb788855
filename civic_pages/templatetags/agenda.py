"""Forums and consultations in lists: `{% load agenda %}`.

Each tag tells the page cache when what it shows turns by the clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from civic_pages.enums import Chip, ForumState
from civic_pages.models.consultations import ConsultationPage
from civic_pages.models.forums import ForumPage
from civic_pages.selectors.figures import figure_of
from portal.core.facts import district_words
from portal.core.fresh import fresh_until, now_of
from portal.core.languages import foreign_language
from portal.core.months import weekday_words

register = template.Library()

# Names of terms by the filter's key and the term's key.
Labels = Mapping[str, Mapping[int, str]]


@register.inclusion_tag("components/chip.html", takes_context=True)
def state_chip(context: template.Context, thing: ForumPage | ConsultationPage) -> dict[str, Any]:
    """`{% state_chip page %}`: the state of a forum or consultation, always the same chip."""
    return _chip(thing.state_at(_now(context, thing)).chip)


@register.simple_tag(takes_context=True)
def branch_kind(context: template.Context, forum: ForumPage) -> str:
    """`class="branch{% branch_kind forum %}"`: a forum that was held, or takes place now."""
    state = forum.state_at(now_of(context.get("request")))
    return {ForumState.PAST: " branch--done", ForumState.NOW: " branch--now"}.get(state, "")


@register.inclusion_tag("components/event.html", takes_context=True)
def forum_event(context: template.Context, forum: ForumPage, level: int = 3) -> dict[str, Any]:
    """`{% forum_event forum level=3 %}`: a forum in a list, its date first."""
    now = _now(context, forum)
    window = forum.window
    starts = timezone.localtime(window.opens) if window.opens else None
    venue = forum.venue
    chip = forum.state_at(now).chip
    with_year = bool(starts and starts.year != timezone.localtime(now).year)
    return {
        # Of all this only the state and «this year» turn by the clock.
        "key": f"{forum.pk}:{chip.word}:{with_year}",
        "url": forum.get_url(context.get("request")),
        "title": forum.title,
        "lang": foreign_language(forum),
        "starts_at": starts,
        "weekday": weekday_words(starts) if starts else "",
        "ends_on": window.last_day if starts and window.last_day != starts.date() else None,
        "with_year": with_year,
        "place": ", ".join(part for part in (venue.name, venue.address) if part) if venue else "",
        "place_lang": foreign_language(venue) if venue else "",
        "is_online": bool(forum.online_url),
        "level": level,
        **_chip(chip),
    }


@register.inclusion_tag("components/row.html", takes_context=True)
def consultation_row(
    context: template.Context,
    consultation: ConsultationPage,
    level: int = 3,
    labels: Labels | None = None,
) -> dict[str, Any]:
    """`{% consultation_row consultation level=3 %}`: the number people care about, then the thing.

    `labels` are names of departments and districts by their keys, where a list has read them.
    """
    now = _now(context, consultation)
    figure = figure_of(consultation, now)
    department = consultation.department
    known = labels or {}
    chip = consultation.state_at(now).chip
    by_clock = (figure.number, figure.words, figure.kind, chip.word)
    return {
        # Of all this only the figure and the state turn by the clock.
        "key": f"{consultation.pk}:{bool(labels)}:{by_clock}",
        "url": consultation.get_url(context.get("request")),
        "title": consultation.title,
        "lang": foreign_language(consultation),
        "figure": figure.number,
        "figure_words": figure.words,
        "figure_kind": figure.kind,
        "department": known.get("department", {}).get(consultation.department_id or 0)
        or (department.name if department else ""),
        "department_lang": foreign_language(department) if department and not labels else "",
        "districts": district_words(
            [
                known.get("district", {}).get(district.pk) or district.name
                for district in consultation.districts.all()
            ]
        ),
        "level": level,
        **_chip(chip),
    }


@dataclass(frozen=True, slots=True)
class Crumb:
    title: str
    url: str
    lang: str = ""


@register.simple_tag(takes_context=True)
def crumbs_with(context: template.Context, crumbs: Iterable[Any], page: Page) -> list[Any]:
    """`{% crumbs_with crumbs page as way %}`: for an address below the page's own."""
    return [*crumbs, Crumb(page.title, page.get_url(context.get("request")) or "")]


def _now(context: template.Context, thing: ForumPage | ConsultationPage) -> datetime:
    request: HttpRequest | None = context.get("request")
    now = now_of(request)
    if request is not None:
        fresh_until(request, thing.next_change(now))
    return now


def _chip(chip: Chip) -> dict[str, Any]:
    return {"chip_kind": chip.kind, "chip_icon": chip.icon, "chip_word": chip.word}


@register.simple_tag(takes_context=True)
def print_address(context: template.Context, page: Any) -> str:
    """`{% print_address page %}`: where the page's version for paper is."""
    return str(page.print_url(context.get("request")))
