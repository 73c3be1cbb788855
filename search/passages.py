"""Found words shown in the text: on every engine the same, since engines hold keys and no words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.core.ukrainian import analysis
from portal.core.ukrainian.tokens import parts, tokens

# A passage, in letters; words looked at in a text.
_LONGEST = 260
_MOST_WORDS = 5_000
# How far before the first found word of a passage it begins.
_RUN_UP = 60


class Found(NamedTuple):
    start: int
    end: int
    # One of the keys that were found: a passage with more different ones is better.
    key: str


def found_in(text: str, keys: frozenset[str]) -> Iterator[Found]:
    """Words of `text` whose keys are among `keys`.

    Only words that begin like one of the keys are analysed: a form and its lemma begin alike, but for
    a handful (людина, люди; йти, ішов), which stay unmarked.
    """
    beginnings = {key[0] for key in keys}
    for number, token in enumerate(tokens(text)):
        if number >= _MOST_WORDS:
            return
        for word in dict.fromkeys((token.text, *parts(token.text))):
            if word[:1].replace("ґ", "г") not in beginnings:
                continue
            hit = next((key for key in analysis.word_keys(word) if key in keys), None)
            if hit:
                yield Found(token.start, token.end, hit)
                break


def marked(text: str, keys: frozenset[str]) -> SafeString:
    """`text`, escaped, with found words in <mark>."""
    return _mark(text, list(found_in(text, keys)) if keys else [], 0, len(text))


def best_passage(text: str, keys: frozenset[str], otherwise: str = "") -> SafeString:
    """The part of `text` (passages a line each) with the most different found words, marked.

    `otherwise` is shown, shortened, where none is found. Escaped.
    """
    found = list(found_in(text, keys)) if keys else []
    if not found:
        start, end = _around(otherwise or text, 0, 0)
        return _mark(otherwise or text, [], start, end)
    first = _densest(found)
    start, end = _around(text, found[first].start, found[first].end)
    return _mark(text, found, start, end)


def _densest(found: Sequence[Found]) -> int:
    """The place of the found word from which on most different ones (then most) stand near."""
    best, best_score = 0, (0, 0)
    last = 0
    for first, each in enumerate(found):
        last = max(last, first)
        while last < len(found) and found[last].end - each.start <= _LONGEST - _RUN_UP:
            last += 1
        near = found[first:last]
        score = (len({one.key for one in near}), len(near))
        if score > best_score:
            best, best_score = first, score
    return best


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the passage around [start, end): within its line, cut between words."""
    line_start = text.rfind("\n", 0, start) + 1
    begin = max(line_start, start - _RUN_UP)
    if begin > line_start:
        begin = text.find(" ", begin, start) + 1 or begin
    stop = begin + _LONGEST
    if stop < len(text):
        cut = text.rfind(" ", end, stop)
        stop = cut if cut > begin else max(end, stop)
        while stop > end and text[stop - 1] in " ,.;:":
            stop -= 1
    return begin, min(stop, len(text))


def _mark(text: str, found: Sequence[Found], start: int, end: int) -> SafeString:
    pieces: list[SafeString] = []
    at = start
    for each in found:
        if each.start < at or each.end > end:
            continue
        pieces.append(_plain(text, at, each.start))
        pieces.append(format_html("<mark>{}</mark>", text[each.start : each.end]))
        at = each.end
    pieces.append(_plain(text, at, end))
    whole = "".join(pieces)
    before = "…" if start and text[start - 1] != "\n" else ""
    after = "…" if end < len(text) else ""
    return mark_safe(f"{before}{whole}{after}")  # noqa: S308 (each piece is escaped above)


def _plain(text: str, start: int, end: int) -> SafeString:
    return conditional_escape(text[start:end].replace("\n", " "))
