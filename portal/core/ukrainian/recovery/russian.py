"""Ukrainian words typed with Russian letters: «киыв», «район подол», «консультация».

Two habits: the letter that sits on the same key (ы for і, э for є, ъ for ї, ё for the apostrophe),
and the letter that sounds alike (и for і, ы for и, е for є, э for е).
"""

from collections.abc import Sequence
from functools import partial

from portal.core.ukrainian.lexicon import Lexicon
from portal.core.ukrainian.recovery.lattice import spellings
from portal.core.ukrainian.recovery.tree import Tree, tree_of

_MOST = 200
_WIDTH = 100

# What a letter may stand for, and what that costs, in the one habit and in the other.
_Rules = dict[str, tuple[tuple[str, float], ...]]
_BY_KEY: _Rules = {
    "ы": (("і", 0.0), ("и", 0.6)),
    "э": (("є", 0.0), ("е", 0.6)),
    "ъ": (("ї", 0.0), ("'", 0.6)),
    "ё": (("'", 0.0),),
    "и": (("и", 0.0), ("і", 0.7), ("ї", 0.9)),
    "е": (("е", 0.0), ("є", 0.7)),
}
_BY_SOUND: _Rules = {
    "ы": (("и", 0.1), ("і", 0.5)),
    "э": (("е", 0.1), ("є", 0.4)),
    "ъ": (("'", 0.1), ("", 0.6)),
    "ё": (("йо", 0.1), ("ьо", 0.1), ("о", 0.5), ("е", 0.6), ("є", 0.7)),
    "йи": (("ї", 0.1),),
    "и": (("і", 0.1), ("и", 0.4), ("ї", 0.4)),
    "е": (("е", 0.1), ("є", 0.3)),
    "ь": (("ь", 0.0), ("'", 0.2)),
    "ск": (("ськ", 0.2),),
    "цк": (("цьк", 0.2),),
    "ние": (("ння", 0.2),),
}
_LONGEST_RULE = 3


def spellings_of(word: str) -> list[tuple[str, float]]:
    """Ukrainian spellings of a folded word, the likeliest first; at most 200, never the word itself.

    With what each costs: 0 is the same key in another layout.
    """
    return [(text, cost) for text, cost in _spellings(word, None) if text != word]


def dictionary_words(word: str, lexicon: Lexicon) -> list[tuple[str, float]]:
    """Those of the spellings that the dictionary has, with their costs, the likeliest first."""
    return _spellings(word, tree_of(lexicon))


def _spellings(word: str, tree: Tree | None) -> list[tuple[str, float]]:
    costs: dict[str, float] = {}
    for rules in (_BY_KEY, _BY_SOUND):
        for text, cost in spellings(
            word, partial(_choices, rules), width=_WIDTH, most=_MOST, tree=tree
        ):
            costs[text] = min(cost, costs.get(text, cost))
    return sorted(costs.items(), key=lambda item: (item[1], item[0]))[:_MOST]


def _choices(rules: _Rules, word: str, place: int, _text: str) -> Sequence[tuple[int, str, float]]:
    found = [
        (length, meaning, cost)
        for length in range(1, min(_LONGEST_RULE, len(word) - place) + 1)
        for meaning, cost in rules.get(word[place : place + length], ())
    ]
    if word[place] not in rules:
        found.append((1, word[place], 0.0))
    return found
