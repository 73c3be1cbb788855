"""How a process learns of a change: it looks at the content version, at most once in a while."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from django.db import Error, connection, connections

from portal.core.pagecache import stamp

logger = logging.getLogger(__name__)

# Seconds. Fresh within a second means to look twice as often: the look, the render and a busy
# machine take their time, too. A look is one read of a table of some rows.
LOOK_EVERY: Final = 0.5
# How long a database that did not answer is left alone, seconds.
_REST: Final = 2.0


class Version:
    """The last content version seen. Asking is free but for one query in LOOK_EVERY seconds."""

    def __init__(
        self,
        read: Callable[[], str] | None = None,
        *,
        look_every: float = LOOK_EVERY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read or read_from_database
        self._look_every = look_every
        self._clock = clock
        self._looking = threading.Lock()
        self._next = 0.0
        self._value: str | None = None
        # Whether the last look failed: then what is known goes on being served.
        self.is_away = False

    def current(self) -> str | None:
        """The version; None only as long as the database has never answered."""
        if self._clock() >= self._next:
            if self._value is None:
                # Nobody knows it yet: all wait for the one who asks.
                with self._looking:
                    if self._value is None and self._clock() >= self._next:
                        self._look()
            elif self._looking.acquire(blocking=False):
                self._look_and_release()
        return self._value

    def _look_and_release(self) -> None:
        """Look with the lock held; while the database is away no reader waits for it."""
        if not self.is_away:
            try:
                self._look()
            finally:
                self._looking.release()
            return

        def look() -> None:
            try:
                self._look()
            finally:
                self._looking.release()
                connections.close_all()

        self._next = self._clock() + _REST
        threading.Thread(target=look, name="content version", daemon=True).start()

    def _look(self) -> None:
        began = self._clock()
        try:
            self._value = self._read()
        except (Error, OSError) as error:
            if not self.is_away:
                logger.warning("The content version cannot be read: %s", type(error).__name__)
            self.is_away = True
            self._next = self._clock() + _REST
        else:
            if self.is_away:
                logger.warning("The content version can be read again")
            self.is_away = False
            self._next = began + self._look_every


def read_from_database() -> str:
    """The version, on a connection that lives outside of Django's requests."""
    connection.close_if_unusable_or_obsolete()
    try:
        return stamp.read()
    except Error:
        connection.close()
        raise
