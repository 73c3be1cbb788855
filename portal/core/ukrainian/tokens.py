"""Words of a text with their places in it, spelt as search compares them.

Folding is done word by word, so that the places are those of the text as it was given.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from portal.core.ukrainian.letters import APOSTROPHES, TO_CYRILLIC, TWINS, clean, with_one_script

# Letters. A longer word is cut: no word of a language is that long.
LONGEST = 64
# A chain of more words than that is a list typed without spaces, not a word.
MOST_PARTS = 4

# Apostrophes that count as letters for Unicode, and so for `\w`.
_LETTER_APOSTROPHES = "ʼʹˈꞌ"
_ALL_APOSTROPHES = "".join(dict.fromkeys(APOSTROPHES + _LETTER_APOSTROPHES + "‛"))
_HYPHENS = "\u002d\u2010\u2011"
# Marks and signs of no width that may stand within a word.
_MARKS = "\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff"
_LETTER = rf"[^\W_{_LETTER_APOSTROPHES}]"
_RUN = rf"{_LETTER}(?:[^\W_{_LETTER_APOSTROPHES}]|[{_MARKS}])*+"
_APOSTROPHE = re.compile(f"[{_ALL_APOSTROPHES}]")
# «об"єднання»: the straight quotation mark is what some keyboards give for an apostrophe.
_QUOTE = '(?<=[бвмпфрзкнБВМПФРЗКН])"(?=[яюєїЯЮЄЇ])'
_JOINT = rf"(?:[{_ALL_APOSTROPHES}]|{_QUOTE}|[{_HYPHENS}])"
_WORD = re.compile(rf"{_RUN}(?:{_JOINT}{_RUN}){{0,24}}+")
_TRAILING_MARKS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+$")
_HYPHEN = re.compile(f"[{_HYPHENS}]")
_PLAIN = re.compile("[а-щьюяєіїґ]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")
# Beyond the twins of `letters`: ї from a keyboard of another language, and stressed vowels typed
# with Latin letters, as encyclopaedias do.
_MORE_TWINS = str.maketrans("ïÏáéíóýÁÉÍÓÝ", "їЇаеіоуАЕІОУ")
_TWIN_LETTERS = frozenset((*TWINS, *TWINS.values()))


class Token(NamedTuple):
    """A word: `text[start:end]` of the original, and its folded spelling."""

    start: int
    end: int
    text: str


def tokens(text: str) -> Iterator[Token]:
    """The words of `text`, in order; a hyphenated word is one.

    A word is a run of letters and digits, with apostrophes and hyphens between them. A chain of
    more than `MOST_PARTS` words, or longer than `LONGEST`, comes word by word; a single word is cut
    at `LONGEST`. Takes time in proportion to the text, whatever stands in it.
    """
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        # Most words are plain, and need nothing but small letters.
        small = word.lower()
        if _PLAIN.fullmatch(small) and len(word) <= LONGEST:
            yield Token(start, end, small)
            continue
        pieces = _HYPHEN.split(word)
        if len(pieces) == 1 or (len(pieces) <= MOST_PARTS and len(word) <= LONGEST):
            yield from _token(word, start)
            continue
        for piece in pieces:
            yield from _token(piece, start)
            start += len(piece) + 1


def parts(text: str) -> list[str]:
    """The words of a hyphenated token; of any other, the token itself."""
    return text.split("-") if "-" in text else [text]


def fold(word: str) -> str:
    """One word as search compares it.

    Composed (NFC), small letters, no stress marks, soft hyphens or signs of no width; Latin twins
    in a Cyrillic word made Cyrillic («Верciя»); every apostrophe ', every hyphen -.
    """
    if _PLAIN.fullmatch(word):
        return word
    folded = _APOSTROPHE.sub("'", clean(word).replace('"', "'"))
    folded = _HYPHEN.sub("-", folded)
    if _CYRILLIC.search(folded) and _LATIN.search(folded):
        folded = "-".join(_in_one_script(piece) for piece in folded.split("-"))
    return folded.lower()


def _token(word: str, start: int) -> Iterator[Token]:
    word = _TRAILING_MARKS.sub("", word)
    folded = fold(word[: 4 * LONGEST])[:LONGEST].strip("'-")
    if folded:
        yield Token(start, start + len(word), folded)


def _in_one_script(word: str) -> str:
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    repaired = with_one_script(word.translate(_MORE_TWINS))
    if all(letter in _TWIN_LETTERS or letter == "'" for letter in repaired):
        # Nothing tells the scripts apart: the portal is Ukrainian.
        return repaired.translate(TO_CYRILLIC)
    return repaired
