"""Moments relative to the day of the run, so that something is always open, closing soon, to come."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.formats import date_format

from home.services.demo.content import DemoError

_RELATIVE: Final = re.compile(
    r"^(?P<sign>[+-])(?P<number>\d+) (?P<unit>days|hours)(?: (?P<hour>\d\d):(?P<minute>\d\d))?$"
)
_PLACEHOLDER: Final = re.compile(r"\{(?P<form>date|day) (?P<moment>[^{}]+)\}")
_FORMATS: Final = {"date": "DATE_FORMAT", "day": "MONTH_DAY_FORMAT"}
# «Three hours ago» at full five minutes, as an editor would have it.
_STEP_MINUTES: Final = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The moment of the run, from which everything relative is counted."""

    now: dt.datetime

    def moment(self, value: Any) -> dt.datetime | None:
        """A local date and time of TOML, or «+12 days 18:00», «-5 hours»; None for nothing.

        Days are those of the city: 18:00 stays 18:00 when the clocks change.
        """
        if value in (None, ""):
            return None
        if isinstance(value, dt.datetime):
            return timezone.make_aware(value)
        match = _RELATIVE.match(str(value))
        if match is None:
            raise DemoError(f"«{value}» is no moment.")
        number = int(match["sign"] + match["number"])
        if match["unit"] == "hours":
            moment = self.now + dt.timedelta(hours=number)
            return moment.replace(
                minute=moment.minute - moment.minute % _STEP_MINUTES, second=0, microsecond=0
            )
        clock = dt.time(int(match["hour"] or 0), int(match["minute"] or 0))
        return timezone.make_aware(dt.datetime.combine(self._day(number), clock))

    def day(self, value: Any) -> dt.date | None:
        """The city's day of a moment; a date «2019-05-31» is taken as it is."""
        if isinstance(value, str) and value[:1].isdigit():
            return dt.date.fromisoformat(value)
        moment = self.moment(value)
        return timezone.localtime(moment).date() if moment else None

    def fill(self, text: str, language: str) -> str:
        """The text with «{date +12 days}» and «{day +12 days}» written out in `language`."""

        def written(match: re.Match[str]) -> str:
            day = self.day(match["moment"])
            if day is None:
                raise DemoError(f"«{match[0]}» is no day.")
            with translation.override(language):
                return date_format(day, _FORMATS[match["form"]])

        # «до 6 червня 2019 р.» ends a sentence by itself.
        return _PLACEHOLDER.sub(written, text).replace("р..", "р.")

    def start_of_today(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self._day(0), dt.time()))

    def _day(self, days: int) -> dt.date:
        return timezone.localtime(self.now).date() + dt.timedelta(days=days)
