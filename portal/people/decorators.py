"""What holds for every page of an account."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.cache import patch_cache_control

from portal.people.models import User


def signed_in(request: HttpRequest) -> User:
    """The person of a request behind a sign-in. Raises PermissionDenied when there is none after all."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


View = Callable[..., HttpResponseBase]


def personal(view: View) -> View:
    """Answers are for one person: no cache keeps them, no search engine lists them."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return wrapped


def all_personal(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same patterns, each view made personal, those of included modules too."""
    found = list(patterns)
    for pattern in found:
        if isinstance(pattern, URLPattern):
            pattern.callback = personal(pattern.callback)
        else:
            all_personal(pattern.url_patterns)
    return found
