"""Facts of a thing in words, for its panel and for paper; the big number people care about.

`components/facts.html` and `components/row.html` show them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext, npgettext, pgettext

from portal.core.months import weekday_words
from portal.core.ukrainian.sound import enumerated
from portal.core.windows import Window, city_day

_MOST_DISTRICTS = 3
# «Дарницький», «Синій»: an adjective, in which the cases of districts differ by the ending alone.
_ADJECTIVE = re.compile(r"(?P<stem>[А-ЯҐЄІЇа-яґєії’'-]+)(?P<soft>и|і)й")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a fact: words, where they lead, and their language when it is another one."""

    text: str
    url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A big number and the words under it; `kind` is the row's and the panel's modifier."""

    number: str
    words: str
    kind: str = ""


def left_of(window: Window, now: datetime, *, is_soon: bool) -> Figure | None:
    """Days left of an open window, hours on its last day; None when it is not open or has no end."""
    left = window.remaining(now)
    if left is None:
        return None
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


def filled(facts: Iterable[tuple[str, list[Line]]]) -> list[Fact]:
    """The facts that say something, in their order."""
    return [Fact(label, tuple(lines)) for label, lines in facts if lines]


def when_words(window: Window) -> str:
    """«четвер, 6 червня 2019 р., 10:00–16:30»; both days in full where there are two; empty without."""
    if window.opens is None:
        return ""
    opens = timezone.localtime(window.opens)
    if _ends_that_day(window):
        return f"{weekday_words(opens)}, {date_format(opens, 'DATE_FORMAT')}, {time_words(window)}"
    closes = timezone.localtime(window.closes)
    return f"{date_format(opens, 'DATETIME_FORMAT')} – {date_format(closes, 'DATETIME_FORMAT')}"


def time_words(window: Window) -> str:
    """«10:00–16:30»; with the day of the end where it is another: «10:00 – 7 червня 2019 р., 12:00»."""
    if window.opens is None:
        return ""
    begins = date_format(timezone.localtime(window.opens), "TIME_FORMAT")
    if window.closes is None or window.closes <= window.opens:
        return begins
    closes = timezone.localtime(window.closes)
    if _ends_that_day(window):
        return f"{begins}–{date_format(closes, 'TIME_FORMAT')}"
    return f"{begins} – {date_format(closes, 'DATETIME_FORMAT')}"


def _ends_that_day(window: Window) -> bool:
    return (
        window.opens is None
        or window.closes is None
        or window.closes <= window.opens
        or city_day(window.opens) == city_day(window.closes)
    )


def district_words(names: Sequence[str]) -> str:
    """«Дарницький район», «Дарницький, Оболонський райони», «5 районів»."""
    if not names:
        return ""
    if len(names) > _MOST_DISTRICTS:
        return ngettext("%(count)d district", "%(count)d districts", len(names)) % {
            "count": len(names)
        }
    return ngettext("%(names)s district", "%(names)s districts", len(names)) % {
        "names": ", ".join(names)
    }


def of_districts(names: Sequence[str]) -> str:
    """«Дарницького району», «Дарницького й Оболонського районів», «району Поділ»; all of them, however many.

    For words such as «residents of»; empty for no names.
    """
    if not names:
        return ""
    is_ukrainian = get_language() == "uk"
    listed = enumerated(names) if is_ukrainian else get_text_list(list(names), "and")
    if is_ukrainian:
        genitives = [_genitive(name) for name in names]
        if not all(genitives):
            return npgettext(
                "name in the nominative",
                "the district of %(names)s",
                "the districts of %(names)s",
                len(names),
            ) % {"names": listed}
        listed = enumerated(genitives)
    return npgettext(
        "name in the genitive", "the %(names)s district", "the %(names)s districts", len(names)
    ) % {"names": listed}


def _genitive(name: str) -> str:
    """Of an adjective; empty for every other name, whose genitive nobody guesses."""
    found = _ADJECTIVE.fullmatch(name)
    return found["stem"] + ("ого" if found["soft"] == "и" else "ього") if found else ""
