"""The number people care about in a consultation, with the words that belong to it."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from civic_pages.enums import ConsultationState
from civic_pages.models.consultations import ConsultationPage
from portal.core.facts import Figure, left_of
from portal.core.windows import city_day


def figure_of(consultation: ConsultationPage, now: datetime) -> Figure:
    """Days left (hours on the last day), the day of the beginning, of the end, of the report."""
    state = consultation.state_at(now)
    if state in (ConsultationState.OPEN, ConsultationState.SOON):
        left = left_of(consultation.window, now, is_soon=state == ConsultationState.SOON)
        # Taken without an end: only in a preview of a draft.
        return left or Figure("—", _("term to be announced"), "off")
    if state == ConsultationState.ANSWERED and consultation.reported_at:
        return _day(city_day(consultation.reported_at), _("%(month)s, report"), now)
    if state == ConsultationState.WORK and consultation.window.last_day:
        return _day(consultation.window.last_day, _("%(month)s, proposals ended"), now)
    if consultation.opens_at:
        return _day(city_day(consultation.opens_at), _("%(month)s, proposals begin"), now)
    return Figure("—", _("term to be announced"), "off")


def _day(day: date, words: str, now: datetime) -> Figure:
    """A day of the month as the number; the year is said when it is not the current one."""
    month = date_format(day, "E" if day.year == city_day(now).year else "E Y")
    return Figure(str(day.day), words % {"month": month}, "off")
