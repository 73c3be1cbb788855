"""Ukrainian words typed in Latin letters: «konsultatsii», «hromadski», «kyiv», «slukhannya».

The official transliteration of 2010 loses the soft sign and the apostrophe and writes one letter
for several (i is і, ї or й); people add habits of their own. So a word stands for many spellings,
of which the dictionary's prefix tree lets only words through. Names it lacks come from `spellings`
without it, to be checked against what the index holds.
"""

from collections.abc import Sequence

from portal.core.ukrainian.lexicon import Lexicon
from portal.core.ukrainian.recovery import lattice
from portal.core.ukrainian.recovery.tree import tree_of

_WIDTH = 200
_WIDTH_OF_NAMES = 80

_VOWELS = frozenset("аеєиіїоуюя")
_IOTATED = frozenset("єїюя")
# Consonants that a soft sign may follow, and doubled ones of «життя», «слухання».
_SOFT = frozenset("дзлнрстц")
_LONG = frozenset("дзлнстцжшч")
_SOFT_SIGN, _SOFT_SIGN_BEFORE_K, _APOSTROPHE, _LENGTH = 0.25, 0.05, 0.1, 0.7

# To read «sh» as «сг», «ia» as «іа»: it happens, but seldom.
_DIGRAPH_SPLIT = 0.5

# What Latin signs may stand for, and what that costs: nothing where the resolution of 2010 says so.
_RULES: dict[str, tuple[tuple[str, float], ...]] = {
    "shch": (("щ", 0.0),),
    "zgh": (("зг", 0.0),),
    "zh": (("ж", 0.0), ("зг", 0.9)),
    "kh": (("х", 0.0), ("кг", 1.5)),
    "ts": (("ц", 0.0), ("тс", 0.6)),
    "tz": (("ц", 0.6),),
    "ch": (("ч", 0.0), ("х", 1.5)),
    "sh": (("ш", 0.0), ("сг", 1.5)),
    "sch": (("щ", 0.4), ("сч", 0.6)),
    "sz": (("ш", 0.9),),
    "cz": (("ч", 0.9),),
    "ck": (("цьк", 0.4), ("к", 1.0)),
    "ph": (("ф", 1.0),),
    "ye": (("є", 0.0),),
    "yi": (("ї", 0.0), ("ий", 0.0), ("иї", 0.1)),
    "yu": (("ю", 0.0),),
    "ya": (("я", 0.0),),
    "yo": (("йо", 0.0), ("ьо", 0.2), ("ьйо", 1.0)),
    "io": (("іо", 0.0), ("йо", 0.3), ("ьо", 0.3)),
    "ie": (("є", 0.0), ("іє", 0.1), ("иї", 1.2)),
    "iu": (("ю", 0.0), ("ію", 0.1)),
    "ia": (("я", 0.0), ("ія", 0.1)),
    "je": (("є", 0.2),),
    "ji": (("ї", 0.2),),
    "ju": (("ю", 0.2),),
    "ja": (("я", 0.2),),
    "jo": (("йо", 0.2), ("ьо", 0.3)),
    "iy": (("ій", 0.1), ("ий", 0.2)),
    "yy": (("ий", 0.1),),
    "ij": (("ій", 0.2), ("ий", 0.6)),
    "yj": (("ий", 0.2),),
    "a": (("а", 0.0),),
    "b": (("б", 0.0),),
    "v": (("в", 0.0),),
    "h": (("г", 0.0), ("х", 0.9)),
    "g": (("г", 0.3), ("ґ", 0.3)),
    "d": (("д", 0.0),),
    "e": (("е", 0.0), ("є", 0.7)),
    "z": (("з", 0.0),),
    "y": (("и", 0.0), ("й", 0.2), ("і", 1.2)),
    "i": (("і", 0.0), ("ї", 0.3), ("й", 0.3), ("и", 0.7)),
    "k": (("к", 0.0),),
    "l": (("л", 0.0),),
    "m": (("м", 0.0),),
    "n": (("н", 0.0),),
    "o": (("о", 0.0),),
    "p": (("п", 0.0),),
    "r": (("р", 0.0),),
    "s": (("с", 0.0),),
    "t": (("т", 0.0),),
    "u": (("у", 0.0), ("ю", 1.2)),
    "f": (("ф", 0.0),),
    "w": (("в", 0.3),),
    "j": (("й", 0.2), ("ж", 0.9), ("ь", 0.5)),
    "x": (("кс", 0.4), ("х", 0.6)),
    "c": (("ц", 0.4), ("к", 0.8)),
    "q": (("к", 0.8),),
    "'": (("ь", 0.1), ("'", 0.1)),
    "š": (("ш", 0.1),),
    "č": (("ч", 0.1),),
    "ž": (("ж", 0.1),),
    "šč": (("щ", 0.1),),
    "ï": (("ї", 0.1),),
    "ě": (("є", 0.1),),
}
_LENGTHS = range(1, max(map(len, _RULES)) + 1)


