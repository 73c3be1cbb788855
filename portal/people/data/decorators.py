"""Who may open a page of one's own: signed in, and for what cannot be undone, signed in just now."""

import functools
import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from portal.people.decorators import personal, session_ended, signed_in

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def account_required(view: View[P]) -> View[P]:
    """Only for who is signed in; the answer is kept nowhere.

    Whose session has ended meanwhile (signed out elsewhere, account deleted) is told so when they send
    a form; a redirect would lose what they sent without a word.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return session_ended(request)
        return redirect_to_login(request.get_full_path())

    return personal(guarded)


def proof_required(view: View[P]) -> View[P]:
    """The same, and who they are was proved within ACCOUNT_REAUTHENTICATION_TIMEOUT.

    django-allauth asks nothing of people who have neither password nor second factor; those prove it by
    a code sent to their address. A form that is sent too late is not carried over: it is confirmed anew.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not proved_recently(request):
            if get_adapter().get_reauthentication_methods(request.user):
                raise ReauthenticationRequired()
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('people_confirm_by_code')}?{query}")
        return view(request, *args, **kwargs)

    return account_required(guarded)


def proved_recently(request: HttpRequest) -> bool:
    """Whether this session has signed in or confirmed itself within the last minutes."""
    records = get_authentication_records(request, signed_in(request))
    latest = max((record.get("at", 0) for record in records), default=0)
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)
