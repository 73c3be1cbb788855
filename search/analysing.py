"""The words of many texts, in several processes: no Django here, so that a process begins quickly."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

from portal.core.ukrainian import analysis
from portal.core.ukrainian.tokens import parts, tokens

# Texts beyond are found by what comes before: nobody reads on, and the engines have their limits too.
MOST_LETTERS: Final = 1_000_000
# Words that a process remembers while it analyses thousands of texts.
_CACHE: Final = 200_000
_CHUNK: Final = 50


@dataclass(frozen=True, slots=True)
class Text:
    """What is analysed."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Words:
    """What was found: keys in order; words of the title; all words as they stand, folded; those of them
    that the dictionary lacks."""

    title_keys: tuple[str, ...]
    body_keys: tuple[str, ...]
    title_words: tuple[str, ...]
    forms: frozenset[str]
    names: frozenset[str]


class Analyse(Protocol):
    def __call__(self, texts: Iterable[Text]) -> list[Words]: ...


def words_of(text: Text) -> Words:
    """The words of one text; what stands after `MOST_LETTERS` is left out."""
    body = text.body[:MOST_LETTERS]
    forms = forms_of(text.title, body)
    return Words(
        title_keys=tuple(analysis.index_keys(text.title)),
        body_keys=tuple(analysis.index_keys(body)),
        title_words=tuple(analysis.surface(text.title)),
        forms=forms,
        names=frozenset(analysis.unknown_forms(" ".join(forms))),
    )


def forms_of(title: str, body: str) -> frozenset[str]:
    """The words as they stand there, folded; a hyphenated one also by its parts."""
    found: set[str] = set()
    for text in (title, body[:MOST_LETTERS]):
        for token in tokens(text):
            found.add(token.text)
            found.update(part for part in parts(token.text) if part)
    return frozenset(found)


def here(texts: Iterable[Text]) -> list[Words]:
    """Analyse in this process."""
    return [words_of(text) for text in texts]


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

        def analyse(texts: Iterable[Text]) -> list[Words]:
            left = iter(texts)
            waiting: list[Future[list[Words]]] = []
            while chunk := list(islice(left, _CHUNK)):
                waiting.append(pool.submit(here, chunk))
            return [words for each in waiting for words in each.result()]

        yield analyse


def _begin() -> None:
    analysis.grow_cache(_CACHE)
