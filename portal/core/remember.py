"""Values that hold until the content changes, kept in the process.

What is computed from everything (counts of a long list, names of terms) is computed once for each
content version and worker, not for each page that shows it. A version is read before the value is
computed, so a remembered value is never older than its version.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from portal.core.pagecache import rules, stamp

T = TypeVar("T")

_VERSION = "_portal_content_version"
_OWN = "_portal_remembered"
_MOST = 2048


class Memory:
    """Values of one content version by name; all are forgotten when the version turns.

    Computing holds a lock of its name: many requests after a publish compute a value once. `most`
    bounds the number of values; the one unused for longest goes first.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._version = ""
        self._values: OrderedDict[Hashable, Any] = OrderedDict()
        self._locks: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, version: str, name: Hashable, compute: Callable[[], T]) -> T:
        with self._guard:
            if version != self._version:
                self._version = version
                self._values.clear()
                self._locks.clear()
            if name in self._values:
                self._values.move_to_end(name)
                found: T = self._values[name]
                return found
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            with self._guard:
                if version == self._version and name in self._values:
                    known: T = self._values[name]
                    return known
            value = compute()
            with self._guard:
                if version == self._version:
                    self._values[name] = value
                    self._locks.pop(name, None)
                    while len(self._values) > self._most:
                        self._values.popitem(last=False)
        return value

    def get_many(
        self, version: str, names: Iterable[str], compute: Callable[[list[str]], dict[str, T]]
    ) -> dict[str, T]:
        """The values under `names`, those not known yet computed together and without a lock."""
        wanted = list(names)
        with self._guard:
            known: dict[str, T] = {}
            if version == self._version:
                known = {name: self._values[name] for name in wanted if name in self._values}
                for name in known:
                    self._values.move_to_end(name)
        lacking = [name for name in wanted if name not in known]
        for name, value in (compute(lacking) if lacking else {}).items():
            known[name] = self.get(version, name, lambda made=value: made)  # type: ignore[misc]
        return known

    def clear(self) -> None:
        with self._guard:
            self._version = ""
            self._values.clear()
            self._locks.clear()


memory = Memory()
_current: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)


class CurrentRequestMiddleware:
    """Lets querysets, which no request reaches, use what is remembered for its content version."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _current.set(request)
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)


def current_request() -> HttpRequest | None:
    """The request being answered; None in tasks, commands and tests without one.

    For what is remembered only. What a page shows must come to it openly.
    """
    return _current.get()


def content_version(request: HttpRequest | None) -> str:
    """The content version this request works with, read once a request."""
    if request is None:
        return stamp.read()
    version: str | None = getattr(request, _VERSION, None)
    if version is None:
        # What the page cache makes a page for; a page of an older version is not kept for the new.
        version = request.META.get(rules.VERSION) or stamp.read()
        setattr(request, _VERSION, version)
    return version


def in_transaction() -> bool:
    return transaction.get_connection().in_atomic_block


def remember(request: HttpRequest | None, name: str, compute: Callable[[], T]) -> T:
    """`compute()`, kept under `name` until the content changes. The value must not be changed.

    Inside a transaction nothing is kept but on the request: what is not committed may be rolled
    back, and is nobody else's to see.
    """
    if not in_transaction():
        return memory.get(content_version(request), name, compute)
    if request is None:
        return compute()
    own: dict[str, Any] = request.__dict__.setdefault(_OWN, {})
    if name not in own:
        own[name] = compute()
    found: T = own[name]
    return found


def remember_many(
    request: HttpRequest, names: Iterable[str], compute: Callable[[list[str]], dict[str, T]]
) -> dict[str, T]:
    """The values under `names`, kept like those of `remember`; what is lacking is computed at once.

    `compute` gets the lacking names; a name it has nothing for is in no answer.
    """
    if not in_transaction():
        return memory.get_many(content_version(request), names, compute)
    own: dict[str, Any] = request.__dict__.setdefault(_OWN, {})
    wanted = list(names)
    lacking = [name for name in wanted if name not in own]
    if lacking:
        own.update(compute(lacking))
    return {name: own[name] for name in wanted if name in own}
