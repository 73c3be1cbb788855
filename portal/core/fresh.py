"""The next moment at which a page would change by the clock alone.

A render that says «open until 18:00» declares that moment; the page cache keeps the page no longer.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

# Unix seconds with their fraction; the page cache takes it away before readers see it.
HEADER = "X-Fresh-Until"
_ATTRIBUTE = "_fresh_until"
_NOW = "_portal_now"


def now_of(request: HttpRequest | None) -> datetime:
    """One «now» for a whole render: a state, its figure and its place in a list agree."""
    if request is None:
        return timezone.now()
    if not hasattr(request, _NOW):
        setattr(request, _NOW, timezone.now())
    now: datetime = getattr(request, _NOW)
    return now


def fresh_until(request: HttpRequest, *moments: datetime | None) -> None:
    """Declare when this render goes stale; the earliest moment to come wins, past ones are ignored.

    To come as the render sees it: a moment that passed while it was being made counts, so that a
    page made across a boundary is not kept.
    """
    now = now_of(request)
    coming = [moment for moment in moments if moment is not None and moment > now]
    if known := moment_of(request):
        coming.append(known)
    if coming:
        setattr(request, _ATTRIBUTE, min(coming))


def fresh_until_midnight(request: HttpRequest) -> None:
    """For pages that name days («сьогодні»): they turn at midnight in the city."""
    now = timezone.localtime(now_of(request))
    # Arithmetic by the clock on the wall: the day on which clocks change is 23 or 25 hours long.
    today = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    fresh_until(request, today + timedelta(days=1))


def moment_of(request: HttpRequest) -> datetime | None:
    """What this render has declared so far."""
    moment: datetime | None = getattr(request, _ATTRIBUTE, None)
    return moment
