"""The order of results: one ranking for every engine.

BM25F (Robertson, Zaragoza, «The Probabilistic Relevance Framework», 2009) over title and body, and a
bonus for words of the question that stand side by side in the text. Engines match, this orders, so the
first results are the same everywhere.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# The usual values of BM25: how soon more hits count no more, how far length is held against a document.
_SATURATION = 1.2
_LENGTH_SHARE = 0.75
# How much more a word in the title counts than one in the body.
_TITLE_WEIGHT = 3.0
# Neighbouring words of the question: what the bonus is at distance one, and where it ends.
_NEARNESS = 1.5
_FARTHEST = 12
# With more keys in a question, documents are read word by word.
_MANY_KEYS = 6
# Lies between title and body, so that their words are no neighbours.
_GAP = _FARTHEST + 1
# What of a word is covered by a key that comes behind the others.
_BEHIND = 0.9


class Text(NamedTuple):
    """What of a document is ranked: its keys in order, joined by spaces."""

    id: int
    title_keys: str
    body_keys: str
    length: int
    # What its score counts beside that of others.
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of the question for the ranking. `counts`: whether a match must hold it.

    `shares`: how much of a hit is one of a key that was not asked for itself; 1 for all others. A
    document that holds none but keys from `behind` comes after those with any other.
    """

    keys: tuple[str, ...]
    weight: float
    counts: bool = True
    shares: Mapping[str, float] = field(default_factory=dict)
    behind: frozenset[str] = frozenset()


class Ranked(NamedTuple):
    id: int
    score: float
    # Share of the weight of the counted words that the document holds, from 0 to 1.
    cover: float


def rarity(frequency: int, documents: int) -> float:
    """The weight (IDF) of a word that `frequency` of all documents hold; never below zero."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def rank(words: Sequence[Wanted], texts: Iterable[Text], average: float) -> list[Ranked]:
    """The texts, best first: by cover, then by score, then by key. `average` length in keys."""
    scorer = _Scorer(words, average)
    ranked = [scorer.score(text) for text in texts]
    ranked.sort(key=lambda each: (-each.cover, -each.score, each.id))
    return ranked


class _Scorer:
    def __init__(self, words: Sequence[Wanted], average: float) -> None:
        self._words = words
        self._average = max(average, 1.0)
        # For each key: which words it is a hit of, and how much of one.
        self._of_key: dict[str, tuple[tuple[int, float], ...]] = {}
        for place, word in enumerate(words):
            for key in word.keys:
                share = word.shares.get(key, 1.0)
                self._of_key[key] = (*self._of_key.get(key, ()), (place, share))
        # Of words with keys that come behind, those that do not.
        self._first = [
            frozenset(word.keys) - word.behind if word.behind else None for word in words
        ]
        self._total = sum(word.weight for word in words if word.counts) or 1.0

    def score(self, text: Text) -> Ranked:
        frequencies, at, hit = self._places(text)
        norm = _SATURATION * (
            1 - _LENGTH_SHARE + _LENGTH_SHARE * max(text.length, 1) / self._average
        )
        score = cover = 0.0
        for place, (word, frequency) in enumerate(zip(self._words, frequencies, strict=True)):
            if not frequency:
                continue
            score += word.weight * frequency * (_SATURATION + 1) / (frequency + norm)
            if word.counts:
                cover += word.weight * self._covers(place, hit)
        score += self._nearness(at)
        return Ranked(text.id, score * text.weight, round(cover / self._total, 3))

    def _covers(self, place: int, hit: set[str]) -> float:
        """How much of the word at this place is covered by the keys that are hit; by one at least."""
        first = self._first[place]
        return 1.0 if first is None or not first.isdisjoint(hit) else _BEHIND

    def _places(self, text: Text) -> tuple[list[float], list[list[int]], set[str]]:
        """How often each word is hit, the title's weight in it; where its hits stand; what is hit."""
        of_key = self._of_key
        frequencies = [0.0] * len(self._words)
        at: list[list[int]] = [[] for _ in self._words]
        offset = text.title_keys.count(" ") + 1 + _GAP
        in_title, in_body = self._hits(text.title_keys), self._hits(text.body_keys)
        for position, key in in_title:
            for place, share in of_key[key]:
                frequencies[place] += _TITLE_WEIGHT * share
                at[place].append(position)
        for position, key in in_body:
            for place, share in of_key[key]:
                frequencies[place] += share
                at[place].append(position + offset)
        return frequencies, at, {key for _position, key in (*in_title, *in_body)}

    def _hits(self, keys: str) -> list[tuple[int, str]]:
        """Which of the keys stand in the row of keys, and at which places, rising."""
        if len(self._of_key) > _MANY_KEYS:
            return [each for each in enumerate(keys.split(" ")) if each[1] in self._of_key]
        # Looking for a few in the whole is several times faster than looking at each of it.
        found: list[tuple[int, str]] = []
        row = f" {keys} "
        for key in self._of_key:
            wanted = f" {key} "
            start = row.find(wanted)
            while start >= 0:
                found.append((row.count(" ", 0, start), key))
                start = row.find(wanted, start + len(wanted) - 1)
        found.sort()
        return found

    def _nearness(self, at: list[list[int]]) -> float:
        bonus = 0.0
        for place in range(len(at) - 1):
            if at[place] and at[place + 1]:
                distance = _distance(at[place], at[place + 1])
                if distance <= _FARTHEST:
                    weight = (self._words[place].weight + self._words[place + 1].weight) / 2
                    bonus += weight * _NEARNESS / distance
        return bonus


def _distance(first: Sequence[int], second: Sequence[int]) -> int:
    """The least distance between two hits, both rising; one more where the order is the other."""
    best = _FARTHEST + 1
    i = j = 0
    while i < len(first) and j < len(second):
        step = second[j] - first[i]
        if step > 0:
            best = min(best, step)
            i += 1
        else:
            best = min(best, 1 - step)
            j += 1
    return max(best, 1)
