"""Before somebody writes, they have agreed to the texts that are in force."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from portal.core.limits.typed import Kept, Typed, typed_in
from portal.people.data.forms import MissingConsentsForm, field_name
from portal.people.decorators import personal
from portal.people.enums import ConsentKind
from portal.people.models import User
from portal.people.services import consents

_WRITES: Final = ("POST", "PUT", "PATCH", "DELETE")
# Signing in and out, security, one's own data and its correction: rights that nobody has to buy with a
# consent (Law no. 2297-VI, art. 8). Wagtail's admin is work for the city, which rests on no consent.
_EXEMPT: Final = (
    "account_",
    "mfa_",
    "socialaccount_",
    "openid_",
    "usersessions_",
    "people_data",
    "people_export",
    "people_delete",
    "people_consent",
    "people_address",
    "people_confirm",
    "people_session",
    "people_appeal",
    "unsubscribe",
    "search_",
    "wagtailcore_",
)
# What is said to others, though it stands among the pages of the account.
_ASKED_NONETHELESS: Final = ("account_ask_role", "account_public_page")


class ConsentsMiddleware:
    """Whoever writes without having agreed gets the texts, with what they typed carried along.

    Reading asks nothing. A guest's write is its own form's business.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        user = request.user
        if request.method not in _WRITES or not isinstance(user, User) or _is_exempt(request):
            return None
        texts = consents.missing(user)
        if not texts:
            return None
        was_asked = any(field_name(kind) in request.POST for kind in texts) or (
            _ASKED in request.POST
        )
        form = MissingConsentsForm(texts, request.POST if was_asked else None)
        if was_asked and form.is_valid():
            consents.give(user, texts, form.shown_at)
            return None
        return personal(_ask)(request, form)


_ASKED: Final = "consents_asked"


def _ask(request: HttpRequest, form: MissingConsentsForm) -> HttpResponse:
    context = {"form": form, "typed": _without_boxes(typed_in(request)), "asked": _ASKED}
    return render(request, "people/data/ask_consents.html", context, status=403)


def _without_boxes(typed: Typed | None) -> Typed | None:
    """What was typed before the boxes were shown; those are drawn anew."""
    if typed is None:
        return None
    own = {_ASKED, *(field_name(kind) for kind in ConsentKind)}
    values: tuple[Kept, ...] = tuple(kept for kept in typed.values if kept.name not in own)
    return replace(typed, values=values)


def _is_exempt(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None or request.path.startswith("/admin/"):
        return True
    name = match.url_name or ""
    return name not in _ASKED_NONETHELESS and name.startswith(_EXEMPT)
