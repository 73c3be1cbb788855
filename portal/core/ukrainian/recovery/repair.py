"""Understanding a query: its words, and what is meant by those that the index does not hold.

A word is repaired only when none of its keys is in the index and the dictionary does not know it
either: a correct word that no document has is said to be absent, not turned into another one. A
Latin word is always tried, for the dictionary knows none.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Protocol

from portal.core.ukrainian import lexicon
from portal.core.ukrainian.analysis import is_function_word, key_form, word_keys
from portal.core.ukrainian.recovery import latin, russian
from portal.core.ukrainian.recovery.layout import from_latin_layout, from_ukrainian_layout
from portal.core.ukrainian.recovery.spelling import (
    SHORTEST,
    Forms,
    dictionary_edits,
    form_edits,
)
from portal.core.ukrainian.recovery.weights import weigh
from portal.core.ukrainian.tokens import parts, tokens

MOST_WORDS = 12
# Signs of a query that are looked at; twelve words end long before.
_LONGEST_QUERY = 1000

How = Literal["", "russian", "latin", "layout", "spelling", "absent"]

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэъё]")

_MOST_CANDIDATES = 60
# Words of fewer letters are corrected by one error only.
_TWO_ERRORS_FROM = 6
# What ten times as many documents are worth, in errors.
_WORTH_OF_TENFOLD = 0.25


class Vocabulary(Protocol):
    """What the index holds."""

    def frequencies(self, keys: Iterable[str]) -> dict[str, int]:
        """In how many documents each key stands; keys in none are left out. One database query."""

    def forms(self) -> Forms:
        """The surface forms that the dictionary does not know; loaded once a process."""


@dataclass(frozen=True)
class Word:
    """A word of a query, and how it was understood.

    `typed` and `shown` are folded; they differ when the word was repaired, and `how` says by what:
    empty for a word found as it is, «absent» for one that is not found at all. `keys` are any one
    of the keys by which documents match.
    """

    typed: str
    shown: str
    keys: tuple[str, ...]
    how: How = ""
    is_function: bool = False


class _Candidate(NamedTuple):
    text: str
    cost: float
    how: How


def understand(query: str, vocabulary: Vocabulary, *, literal: bool = False) -> list[Word]:
    """The first `MOST_WORDS` words of `query`; with `literal`, nothing is repaired.

    Asks the vocabulary for frequencies once when all is found, at most four times else.
    """
    typed = _words(query)
    if not typed:
        return []
    if literal:
        return _flagged([Word(word, word, word_keys(word)) for word in typed])
    return _flagged(_Repair(vocabulary).query(query, typed))


def _words(query: str) -> list[str]:
    found = []
    for token in tokens(query[:_LONGEST_QUERY]):
        if word_keys(token.text):
            found.append(token.text)
        if len(found) == MOST_WORDS:
            break
    return found


def _flagged(words: list[Word]) -> list[Word]:
    """The words with function words marked, unless there is nothing else."""
    marked = [replace(word, is_function=is_function_word(word.shown)) for word in words]
    return marked if any(not word.is_function for word in marked) else words


class _Repair:
    """One query's work: what was asked of the vocabulary is kept, so nothing is asked twice."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.lexicon = lexicon.current()
        self.frequency: dict[str, int] = {}

    # What the index holds.

    def ask(self, words: Iterable[str]) -> None:
        """Learn the frequencies of all keys of the words, by one call."""
        wanted = {key for word in words for key in word_keys(word)} - self.frequency.keys()
        if wanted:
            found = self.vocabulary.frequencies(wanted)
            self.frequency.update((key, found.get(key, 0)) for key in wanted)

    def live(self, word: str) -> tuple[str, ...]:
        """Those keys of a word that are in the index."""
        return tuple(key for key in word_keys(word) if self.frequency.get(key))

    def documents(self, word: str) -> int:
        return max((self.frequency.get(key, 0) for key in word_keys(word)), default=0)

    # The query.

    def query(self, query: str, typed: list[str]) -> list[Word]:
        other = self.in_other_layout(query)
        pieces = [piece for word in typed for piece in parts(word)]
        self.ask([*typed, *pieces, *other])
        if other and not all(self.live(word) for word in typed) and self.makes_sense(other):
            back = from_latin_layout if _CYRILLIC.search(query) else from_ukrainian_layout
            return [self.as_it_is(word, typed=back(word), how="layout") for word in other]
        units = [unit for word in typed for unit in self.units(word)]
        broken = list(dict.fromkeys(unit for unit in units if self.is_broken(unit)))
        mended = self.mend(broken) if broken else {}
        return [mended.get(unit) or self.as_it_is(unit) for unit in units][:MOST_WORDS]

    def in_other_layout(self, query: str) -> list[str]:
        """The words of a query of one script, had the other keyboard layout been on."""
        if _CYRILLIC.search(query):
            other = "" if _LATIN.search(query) else from_ukrainian_layout(query)
        else:
            other = from_latin_layout(query) if _LATIN.search(query) else ""
        return _words(other)

    def makes_sense(self, words: list[str]) -> bool:
        """Whether all words are in the index, and are words and not guesses."""
        return all(
            self.live(word) and (not _CYRILLIC.search(word) or self.is_word(word)) for word in words
        )

    def is_word(self, word: str) -> bool:
        return word.isdigit() or self.lexicon.knows(word) or word in self.vocabulary.forms()

    def units(self, word: str) -> Sequence[str]:
        """A hyphenated word is one while the index has it so, else its parts."""
        if "-" not in word or self.live(word):
            return (word,)
        return parts(word)

    def is_broken(self, word: str) -> bool:
        if self.live(word) or word.isdigit() or is_function_word(word):
            return False
        return not self.lexicon.knows(word)

    def as_it_is(self, word: str, *, typed: str = "", how: How = "") -> Word:
        live = self.live(word)
        return Word(typed or word, word, live or word_keys(word), how if live else "absent")

    # Words that are not found.

    def mend(self, words: list[str]) -> dict[str, Word]:
        """The repaired of the words. First other letters, then typing errors."""
        mended = self.choose({word: list(self.other_letters(word)) for word in words})
        rest = [word for word in words if word not in mended]
        for errors in (1, 2):
            candidates = {word: self.misspelt(word, errors) for word in rest}
            if any(candidates.values()):
                mended |= self.choose(candidates)
            rest = [word for word in rest if word not in mended]
        return mended

    def choose(self, candidates: dict[str, list[_Candidate]]) -> dict[str, Word]:
        """For each word the best of its candidates that is in the index."""
        self.ask(candidate.text for found in candidates.values() for candidate in found)
        chosen = {}
        for word, found in candidates.items():
            live = [candidate for candidate in found if self.live(candidate.text)]
            if live:
                best = min(live, key=self._price)
                chosen[word] = Word(word, best.text, self.live(best.text), best.how)
        return chosen

    def _price(self, candidate: _Candidate) -> tuple[float, str]:
        worth = _WORTH_OF_TENFOLD * math.log10(self.documents(candidate.text))
        return candidate.cost - worth, candidate.text

    def other_letters(self, word: str) -> Iterator[_Candidate]:
        """Words that are spelt with the wrong alphabet or layout, the dictionary's and the index's."""
        forms = self.vocabulary.forms()
        if _CYRILLIC.search(word):
            for text, cost in russian.dictionary_words(word, self.lexicon):
                yield _Candidate(text, cost, "russian")
            for text in russian.from_russian(word):
                if text in forms:
                    yield _Candidate(text, 1.0, "russian")
            yield from self._layout(word, from_ukrainian_layout, lambda _: True)
            return
        for text, cost in latin.dictionary_words(word, self.lexicon, _MOST_CANDIDATES):
            yield _Candidate(text, cost, "latin")
        for text, cost in latin.names(word, _MOST_CANDIDATES):
            yield _Candidate(text, cost + 1.0, "latin")
        yield from self._layout(word, from_latin_layout, self.is_word)

    def _layout(
        self, word: str, change: Callable[[str], str], fits: Callable[[str], bool]
    ) -> Iterator[_Candidate]:
        other = [token.text for token in tokens(change(word))]
        if len(other) == 1 and fits(other[0]):
            yield _Candidate(other[0], 1.0, "layout")

    def misspelt(self, word: str, errors: int) -> list[_Candidate]:
        """Words within so many typing errors, the likeliest first."""
        size = len(key_form(word))
        if size < SHORTEST or (errors > 1 and size < _TWO_ERRORS_FROM):
            return []
        near = [text for text, _ in form_edits(word, self.vocabulary.forms(), errors)]
        if _CYRILLIC.search(word):
            near += [text for text, _ in dictionary_edits(word, self.lexicon, errors)]
        found = [_Candidate(text, weigh(word, text), "spelling") for text in dict.fromkeys(near)]
        return sorted(found, key=lambda candidate: candidate.cost)[:_MOST_CANDIDATES]
