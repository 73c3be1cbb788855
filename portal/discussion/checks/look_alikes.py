"""Letters of several alphabets in one word, put there so that nobody sees it."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from portal.core.ukrainian.letters import TWINS
from portal.discussion.checks import Finding, Writing
from portal.discussion.enums import Check
from portal.people.links import links_in

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_CYRILLIC_TWINS: Final = frozenset(TWINS.values())
# What stands for і, ї and stressed vowels where the keyboard has none: no disguise.
_HABIT: Final = frozenset("iIïÏáéíóýÁÉÍÓÝ")
# A word of Latin letters with a Ukrainian ending: «COVIDу», «Facebookом», «SMSками».
_DECLINED: Final = re.compile("[A-Za-z]{2,}[а-щьюяєіїґ]{1,5}")
# One such word is a slip of the keyboard («OСББ» with a Latin O).
_FEWEST: Final = 2


def look_alikes(writing: Writing) -> Finding | None:
    """Two words or more that only look Ukrainian (or Latin), or one address that does."""
    hosts = [link for link in links_in(writing.text) if any(_is_disguised(w) for w in _words(link))]
    words = [word for word in dict.fromkeys(_words(writing.text)) if _is_disguised(word)]
    if not hosts and len(words) < _FEWEST:
        return None
    return Finding(Check.LOOK_ALIKE, ", ".join(hosts or words)[:200])


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text)


def _is_disguised(word: str) -> bool:
    """Whether a reader cannot see that the word is of two alphabets."""
    by_script: dict[str, set[str]] = {}
    for letter in word:
        if letter not in _HABIT:
            by_script.setdefault(_script(letter), set()).add(letter)
    if "GREEK" in by_script and len(by_script) > 1:
        return True
    latin, cyrillic = by_script.get("LATIN"), by_script.get("CYRILLIC")
    if not latin or not cyrillic or _DECLINED.fullmatch(word):
        return False
    return latin <= TWINS.keys() or cyrillic <= _CYRILLIC_TWINS


@lru_cache(1024)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]
