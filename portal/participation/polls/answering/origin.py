"""Where a form comes from, asked by the view itself: so its refusal keeps what was typed."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


class _CsrfCheck(CsrfViewMiddleware):
    """Django's check, whose refusal is words and not a page: what was typed stands in our answer."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _nothing(request: HttpRequest) -> HttpResponse:
    """What a middleware is made with that is asked about nothing but its check."""
    raise NotImplementedError


def has_token(request: HttpRequest) -> bool:
    """Whether a form came from the page that the portal showed this browser."""
    return _CsrfCheck(_nothing).process_view(request, _nothing, (), {}) is None


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form without its token was sent from a page of the portal, by what the browser says."""
    source = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    return (source.scheme, source.netloc) == (request.scheme, request.get_host())


def wants_part(request: HttpRequest) -> bool:
    """Whether a page's script asks, which puts the answer into the page."""
    return "HX-Request" in request.headers
