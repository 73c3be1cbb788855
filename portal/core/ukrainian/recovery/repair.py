"""Understanding a query: its words, and what is meant by those that the index does not hold.

A word is repaired only when none of its keys is in the index and the dictionary does not know it
either: a correct word that no document has is said to be absent, not turned into another one. A
Latin word is always tried, for the dictionary knows none.
"""

import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Protocol

from portal.core.ukrainian import lexicon
from portal.core.ukrainian.analysis import (
    dictionary_spelling,
    is_function_word,
    key_form,
    word_keys,
)
from portal.core.ukrainian.recovery import latin, russian
from portal.core.ukrainian.recovery.layout import from_latin_layout, from_ukrainian_layout
from portal.core.ukrainian.recovery.sound import heard_words
from portal.core.ukrainian.recovery.spelling import (
    SHORTEST,
    Forms,
    dictionary_edits,
    form_edits,
    without_repetition,
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
# Letters; what is longer is no word that anybody mistyped.
_LONGEST = 28
# Words of a query for which the slow ways are gone: 10 to 60 ms each.
_MOST_FAR = 3
# Words of fewer letters are corrected by one error only.
_TWO_ERRORS_FROM = 6
# What ten times as many documents are worth, in errors (`weights`).
_WORTH_OF_TENFOLD = 0.1
# Words whose prices differ less are as likely as each other; so many are taken beside the best.
_AS_LIKELY = 0.3
# Beside a form that only the index knows: often it is a slip itself.
_AS_LIKELY_AS_A_FORM = 0.5
_MOST_OTHERS = 2
_OTHER_LAYOUT, _REPEATED, _SPLIT = 0.6, 0.7, 2.0
# Letters. A shorter word is no repair and needs none, makes sense in any layout, splits any word.
_SHORTEST = 2
_SHORTEST_IN_LAYOUT = 3
_SHORTEST_PART = 3


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
    empty for a word found as it is, «absent» for one that is not found at all. A document matches
    by any of the `keys`. Where other words are as likely to be meant as the one shown, `also` names
    them, and their keys are among the keys.
    """

    typed: str
    shown: str
    keys: tuple[str, ...]
    how: How = ""
    is_function: bool = False
    also: tuple[str, ...] = ()


class _Candidate(NamedTuple):
    text: str
    cost: float
    how: How


def understand(query: str, vocabulary: Vocabulary, *, literal: bool = False) -> list[Word]:
    """The first `MOST_WORDS` words of `query`; with `literal`, nothing is repaired.

    Asks the vocabulary for frequencies once when all is found, at most three times else.
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


def _all_words(candidates: dict[str, list[_Candidate]]) -> Iterator[str]:
    for found in candidates.values():
        for candidate in found:
            yield from candidate.text.split()


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
        """The most documents that one of its keys is in."""
        return max((self.frequency.get(key, 0) for key in word_keys(word)), default=0)

    def is_word(self, word: str) -> bool:
        """Whether the dictionary or a document has the word in this very form."""
        return bool(dictionary_spelling(word)) or word in self.vocabulary.forms()

    def is_found(self, word: str) -> bool:
        """Whether the index holds the word, as far as can be told.

        A key that was guessed from the ending of an unknown form proves nothing when it is a word
        of the dictionary: the dictionary has all forms of its words, and this is none of them.
        """
        live = self.live(word)
        if not live or not _CYRILLIC.search(word) or self.is_word(word):
            return bool(live)
        lemmas = {reading.lemma for reading in self.lexicon.readings(word)}
        return any(key_form(lemma) in live for lemma in lemmas if not self.lexicon.knows(lemma))

    # The query.

    def query(self, query: str, typed: list[str]) -> list[Word]:
        other = self.in_other_layout(query)
        pieces = [piece for word in typed for piece in parts(word)]
        self.ask([*typed, *pieces, *other])
        if other and not all(self.live(word) for word in typed) and self.makes_sense(other):
            back = from_latin_layout if _CYRILLIC.search(query) else from_ukrainian_layout
            return [self.as_it_is(word, typed=back(word), how="layout") for word in other]
        units = [unit for word in typed for unit in self.units(word)]
        broken = [unit for unit in units if self.is_broken(unit)]
        joined = self.joined(units)
        mended = self.mend(list(dict.fromkeys(broken)), joined) if broken or joined else {}
        return self.assemble(units, mended)[:MOST_WORDS]

    def in_other_layout(self, query: str) -> list[str]:
        """The words of a query of one script, had the other keyboard layout been on."""
        if _CYRILLIC.search(query):
            other = "" if _LATIN.search(query) else from_ukrainian_layout(query)
        else:
            other = from_latin_layout(query) if _LATIN.search(query) else ""
        words = _words(other)
        return words if max(map(len, words), default=0) >= _SHORTEST_IN_LAYOUT else []

    def makes_sense(self, words: list[str]) -> bool:
        """Whether all words are in the index, and are words and not guesses."""
        return all(
            word.isdigit()
            or (self.live(word) and (not _CYRILLIC.search(word) or self.is_word(word)))
            for word in words
        )

    def units(self, word: str) -> Sequence[str]:
        """A hyphenated word is one while the index has it so, else its parts."""
        if "-" not in word or self.live(word):
            return (word,)
        return parts(word)

    def is_broken(self, word: str) -> bool:
        """Whether another word is likely to be meant."""
        if word.isdigit() or not _SHORTEST <= len(word) <= _LONGEST or is_function_word(word):
            return False
        if self.lexicon.knows(word):
            return False
        return self.is_mistake(word) or not self.is_found(word)

    def is_mistake(self, word: str) -> bool:
        """Whether the dictionary lists the word, but as a mistake: «мабудь», «дойшла»."""
        return not dictionary_spelling(word) and any(
            reading.known for reading in self.lexicon.readings(word)
        )

    def joined(self, units: list[str]) -> dict[str, tuple[str, str]]:
        """Neighbours written together, if the index lacks one of them: «фут зал»."""
        return {
            first + second: (first, second)
            for first, second in itertools.pairwise(units)
            if not (self.live(first) and self.live(second))
            and not is_function_word(first)
            and not is_function_word(second)
        }

    def assemble(self, units: list[str], mended: dict[str, list[Word]]) -> list[Word]:
        words: list[Word] = []
        place = 0
        while place < len(units):
            together = "".join(units[place : place + 2])
            if place + 1 < len(units) and together in mended:
                words += mended[together]
                place += 2
                continue
            words += mended.get(units[place]) or [self.as_it_is(units[place])]
            place += 1
        return words

    def as_it_is(self, word: str, *, typed: str = "", how: How = "") -> Word:
        live = self.live(word)
        return Word(typed or word, word, live or word_keys(word), how if live else "absent")

    # Words that are not found.

    def mend(self, words: list[str], joined: dict[str, tuple[str, str]]) -> dict[str, list[Word]]:
        """What the words were mended to, as far as they were."""
        near = {word: list(self.near(word)) for word in words}
        self.ask([*joined, *_all_words(near)])
        mended = self.choose(near)
        for together, pair in joined.items():
            if self.live(together) and not any(one in mended for one in pair):
                word = Word(" ".join(pair), together, self.live(together), "spelling")
                mended[together] = [word]
        left = [word for word in words if word not in mended][:_MOST_FAR]
        if left:
            far = {word: list(self.far(word)) for word in left}
            self.ask(_all_words(far))
            mended |= self.choose(far)
        return mended

    def choose(self, candidates: dict[str, list[_Candidate]]) -> dict[str, list[Word]]:
        """For each word the best of its candidates, if one is in the index."""
        chosen: dict[str, list[Word]] = {}
        for word, found in candidates.items():
            # Of «бюджет» and «б'юджет», which the dictionary has both, the plain one.
            live = sorted(
                (candidate for candidate in found if self.is_live(candidate)),
                key=lambda candidate: (self.price(candidate), candidate.text.count("'")),
            )
            if not live:
                continue
            best, *others = live
            if " " in best.text:
                chosen[word] = [
                    Word(part, part, self.live(part), best.how) for part in best.text.split()
                ]
                continue
            own = self.live(word) if self.is_mistake(word) else ()
            is_word = " " in best.text or self.lexicon.knows(best.text)
            limit = self.price(best) + (_AS_LIKELY if is_word else _AS_LIKELY_AS_A_FORM)
            near = [
                other for other in others if self.price(other) <= limit and " " not in other.text
            ]
            chosen[word] = [self.repaired(word, best, own, near)]
        return chosen

    def repaired(
        self, word: str, best: _Candidate, own: tuple[str, ...], near: list[_Candidate]
    ) -> Word:
        """The word as the best candidate, or any of those that are as likely."""
        keys = dict.fromkeys((*self.live(best.text), *own))
        also: list[str] = []
        for other in near:
            more = self.live(other.text)
            if len(also) < _MOST_OTHERS and not keys.keys() >= set(more):
                also.append(other.text)
                keys |= dict.fromkeys(more)
        return Word(word, best.text, tuple(keys), best.how, also=tuple(also))

    def is_live(self, candidate: _Candidate) -> bool:
        """Whether the index holds it; a single letter stands in every text and is meant by nobody."""
        return len(candidate.text) >= _SHORTEST and all(
            self.live(word) for word in candidate.text.split()
        )

    def price(self, candidate: _Candidate) -> float:
        """What it costs to take the word for the candidate; less if many documents have it."""
        documents = min(self.documents(word) for word in candidate.text.split())
        return candidate.cost - _WORTH_OF_TENFOLD * math.log10(documents)

    def near(self, word: str) -> Iterator[_Candidate]:
        """What is cheap to find and likely: other letters, another layout, one error."""
        if not _CYRILLIC.search(word):
            for text, cost in latin.dictionary_words(word, self.lexicon, _MOST_CANDIDATES):
                yield _Candidate(text, cost, "latin")
            yield from self.in_layout(word, from_latin_layout)
            return
        forms = self.vocabulary.forms()
        for text, cost in russian.spellings_of(word):
            if text in forms:
                yield _Candidate(text, cost, "russian")
        for text, cost in russian.dictionary_words(word, self.lexicon):
            if self.lexicon.knows(text):
                yield _Candidate(text, cost, "russian")
        if not _RUSSIAN.search(word):
            yield from self.misspelt(word, 1)
            for text, cost in heard_words(word, self.lexicon):
                if self.lexicon.knows(text):
                    yield _Candidate(text, cost, "spelling")
            for text in without_repetition(word):
                if self.is_word(text):
                    yield _Candidate(text, _REPEATED, "spelling")
        yield from self.in_layout(word, from_ukrainian_layout)

    def far(self, word: str) -> Iterator[_Candidate]:
        """What takes longer or is less likely: names no list has, two errors, words run together."""
        if not _CYRILLIC.search(word):
            for text, cost in latin.names(word, _MOST_CANDIDATES):
                yield _Candidate(text, cost, "latin")
        yield from self.misspelt(word, 1 if _RUSSIAN.search(word) else 2)
        yield from self.split(word)

    def in_layout(self, word: str, change: Callable[[str], str]) -> Iterator[_Candidate]:
        other = [token.text for token in tokens(change(word))]
        if len(other) != 1 or len(other[0]) < _SHORTEST_IN_LAYOUT:
            return
        if not _CYRILLIC.search(other[0]) or self.is_word(other[0]):
            yield _Candidate(other[0], _OTHER_LAYOUT, "layout")

    def misspelt(self, word: str, errors: int) -> Iterator[_Candidate]:
        """Words within so many typing errors, the likeliest first."""
        size = len(key_form(word))
        if size < SHORTEST or (errors > 1 and size < _TWO_ERRORS_FROM):
            return
        near = [text for text, _ in form_edits(word, self.vocabulary.forms(), errors)]
        if _CYRILLIC.search(word):
            near += [
                text
                for text, _ in dictionary_edits(word, self.lexicon, errors)
                if self.lexicon.knows(text)
            ]
        found = [_Candidate(text, weigh(word, text), "spelling") for text in dict.fromkeys(near)]
        yield from sorted(found, key=lambda candidate: candidate.cost)[:_MOST_CANDIDATES]

    def split(self, word: str) -> Iterator[_Candidate]:
        """Two words typed without a space."""
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first, second = word[:place], word[place:]
            if self.lexicon.knows(first) and self.lexicon.knows(second):
                yield _Candidate(f"{first} {second}", _SPLIT, "spelling")
