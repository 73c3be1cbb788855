"""How likely a spelling is to be a slip for another: sounds alike, keys side by side, letters doubled.

The costs are rounded; what counts is their order: a soft sign forgotten is likelier than a letter
from the other end of the keyboard.
"""

from functools import lru_cache

from portal.core.ukrainian.analysis import key_form

ANY = 1.0
_SOUND, _NEIGHBOUR, _SWAP, _DOUBLED, _SOFT_SIGN = 0.55, 0.75, 0.65, 0.5, 0.5
_FIRST_LETTER = 0.5

# Letters that are taken for each other by ear, or by habit from Russian.
_ALIKE = (
    "иі", "ие", "еи", "еє", "оа", "зс", "гх", "тд", "бп", "жш", "шщ", "чщ", "иї", "ії", "їй",
    "ий", "ву", "уо", "ій", "цс", "дз", "ьй", "гк", "вф", "юу", "яа", "йь", "ґг", "жз", "чш",
)  # fmt: skip
_ROWS = ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю")
_SILENT = frozenset("ь")


def _pairs() -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for row, letters in enumerate(_ROWS):
        for place, letter in enumerate(letters):
            near = letters[place + 1 : place + 2]
            if row + 1 < len(_ROWS):  # a key stands over the gap of the two below it
                near += _ROWS[row + 1][max(place - 1, 0) : place + 1]
            for other in near:
                costs[letter, other] = costs[other, letter] = _NEIGHBOUR
    for pair in _ALIKE:
        costs[pair[0], pair[1]] = costs[pair[1], pair[0]] = _SOUND
    return costs


_REPLACED = _pairs()


@lru_cache(4096)
def weigh(typed: str, meant: str) -> float:
    """The cost of having typed `typed` for `meant`, both folded; 0 when their key forms are one."""
    source, target = key_form(typed), key_form(meant)
    before: list[float] = []
    row = [0.0]
    for place, letter in enumerate(target):
        row.append(row[-1] + _missing(target, place, letter))
    for i, letter in enumerate(source):
        last, before, row = before, row, [row[0] + _missing(source, i, letter)]
        for j, wanted in enumerate(target):
            cost = min(
                before[j] + _replaced(letter, wanted, i, j),
                before[j + 1] + _missing(source, i, letter),
                row[j] + _missing(target, j, wanted),
            )
            if i and j and letter == target[j - 1] and wanted == source[i - 1] and letter != wanted:
                cost = min(cost, last[j - 1] + _SWAP)
            row.append(cost)
    return row[-1]


def _replaced(letter: str, wanted: str, i: int, j: int) -> float:
    if letter == wanted:
        return 0.0
    cost = _REPLACED.get((letter, wanted), ANY)
    return cost + _FIRST_LETTER if i == 0 and j == 0 else cost


def _missing(word: str, place: int, letter: str) -> float:
    """The cost of a letter that the other spelling lacks."""
    if letter in _SILENT:
        return _SOFT_SIGN
    if place and word[place - 1] == letter:
        return _DOUBLED
    if place + 1 < len(word) and word[place + 1] == letter:
        return _DOUBLED
    return ANY + (_FIRST_LETTER if place == 0 else 0.0)
