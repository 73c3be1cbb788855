"""The dictionary of Ukrainian word forms, behind an interface small enough to put another in its place.

This is the only module that knows pymorphy3. The licence of its Ukrainian data is stated in three
ways at once, so nothing else may depend on it: `use()` sets another lexicon, and the rest of the
portal asks `current()`.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

# Nodes of the prefix tree whose branches are remembered: about 2 MB.
_REMEMBERED_BRANCHES = 4096
# Where pymorphy3 keeps a word's records: below this byte, which no word has.
_END = 1
_ONE_BYTE = b"'-"
_TWO_BYTES = 0x80
_LOW_BITS = 0x3F


# The part of speech of a surname: its feminine is another word for the dictionary.
SURNAME = "Surn"


class Reading(NamedTuple):
    """One way to understand a word form.

    `part` is the part of speech in the dictionary's own short name (NOUN, ADJF, VERB, GRND, ADVB,
    PREP, CONJ, …), `SURNAME` for a surname, empty where it has none. `known` is false when the
    dictionary lacks the form and the lemma is a guess by its ending.
    """

    lemma: str
    part: str
    known: bool


class Lexicon(Protocol):
    """What the portal asks of a dictionary. Words are folded: small letters, the apostrophe '."""

    def readings(self, word: str) -> Sequence[Reading]:
        """All ways to understand the form; guesses only when the dictionary lacks it."""

    def knows(self, word: str) -> bool:
        """Whether the dictionary has this very form, and not only as a mistake («мабудь»)."""

    def has_prefix(self, prefix: str) -> bool:
        """Whether a form of the dictionary begins so."""


class PymorphyLexicon:
    """pymorphy3 with its Ukrainian dictionary (31 MB of memory, a tenth of a second to load).

    Besides the interface it offers its prefix tree (`root`, `branches`, `step`, `ends`), by which
    words are recovered many times faster than by asking for prefixes.
    """

    def __init__(self) -> None:
        import pymorphy3

        library = logging.getLogger("pymorphy3")
        level = library.level
        library.setLevel(logging.WARNING)  # it announces its files at every start
        try:
            self._morph: Any = pymorphy3.MorphAnalyzer(lang="uk", result_type=None)
        finally:
            library.setLevel(level)
        self._words: Any = self._morph.dictionary.words
        # The pure-Python tree; the one in C, where somebody has it installed, shows no nodes.
        tree: Any = getattr(self._words, "dct", None)
        self._units: Any = getattr(tree, "_units", None)
        guide: Any = getattr(self._words, "guide", None)
        self._guide: Any = getattr(guide, "_units", None)
        self.has_tree = self._units is not None and self._guide is not None
        self.root = 0
        self.branches = lru_cache(_REMEMBERED_BRANCHES)(self._branches)

    def readings(self, word: str) -> Sequence[Reading]:
        """See `Lexicon`. In the dictionary's order, which says nothing: it has no frequencies."""
        known = word in self._words
        found = (
            Reading(lemma, SURNAME if "Surn" in tag.grammemes else str(tag.POS or ""), known)
            for _, tag, lemma, _, _ in self._morph.parse(word)
        )
        return list(dict.fromkeys(found))

    def knows(self, word: str) -> bool:
        """See `Lexicon`."""
        tag_of = self._morph.dictionary.build_tag_info
        records = self._words.get(word, ())
        return any("Dist" not in tag_of(*record).grammemes for record in records)

    def has_prefix(self, prefix: str) -> bool:
        if not self.has_tree:
            return next(iter(self._words.iterkeys(prefix)), None) is not None
        node: int | None = self.root
        for byte in prefix.encode():
            node = self._follow(node, byte)
            if node is None:
                return False
        return True

    def step(self, node: int, letter: str) -> int | None:
        """The node that `letter` leads to, if forms go on so."""
        after: int | None = node
        for byte in letter.encode():
            after = self._follow(after, byte)
            if after is None:
                return None
        return after

    def ends(self, node: int) -> bool:
        """Whether a form ends at the node."""
        return self._follow(node, _END) is not None

    def _branches(self, node: int) -> tuple[tuple[str, int], ...]:
        found = []
        for first, middle in self._children(node):
            if first in _ONE_BYTE:
                found.append((chr(first), middle))
            elif first >= _TWO_BYTES:
                high = (first & 0x1F) << 6
                found += [(chr(high | low & _LOW_BITS), end) for low, end in self._children(middle)]
        return tuple(found)

    def _children(self, node: int) -> list[tuple[int, int]]:
        found = []
        byte = self._guide[node * 2]
        while byte:
            child = self._follow(node, byte)
            if child is None:
                break
            found.append((byte, child))
            byte = self._guide[child * 2 + 1]
        return found

    def _follow(self, node: int | None, byte: int) -> int | None:
        """One byte down the double-array tree; its units are packed as dawg2-python describes."""
        if node is None:
            return None
        base = self._units[node]
        child: int = node ^ ((base >> 10) << ((base & 0x200) >> 6)) ^ byte
        return child if self._units[child] & 0x800000FF == byte else None


_lock = threading.Lock()
_current: Lexicon | None = None
_watchers: list[Callable[[], None]] = []


def current() -> Lexicon:
    """The lexicon in use; pymorphy3's, loaded at the first call, unless `use` gave another."""
    global _current  # noqa: PLW0603 - one per process is the point
    lexicon = _current
    if lexicon is None:
        with _lock:
            if _current is None:
                _current = PymorphyLexicon()
            lexicon = _current
    return lexicon


def use(lexicon: Lexicon | None) -> None:
    """Put another lexicon in place; None goes back to pymorphy3. What was remembered is forgotten."""
    global _current  # noqa: PLW0603
    with _lock:
        _current = lexicon
    for forget in _watchers:
        forget()


def when_replaced(forget: Callable[[], None]) -> None:
    """Have `forget` called whenever the lexicon is replaced: for caches of its answers."""
    _watchers.append(forget)
