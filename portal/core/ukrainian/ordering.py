"""Letters as signs that any database compares in the order of the Ukrainian alphabet.

Databases put є, і, ї and ґ after я, or before а, and count apostrophes as letters. `sorting.sort_key`, kept in
a column, is for lists of many rows that everybody reads; this is translated inside a query.
"""

from typing import Final

from portal.core.ukrainian.letters import ALPHABET, APOSTROPHES

# Where Unicode has no signs of its own, in the order of the alphabet; letters of Russian come last.
_FIRST: Final = 0xE000
_LETTERS: Final = ALPHABET + "ёъыэ"
_SMALL: Final = {letter: chr(_FIRST + place) for place, letter in enumerate(_LETTERS)}
_PLACES: Final = _SMALL | {letter.upper(): place for letter, place in _SMALL.items()}
_LATIN: Final = {letter.upper(): letter for letter in "abcdefghijklmnopqrstuvwxyz"}
# The stress mark and the soft hyphen are no letters either.
_UNHEARD: Final = APOSTROPHES + "\u0301\u00ad"
FROM: Final = "".join([*_PLACES, *_LATIN, *_UNHEARD])
TO: Final = "".join([*_PLACES.values(), *_LATIN.values()])
_TABLE: Final = str.maketrans(_PLACES | _LATIN | dict.fromkeys(_UNHEARD, ""))


def place_of(text: str | None) -> str | None:
    """What `text` is compared by, sign by sign in the order of Unicode."""
    return None if text is None else text.translate(_TABLE)
