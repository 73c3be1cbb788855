"""Guests of polls for everybody: a browser is known by a cookie that only the form sets.

The cookie holds chance and a signature. It counts as a mark of the round (`marks`), which is wiped at the
seal, so that nothing tells in which polls one browser took part.
"""

import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

COOKIE: Final = "poll_browser"
_SALT: Final = "portal.participation.polls.browser"
# Longer than any poll goes on.
_TERM: Final = timedelta(days=365)


def browser_of(request: HttpRequest) -> str:
    """What the browser is known by; empty when it has no cookie of ours."""
    try:
        found: str = signing.Signer(salt=_SALT).unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return ""
    return found


def know_browser(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give a cookie to a browser that has none."""
    if browser_of(request):
        return
    response.set_cookie(
        COOKIE,
        signing.Signer(salt=_SALT).sign(secrets.token_urlsafe(24)),
        max_age=_TERM,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
