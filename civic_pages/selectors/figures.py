"""The number people care about in a consultation, with the words that belong to it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from civic_pages.enums import ConsultationState
from civic_pages.models.consultations import ConsultationPage
from portal.core.windows import city_day


@dataclass(frozen=True, slots=True)
class Figure:
    """A big number and the words under it; `kind` is the row's and the panel's modifier."""

    number: str
    words: str
    kind: str = ""


def figure_of(consultation: ConsultationPage, now: datetime) -> Figure:
    """Days left (hours on the last day), the day of the beginning, of the end, of the report."""
    state = consultation.state_at(now)
    if state in (ConsultationState.OPEN, ConsultationState.SOON):
        return _left(consultation, now, is_soon=state == ConsultationState.SOON)
    if state == ConsultationState.ANSWERED and consultation.reported_at:
        return _day(city_day(consultation.reported_at), _("%(month)s, report"), now)
    if state == ConsultationState.WORK and consultation.window.last_day:
        return _day(consultation.window.last_day, _("%(month)s, proposals ended"), now)
    if consultation.opens_at:
        return _day(city_day(consultation.opens_at), _("%(month)s, proposals begin"), now)
    return Figure("—", _("term to be announced"), "off")


def _left(consultation: ConsultationPage, now: datetime, *, is_soon: bool) -> Figure:
    left = consultation.window.remaining(now)
    if left is None:
        # Taken without an end: only in a preview of a draft.
        return Figure("—", _("term to be announced"), "off")
    if left.hours is None:
        words = (
            ngettext("day until the end", "days until the end", left.days)
            if is_soon
            else ngettext("day left", "days left", left.days)
        )
        return Figure(str(left.days), words, "soon" if is_soon else "")
    if left.hours == 0:
        return Figure("<1", pgettext("less than one", "hour until the end"), "soon")
    words = ngettext("hour until the end", "hours until the end", left.hours)
    return Figure(str(left.hours), words, "soon")


def _day(day: date, words: str, now: datetime) -> Figure:
    """A day of the month as the number; the year is said when it is not the current one."""
    month = date_format(day, "E" if day.year == city_day(now).year else "E Y")
    return Figure(str(day.day), words % {"month": month}, "off")