def dictionary_words(word: str, lexicon: Lexicon, limit: int) -> list[tuple[str, float]]:
    """At most `limit` words of the dictionary that a folded Latin word stands for, best first.

    With what each costs: 0 is the official spelling.
    """
    tree = tree_of(lexicon)
    return lattice.spellings(word, _choices, width=_WIDTH, most=limit, tree=tree)


def names(word: str, limit: int) -> list[tuple[str, float]]:
    """The likeliest spellings whatever the dictionary says, with their costs; check them yourself."""
    return lattice.spellings(word, _choices, width=_WIDTH_OF_NAMES, most=limit)


def _choices(word: str, place: int, text: str) -> Sequence[tuple[int, str, float]]:
    found = []
    lengths = [
        length
        for length in _LENGTHS
        if place + length <= len(word) and word[place : place + length] in _RULES
    ]
    for length in lengths:
        split = _DIGRAPH_SPLIT if length < lengths[-1] else 0.0
        ends = place + length == len(word)
        for meaning, cost in _RULES[word[place : place + length]]:
            found += _written(text, meaning, cost + split, length, ends=ends)
    return found or [(1, word[place], 0.0)]


def _written(
    text: str, meaning: str, cost: float, length: int, *, ends: bool
) -> list[tuple[int, str, float]]:
    """A meaning, with the signs that Latin leaves out around it, and as likely as its place is."""
    last, first = text[-1:], meaning[0]
    cost += _place_cost(last, meaning)
    found = [(length, meaning, cost)]
    if last in _SOFT and first not in _VOWELS and first not in "ьй'":
        price = _SOFT_SIGN_BEFORE_K if last in "сц" and first == "к" else _SOFT_SIGN
        found.append((length, "ь" + meaning, cost + price))
    if last and last not in _VOWELS and last not in "ьй'" and first in _IOTATED:
        found.append((length, "'" + meaning, cost + _APOSTROPHE))
        if last in _SOFT:
            found.append((length, "ь" + meaning, cost + 2 * _SOFT_SIGN))
    if meaning == "о" and last and last not in _VOWELS:
        found.append((length, "ьо", cost + 2 * _SOFT_SIGN))
    if ends and meaning[-1] in _SOFT:
        found += [(length, spelt + "ь", price + _SOFT_SIGN) for _, spelt, price in found]
    if first in _IOTATED and last in _LONG and text[-2:-1] != last:
        found.append((length, last + meaning, cost + _LENGTH))
    return found


def _place_cost(last: str, meaning: str) -> float:
    """What it costs that a letter stands where Ukrainian seldom has it."""
    first = meaning[0]
    after_vowel = last in _VOWELS
    if first == "й" and len(meaning) == 1:
        return 0.0 if after_vowel or not last else 1.5
    if first == "и":
        return 0.8 if after_vowel or not last else 0.0
    if first == "ї":
        return 0.0 if after_vowel or not last else 0.4
    if first == "і" and len(meaning) == 1:
        return 0.4 if after_vowel else 0.0
    return 0.0
