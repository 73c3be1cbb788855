"""A code by e-mail that proves once more who somebody is, for people without password and second factor."""

import time
from enum import Enum, auto
from typing import Any, Final

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils import translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from portal.core import letters
from portal.people.models import User

_KEY: Final = "people_confirm"
_VALID: Final = 20 * 60  # seconds
_MOST_TRIES: Final = 5


class Result(Enum):
    RIGHT = auto()
    WRONG = auto()
    OVER = auto()


def send_code(request: HttpRequest, user: User) -> None:
    """Send a new code; one sent before no longer counts. Only its hash is kept, in the session."""
    code = get_random_string(6, "0123456789")
    request.session[_KEY] = {"hash": make_password(code), "at": time.time(), "tries": 0}
    with translation.override(user.language):
        letters.post(
            to=user.email,
            language=user.language,
            subject=_("Your code to confirm that it is you"),
            text=_(
                "Enter this code on the page that asked for it. It is valid for 20 minutes.\n\n"
                "If you did not ask for it, somebody else is signed in to your account: end that session."
            ),
            code=code,
            note=_("You get this letter because something that is hard to undo was asked for."),
        )


def is_waiting(request: HttpRequest) -> bool:
    """Whether a code was sent that still counts."""
    state = request.session.get(_KEY)
    return _counts(state)


def check(request: HttpRequest, user: User, code: str) -> Result:
    """Take a code; the right one counts as signing in just now, and is used up."""
    state = request.session.get(_KEY)
    if state is None or not _counts(state):
        request.session.pop(_KEY, None)
        return Result.OVER
    if not check_password(code, state["hash"]):
        state["tries"] += 1
        request.session[_KEY] = state
        return Result.WRONG if _counts(state) else Result.OVER
    del request.session[_KEY]
    record_authentication(request, user, method="code", reauthenticated=True, email=user.email)
    return Result.RIGHT


def _counts(state: Any) -> bool:
    return (
        isinstance(state, dict)
        and time.time() - state["at"] < _VALID
        and state["tries"] < _MOST_TRIES
    )
