"""Words written as they are heard, or as a rule is half remembered: «сегарети», «пародокси», «відродженя».

Such a word may hold two or three slips where a word mistyped by chance holds one; here they are all
undone at once, as long as each is a common one.
"""

from collections.abc import Sequence

from portal.core.ukrainian.lexicon import Lexicon
from portal.core.ukrainian.recovery import weights
from portal.core.ukrainian.recovery.lattice import spellings
from portal.core.ukrainian.recovery.tree import tree_of

_WIDTH = 120
_MOST = 40
# About three slips.
_BUDGET = 1.9

_VOWELS = frozenset("аеєиіїоуюя")
_IOTATED = frozenset("яюєї")
_RULES: dict[str, tuple[tuple[str, float], ...]] = {
    "йо": (("ьо", weights.SOUND),),
    "ьо": (("йо", weights.SOUND),),
    "йе": (("є", weights.SOUND),),
    "йу": (("ю", weights.SOUND),),
    "йа": (("я", weights.SOUND),),
    "йі": (("ї", weights.SOUND),),
    "ьй": (("'", weights.SOUND),),
    "сн": (("стн", weights.SOUND),),
    "стн": (("сн", weights.SOUND),),
    "зн": (("здн", weights.SOUND),),
    "здн": (("зн", weights.SOUND),),
    "цця": (("ться", weights.SOUND),),
    "тся": (("ться", weights.SOUND),),
    "сч": (("щ", weights.SOUND),),
    "шч": (("щ", weights.SOUND),),
    "нне": (("ння", 0.45),),
    "дж": (("ж", weights.SOUND),),
}


def heard_words(word: str, lexicon: Lexicon) -> list[tuple[str, float]]:
    """Words of the dictionary that sound like a folded word, with their costs, the likeliest first."""
    return spellings(
        word, _choices, width=_WIDTH, most=_MOST, tree=tree_of(lexicon), budget=_BUDGET
    )


def _choices(word: str, place: int, text: str) -> Sequence[tuple[int, str, float]]:
    letter, last = word[place], text[-1:]
    if letter == "'":
        return [(1, "", 0.0)]
    found = [(1, letter, 0.0)]
    if letter == "г":
        found.append((1, "ґ", 0.0))
    if letter in _IOTATED and last and last not in _VOWELS:
        found.append((1, "'" + letter, 0.0))
    found += [(1, other, cost) for other, cost in weights.ALIKE.get(letter, ())]
    if letter == "ї":
        found.append((1, "ії", 0.45))
    if letter == "ь":
        found.append((1, "", weights.SOFT_SIGN))
    elif letter not in _VOWELS:
        found.append((1, letter + "ь", weights.SOFT_SIGN))
    if word[place + 1 : place + 2] == letter:
        found.append((2, letter, weights.DOUBLED))
    else:
        found.append((1, letter + letter, weights.DOUBLED))
    for length in (2, 3):
        for meaning, cost in _RULES.get(word[place : place + length], ()):
            found.append((length, meaning, cost))
    return found
