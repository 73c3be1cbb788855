"""The demo's public pages as plain documents, read from home/demo without a database.

They are what the judged queries beside this file are judged against. The text is the reader's:
marks of the demo's files are gone, dates told from the day of the run are counted from a fixed day,
so that every run sees the same words.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from home.services.demo.content import (
    LANGUAGES,
    ORIGINAL,
    TRANSLATED,
    PageSpec,
    in_language,
    is_localised,
    page_specs,
)
from home.services.demo.moments import Calendar
from home.services.demo.pages import LEFT_ALONE

_TYPES: Final[Mapping[str, str]] = {
    "news": "news",
    "forum": "forums",
    "series": "forums",
    "consultation": "consultations",
    "section": "pages",
    "standard": "pages",
}
# Live, with a draft beside it: the one state in which the demo leaves a page and readers see it.
_HIDDEN: Final = LEFT_ALONE - {"changed"} | {"scheduled"}
# Texts that no reader of the page sees, and the title, which stands by itself.
_NOT_BODY: Final = frozenset(
    {"title", "lead", "lead_later", "menu_title", "seo_title", "search_description", "alt"}
    | {"changed"}
)
_CALENDAR: Final = Calendar(now=dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC))
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)\s]+\)")
_LINE_MARK: Final = re.compile(r"^(?:#{2,3} |- |\d+\. )", re.MULTILINE)


def demo_items() -> list[dict[str, str]]:
    """Every public page, the Ukrainian ones first: `id`, `title`, `body`, `type`, `language`."""
    return [dict(item) for item in _items()]


@functools.cache
def _items() -> tuple[Mapping[str, str], ...]:
    return tuple(
        _item(spec, language)
        for language in LANGUAGES
        for _key, spec in sorted(page_specs().items())
        if spec.kind in _TYPES and _is_public(spec, language)
    )


def _is_public(spec: PageSpec, language: str) -> bool:
    if spec.state in _HIDDEN:
        return False
    return language == ORIGINAL or (spec.is_translated and spec.translator != "unfinished")


def _item(spec: PageSpec, language: str) -> Mapping[str, str]:
    lead = spec.data.get("lead", "")
    if language == ORIGINAL:
        # A page whose translation is out of date had its lead rewritten afterwards.
        lead = spec.data.get("lead_later", lead)
    texts = [_plain(lead, language), *_texts(spec.data, language, top=True)]
    return {
        "id": spec.key if language == ORIGINAL else f"{TRANSLATED}/{spec.key}",
        "title": _plain(spec.data["title"], language),
        "body": "\n".join(text for text in texts if text),
        "type": _TYPES[spec.kind],
        "language": language,
    }


def _texts(value: Any, language: str, *, top: bool = False) -> Iterator[str]:
    """Every text under a value in the order of the file."""
    if is_localised(value):
        value = in_language(value, language)
        yield from _lines(value, language)
    elif isinstance(value, Mapping):
        # A block of text holds its languages beside its type.
        if language in value and "type" in value:
            yield from _lines(value[language], language)
        for name, part in value.items():
            if not (top and name in _NOT_BODY) and name != "alt":
                yield from _texts(part, language)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, language)


def _lines(value: Any, language: str) -> Iterator[str]:
    """A text, or the cells of a table, a row a line."""
    if isinstance(value, str):
        yield _plain(value, language)
    elif value and isinstance(value[0], list):
        for row in value:
            yield " ".join(_plain(cell, language) for cell in row)
    else:
        yield " ".join(_plain(cell, language) for cell in value)


def _plain(value: Any, language: str) -> str:
    """The text without marks, dates written out, paragraphs as lines."""
    text = _LINK.sub(r"\1", _CALENDAR.fill(str(in_language(value, language)), language))
    text = _LINE_MARK.sub("", text.strip()).replace("**", "")
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
