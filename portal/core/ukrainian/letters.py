"""Letters, and the signs people type in place of them."""

import re
import unicodedata

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"

# What stands for an apostrophe in the wild (keyboards, word processors, phones).
APOSTROPHES = "'’ʼ‘`´′＇"
# The one that is shown.
APOSTROPHE = "’"

# Signs without a width, and the stress mark: they are not part of the spelling.
_SILENT = re.compile("[\u00ad\u0301\u0341\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_INNER_APOSTROPHE = re.compile(f"(?<=[^\\W\\d_])[{APOSTROPHES}](?=[^\\W\\d_])")

# Latin letters that look like Cyrillic ones, in print. Small k, m, t, h, b do not.
TWINS = dict(zip("ABCEHIKMOPTXYaceiopxy", "АВСЕНІКМОРТХУасеіорху", strict=True))
TO_CYRILLIC = str.maketrans(TWINS)
_TWIN_CYRILLIC = frozenset(TWINS.values())
_TO_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, APOSTROPHE))
_WORD = re.compile(r"[^\W\d_]+")


def clean(text: str) -> str:
    """`text` composed (NFC), without stress marks, soft hyphens and signs of no width.

    Never decompose and strip: й and ї would turn into и and і.
    """
    return _SILENT.sub("", unicodedata.normalize("NFC", _SILENT.sub("", text)))


def with_one_apostrophe(text: str) -> str:
    """`text` with the sign that is shown for every apostrophe and what stands for one."""
    return text.translate(_TO_ONE_APOSTROPHE)


def without_apostrophes(text: str) -> str:
    """`text` without the apostrophes inside its words, whichever sign was typed."""
    return _INNER_APOSTROPHE.sub("", text)


def with_one_script(text: str) -> str:
    """Latin look-alikes in Cyrillic words made Cyrillic: «Kиїв» typed with a Latin K.

    Only in a word that has a letter found in Cyrillic alone and no letter found in Latin alone,
    so that «PDF», «Wi-Fi» and «COVIDу» stay as they are.
    """
    return _WORD.sub(_repair, text)


def _repair(match: re.Match[str]) -> str:
    word = match.group()
    if word.isascii():
        return word
    latin = {letter for letter in word if letter.isascii()}
    if not latin or not latin <= TWINS.keys():
        return word
    if not any(_is_cyrillic(letter) and letter not in _TWIN_CYRILLIC for letter in word):
        return word
    return word.translate(TO_CYRILLIC)


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"
