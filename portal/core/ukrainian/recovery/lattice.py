"""Spellings that a word may stand for, letter by letter, the likeliest first.

A rule says what a sign or group of signs may mean and what each meaning costs; a spelling costs the
sum. The number of spellings doubles with each ambiguous letter, so only the cheapest are followed.
"""

import math
from collections.abc import Callable, Sequence
from heapq import nsmallest
from typing import Any, NamedTuple

from portal.core.ukrainian.recovery.tree import Tree

# Choices at one place: (how many signs of the word, what they mean, what that costs).
Choices = Callable[[str, int, str], Sequence[tuple[int, str, float]]]


class _State(NamedTuple):
    cost: float
    text: str
    node: Any


def spellings(
    word: str,
    choices: Choices,
    *,
    width: int,
    most: int,
    tree: Tree | None = None,
    budget: float = math.inf,
) -> list[tuple[str, float]]:
    """At most `most` spellings with their costs, the cheapest first, then by the alphabet.

    `choices(word, place, text)` is asked at each place of the word, with the text spelt so far;
    `width` beginnings are followed from each place, and none dearer than `budget`. With a tree,
    only its words are returned.
    """
    waiting: list[dict[str, _State]] = [{} for _ in range(len(word) + 1)]
    waiting[0][""] = _State(0.0, "", tree.root if tree else None)
    for place in range(len(word)):
        states = waiting[place].values()
        for state in nsmallest(width, states) if len(states) > width else states:
            for length, meaning, cost in choices(word, place, state.text):
                after = _follow(state, meaning, cost, tree)
                if after is None or after.cost > budget or place + length > len(word):
                    continue
                known = waiting[place + length].get(after.text)
                if known is None or after.cost < known.cost:
                    waiting[place + length][after.text] = after
    done = (
        (state.cost, state.text)
        for state in waiting[-1].values()
        if state.text and (tree is None or tree.ends(state.node))
    )
    return [(text, cost) for cost, text in nsmallest(most, done)]


def _follow(state: _State, meaning: str, cost: float, tree: Tree | None) -> _State | None:
    node = state.node
    if tree is not None:
        for letter in meaning:
            node = tree.step(node, letter)
            if node is None:
                return None
    return _State(state.cost + cost, state.text + meaning, node)
