"""A code by e-mail that proves once more who somebody is, for people without password and second factor.

The code is one of `portal.core.proof.codes`, bound to the account; its handle lies in the session.
"""

from typing import Final

from allauth.account.internal.flows.login import record_authentication
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.core import letters
from portal.core.proof import codes
from portal.core.proof.codes import Answer
from portal.people.models import User

_KEY: Final = "people_confirm"


def send_code(request: HttpRequest, user: User) -> None:
    """Send a new code; one sent before in this session no longer counts."""
    with transaction.atomic(), translation.override(user.language):
        codes.withdraw(_handle(request))
        handle, code = codes.issue(_purpose(user), user.email)
        letters.post(
            to=user.email,
            language=user.language,
            name=user.first_name,
            subject=_("Your code to confirm that it is you"),
            text=_(
                "Enter this code on the page that asks for it. It is valid for 20 minutes.\n\n"
                "If you did not ask for it, somebody else is signed in to your account: end that session."
            ),
            code=code,
            button=(_("See my sessions"), reverse("usersessions_list")),
            note=_(
                "You get this e-mail because somebody in your account asked for something that is hard to undo."
            ),
        )
    request.session[_KEY] = handle


def is_waiting(request: HttpRequest) -> bool:
    """Whether a code was sent that still counts."""
    return codes.is_alive(_handle(request))


def check(request: HttpRequest, user: User, code: str) -> Answer:
    """Take a code; the right one counts as signing in just now, and is used up."""
    answer = codes.check(_handle(request), _purpose(user), user.email, code)
    if answer is not Answer.WRONG:
        request.session.pop(_KEY, None)
    if answer is Answer.CONFIRMED:
        record_authentication(request, user, method="code", reauthenticated=True, email=user.email)
    return answer


def _handle(request: HttpRequest) -> str:
    handle = request.session.get(_KEY)
    return handle if isinstance(handle, str) else ""


def _purpose(user: User) -> str:
    return f"account {user.pk}"
