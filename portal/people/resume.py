"""A guest who begins something comes back to exactly that, with what was typed.

What was typed waits in the session of this very browser, so the letter with the code may be opened
on another device. It is given out once, only to the page it was typed on.
"""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url

_KEY: Final = "kept_form"
# Characters kept of one form: the longest text that a room takes is some 5,000.
MAX_LENGTH: Final = 30_000
_NEVER: Final = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"}
)


def keep(request: HttpRequest) -> bool:
    """Remember what was posted to this address; False when it is too long to keep."""
    typed = {name: values for name, values in request.POST.lists() if name not in _NEVER}
    if sum(len(value) for values in typed.values() for value in values) > MAX_LENGTH:
        return False
    request.session[_KEY] = {"path": request.path, "typed": typed}
    return True


def is_kept(request: HttpRequest, path: str) -> bool:
    """Whether something typed at `path` waits."""
    return _KEY in request.session and request.session[_KEY]["path"] == path


def take(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before, once; None when there is nothing."""
    if not is_kept(request, request.path):
        return None
    typed = QueryDict(mutable=True)
    for name, values in request.session.pop(_KEY)["typed"].items():
        typed.setlist(name, values)
    return typed


def send_away(request: HttpRequest, to: str) -> HttpResponse:
    """To a page on the way (`to`: a view's name), from which one comes back here."""
    return redirect(f"{resolve_url(to)}?{urlencode({'next': request.path})}")
