"""Answers that wait while their person signs in: in the person's own browser, never in a session.

A session is a row that names its person. So what was typed travels in a signed cookie that goes to this one
form alone, for half an hour, and is taken back once it has been given out.
"""

from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, resolve_url

from portal.participation.polls.answering.fields import ANSWER, TEXT

COOKIE: Final = "poll_answers"
_SALT: Final = "portal.participation.polls.kept"
_TERM: Final = timedelta(minutes=30)
# Bytes: browsers take some four thousand with the cookie's name and attributes.
_LONGEST: Final = 3600


def send_away(request: HttpRequest, way: str) -> HttpResponse | None:
    """To a page on the way (`way`: a view's name) with the answers kept; None when they are too long."""
    typed = {name: values for name, values in request.POST.lists() if _is_answer(name)}
    value = signing.dumps(typed, salt=_SALT, compress=True)
    if len(value) > _LONGEST:
        return None
    back = request.get_full_path()
    response = redirect(f"{resolve_url(way)}?{urlencode({'next': back})}")
    response.set_cookie(
        COOKIE,
        value,
        max_age=_TERM,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def take(request: HttpRequest) -> QueryDict | None:
    """What was typed into this form before; None when nothing waits."""
    try:
        typed = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_TERM)
    except signing.BadSignature:
        return None
    found = QueryDict(mutable=True)
    for name, values in typed.items():
        found.setlist(name, values)
    return found


def forget(request: HttpRequest, response: HttpResponseBase) -> None:
    """Take the cookie back. Called with every answer of the form but the one that sends away."""
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, path=request.path, samesite="Lax")


def _is_answer(name: str) -> bool:
    return name.startswith((ANSWER, TEXT))
