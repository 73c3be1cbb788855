"""Work that comes round: who is due, done by one worker at a time.

Rooms register theirs in `registry.periodic`: a name, the seconds between two runs, a function. A run
is claimed in the database, so any number of workers may ask; what was missed while no worker ran is
done once when one is back.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from portal.core.models import PeriodicRun
from portal.core.registry import periodic

logger = logging.getLogger(__name__)


def run_due(now: datetime | None = None) -> list[str]:
    """Do everything that is due now; returns the names of what was begun.

    A failure is logged and keeps nothing else from its turn.
    """
    begun = []
    for name, (seconds, function) in list(periodic.items()):
        if _claim(name, every=timedelta(seconds=seconds), now=now or timezone.now()):
            begun.append(name)
            _run(name, function)
    return begun


def _claim(name: str, *, every: timedelta, now: datetime) -> bool:
    """Whether this worker may begin: of several that ask at once, one may."""
    due = PeriodicRun.objects.filter(name=name, started_at__lte=now - every)
    if due.update(started_at=now):
        return True
    # The first run ever; the primary key decides between two workers.
    return PeriodicRun.objects.get_or_create(name=name, defaults={"started_at": now})[1]


def _run(name: str, function: Callable[[], object]) -> None:
    row = PeriodicRun.objects.filter(name=name)
    try:
        function()
    except Exception:
        failures = row.values_list("failures", flat=True).get() + 1
        row.update(failures=failures)
        logger.exception("Periodic work failed: %s (%d in a row)", name, failures)
    else:
        row.update(finished_at=timezone.now(), failures=0)


def last_sign_of_life() -> datetime | None:
    """When a worker last began periodic work; None when none ever did."""
    return PeriodicRun.objects.order_by("-started_at").values_list("started_at", flat=True).first()


def overdue(now: datetime | None = None) -> bool:
    """Whether no worker has been seen for three times the shortest interval (and at least three minutes)."""
    seen = last_sign_of_life()
    shortest = min((seconds for seconds, _function in periodic), default=60)
    allowed = timedelta(seconds=max(180, 3 * shortest))
    return seen is None or seen < (now or timezone.now()) - allowed
