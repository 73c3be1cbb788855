"""The address field of the admin: it transliterates as the editor types the title.

Wagtail's own tables follow other rules (its Cyrillic one is Russian), but its widget takes a list of
replacements and runs them first: ours leave it nothing but Latin letters and hyphens.
"""

from collections.abc import Iterator
from typing import Any

from wagtail.admin.widgets import SlugInput

from portal.core.ukrainian.letters import APOSTROPHES
from portal.core.ukrainian.transliteration import INITIAL, TABLE

_LETTER = "A-Za-zА-Яа-яҐґЄєІіЇїЁёЪъЫыЭэ"
MAX_LENGTH = 80


def formatters() -> Iterator[tuple[str, str]]:
    """Pairs of pattern and replacement in the dialect that Python and JavaScript share."""
    yield "[\u00ad\u0301\u200b-\u200f\u2060\ufeff]", ""
    for base, mark, letter in (("Ии", "\u0306", "й"), ("Іі", "\u0308", "ї"), ("Ее", "\u0308", "ё")):
        yield f"[{base}]{mark}", letter
    yield f"(?<=[{_LETTER}])[{APOSTROPHES}](?=[{_LETTER}])", ""
    for letter, latin in INITIAL.items():
        yield f"(?<![{_LETTER}])[{letter.upper()}{letter}]", latin
    yield "(?<=[Зз])[Гг]", "gh"
    for letter, latin in TABLE.items():
        yield f"[{letter.upper()}{letter}]", latin
    # Latin letters with marks are left to Wagtail, which knows them.
    yield "[^A-Za-z0-9\u00c0-\u024f]+", "-"
    yield "^-+|-+$", ""
    # Cut at the end of a word.
    yield f"^(.{{1,{MAX_LENGTH}}})(?![A-Za-z0-9\u00c0-\u024f]).*$", "$1"


class UkrainianSlugInput(SlugInput):
    def __init__(self, attrs: dict[str, Any] | None = None, locale: object | None = None) -> None:
        super().__init__(attrs, formatters=list(formatters()), locale=locale)
