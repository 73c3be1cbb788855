"""The page of results."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.core.pagecache import rules
from search import counting, services
from search.asking import Asked, read, unknown_part
from search.page import Within, named_within, show
from search.promotions import Promoted, promoted
from search.results import NoSuchPage, Results

# What the page cache may keep: short questions and first pages, which many ask alike.
_CACHED_LETTERS: Final = 40
_CACHED_PAGES: Final = 3
_CACHED_VALUES: Final = 1


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Results of what the address asks. Any question is answered, never with an error.

    An unknown value, order or page is a 404 that leads back to the question.
    """
    asked, within, found = search(request)
    response = render(request, "search/results.html", _context(request, asked, within, found))
    if _is_plain(asked) and not found.hits and _is_asked_by_somebody(request):
        counting.count_nothing(asked.query, asked.language)
    if not _is_common(asked, found):
        response["Cache-Control"] = "private, no-store"
    return response


def search(request: HttpRequest) -> tuple[Asked, Within | None, Results]:
    """What is asked and what is found. Raises UnknownPart for what these results do not have."""
    asked = read(request)
    within = named_within(asked) if asked.within else None
    if asked.within and within is None:
        raise unknown_part(asked)
    try:
        return asked, within, services.find(asked.question)
    except NoSuchPage as missing:
        raise unknown_part(asked) from missing


def _context(
    request: HttpRequest, asked: Asked, within: Within | None, found: Results
) -> dict[str, Any]:
    return {
        "asked": asked,
        "found": found,
        "shown": show(request, asked, found, within),
        "promoted": _promoted(request, asked, found),
        "alone_url": asked.alone().url(),
        "literal_url": asked.as_typed().url(),
        "relevance_url": asked.sorted_by("relevance").url(),
        "date_url": asked.sorted_by("date").url(),
        "rss_url": asked.on_page(1).url("search_rss"),
        # For the script that counts what is read; what was found with filters says nothing of the words.
        "token": counting.token(asked.query, asked.language)
        if _is_plain(asked) and found.hits
        else "",
        "json_url": asked.on_page(1).url("search_json"),
        # The same in every language: what is chosen stands in addresses by keys, not by names.
        "language_suffix": asked.on_page(1).url().removeprefix(reverse("search")),
    }


def _is_plain(asked: Asked) -> bool:
    """Whether this is a question's first page, without anything that narrows it."""
    return bool(asked.query) and not asked.is_narrowed and asked.page == 1


def _is_asked_by_somebody(request: HttpRequest) -> bool:
    """Not by the page cache for nobody in particular: what it may not keep it asks again."""
    return request.method == "GET" and rules.VERSION not in request.META


def _promoted(request: HttpRequest, asked: Asked, found: Results) -> list[Promoted]:
    """Editors' picks for the question, above its first page and nowhere else."""
    if asked.is_narrowed or asked.page > 1 or not asked.query:
        return []
    answered = found.repair.shown if found.repair else asked.query
    return promoted(answered, asked.language, request)


def _is_common(asked: Asked, found: Results) -> bool:
    """Whether others are likely to ask the same: everything else would only fill the cache."""
    if asked.is_empty:
        return True
    chosen = sum(len(values) for values in asked.choices.values())
    return (
        len(asked.query) <= _CACHED_LETTERS
        and asked.page <= _CACHED_PAGES
        and chosen <= _CACHED_VALUES
        and not (asked.first or asked.last)
        and bool(found.hits)
    )
