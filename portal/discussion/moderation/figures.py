"""Figures of the public log: how often which rule, how long it took, how many appeals were granted."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from portal.core.originals import original_locale_id
from portal.discussion.enums import Act
from portal.discussion.models import CommentAppeal, Decision, Report, Rule
from portal.discussion.moderation.rules import shown_rules

# So long figures are kept; the log is for the public, not for the queue.
KEPT: Final = timedelta(minutes=10)
_TAKEN_OFF: Final = (Act.HIDE, Act.REJECT)
# Nobody had waited for it: a moderator acted by themselves.
_AT_ONCE: Final = timedelta(seconds=2)
_HOUR, _DAY = 60, 24 * 60


@dataclass
class Line:
    """Counts of one rule, of one month, or of all. Waits in minutes."""

    title: str
    acts: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    appeals: int = 0
    granted: int = 0
    refused: int = 0
    withdrawn: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        return self.acts[Act.HIDE]

    @property
    def rejected(self) -> int:
        return self.acts[Act.REJECT]

    @property
    def kept(self) -> int:
        return self.acts[Act.KEEP]

    @property
    def published(self) -> int:
        return self.acts[Act.PUBLISH]

    @property
    def restored(self) -> int:
        return self.acts[Act.RESTORE]

    @property
    def moved(self) -> int:
        return self.acts[Act.MOVE]

    @property
    def total(self) -> int:
        return sum(self.acts.values())

    @property
    def median_minutes(self) -> int | None:
        return round(median(self.waits)) if self.waits else None

    @property
    def median_words(self) -> str:
        """«3 hours»: as precise as a promise."""
        minutes = self.median_minutes
        if minutes is None:
            return "–"
        if minutes < _HOUR:
            minutes = max(minutes, 1)
            return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
        if minutes < 2 * _DAY:
            hours = round(minutes / _HOUR)
            return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
        days = round(minutes / _DAY)
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


@dataclass
class Year:
    """The figures of one year, in the active language."""

    by_rule: list[Line]
    by_month: list[tuple[date, Line]]
    total: Line


def years() -> list[int]:
    """The years with decisions and this one, the newest first."""
    now = timezone.localdate().year
    first = Decision.objects.order_by("at").values_list("at", flat=True).first()
    return list(range(now, (timezone.localtime(first).year if first else now) - 1, -1))


def year_of(asked: str | None) -> int | None:
    """The year that is asked for, this one by default; None for one without a log."""
    known = years()
    if not asked:
        return known[0]
    return int(asked) if asked in {str(year) for year in known} else None


def of_year(year: int) -> Year:
    """By rule and by month; kept for some minutes, for everybody."""
    name = f"discussion.log.{year}.{get_language()}"
    found: Year | None = cache.get(name)
    if found is None:
        found = _count(year)
        cache.set(name, found, int(KEPT.total_seconds()))
    return found


def rows_of_year(year: int) -> Iterator[tuple[str, Any, str, str, int, Any]]:
    """For the file: month, number and name of the rule, what, how often, median minutes of waiting."""
    rules = _rules()
    counted: dict[tuple[str, int, str], list[float | None]] = {}
    for row in _decisions(year):
        if row["appeal_id"] is None:
            key = (f"{timezone.localtime(row['at']):%Y-%m}", row["rule_id"] or 0, row["act"])
            counted.setdefault(key, []).append(_wait(row))
    for (month, rule_id, act), waits in sorted(counted.items()):
        rule = rules.get(rule_id)
        known = [wait for wait in waits if wait is not None]
        yield (
            month,
            rule.number if rule else "",
            rule.title if rule else "",
            act,
            len(waits),
            round(median(known)) if known else "",
        )
    for month_of, line in of_year(year).by_month:
        for what in ("reports", "appeals", "granted", "refused", "withdrawn"):
            if count := getattr(line, what):
                yield f"{month_of:%Y-%m}", "", "", what, count, ""


def _count(year: int) -> Year:
    rules = _rules()
    by_rule = {pk: Line(str(rule)) for pk, rule in rules.items()}
    by_month: dict[date, Line] = {}
    total = Line("")

    def lines(at: datetime, rule_id: int | None) -> list[Line]:
        month = timezone.localtime(at).date().replace(day=1)
        found = [total, by_month.setdefault(month, Line(""))]
        return [*found, by_rule[rule_id]] if rule_id in by_rule else found

    for row in _decisions(year):
        for line in lines(row["at"], row["rule_id"]):
            # Answers to appeals are counted as such.
            if row["appeal_id"] is None:
                line.acts[row["act"]] += 1
                if (wait := _wait(row)) is not None:
                    line.waits.append(wait)
            elif row["act"] == Act.KEEP:
                line.refused += 1
            else:
                line.granted += 1
    for at, rule_id in Report.objects.filter(made_at__range=_span(year)).values_list(
        "made_at", "rule_id"
    ):
        for line in lines(at, rule_id):
            line.reports += 1
    _count_appeals(year, lines)
    in_force = [line for pk, line in by_rule.items() if rules[pk].is_current or _has_any(line)]
    return Year(in_force, sorted(by_month.items(), reverse=True), total)


def _count_appeals(year: int, lines: Callable[[datetime, int | None], list[Line]]) -> None:
    made = CommentAppeal.objects.filter(made_at__range=_span(year))
    for at, rule_id in made.values_list("made_at", "decision__rule_id"):
        for line in lines(at, rule_id):
            line.appeals += 1
    ended = CommentAppeal.objects.filter(decided_at__range=_span(year), granted=None)
    for ended_at, rule_id in ended.values_list("decided_at", "decision__rule_id"):
        if ended_at is not None:
            for line in lines(ended_at, rule_id):
                line.withdrawn += 1


def _has_any(line: Line) -> bool:
    return bool(line.total or line.reports or line.appeals)


def _decisions(year: int) -> Any:
    return Decision.objects.filter(at__range=_span(year)).values(
        "at", "act", "rule_id", "waited_since", "appeal_id"
    )


def _wait(row: dict[str, Any]) -> float | None:
    waited: timedelta = row["at"] - row["waited_since"]
    return waited.total_seconds() / 60 if waited > _AT_ONCE else None


def _rules() -> dict[int, Rule]:
    """Key of the original -> the version in the active language; old rules too."""
    originals = list(Rule.objects.filter(locale_id=original_locale_id()).order_by("number", "pk"))
    return {
        original.pk: shown
        for original, shown in zip(originals, shown_rules(originals), strict=True)
    }


def _span(year: int) -> tuple[datetime, datetime]:
    """The first and the last moment of a year in the city."""
    begins = timezone.make_aware(datetime(year, 1, 1))  # noqa: DTZ001 - made aware in this very line
    ends = timezone.make_aware(datetime(year + 1, 1, 1))  # noqa: DTZ001
    return begins, ends - timedelta(microseconds=1)
