"""The page of results."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.asked import declare_read
from portal.core.errors import NotFoundWithWayBack
from portal.core.listings.pagination import paginate, read_page
from search.services import MAX_PAGES, PER_PAGE, SearchResults, search_pages

# What the page cache may keep: short questions and first pages, which many ask alike.
_CACHED_LETTERS = 40
_CACHED_PAGES = 3
# The query key of the kind; the list of keys that pages know is fixed.
KIND_KEY = "rubric"


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Results of `q`, of one kind where `rubric` names it. Any question is answered, never with an error.

    An unknown kind or page is a 404 that leads back to the question.
    """
    declare_read(request, "q", KIND_KEY, "page")
    query = request.GET.get("q", "")
    kind = request.GET.get(KIND_KEY, "")
    try:
        found = search_pages(
            query,
            language=get_language() or "uk",
            kind=kind,
            page=read_page(request.GET.get("page")),
        )
    except ValueError as unknown:
        raise NotFoundWithWayBack(
            "no such kind or page", _url(query[:_LONGEST_WAY_BACK]), _("Back to the results")
        ) from unknown
    response = render(request, "search/results.html", _context(found))
    if not _is_common(found):
        response["Cache-Control"] = "private, no-store"
    return response


_LONGEST_WAY_BACK = 200


def _context(found: SearchResults) -> dict[str, Any]:
    kinds = [
        {
            "label": each.label,
            "count": each.count,
            "url": _url(found.query, "" if each.key == found.kind else each.key),
            "is_current": each.key == found.kind,
        }
        for each in found.counts
        if each.count or each.key == found.kind
    ]
    return {
        "found": found,
        "kinds": kinds,
        "everything_url": _url(found.query),
        "language_suffix": _url(found.query, found.kind).removeprefix(reverse("search")),
        "pagination": paginate(
            total=found.total,
            per_page=PER_PAGE,
            number=found.page,
            max_pages=MAX_PAGES,
            url=lambda number: _url(found.query, found.kind, number),
        ),
        "current_kind": next((each for each in kinds if each["is_current"]), None),
    }


def _url(query: str, kind: str = "", page: int = 1) -> str:
    asked = {"q": query, KIND_KEY: kind, "page": str(page) if page > 1 else ""}
    words = urlencode({key: value for key, value in asked.items() if value})
    return f"{reverse('search')}?{words}" if words else reverse("search")


def _is_common(found: SearchResults) -> bool:
    """Whether others are likely to ask the same: everything else would only fill the cache."""
    return (
        len(found.query) <= _CACHED_LETTERS
        and found.page <= _CACHED_PAGES
        and (bool(found.hits) or not found.query)
    )
