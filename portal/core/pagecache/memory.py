"""Pages in the memory of one process, bounded in bytes."""

import threading
from collections import OrderedDict
from typing import Final

from portal.core.pagecache.entries import Entry
from portal.core.pagecache.rules import Key

# Shares of the room. Pages come first: neither combinations of filters nor searches push them out.
_PAGES: Final = 0.7
_LISTINGS: Final = 0.2
_SEARCHES: Final = 0.1

StoredKey = tuple[str, Key]


class Shelf:
    """Entries in the order of their last use; the oldest go when there is no room."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self._entries: OrderedDict[StoredKey, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: StoredKey) -> Entry | None:
        entry = self._entries.get(key)
        if entry is not None:
            try:  # noqa: SIM105 - `suppress` costs more than the rest of a hit
                self._entries.move_to_end(key)
            except KeyError:
                # Another thread has just cleared the shelf.
                pass
        return entry

    def put(self, key: StoredKey, entry: Entry) -> None:
        """Keep an entry that fits; one larger than the shelf is not kept."""
        if entry.size > self.room:
            return
        with self._lock:
            old = self._entries.pop(key, None)
            self.used += entry.size - (old.size if old else 0)
            self._entries[key] = entry
            while self.used > self.room:
                _, oldest = self._entries.popitem(last=False)
                self.used -= oldest.size

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self.used = 0


class Memory:
    """All stored pages of a process. `room` is in bytes."""

    def __init__(self, room: int) -> None:
        self.pages = Shelf(int(room * _PAGES))
        self.listings = Shelf(int(room * _LISTINGS))
        self.searches = Shelf(int(room * _SEARCHES))

    @property
    def used(self) -> int:
        return self.pages.used + self.listings.used + self.searches.used

    def __len__(self) -> int:
        return len(self.pages) + len(self.listings) + len(self.searches)

    def shelf(self, key: Key) -> Shelf:
        if not key.query:
            return self.pages
        return self.searches if key.is_search else self.listings

    def get(self, stamp: str, key: Key) -> Entry | None:
        return self.shelf(key).get((stamp, key))

    def put(self, stamp: str, key: Key, entry: Entry) -> None:
        self.shelf(key).put((stamp, key), entry)

    def clear(self) -> None:
        for shelf in (self.pages, self.listings, self.searches):
            shelf.clear()


class Passes:
    """Addresses whose answer is not for all: their requests need not wait for each other.

    At most `most` of them: random addresses push each other out, no more.
    """

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._until: OrderedDict[StoredKey, float] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._until)

    def knows(self, stamp: str, key: Key, now: float) -> bool:
        return self._until.get((stamp, key), 0.0) > now

    def remember(self, stamp: str, key: Key, until: float) -> None:
        with self._lock:
            self._until[stamp, key] = until
            self._until.move_to_end((stamp, key))
            while len(self._until) > self._most:
                self._until.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._until.clear()
