"""What a reader may mean who has typed a beginning: titles first, then words of the index.

Always answered by the database, so that every engine suggests the same.
"""

import re
from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from portal.core.search_items import PUBLIC
from portal.core.ukrainian import analysis
from portal.core.ukrainian.letters import APOSTROPHE
from portal.core.ukrainian.recovery import latin
from portal.core.ukrainian.recovery.layout import from_latin_layout
from portal.core.ukrainian.tokens import Token, parts, tokens
from search import engines
from search.engines.base import Group, Match
from search.models import SearchDocument, SearchForm
from search.results import Suggestion
from search.text import clean_query

MOST_TITLES = 5
MOST = 8
# One letter begins too much to be a help.
_SHORTEST = 2
# Titles that are looked at, the newest first; words of which the most frequent are taken.
_CANDIDATES = 100
# Titles whose words are kept: about 3 MB.
_REMEMBERED = 2_000
_LONGEST = 80
_FORMS_OF_A_WORD = 5
_MOST_WORDS = 6
_LATIN = re.compile("[a-z]")
# Of a Latin word: spellings that are tried, words of the index that they are held against; a shorter
# one may stand for too much.
_SPELLINGS = 12
_FORMS_LOOKED_AT = 300
_SHORTEST_IN_LATIN = 3
# Between these letters stands an apostrophe in most words; many leave it out (Orthography, § 7).
_APOSTROPHE_GOES = re.compile("([бпвмфрк])(?=[яюєї])")


class _Typed(NamedTuple):
    """`whole` words and the beginning that ends the text, in the spelling of keys.

    `last` is that beginning as words are kept, folded with its apostrophe.
    """

    text: str
    whole: tuple[str, ...]
    beginning: str
    last: str


def suggest(text: str, language: str) -> list[Suggestion]:
    """At most MOST lines for what was typed so far: titles of things, then words; none for nothing.

    What is typed in Latin letters and begins nothing is tried as typed with the wrong keyboard layout,
    then as Ukrainian in Latin letters («konsul»). At most ten queries.
    """
    typed = _read(text)
    if typed is None:
        return []
    found = _suggest(typed, language)
    if not found and _LATIN.search(typed.beginning):
        other = _read(from_latin_layout(clean_query(text)[:_LONGEST]))
        found = _suggest(other, language) if other else []
        if not found and (spelt := _read(_from_latin(typed.text))):
            found = _suggest(spelt, language)
    return found


def _from_latin(text: str) -> str:
    """The text with each Latin word as the likeliest spelling that begins a word of the index.

    Empty where one of them begins none. One query.
    """
    words = [token.text for token in tokens(text)][:_MOST_WORDS]
    spellings = {
        word: [spelt for spelt, _cost in latin.names(word, _SPELLINGS)]
        for word in words
        if _LATIN.search(word)
    }
    if not spellings or min(map(len, spellings)) < _SHORTEST_IN_LATIN:
        return ""
    begun = [_between(spelt) for several in spellings.values() for spelt in several]
    rows = SearchForm.objects.filter(reduce(or_, begun)).order_by("-frequency", "form")
    forms = list(rows.values_list("form", flat=True)[:_FORMS_LOOKED_AT])
    read = [
        next(
            (spelt for spelt in spellings[word] if any(form.startswith(spelt) for form in forms)),
            "",
        )
        if word in spellings
        else word
        for word in words
    ]
    return " ".join(read) if all(read) else ""


def _read(text: str) -> _Typed | None:
    shown = clean_query(text)[:_LONGEST]
    words = list(tokens(shown))[:_MOST_WORDS]
    folded = [part for token in words for part in parts(token.text) if analysis.key_form(part)]
    spelt = [analysis.key_form(part) for part in folded]
    if sum(map(len, spelt)) < _SHORTEST:
        return None
    return _Typed(shown, tuple(spelt[:-1]), spelt[-1], folded[-1])


