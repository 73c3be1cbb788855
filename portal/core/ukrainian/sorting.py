"""Ukrainian alphabetical order without a database's collation."""

import unicodedata

_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_ORDER = {letter: chr(0x4E00 + number) for number, letter in enumerate(_ALPHABET)}
_IGNORED = frozenset("'’ʼ‘`´′＇\u00ad\u0301")


def sort_key(text: str) -> str:
    """A key that sorts as the Ukrainian alphabet does under plain code-point comparison.

    Apostrophes, stress marks and soft hyphens do not count; Latin letters come before Ukrainian ones.
    """
    folded = unicodedata.normalize("NFC", text).lower()
    return "".join(_ORDER.get(letter, letter) for letter in folded if letter not in _IGNORED)
