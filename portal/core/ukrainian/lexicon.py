"""The dictionary of Ukrainian word forms, behind an interface small enough to put another in its place.

This is the only module that knows pymorphy3. The licence of its Ukrainian data is stated in three
ways at once, so nothing else may depend on it: `use()` sets another lexicon, and the rest of the
portal asks `current()`.
"""

import logging
import struct
import threading
from binascii import a2b_base64
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, runtime_checkable

from portal.core.ukrainian.letters import ALPHABET

# Nodes of the prefix tree whose branches are remembered: about 2 MB.
_REMEMBERED_BRANCHES = 4096
# Places in paradigms and ends of words that are remembered: 2 MB at most.
_REMEMBERED_FORMS = 4096
# Where pymorphy3 keeps a word's records: below this byte, which no word has.
_END = 1
_ONE_BYTE = b"'-"
_TWO_BYTES = 0x80
_LOW_BITS = 0x3F
# Bits of a unit of the tree, and a record in it.
_HAS_VALUE, _EXTENDED = 0x100, 0x200
_LABEL = 0x800000FF
_BYTES = {letter: letter.encode() for letter in f"{ALPHABET}'-"}
_RECORD = struct.Struct(">HH")


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


@runtime_checkable
class KnowsNames(Protocol):
    """What a lexicon may offer besides: forms of given names."""

    def vocatives(self, name: str) -> Sequence[str]:
        """Forms in which the given name is called, of each of its readings; none for no name."""


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
        self._parse: Any = self._morph.parse
        self._form = lru_cache(_REMEMBERED_FORMS)(self._make_form)
        self._forms = lru_cache(_REMEMBERED_FORMS)(self._make_forms)
        self.branches = lru_cache(_REMEMBERED_BRANCHES)(self._branches)

    def readings(self, word: str) -> Sequence[Reading]:
        """See `Lexicon`. In the dictionary's order, which says nothing: it has no frequencies.

        A word spelt with г may be one with ґ, never the other way round.
        """
        if not self.has_tree:
            return self._guesses(word, known=word in self._words)
        known = False
        found: dict[Reading, None] = {}
        for spelt, node in self._spelt(word):
            known = known or spelt == word
            for form in self._forms(node):
                found[Reading(form.lemma(spelt), form.part, known)] = None
        return list(found) or self._guesses(word, known=False)

    def knows(self, word: str) -> bool:
        """See `Lexicon`."""
        if not self.has_tree:
            return any(self._form(*record).correct for record in self._words.get(word, ()))
        node = self._end(word)
        return node is not None and any(form.correct for form in self._forms(node))

    def _guesses(self, word: str, *, known: bool) -> Sequence[Reading]:
        found = (Reading(lemma, _part(tag), known) for _, tag, lemma, _, _ in self._parse(word))
        return list(dict.fromkeys(found))

    def _spelt(self, word: str) -> Iterator[tuple[str, int]]:
        """The word, and its spellings with ґ, as far as they are in the tree, with their records."""
        if "г" not in word:
            end = self._end(word)
            if end is not None:
                yield word, end
            return
        ways = [("", self.root)]
        for letter in word:
            longer = []
            for text, node in ways:
                for other in (letter, "ґ") if letter == "г" else (letter,):
                    child = self.step(node, other)
                    if child is not None:
                        longer.append((text + other, child))
            ways = longer
        for text, node in ways:
            end = self._follow(node, _END)
            if end is not None:
                yield text, end

    def _end(self, word: str) -> int | None:
        """Where the records of a word begin; None when it has none."""
        node = self._follow_all(self.root, word.encode())
        return None if node is None else self._follow(node, _END)

    def _make_forms(self, node: int) -> "tuple[_Form, ...]":
        """What the records below a node say: base64 of paradigm and place in it, two bytes each.

        Words that are inflected alike share their records, and so their nodes.
        """
        units, guide = self._units, self._guide
        found = []
        waiting = [(node, b"")]
        while waiting:
            node, read = waiting.pop()
            if units[node] & _HAS_VALUE:
                found.append(self._form(*_RECORD.unpack(a2b_base64(read))))
            byte = guide[node * 2]
            while byte:
                base = units[node]
                child = node ^ ((base >> 10) << ((base & _EXTENDED) >> 6)) ^ byte
                waiting.append((child, read + bytes((byte,))))
                byte = guide[child * 2 + 1]
        return tuple(dict.fromkeys(found))

    def _make_form(self, paradigm: int, place: int) -> "_Form":
        dictionary = self._morph.dictionary
        forms = dictionary.build_paradigm_info(paradigm)
        prefix, tag, suffix = forms[place]
        first_prefix, _, first_suffix = forms[0]
        return _Form(
            prefix, suffix, first_prefix, first_suffix, _part(tag), "Dist" not in tag.grammemes
        )

    def vocatives(self, name: str) -> Sequence[str]:
        """See `KnowsNames`. Of two forms («Ігорю», «Ігоре») the first: so does the dictionary itself."""
        found: dict[str, None] = {}
        for reading in self._parse(name):
            tag, methods = reading[1], reading[4]
            if not {"Name", "nomn"} <= tag.grammemes or not self._words.get(name):
                continue
            forms = (
                word
                for word, other, *_ in methods[-1][0].get_lexeme(reading)
                if "voct" in other.grammemes and "plur" not in other.grammemes
            )
            if form := next(forms, ""):
                found[form] = None
        return list(found)

    def has_prefix(self, prefix: str) -> bool:
        if not self.has_tree:
            return next(iter(self._words.iterkeys(prefix)), None) is not None
        return self._follow_all(self.root, prefix.encode()) is not None

    def step(self, node: int, letter: str) -> int | None:
        """The node that `letter` leads to, if forms go on so."""
        return self._follow_all(node, _BYTES.get(letter) or letter.encode())

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

    def _follow_all(self, node: int, path: bytes) -> int | None:
        """`_follow` written out, byte by byte: all of a text and all repairs go through here."""
        units = self._units
        for byte in path:
            base = units[node]
            node ^= ((base >> 10) << ((base & _EXTENDED) >> 6)) ^ byte
            if units[node] & _LABEL != byte:
                return None
        return node

    def _follow(self, node: int, byte: int) -> int | None:
        """One byte down the double-array tree; its units are packed as dawg2-python describes."""
        base = self._units[node]
        child: int = node ^ ((base >> 10) << ((base & _EXTENDED) >> 6)) ^ byte
        return child if self._units[child] & _LABEL == byte else None


class _Form(NamedTuple):
    """A place in a paradigm: what makes the form out of the stem, and what makes its lemma."""

    prefix: str
    suffix: str
    first_prefix: str
    first_suffix: str
    part: str
    correct: bool

    def lemma(self, word: str) -> str:
        stem = word[len(self.prefix) : len(word) - len(self.suffix)]
        return self.first_prefix + stem + self.first_suffix


def _part(tag: Any) -> str:
    return SURNAME if "Surn" in tag.grammemes else str(tag.POS or "")


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
