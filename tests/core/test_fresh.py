from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from portal.core import fresh
from portal.core.middleware import ForPageCacheMiddleware

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture
def request_at(monkeypatch):
    """A request whose render begins at that moment."""

    def make(*moment):
        now = datetime(*moment, tzinfo=KYIV) if moment else timezone.now()
        monkeypatch.setattr(fresh.timezone, "now", lambda: now)
        request = RequestFactory().get("/")
        assert fresh.now_of(request) == now
        return request

    return make


def test_the_earliest_moment_to_come_wins(request_at):
    request = request_at(2026, 6, 1, 12)
    now = fresh.now_of(request)
    fresh.fresh_until(request, now + timedelta(hours=5), None, now - timedelta(hours=1))
    fresh.fresh_until(request, now + timedelta(hours=9))
    assert fresh.moment_of(request) == now + timedelta(hours=5)
    fresh.fresh_until(request, now + timedelta(hours=2))
    assert fresh.moment_of(request) == now + timedelta(hours=2)


def test_what_is_past_or_nothing_declares_nothing(request_at):
    request = request_at(2026, 6, 1, 12)
    fresh.fresh_until(request)
    fresh.fresh_until(request, None, fresh.now_of(request))
    assert fresh.moment_of(request) is None


def test_a_moment_that_passes_during_the_render_counts(request_at, monkeypatch):
    request = request_at(2026, 6, 1, 12)
    soon = fresh.now_of(request) + timedelta(seconds=1)
    monkeypatch.setattr(fresh.timezone, "now", lambda: soon + timedelta(seconds=5))
    fresh.fresh_until(request, soon)
    assert fresh.moment_of(request) == soon


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        ((2026, 6, 1, 0), 24),
        ((2026, 6, 1, 23), 1),
        ((2026, 3, 29, 0), 23),
        ((2026, 3, 29, 12), 12),
        ((2026, 10, 25, 0), 25),
        ((2026, 10, 25, 12), 12),
    ],
)
def test_days_turn_at_midnight_in_the_city_also_when_clocks_change(request_at, now, hours):
    request = request_at(*now)
    fresh.fresh_until_midnight(request)
    left = fresh.moment_of(request).timestamp() - fresh.now_of(request).timestamp()
    assert left == hours * 3600


def test_a_render_across_midnight_belongs_to_the_day_it_began(request_at, monkeypatch):
    request = request_at(2026, 6, 1, 23, 59, 59)
    monkeypatch.setattr(fresh.timezone, "now", lambda: datetime(2026, 6, 2, 0, 0, 3, tzinfo=KYIV))
    fresh.fresh_until_midnight(request)
    assert fresh.moment_of(request) == datetime(2026, 6, 2, tzinfo=KYIV)


def test_the_moment_goes_out_with_its_fraction(request_at):
    request = request_at(2026, 6, 1, 12)
    middleware = ForPageCacheMiddleware(lambda _: HttpResponse())
    assert fresh.HEADER not in middleware(request)
    fresh.fresh_until(request, datetime.fromtimestamp(4_000_000_000.25, tz=KYIV))
    assert middleware(request)[fresh.HEADER] == "4000000000.250"
