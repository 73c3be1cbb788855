"""Lines under the box while a reader types."""

import json
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from portal.core.asked import declare_read
from portal.core.search_items import search_kinds
from portal.core.sitewide import absolute_url
from search.results import Suggestion
from search.suggestions import MOST, suggest

# Letters that are read; longer texts are questions, not beginnings.
_LONGEST: Final = 80
# Beginnings that many type; longer ones would only fill the page cache.
_COMMON: Final = 20
# How long browsers keep an answer, seconds.
_KEPT: Final = 60
_OPENSEARCH: Final = "opensearch"


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """At most eight lines for `q` as JSON; with `format=opensearch` as browsers ask for them.

    `{"status", "items": [{"text", "kind", "url", "from", "to"}, …]}`: `status` says in words how many
    there are, `kind` is empty for words, `from` and `to` bound what was typed. Raises Http404 for an
    unknown format.
    """
    form = request.GET.get("format", "")
    if form not in ("", _OPENSEARCH):
        raise Http404("no such format of suggestions")
    text = request.GET.get("q", "")[: _LONGEST + 1]
    found = suggest(text, get_language() or settings.LANGUAGE_CODE) if _is_asked(text) else []
    if len(text) <= _COMMON:
        declare_read(request, "q", "format")
    answer = _for_browsers(text, found) if form else _for_the_box(found)
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return _give(request, body, "application/x-suggestions+json" if form else "application/json")


def _is_asked(text: str) -> bool:
    return bool(text.strip()) and len(text) <= _LONGEST


def _for_the_box(found: Sequence[Suggestion]) -> dict[str, Any]:
    status = ngettext("%(number)d suggestion", "%(number)d suggestions", len(found)) % {
        "number": len(found)
    }
    return {
        "status": status if found else _("No suggestions"),
        "items": [_item(each) for each in found[:MOST]],
    }


def _item(found: Suggestion) -> dict[str, Any]:
    kind = search_kinds.get(found.kind)
    return {
        "text": found.text,
        "kind": str(kind.single) if kind else "",
        "url": found.url or _results(found.text),
        "from": found.start,
        "to": found.end,
    }


def _for_browsers(text: str, found: Sequence[Suggestion]) -> list[Any]:
    """OpenSearch Suggestions 1.1: what was typed, then texts, descriptions and addresses in step."""
    items = [_item(each) for each in found[:MOST]]
    return [
        text,
        [item["text"] for item in items],
        [item["kind"] for item in items],
        [absolute_url(item["url"]) for item in items],
    ]


def _results(text: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': text})}"


def _give(request: HttpRequest, body: str, content_type: str) -> HttpResponse:
    etag = f'"{blake2b(body.encode(), digest_size=16).hexdigest()}"'

    @condition(etag_func=lambda _request: etag)
    def answer(_request: HttpRequest) -> HttpResponse:
        response = HttpResponse(body, content_type=f"{content_type}; charset=utf-8")
        response["X-Robots-Tag"] = "noindex"
        return response

    response: HttpResponse = answer(request)
    response["Cache-Control"] = f"public, max-age={_KEPT}"
    return response
