"""Ukrainian words typed with Russian letters: «киыв», «район подол», «консультация».

Two habits: the letter that sits on the same key (ы for і, э for є, ъ for ї, ё for the apostrophe),
and the letter that sounds alike (и for і, ы for и, е for є, э for е).
"""

from collections.abc import Iterator, Sequence

from portal.core.ukrainian.lexicon import Lexicon
from portal.core.ukrainian.recovery.lattice import spellings
from portal.core.ukrainian.recovery.tree import tree_of

_MOST = 200
_WIDTH = 200

# What a letter may stand for, and what that costs.
_RULES: dict[str, tuple[tuple[str, float], ...]] = {
    "ы": (("і", 0.0), ("и", 0.3)),
    "э": (("є", 0.0), ("е", 0.3)),
    "ъ": (("ї", 0.0), ("'", 0.2), ("", 0.6)),
    "ё": (("'", 0.0), ("йо", 0.4), ("ьо", 0.4), ("о", 0.6), ("е", 0.7), ("є", 0.8)),
    "йи": (("ї", 0.2),),
    "и": (("и", 0.0), ("і", 0.5), ("ї", 0.7)),
    "е": (("е", 0.0), ("є", 0.6)),
    "ь": (("ь", 0.0), ("'", 0.4)),
    "ск": (("ськ", 0.3),),
    "цк": (("цьк", 0.3),),
    "ние": (("ння", 0.3),),
}


def from_russian(word: str) -> Iterator[str]:
    """Ukrainian spellings of a folded word, the likeliest first; at most 200, never the word itself."""
    return (text for text, _ in spellings_of(word))


def spellings_of(word: str) -> list[tuple[str, float]]:
    """The same with what each costs: 0 is the same key in another layout."""
    found = spellings(word, _choices, width=_WIDTH, most=_MOST)
    return [(text, cost) for text, cost in found if text != word]


def dictionary_words(word: str, lexicon: Lexicon) -> list[tuple[str, float]]:
    """Those of the spellings that the dictionary has, with their costs, the likeliest first."""
    tree = tree_of(lexicon)
    return spellings(word, _choices, width=_WIDTH, most=_MOST, tree=tree)


def _choices(word: str, place: int, _text: str) -> Sequence[tuple[int, str, float]]:
    found = [
        (length, meaning, cost)
        for length in (1, 2, 3)
        for meaning, cost in _RULES.get(word[place : place + length], ())
        if len(word) - place >= length
    ]
    letter = word[place]
    if letter not in _RULES:
        found.append((1, letter, 0.0))
    elif letter == "и" and place and word[place - 1] == "й":
        found = [choice for choice in found if choice[1] == "ї"] + found
    return found
