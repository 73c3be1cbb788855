"""What a Ukrainian catalogue must keep to in signs and in sound, whatever its words are.

Words are looked after in `wording`. Here is what a reader of the code does not see: a space where a line
must not end, and a preposition that has to suit a word nobody knows yet.
"""

import re
from collections.abc import Iterator, Mapping

from portal.core.catalogues import files

_VALUE = r"(?:%\(\w+\)[a-z]|%[sd]|\{\w*\})"
_UNITS = "р|рр|хв|год|грн|тис|млн|млрд|км|га|[кмг]і?б"
_LETTERS = "А-Яа-яҐґЄєІіЇї’"
# A pattern, and what is to be written instead.
FORBIDDEN: Mapping[str, str] = {
    r"(?<=\S) [—–](?=\s|$)": "a no-break space before the dash",
    rf"(?<=[{_LETTERS}»]) - (?=[{_LETTERS}«])": "a dash, not a hyphen",
    rf"(?:\d|{_VALUE}) (?:{_UNITS})(?![{_LETTERS}])": "a no-break space before the unit",
    rf"[№§] ?(?=\d|{_VALUE})": "a no-break space after the sign",
    # «з / із / зі», «у / в», «і / й» and «о / об» depend on the sound of what follows.
    rf"(?<![{_LETTERS}-])(?:зі?|[увійо]|об)[\s\u00a0][«„]?{_VALUE}": (
        "«від», «із», «та», «на сторінці …»: a word that suits whatever comes in its place"
    ),
    r"(?<=[а-яіїєґ])\.\.\.|(?<=\s)\.\.\.": "one sign «…»",
    r"[‘”]": "«quotes», „inner ones“",
}
_PATTERNS = {pattern: re.compile(pattern, re.IGNORECASE) for pattern in FORBIDDEN}
_NOT_WORDS = re.compile(r"<[^>]*>|https?://\S+")


def faults_of(text: str) -> Iterator[tuple[str, str]]:
    """Each place that is wrong, with what is to stand there; tags and addresses aside."""
    words = _NOT_WORDS.sub("", text)
    for pattern, right in FORBIDDEN.items():
        if found := _PATTERNS[pattern].search(words):
            yield words[max(0, found.start() - 12) : found.end() + 12].strip(), right


def problems() -> list[str]:
    """What is wrong in our Ukrainian catalogues, with the file and the line of each."""
    return [f"{place}: «{wrong}», write {right}" for place, wrong, right in files.faulty(faults_of)]
