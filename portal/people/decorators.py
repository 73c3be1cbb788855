"""What holds for every page of an account."""

import functools
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.cache import patch_cache_control

from portal.core.limits.typed import Typed
from portal.people.models import User


def signed_in(request: HttpRequest) -> User:
    """The person of a request behind a sign-in. Raises PermissionDenied when there is none after all."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def session_ended(request: HttpRequest, typed: Typed | None = None) -> HttpResponse:
    """403: what was sent came from somebody who is signed in no more; what they typed is in the page."""
    answer = render(
        request, "people/data/session_ended.html", {"typed": typed}, status=HTTPStatus.FORBIDDEN
    )
    answer["Cache-Control"] = "no-store, private"
    return answer


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


def says_refused(view: View) -> View:
    """A form that comes back with its errors answers 422, as everywhere on the portal.

    Here and not in the views: Django's and allauth's forms answer 200 to it.
    """

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if (
            request.method == "POST"
            and response.status_code == HTTPStatus.OK
            and isinstance(response, SimpleTemplateResponse)
            and _shows_errors(response.context_data or {})
        ):
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return wrapped


def _shows_errors(context: dict[str, Any]) -> bool:
    return any(
        isinstance(value, BaseForm) and value.is_bound and bool(value.errors)
        for value in context.values()
    )


def says_all_refused(patterns: list[URLPattern]) -> list[URLPattern]:
    """The same patterns, each view honest about refused forms."""
    for pattern in patterns:
        pattern.callback = says_refused(pattern.callback)
    return patterns


def all_personal(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same patterns, each view personal and honest about refused forms, included modules too."""
    found = list(patterns)
    for pattern in found:
        if isinstance(pattern, URLPattern):
            pattern.callback = personal(says_refused(pattern.callback))
        else:
            all_personal(pattern.url_patterns)
    return found
