"""What a reader typed, made safe for every engine; and found words shown in the text."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.core.ukrainian.letters import APOSTROPHES

# Longer questions are cut: nobody means the two hundredth letter.
LONGEST_QUERY = 200
MOST_WORDS = 12
_ONE_APOSTROPHE = "’"
_FOLD = str.maketrans(dict.fromkeys(APOSTROPHES, _ONE_APOSTROPHE))
# A word is letters and digits, joined inside by apostrophes and hyphens; all else is no matter of search.
_WORD = re.compile(r"[^\W_]+(?:[’-][^\W_]+)*")
_EXCERPT = 260


def fold_apostrophes(text: str) -> str:
    """One apostrophe for all signs that keyboards and word processors make of it."""
    return text.translate(_FOLD)


def clean_query(text: str) -> str:
    """The question as it is shown back: one line, no control characters, at most LONGEST_QUERY letters."""
    visible = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text[:1000]
    )
    return " ".join(visible.split())[:LONGEST_QUERY].rstrip()


def words_of(query: str) -> list[str]:
    """The words to look for, in order, each once; none for punctuation alone."""
    found = _WORD.findall(fold_apostrophes(query))
    return list(dict.fromkeys(found))[:MOST_WORDS]


def engine_text(query: str) -> str:
    """The question without what engines take for syntax: quotes, operators, NUL."""
    return " ".join(words_of(query))


def marked(text: str, words: Iterable[str]) -> SafeString:
    """`text`, shortened around the first found word, with found words in <mark>. Escaped."""
    wanted = {word.casefold() for word in words}
    shown = _around_first(text, wanted)
    pieces: list[SafeString] = []
    last = 0
    for match in _WORD.finditer(fold_apostrophes(shown)):
        if match[0].casefold() in wanted:
            pieces.append(conditional_escape(shown[last : match.start()]))
            pieces.append(
                format_html_join("", "<mark>{}</mark>", [(shown[match.start() : match.end()],)])
            )
            last = match.end()
    pieces.append(conditional_escape(shown[last:]))
    return mark_safe("".join(pieces))  # noqa: S308 (each piece is escaped above)


def _around_first(text: str, wanted: set[str]) -> str:
    """At most _EXCERPT letters of `text`, so that the first found word is among them."""
    if len(text) <= _EXCERPT:
        return text
    first = next(
        (
            match.start()
            for match in _WORD.finditer(fold_apostrophes(text))
            if match[0].casefold() in wanted
        ),
        0,
    )
    start = 0 if first < _EXCERPT - 60 else text.rfind(" ", 0, first - 60) + 1
    end = text.rfind(" ", start, start + _EXCERPT)
    end = end if end > start else start + _EXCERPT
    return (
        f"{'…' if start else ''}{text[start:end].rstrip(' ,.;:')}{'…' if end < len(text) else ''}"
    )
