"""How likely a spelling is to be a slip for another.

The costs follow how such errors come about. To leave out a letter there is one way at each place,
to put in a wrong one there are thirty, so that any single one of those is far less likely, unless
the ear or the neighbouring key suggests it. The order was checked against the spelling errors that
annotators marked in texts by many authors.
"""

from functools import lru_cache

from portal.core.ukrainian.analysis import key_form

SOUND, DOUBLED, SOFT_SIGN = 0.55, 0.55, 0.5
_LEFT_OUT, _SWAPPED, _NEIGHBOUR, _ANY = 0.65, 0.65, 0.85, 1.0
_FIRST_LETTER = 0.15

# Letters that are taken for each other by ear, or by habit from Russian.
_PAIRS = (
    "иі", "ие", "еі", "еє", "оа", "оі", "оу", "ое", "зс", "гх", "тд", "бп", "шщ", "чщ", "иї", "ії",
    "їй", "ий", "їє", "ву", "ій", "цс", "дз", "ьй", "вф", "юу", "яа", "йь", "жз", "ьі", "гґ",
)  # fmt: skip
_ROWS = ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю")


def _alike() -> dict[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = {}
    for pair in _PAIRS:
        found.setdefault(pair[0], []).append((pair[1], SOUND))
        found.setdefault(pair[1], []).append((pair[0], SOUND))
    return found


def _replacements() -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for row, letters in enumerate(_ROWS):
        for place, letter in enumerate(letters):
            near = letters[place + 1 : place + 2]
            if row + 1 < len(_ROWS):  # a key stands over the gap of the two below it
                near += _ROWS[row + 1][max(place - 1, 0) : place + 1]
            for other in near:
                costs[letter, other] = costs[other, letter] = _NEIGHBOUR
    for letter, others in ALIKE.items():
        costs.update({(letter, other): cost for other, cost in others})
    return costs


# For each letter those it is taken for, and what that costs.
ALIKE = _alike()
_REPLACED = _replacements()


@lru_cache(4096)
def weigh(typed: str, meant: str) -> float:
    """The cost of having typed `typed` for `meant`, both folded; 0 when their key forms are one."""
    source, target = key_form(typed), key_form(meant)
    before: list[float] = []
    row = [0.0]
    for place in range(len(target)):
        row.append(row[-1] + _left_out(target, place))
    for i, letter in enumerate(source):
        last, before, row = before, row, [row[0] + _put_in(source, i)]
        for j, wanted in enumerate(target):
            cost = min(
                before[j] + _replaced(letter, wanted, i, j),
                before[j + 1] + _put_in(source, i),
                row[j] + _left_out(target, j),
            )
            if i and j and letter == target[j - 1] and wanted == source[i - 1] and letter != wanted:
                cost = min(cost, last[j - 1] + _SWAPPED)
            row.append(cost)
    return row[-1]


def _replaced(letter: str, wanted: str, i: int, j: int) -> float:
    if letter == wanted:
        return 0.0
    cost = _REPLACED.get((letter, wanted), _ANY)
    return cost + _FIRST_LETTER if i == 0 and j == 0 else cost


def _left_out(meant: str, place: int) -> float:
    """The cost of not having typed a letter of the word."""
    if meant[place] == "ь":
        return SOFT_SIGN
    if _is_double(meant, place):
        return DOUBLED
    return _LEFT_OUT + (_FIRST_LETTER if place == 0 else 0.0)


def _put_in(typed: str, place: int) -> float:
    """The cost of having typed a letter too many."""
    letter = typed[place]
    if letter == "ь":
        return SOFT_SIGN
    if _is_double(typed, place):
        return DOUBLED
    around = typed[max(place - 1, 0) : place] + typed[place + 1 : place + 2]
    if any(_REPLACED.get((letter, other)) for other in around):
        return _NEIGHBOUR
    return _ANY + (_FIRST_LETTER if place == 0 else 0.0)


def _is_double(word: str, place: int) -> bool:
    letter = word[place]
    return letter in (word[max(place - 1, 0) : place], word[place + 1 : place + 2])