def _suggest(typed: _Typed, language: str) -> list[Suggestion]:
    titles = _titles(typed, language)
    return [*titles, *_words(typed, MOST - len(titles))]


def _titles(typed: _Typed, language: str) -> list[Suggestion]:
    match = Match(
        groups=tuple(Group(beginning=word) for word in (*typed.whole, typed.beginning)),
        labels=(f"offered:{language}", f"audience:{PUBLIC}"),
    )
    found = engines.database().full(match, _CANDIDATES, "date")
    rows = SearchDocument.objects.filter(pk__in=found.ids).values_list(
        "pk", "title", "kind", "url", "moment", named=True
    )
    wanted = (*typed.whole, typed.beginning)
    ranked = sorted(rows, key=lambda row: row.pk, reverse=True)
    ranked.sort(key=lambda row: row.moment.timestamp() if row.moment else 0, reverse=True)
    ranked.sort(key=lambda row: _lateness(row.title, wanted))
    shown: dict[str, Suggestion] = {}
    for row in ranked:
        start, end = _place(row.title, wanted)
        shown.setdefault(
            row.title.casefold(),
            Suggestion(row.title, kind=row.kind, url=row.url, start=start, end=end),
        )
        if len(shown) == MOST_TITLES:
            break
    return list(shown.values())


def _lateness(title: str, wanted: Sequence[str]) -> int:
    """At which word of the title the typed words begin to stand in a row; after all, if nowhere."""
    place = _first_of_row(_spelt(title)[1], wanted)
    return 1_000 if place is None else place


def _place(title: str, wanted: Sequence[str]) -> tuple[int, int]:
    """Which part of the title was typed; nothing where its words stand apart."""
    words, spelt = _spelt(title)
    first = _first_of_row(spelt, wanted)
    if first is None:
        return 0, 0
    last = words[first + len(wanted) - 1]
    return words[first].start, min(last.start + len(wanted[-1]), last.end)


def _first_of_row(spelt: Sequence[str], wanted: Sequence[str]) -> int | None:
    *whole, beginning = wanted
    for place in range(len(spelt) - len(whole)):
        last = place + len(whole)
        if spelt[last].startswith(beginning) and list(spelt[place:last]) == whole:
            return place
    return None


@lru_cache(_REMEMBERED)
def _spelt(title: str) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """The words of a title, and each in the spelling of keys; the newest titles come again and again."""
    words = tuple(tokens(title))
    return words, tuple(analysis.key_form(word.text) for word in words)


def _words(typed: _Typed, most: int) -> list[Suggestion]:
    """What was typed with its last word completed, the most frequent completion first."""
    head = typed.text[: _start_of_last(typed.text)]
    found = SearchForm.objects.filter(_begins(typed.last)).exclude(form=typed.last)
    forms = found.order_by("-frequency", "form").values_list("form", flat=True)
    # Of the forms of one word the most frequent stands for all: they find the same.
    words: dict[tuple[str, ...], str] = {}
    for form in forms[: most * _FORMS_OF_A_WORD]:
        words.setdefault(analysis.word_keys(form), form)
    end = len(head) + len(typed.last)
    return [
        Suggestion(f"{head}{form}".replace("'", APOSTROPHE), end=end)
        for form in list(words.values())[:most]
    ]


def _start_of_last(text: str) -> int:
    last = 0
    for token in tokens(text):
        last = token.start + max(text[token.start : token.end].rfind("-"), -1) + 1
    return last


def _begins(beginning: str) -> Q:
    """Words with the beginning, with or without its apostrophes."""
    found = _between(beginning)
    spelt = _APOSTROPHE_GOES.sub(r"\1'", beginning)
    return found | _between(spelt) if spelt != beginning else found


def _between(beginning: str) -> Q:
    if connection.vendor == "sqlite":
        # Its LIKE takes no index; its order is that of the letters' numbers.
        return Q(form__gte=beginning, form__lt=beginning + chr(0x10FFFF))
    return Q(form__startswith=beginning)
