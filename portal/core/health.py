"""/healthz: the process lives. /readyz: what it depends on, each with its time.

Answered before anything else (no host check, no redirect, no session, no database for /healthz), so
that a load balancer may ask by address. The answers name no host and no error: details are in the logs.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, TypedDict

from django.conf import settings
from django.core.cache import caches
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from portal.core import periodic
from portal.core.registry import Unhealthy, health_checks

logger = logging.getLogger(__name__)

# Without these no page can be made; without any other one, pages are read all the same.
_NEEDED = frozenset({"database"})
# /readyz asks at most this often, whoever calls it, in seconds.
_ANSWER_HOLDS = 1.0


class Check(TypedDict):
    ok: bool
    ms: float


class Report(TypedDict):
    status: str
    checks: dict[str, Check]


def report() -> Report:
    """Ask every dependency. «unavailable»: no reading; «degraded»: reading goes on; «ready»: all answer."""
    checks: dict[str, Check] = {}
    for name, check in health_checks.items():
        began = time.perf_counter()
        try:
            check()
            ok = True
        except Unhealthy as error:
            ok = False
            logger.warning("%s does not answer: %s", name, error)
        checks[name] = {"ok": ok, "ms": round((time.perf_counter() - began) * 1000, 1)}
    failed = {name for name, check in checks.items() if not check["ok"]}
    status = "unavailable" if failed & _NEEDED else "degraded" if failed else "ready"
    return {"status": status, "checks": checks}


_lock = threading.Lock()
_last: tuple[float, Report] | None = None


def _recent_report() -> Report:
    """The report, at most a second old: asking often costs the dependencies nothing."""
    global _last  # noqa: PLW0603 - one memory a process
    with _lock:
        if _last is None or time.monotonic() - _last[0] > _ANSWER_HOLDS:
            _last = (time.monotonic(), report())
        return _last[1]


class HealthMiddleware:
    """Stands before all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return _answer({"status": "alive"}, 200)
        if request.path_info == "/readyz":
            found = _recent_report()
            return _answer(found, 503 if found["status"] == "unavailable" else 200)
        return self.get_response(request)


def _answer(content: Any, status: int) -> HttpResponseBase:
    response = JsonResponse(content, status=status)
    response["Cache-Control"] = "no-store"
    return response


def check_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise Unhealthy(type(error).__name__) from error


def check_worker() -> None:
    """A worker did periodic work lately: without one nothing is published on time."""
    try:
        if periodic.overdue():
            raise Unhealthy("no worker was seen for minutes")
    except DatabaseError as error:
        raise Unhealthy(type(error).__name__) from error


def check_redis() -> None:
    shared: Any = caches["default"]
    shared.ping()


def register() -> None:
    health_checks.register("database", check_database)
    health_checks.register("worker", check_worker)
    if settings.REDIS_URL:
        health_checks.register("redis", check_redis)
