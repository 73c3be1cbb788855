"""Dates and times in running Ukrainian text.

Single dates are Django's work (`portal/formats`); here is what takes grammar: prepositions, spans.
"""

from datetime import date, datetime, time

NO_BREAK = "\u00a0"
EN_DASH = "–"

MONTHS_GENITIVE = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip
_ELEVEN = 11


def at_time(moment: time | datetime) -> str:
    """«о 16:00», «об 11:00»: «об» before the one hour whose name begins with a vowel."""
    preposition = "об" if moment.hour == _ELEVEN else "о"
    return f"{preposition}{NO_BREAK}{moment.hour}:{moment:%M}"


def day_span(first: date, last: date, *, year: bool = True) -> str:
    """«6 червня 2019 р.», «6–8 червня 2019 р.», «30 травня – 2 червня 2019 р.»

    `year=False` leaves the year out where it is the same. Given the wrong way round, the days are
    turned. A datetime counts by its own calendar day: make it local first.
    """
    first, last = sorted((_day(first), _day(last)))
    end = _words(last, year=year or first.year != last.year)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{EN_DASH}{end}"
    start = _words(first, year=first.year != last.year)
    return f"{start}{NO_BREAK}{EN_DASH} {end}"


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _words(day: date, *, year: bool) -> str:
    words = f"{day.day}{NO_BREAK}{MONTHS_GENITIVE[day.month - 1]}"
    return f"{words} {day.year}{NO_BREAK}р." if year else words
