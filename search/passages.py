"""Found words shown in the text: on every engine the same, since engines hold keys and no words."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.core.ukrainian import analysis
from portal.core.ukrainian.letters import TWINS
from portal.core.ukrainian.tokens import LONGEST, parts, tokens

# A passage, in letters; how much of a text is looked through.
_LONGEST = 260
_MOST_LETTERS = 40_000
# How far before the first found word of a passage it begins.
_RUN_UP = 60
# Latin letters that a Cyrillic word may be typed with at its beginning.
_LATIN_TWINS = {cyrillic: latin for latin, cyrillic in TWINS.items()}
# Vowels that change with the form (ніч, ночі; лід, льоду), and those that come and go (день, дня).
_ALTERNATING = "оеєіь"
_FLEETING = "ое"
# Letters of a word in which the second one may go; how many of its letters are then looked at.
_SHORT = 5
_LONG_HEAD = 2
# What one word and its signs may take.
_WORD = 2 * LONGEST


class Found(NamedTuple):
    start: int
    end: int
    # One of the keys that were found: a passage with more different ones is better.
    key: str


def found_in(text: str, keys: frozenset[str]) -> Iterator[Found]:
    """Words of `text` whose keys are among `keys`; of a hyphenated word the part that fits.

    Only words that begin like one of the keys are analysed, one of thirty: a form and its lemma begin
    alike, but for a handful (йти, ішов), which stay unmarked.
    """
    end = 0
    heads = frozenset(key[: 2 if len(key) > _SHORT else 3] for key in keys)
    for match in _beginnings(heads).finditer(text, 0, _MOST_LETTERS):
        start = match.start()
        token = next(tokens(text[start : start + _WORD]), None)
        if start < end or token is None or token.start:
            continue
        pieces = parts(token.text)
        if any(key in keys for key in analysis.word_keys(token.text)):
            length = token.end
        elif len(pieces) > 1 and any(key in keys for key in analysis.word_keys(pieces[0])):
            length = len(pieces[0])
        else:
            continue
        end = start + length
        word = token.text if length == token.end else pieces[0]
        yield Found(start, end, next(key for key in analysis.word_keys(word) if key in keys))


@lru_cache(256)
def _beginnings(heads: frozenset[str]) -> re.Pattern[str]:
    """Where a word begins as one of the keys does; whatever its case, its look-alikes, its apostrophe.

    `heads`: the first two letters of a long key, the first three of a short one. The second letter may
    change with the form: о, е and і for each other, о or е put in between; in a short word it may go.
    """
    by_first: dict[str, set[str]] = {}
    for head in heads:
        seconds = by_first.setdefault(head[0], set())
        second = head[1:2]
        if not second or (len(head) > _LONG_HEAD and second in _FLEETING):
            seconds.add("")
        else:
            seconds |= {second, *_FLEETING}
            if second in _ALTERNATING:
                seconds |= set(_ALTERNATING)
    ways = [
        _any_of(first) + ("" if "" in seconds else rf"(?:{_any_of(*seconds)}|\W)")
        for first, seconds in sorted(by_first.items())
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ways)})")


def _any_of(*letters: str) -> str:
    """One of the letters, whatever its case and its look-alike."""
    signs = {*letters, "ґ"} if "г" in letters else set(letters)
    signs |= {sign.upper() for sign in signs if len(sign.upper()) == 1}
    signs |= {_LATIN_TWINS[sign] for sign in signs if sign in _LATIN_TWINS}
    return f"[{''.join(re.escape(sign) for sign in sorted(signs))}]"


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
