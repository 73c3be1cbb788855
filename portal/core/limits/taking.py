"""Counting a use before the work is done."""

import functools
import logging
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from portal.core.limits.rules import Limit

logger = logging.getLogger(__name__)

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)

# When somebody may ask again whom a limit refused because its store is away.
_AWAY: Final = timedelta(seconds=30)


class TooMany(Exception):
    """Refused: too often. Left alone it becomes the 429 page (portal/core/limits/middleware.py).

    `retry_at` is the moment, in UTC, from which the same would be allowed if nothing else is tried.
    """

    def __init__(self, name: str, retry_at: datetime) -> None:
        super().__init__(f"{name}: not before {retry_at.isoformat(timespec='seconds')}")
        self.name = name
        self.retry_at = retry_at

    @property
    def seconds(self) -> int:
        """How long to wait, at least 1: the value of Retry-After."""
        return max(1, math.ceil((self.retry_at - timezone.now()).total_seconds()))


class StoreAway(TooMany):
    """Refused because nobody can count now, and this limit must not be passed uncounted."""


def limit_named(name: str) -> Limit:
    """The limit of the settings. Raises KeyError for a name that is not in LIMITS."""
    found: Limit = settings.LIMITS[name]
    return found


def take(request: HttpRequest, name: str, subject: str | None = None) -> None:
    """Count one use of the limit `name` by whoever asks; raises TooMany when it is used up.

    Call it before the work and outside of `atomic()`: it is its own short transaction, so that
    work which fails and is rolled back stays counted. `subject` is whom the act concerns where a rule
    asks for it, such as the e-mail address that a letter would go to; only its keyed hash is stored.
    Raises StoreAway (a TooMany) when the store does not answer and the limit is closed; an open one
    lets pass and says so in the log.
    """
    # Late: the settings import this package, models come after settings.
    from portal.core.limits import stores
    from portal.core.limits.keys import keys_of

    limit = limit_named(name)
    keys = keys_of(request, name, limit, subject)
    if not keys:
        return
    try:
        retry_at_ms = stores.current().take(keys, stores.now_ms())
    except stores.StoreError as error:
        logger.warning("The limit %s cannot be counted: %s", name, error)
        if limit.closed:
            raise StoreAway(name, timezone.now() + _AWAY) from error
        return
    if retry_at_ms is not None:
        raise TooMany(name, datetime.fromtimestamp(retry_at_ms / 1000, tz=UTC))


def limited(
    name: str,
    *,
    methods: tuple[str, ...] = ("POST",),
    subject: Callable[[HttpRequest], str] | None = None,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], Answer]], Callable[Concatenate[HttpRequest, P], Answer]
]:
    """A view whose requests (POST alone, if nothing else is said) are counted before it runs.

    `subject` reads from the request whom it concerns, where a rule of the limit asks for that.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], Answer],
    ) -> Callable[Concatenate[HttpRequest, P], Answer]:
        @functools.wraps(view)
        def counted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Answer:
            if request.method in methods:
                take(request, name, subject(request) if subject else None)
            return view(request, *args, **kwargs)

        return counted

    return decorate


class LimitedMixin:
    """The same for a view that is a class: `limit = "profile"`, and `limit_subject` where it is needed."""

    limit: str
    limit_methods: tuple[str, ...] = ("POST",)

    def limit_subject(self, request: HttpRequest) -> str | None:
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in self.limit_methods:
            take(request, self.limit, self.limit_subject(request))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer
