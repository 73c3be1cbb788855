"""How soon after a publish every worker shows it."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.benchmarks.server import fetch, running

PUBLISHES = 8
_READERS = 8
_STREAK = 6


@dataclass(frozen=True)
class Freshness:
    """Seconds from the end of the publish to the last old answer of any worker."""

    median: float
    worst: float


def measure():
    from django.db import close_old_connections

    from civic_pages.models import NewsPage

    page = NewsPage.objects.live().public().filter(locale__language_code="uk").latest("date")
    path = page.url
    waits = []
    with running("portal.wsgi:application", path), ThreadPoolExecutor(_READERS) as readers:
        for number in range(PUBLISHES):
            _shown(readers, path, page.title)
            page = NewsPage.objects.get(pk=page.pk)
            page.title = f"Свіжість {number}"
            revision = page.save_revision()
            revision.publish()
            done = time.monotonic()
            waits.append(_shown(readers, path, page.title) - done)
            close_old_connections()
            time.sleep(0.13 * number % 0.9)  # another moment of the second each time
    return Freshness(round(statistics.median(waits), 2), round(max(waits), 2))


def _shown(readers, path, title):
    """When the last reader on any worker had an old answer; raises RuntimeError after ten seconds."""
    expected = title.encode()
    last_old = time.monotonic()
    streak, until = 0, time.monotonic() + 10
    while streak < _STREAK * _READERS:
        if time.monotonic() > until:
            raise RuntimeError("The page does not become fresh.")
        asked = time.monotonic()
        # Each on a connection of its own, so that the system spreads them over the workers.
        for answer in readers.map(lambda _: fetch(path), range(_READERS)):
            if expected in answer.content:
                streak += 1
            else:
                streak, last_old = 0, asked
    return last_old
