"""Pages shared by all processes through Redis, so that a change costs one render in all."""

import time
from collections.abc import Callable
from hashlib import blake2b
from typing import Final

from django.core.cache.backends.base import BaseCache

from portal.core.pagecache.entries import Entry
from portal.core.pagecache.rules import Key

# Seconds: a process that died while rendering holds up the others no longer than that.
_CLAIM: Final = 10
_LOOK_AGAIN: Final = 0.02
_PASS: Final = b"pass"


class Shared:
    """The shared store, on a Django cache whose failures are misses (portal.core.cache).

    The store outlives a deployment: processes of one `release` see only each other's pages.
    """

    def __init__(
        self,
        cache: BaseCache,
        *,
        release: str,
        sleep: Callable[[float], None] = time.sleep,
        patience: float = 5.0,
    ) -> None:
        self._cache = cache
        self._release = release
        self._sleep = sleep
        self._patience = patience

    def get(self, stamp: str, key: Key) -> Entry | None:
        """The page as another process made it; None if there is none, or it cannot be read."""
        return _entry(self._cache.get(self._name(stamp, key)))

    def put(self, stamp: str, key: Key, entry: Entry, now: float) -> None:
        self._cache.set(
            self._name(stamp, key), entry.dumps(), timeout=max(1, int(entry.until - now))
        )

    def claim(self, stamp: str, key: Key) -> bool:
        """Whether this process shall make the page; the others wait for it."""
        return bool(self._cache.add(self._name(stamp, key) + ":claim", b"1", timeout=_CLAIM))

    def release(self, stamp: str, key: Key) -> None:
        self._cache.delete(self._name(stamp, key) + ":claim")

    def give_up(self, stamp: str, key: Key) -> None:
        """Tell those who wait that there will be no page to share."""
        self._cache.set(self._name(stamp, key), _PASS, timeout=2)

    def wait(self, stamp: str, key: Key) -> Entry | None:
        """The page another process is making; None if it gives up or takes too long."""
        waited = 0.0
        while waited < self._patience:
            data = self._cache.get(self._name(stamp, key))
            if data is not None:
                return _entry(data)
            if self._cache.get(self._name(stamp, key) + ":claim") is None:
                return _entry(self._cache.get(self._name(stamp, key)))
            self._sleep(_LOOK_AGAIN)
            waited += _LOOK_AGAIN
        return None

    def _name(self, stamp: str, key: Key) -> str:
        text = "\0".join(key).encode("utf-8", "surrogateescape")
        digest = blake2b(text, digest_size=20).hexdigest()
        return f"page:{self._release}:{stamp}:{digest}"


def _entry(data: object) -> Entry | None:
    if not isinstance(data, bytes) or data == _PASS:
        return None
    try:
        return Entry.loads(data)
    except (ValueError, OSError, KeyError, TypeError, EOFError):
        return None
