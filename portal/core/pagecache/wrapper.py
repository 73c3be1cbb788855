"""The page cache as a WSGI application in front of Django's.

No line of Django runs for a stored page. When the content version changes, each page is made once:
by one thread of a process, and with a shared store by one process of all.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from portal.core.pagecache import entries
from portal.core.pagecache.entries import Entry, Headers, StartResponse
from portal.core.pagecache.memory import Memory, Passes
from portal.core.pagecache.rules import Environ, Key, Rules, anonymous
from portal.core.pagecache.shared import Shared
from portal.core.pagecache.version import Version

Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# The index is behind the pages by the time its task takes, and does not raise the version: seconds.
SEARCH_TTL: Final = 30.0
# How long a page past its moment goes on while Django cannot make it anew, seconds.
_GRACE: Final = 5.0
# How long requests for what cannot be stored go by each other without waiting, seconds.
_PASS: Final = 60.0
_PASS_AFTER_ERROR: Final = 2.0
# No thread waits longer for another's render, seconds.
_PATIENCE: Final = 15.0


class PageCache:
    """`application = PageCache(get_wsgi_application(), …)`; times in seconds, room in bytes."""

    def __init__(
        self,
        application: Application,
        *,
        rules: Rules,
        version: Version,
        room: int,
        ttl: float,
        shared: Shared | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.application = application
        self.rules = rules
        self.version = version
        self.memory = Memory(room)
        self.passes = Passes()
        self.shared = shared
        self.ttl = ttl
        self.renders = 0
        self._clock = clock
        self._stamp: str | None = None
        self._turning = threading.Lock()
        self._flights: dict[tuple[str, Key], list[Any]] = {}
        self._boarding = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self.rules.key_of(environ)
        stamp = self.version.current() if key is not None else None
        if key is None or stamp is None:
            return self._pass(environ, start_response)
        if stamp != self._stamp:
            self._turn(stamp)
        entry = self.memory.get(stamp, key)
        now = self._clock()
        if entry is not None and (entry.until > now or self.version.is_away):
            return entry.answer(environ, start_response)
        if self.passes.knows(stamp, key, now):
            return self._pass(environ, start_response)
        with self._flight(stamp, key):
            return self._make(stamp, key, entry, environ, start_response)

    def _pass(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Django's own answer, without the headers that only the cache reads."""

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            if exc_info:
                return start_response(status, _visible(headers), exc_info)
            return start_response(status, _visible(headers))

        return self.application(environ, start)

    def _turn(self, stamp: str) -> None:
        with self._turning:
            if stamp != self._stamp:
                self._stamp = stamp
                self.memory.clear()
                self.passes.clear()

    @contextmanager
    def _flight(self, stamp: str, key: Key) -> Iterator[None]:
        """One render of a page at a time; the table of locks holds only those in use."""
        name = (stamp, key)
        with self._boarding:
            flight = self._flights.setdefault(name, [threading.Lock(), 0])
            flight[1] += 1
        has_lock = flight[0].acquire(timeout=_PATIENCE)
        try:
            yield
        finally:
            if has_lock:
                flight[0].release()
            with self._boarding:
                flight[1] -= 1
                if not flight[1]:
                    del self._flights[name]

    def _make(
        self,
        stamp: str,
        key: Key,
        old: Entry | None,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        """Answer with a page that somebody else has just made, or make it."""
        now = self._clock()
        entry = self.memory.get(stamp, key)
        if entry is not None and entry.until > now:
            return entry.answer(environ, start_response)
        if self.passes.knows(stamp, key, now):
            return self._pass(environ, start_response)
        if self.shared is None:
            return self._render(stamp, key, old, environ, start_response)
        entry = self.shared.get(stamp, key)
        claimed = False
        if entry is None or entry.until <= now:
            claimed = self.shared.claim(stamp, key)
            entry = None if claimed else self.shared.wait(stamp, key)
        if entry is not None and entry.until > self._clock():
            self._keep(stamp, key, entry)
            return entry.answer(environ, start_response)
        try:
            return self._render(stamp, key, old, environ, start_response)
        finally:
            if claimed:
                self.shared.release(stamp, key)

    def _render(
        self,
        stamp: str,
        key: Key,
        old: Entry | None,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        self.renders += 1
        status, headers, result = self._ask(anonymous(environ, key, stamp))
        if entries.may_be_stored(status, headers, result):
            body = _read(result)
            now = self._clock()
            ttl = min(self.ttl, SEARCH_TTL) if key.is_search else self.ttl
            entry = None
            if entries.reads_all(headers, key):
                entry = entries.make(headers, body, now=now, ttl=ttl)
            if entry is None:
                # The same for everybody, yet too large, or one of a page's endless copies.
                self.passes.remember(stamp, key, now + _PASS)
                start_response(status, _visible(headers))
                return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
            if entry.until > now:
                self._keep(stamp, key, entry)
                if self.shared is not None:
                    self.shared.put(stamp, key, entry, now)
            return entry.answer(environ, start_response)
        if status.startswith("5") and old is not None:
            # Past its moment, yet better than nothing; tried again soon.
            _close(result)
            old.until = self._clock() + _GRACE
            self._keep(stamp, key, old)
            return old.answer(environ, start_response)
        if self.shared is not None:
            self.shared.give_up(stamp, key)
        seconds = _PASS_AFTER_ERROR if status.startswith("5") else _PASS
        self.passes.remember(stamp, key, self._clock() + seconds)
        if entries.depends_on_visitor(status, headers) or environ["REQUEST_METHOD"] == "HEAD":
            # It was made for nobody in particular: ask again as the visitor.
            _close(result)
            return self._pass(environ, start_response)
        start_response(status, _visible(headers))
        return result

    def _keep(self, stamp: str, key: Key, entry: Entry) -> None:
        # A render that began before the version changed must not outlive it.
        if stamp == self._stamp:
            self.memory.put(stamp, key, entry)

    def _ask(self, environ: Environ) -> tuple[str, Headers, Any]:
        """Django's answer; its handler calls start_response before it returns."""
        answer: list[Any] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
            answer[:] = [status, headers]

        result = self.application(environ, start_response)
        return answer[0], answer[1], result


def _visible(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0].lower() not in entries.INTERNAL]


def _read(result: Any) -> bytes:
    try:
        return b"".join(result)
    finally:
        _close(result)


def _close(result: Any) -> None:
    if hasattr(result, "close"):
        result.close()
