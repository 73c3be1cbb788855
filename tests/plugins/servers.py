"""Tests that need a server or a browser: skipped with the reason where there is none.

With CI_SERVERS=1 everything must be there, and a skip for any other reason than the `sqlite` marker is
a failure: a missing installation step cannot hide.
"""

import importlib.util
import os
import shutil

import pytest
from django.conf import settings

STRICT = os.environ.get("CI_SERVERS") == "1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def chromium():
    """The browser's path, from CHROMIUM or PATH; empty when there is none (CHROMIUM=none: none wanted)."""
    given = os.environ.get("CHROMIUM", "")
    if given == "none" or importlib.util.find_spec("playwright") is None:
        return ""
    return given or next(filter(None, map(shutil.which, BROWSERS)), "")


def on_postgres():
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def missing(marker):
    """Why a test with this marker cannot run here; empty when it can."""
    return {
        "browser": "" if chromium() else "needs chromium (Debian: apt install chromium)",
        "postgres": "" if on_postgres() else "needs PostgreSQL (set DATABASE_URL)",
        "elasticsearch": ""
        if settings.ELASTICSEARCH_URL
        else "needs Elasticsearch (set ELASTICSEARCH_URL)",
        "redis": "" if settings.REDIS_URL else "needs Redis (set REDIS_URL)",
        "sqlite": "only for SQLite" if on_postgres() else "",
    }[marker]


def pytest_collection_modifyitems(items):
    for item in items:
        for marker in ("browser", "postgres", "elasticsearch", "redis", "sqlite"):
            if item.get_closest_marker(marker) and (reason := missing(marker)):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if (
        STRICT
        and report.skipped
        and not hasattr(report, "wasxfail")
        and not item.get_closest_marker("sqlite")
    ):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped although every server must be there: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    if STRICT and report.skipped:
        report.outcome = "failed"
        report.longrepr = (
            f"{collector.nodeid} skipped as a whole although every server must be there"
        )
    return report
