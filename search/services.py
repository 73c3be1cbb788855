"""Finding pages: one function, whatever engine stands behind it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from wagtail.models import Page

from portal.core.languages import locale_id_for
from search.kinds import Kind, kinds
from search.text import clean_query, engine_text, marked, words_of

PER_PAGE = 20
# How deep pages of results go: what is not among the first thousand is found by a better question.
MAX_PAGES = 50


class NoSuchPage(ValueError):
    """The page or the kind that was asked for does not exist in these results."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One found page, ready to be shown: `title` and `text` are escaped, with found words in <mark>."""

    page: Any
    kind: str
    kind_label: str
    title: SafeString
    text: SafeString
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class KindCount:
    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of results. `query` is the question as it is shown back, `words` what was looked for."""

    query: str
    words: list[str]
    hits: list[Hit] = field(default_factory=list)
    # How many there are of the asked kind, and in all.
    total: int = 0
    everything: int = 0
    counts: list[KindCount] = field(default_factory=list)
    kind: str = ""
    page: int = 1


def search_pages(query: str, *, language: str, kind: str = "", page: int = 1) -> SearchResults:
    """Public pages in `language` that hold all the words of `query`, the most relevant first.

    Any text is a question; one without a word in it finds nothing. `kind` is a key of
    `search.kinds`, empty for all; `page` counts from 1. A constant number of engine questions: one
    for the counts, one for the hits; one database query more for each type of page among them.
    Raises NoSuchPage for an unknown kind or a page beyond the last one.
    """
    if kind and kinds.get(kind) is None:
        raise NoSuchPage(f"kind: {kind}")
    shown, words = clean_query(query), words_of(clean_query(query))
    if not words:
        if page > 1:
            raise NoSuchPage(f"page: {page}")
        return SearchResults(query=shown, words=[], kind=kind)
    pages = Page.objects.live().public().filter(locale_id=locale_id_for(language))
    found = pages.search(engine_text(shown), operator="and")
    counts = _counts(found.facet("content_type_id"))
    everything = sum(counts.values())
    total = counts.get(kind, 0) if kind else everything
    last = min(max(1, -(-total // PER_PAGE)), MAX_PAGES)
    if page > last:
        raise NoSuchPage(f"page: {page}")
    return SearchResults(
        query=shown,
        words=words,
        hits=_hits(pages, shown, words, kind, page) if total else [],
        total=total,
        everything=everything,
        counts=[KindCount(key, str(each.label), counts.get(key, 0)) for key, each in kinds.items()],
        kind=kind,
        page=page,
    )


def _counts(by_type: dict[Any, int]) -> dict[str, int]:
    """Found pages by kind."""
    found = {int(key): number for key, number in by_type.items() if key is not None}
    return {key: sum(found.get(pk, 0) for pk in each.type_ids()) for key, each in kinds.items()}


def _hits(pages: Any, query: str, words: list[str], kind: str, page: int) -> list[Hit]:
    asked = [each] if (each := kinds.get(kind)) else list(kinds)
    types = [pk for one in asked for pk in one.type_ids()]
    found = (
        pages.filter(content_type_id__in=types)
        .defer_streamfields()
        .specific()
        .search(engine_text(query), operator="and")
    )
    rows = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    by_type = {pk: (key, each) for key, each in kinds.items() for pk in each.type_ids()}
    return [_hit(row, words, *by_type[row.content_type_id]) for row in rows]


def _hit(page: Any, words: list[str], key: str, kind: Kind) -> Hit:
    return Hit(
        page=page,
        kind=key,
        kind_label=str(kind.label),
        title=marked(page.title, words),
        text=marked(page.search_description or getattr(page, "lead", ""), words),
        moment=getattr(page, kind.moment, None),
    )
