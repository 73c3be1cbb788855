"""What the index knows about words: read from its tables, never held whole in memory."""

import threading
from collections.abc import Iterable

from portal.core.ukrainian.recovery.spelling import Forms
from search.models import IndexState, SearchForm, SearchTerm

# Names kept for spelling, the most frequent of a larger number: about 8 MB.
_MOST_NAMES = 50_000


class DatabaseVocabulary:
    """Frequencies of keys for one question; names that the dictionary lacks once a process.

    Names are read again when `version` (of `IndexState.vocabulary`) turns.
    """

    _names = Forms({})
    _version = -1
    _guard = threading.Lock()

    def __init__(self, state: IndexState) -> None:
        self._state = state
        self._known: dict[str, int] = {}

    @classmethod
    def forget(cls) -> None:
        """For who goes to another database, whose versions say nothing of this one's."""
        with cls._guard:
            cls._version = -1

    def frequencies(self, keys: Iterable[str]) -> dict[str, int]:
        """In how many documents each key is; keys that are in none are left out."""
        asked = set(keys)
        lacking = asked - self._known.keys()
        if lacking:
            self._known |= dict.fromkeys(lacking, 0)
            self._known |= dict(
                SearchTerm.objects.filter(key__in=lacking).values_list("key", "frequency")
            )
        return {key: number for key in asked if (number := self._known[key])}

    def forms(self) -> Forms:
        """Words of the index that the dictionary does not know."""
        cls = type(self)
        with cls._guard:
            if cls._version != self._state.vocabulary:
                found = SearchForm.objects.filter(known=False).order_by("-frequency", "form")
                cls._names = Forms(dict(found.values_list("form", "frequency")[:_MOST_NAMES]))
                cls._version = self._state.vocabulary
            return cls._names
