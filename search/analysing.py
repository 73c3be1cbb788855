"""The words of many texts, in several processes: no Django here, so that a process begins quickly."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from portal.core.ukrainian import analysis
from search.batches import batches

# Texts beyond are found by what comes before: nobody reads on, and the engines have their limits too.
MOST_LETTERS: Final = 1_000_000
# Words that a process remembers while it analyses thousands of texts.
_CACHE: Final = 200_000
_CHUNK: Final = 50
# Words that are remembered as names or not: 5 MB.
_FORMS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Text:
    """What is analysed."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Words:
    """What was found: keys in order; words of the title; all words as they stand there, folded, and
    those of them that the dictionary lacks."""

    title_keys: tuple[str, ...]
    body_keys: tuple[str, ...]
    title_words: tuple[str, ...]
    forms: frozenset[str]
    names: frozenset[str]


class Analyse(Protocol):
    """Begins to analyse; what it gives waits for the end."""

    def __call__(self, texts: Iterable[Text]) -> Callable[[], list[Words]]: ...


def words_of(text: Text) -> Words:
    """The words of one text; what stands after `MOST_LETTERS` is left out."""
    # Each text is taken apart once: that is half of the work where words are remembered.
    title, body = analysis.pieces(text.title), analysis.pieces(text.body[:MOST_LETTERS])
    forms = frozenset(filter(None, (*title, *body)))
    return Words(
        title_keys=tuple(key for piece in title for key in analysis.word_keys(piece)),
        body_keys=tuple(key for piece in body for key in analysis.word_keys(piece)),
        title_words=tuple(key for piece in title if (key := analysis.key_form(piece))),
        forms=forms,
        # Found out here, where the work may be one of several processes'.
        names=frozenset(filter(is_name, forms)),
    )


def forms_of(title: str, body: str) -> frozenset[str]:
    """The words as they stand there, folded; a hyphenated one also by its parts."""
    pieces = (*analysis.pieces(title), *analysis.pieces(body[:MOST_LETTERS]))
    return frozenset(filter(None, pieces))


@lru_cache(_FORMS)
def is_name(form: str) -> bool:
    """Whether the dictionary lacks the word; words come again and again."""
    return bool(analysis.unknown_forms(form))


def here(texts: Iterable[Text]) -> Callable[[], list[Words]]:
    """Analyse in this process, when asked for what was found."""
    return lambda: [words_of(text) for text in texts]


@contextmanager
def in_processes(number: int | None = None) -> Iterator[Analyse]:
    """Analyse in `number` processes, one for each core if not said; in this one with a single core.

    They are started afresh, not forked: a fork would share the database's connections and whatever
    locks other threads hold, and a fresh one needs half a second to read the dictionary.
    """
    number = number or len(os.sched_getaffinity(0))
    if number < 2:  # noqa: PLR2004 - a pool of one only adds the way there and back
        analysis.grow_cache(_CACHE)
        yield here
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(number, context, initializer=_begin) as pool:

        def analyse(texts: Iterable[Text]) -> Callable[[], list[Words]]:
            waiting: list[Future[list[Words]]] = [
                pool.submit(_words_of_all, chunk) for chunk in batches(texts, _CHUNK)
            ]
            return lambda: [words for each in waiting for words in each.result()]

        yield analyse


def _words_of_all(texts: list[Text]) -> list[Words]:
    return [words_of(text) for text in texts]


def _begin() -> None:
    analysis.grow_cache(_CACHE)
