"""From the words of a question to what engines match and what the ranking weighs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from portal.core.ukrainian.analysis import key_form, word_keys
from portal.core.ukrainian.derivation import relatives
from portal.core.ukrainian.recovery.repair import Word
from search.engines.base import Group
from search.ranking import Wanted, rarity
from search.wording import Keys, same

# Groups that one phrase and its synonyms may come to; longer alternatives are left out.
_MOST_GROUPS = 12
# What a synonym counts beside the word that was asked for.
_SYNONYM_SHARE = 0.4
# A word that fewer documents hold does not fill a page.
_FEW = 10


@dataclass(frozen=True, slots=True)
class Expansion:
    """A phrase and what it may be called instead; each word stands as its keys."""

    words: tuple[Keys, ...]
    alternatives: tuple[tuple[Keys, ...], ...]

    def begins_at(self, words: Sequence[Keys], place: int) -> bool:
        """Whether the phrase stands in `words` from `place` on, in any form."""
        return same(self.words, words[place : place + len(self.words)])


# By any key of the phrase's first word.
Expansions = Mapping[str, Sequence[Expansion]]


@dataclass(frozen=True, slots=True)
class Plan:
    """`groups` are matched, `wanted` is ranked (function words too, in the order of the question)."""

    groups: tuple[Group, ...]
    wanted: tuple[Wanted, ...]

    @property
    def keys(self) -> frozenset[str]:
        """All keys that are looked for."""
        return frozenset(key for word in self.wanted for key in word.keys)


class Spelled(NamedTuple):
    """Keys of a word, and whether a match must hold it.

    `synonyms` are those of the keys that come from synonyms; `guesses` those of other words than the
    one that is shown for a misspelt one; `relatives` those of places and adjectives of one root, which
    count as synonyms where few documents hold the word itself.
    """

    keys: Keys
    counts: bool = True
    synonyms: frozenset[str] = frozenset()
    guesses: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()


def spell_out(words: Sequence[Word], expansions: Expansions) -> list[Spelled]:
    """The words of a question with their synonyms.

    A phrase with synonyms, (a and b) or (c and d), is the same as (a or c) and (a or d) and (b or c)
    and (b or d): so engines need to know nothing of phrases.
    """
    asked = [word.keys for word in words]
    only_function = all(word.is_function for word in words)
    result: list[Spelled] = []
    place = 0
    while place < len(words):
        found = _longest(asked, place, expansions)
        if found is None:
            word = words[place]
            counts = only_function or not word.is_function
            related = _relatives(word)
            keys = (*word.keys, *related)
            result.append(
                Spelled(keys, counts, guesses=_guesses(word), relatives=frozenset(related))
            )
            place += 1
            continue
        size = len(found[0].words)
        span = asked[place : place + size]
        own = {key for keys in span for key in keys}
        for keys in _combined(span, found):
            result.append(Spelled(keys, synonyms=frozenset(keys) - own))
        place += size
    return result


def _relatives(word: Word) -> tuple[str, ...]:
    if word.is_function:
        return ()
    keys = dict.fromkeys(key_form(lemma) for lemma in relatives(word.shown))
    return tuple(key for key in keys if key not in word.keys)


def _guesses(word: Word) -> frozenset[str]:
    if not word.also:
        return frozenset()
    return frozenset(word.keys) - frozenset(word_keys(word.shown))


def _longest(asked: Sequence[Keys], place: int, expansions: Expansions) -> list[Expansion] | None:
    """The expansions of the longest phrase that begins at `place`."""
    fitting = {
        id(each): each
        for key in asked[place]
        for each in expansions.get(key, ())
        if each.begins_at(asked, place)
    }
    if not fitting:
        return None
    longest = max(len(each.words) for each in fitting.values())
    return [each for each in fitting.values() if len(each.words) == longest]


def _combined(span: Sequence[Keys], expansions: Iterable[Expansion]) -> list[Keys]:
    ways: list[Sequence[Keys]] = [span]
    number = len(span)
    alternatives = dict.fromkeys(way for each in expansions for way in each.alternatives)
    for way in sorted(alternatives, key=len):
        if number * len(way) <= _MOST_GROUPS:
            ways.append(way)
            number *= len(way)
    groups = [tuple(dict.fromkeys(key for keys in row for key in keys)) for row in product(*ways)]
    return list(dict.fromkeys(groups))


def _with_relatives(spelled: Spelled, frequencies: Mapping[str, int]) -> Spelled:
    """The word with its relatives as synonyms, or without them where it needs no help."""
    own = tuple(key for key in spelled.keys if key not in spelled.relatives)
    if max((frequencies.get(key, 0) for key in own), default=0) >= _FEW:
        return spelled._replace(keys=own, relatives=frozenset())
    related = frozenset(key for key in spelled.relatives if frequencies.get(key))
    keys = tuple(key for key in spelled.keys if key in related or key in own)
    return spelled._replace(keys=keys, synonyms=spelled.synonyms | related, relatives=related)


def plan(spelled: Sequence[Spelled], frequencies: Mapping[str, int], documents: int) -> Plan:
    """Groups and weights; a word is as rare as the most frequent of its keys.

    A guess counts by its own rarity: a frequent word must not bury the rare one it was taken for.
    """
    wanted = tuple(_wanted(each, frequencies, documents) for each in spelled)
    groups = dict.fromkeys(Group(word.keys, word.weight) for word in wanted if word.counts)
    return Plan(tuple(groups), wanted)


def _wanted(spelled: Spelled, frequencies: Mapping[str, int], documents: int) -> Wanted:
    if spelled.relatives:
        spelled = _with_relatives(spelled, frequencies)
    own = [key for key in spelled.keys if key not in spelled.guesses] or spelled.keys
    weight = rarity(max((frequencies.get(key, 0) for key in own), default=0), documents)
    shares = dict.fromkeys(spelled.synonyms, _SYNONYM_SHARE)
    for key in spelled.guesses:
        shares[key] = min(1.0, rarity(frequencies.get(key, 0), documents) / weight)
    behind = spelled.relatives | spelled.guesses
    return Wanted(spelled.keys, weight, spelled.counts, shares, behind)
