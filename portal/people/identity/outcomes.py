"""What people read when it did not work: one page for each way it can go wrong, with what to do next."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.identity import attempts, providers
from portal.people.services import identity

# What a client should wait before it asks a hub that is away, seconds.
_RETRY_AFTER: Final = 60


class Next(StrEnum):
    """What the page offers as the next step."""

    AGAIN = "again"  # the provider once more
    OTHER = "other"  # signing in by e-mail
    PROFILE = "profile"
    SIGN_IN_THERE = "sign-in-there"  # with the account that has the person already


@dataclass(frozen=True, slots=True)
class Outcome:
    status: HTTPStatus
    title: str | Promise
    text: str | Promise
    ways: tuple[Next, ...] = (Next.AGAIN, Next.OTHER)


_WRONG_STATE = Outcome(
    HTTPStatus.BAD_REQUEST,
    _("This confirmation was not begun here"),
    _(
        "The answer of the service does not belong to this browser, or you signed in or out meanwhile. Nothing has changed. Begin anew from this page, in one browser."
    ),
)
_OUTCOMES: Final[dict[type[Exception], Outcome]] = {
    attempts.WrongState: _WRONG_STATE,
    attempts.UsedState: Outcome(
        HTTPStatus.CONFLICT,
        _("This confirmation is finished already"),
        _(
            "The answer of the service was received once and does not count twice. Look at your profile: if your identity is not confirmed there, begin anew."
        ),
        (Next.PROFILE, Next.AGAIN),
    ),
    attempts.OldState: Outcome(
        HTTPStatus.BAD_REQUEST,
        _("Too much time has passed"),
        _("A confirmation must be finished within 15 minutes. Nothing has changed: begin anew."),
    ),
    providers.Denied: Outcome(
        HTTPStatus.FORBIDDEN,
        _("The confirmation was stopped"),
        _(
            "You or the service stopped it, and nothing has changed. You can try again, choose another way, or confirm your identity at a desk."
        ),
    ),
    providers.NoCode: Outcome(
        HTTPStatus.BAD_REQUEST,
        _("The service sent no answer"),
        _("It sent you back without saying who you are. Nothing has changed: begin anew."),
    ),
    providers.Expired: Outcome(
        HTTPStatus.BAD_REQUEST,
        _("The service does not accept this answer any more"),
        _("Its answers are valid for a short time and once only. Nothing has changed: begin anew."),
    ),
    providers.TimedOut: Outcome(
        HTTPStatus.GATEWAY_TIMEOUT,
        _("The service did not answer in time"),
        _("Nothing has changed. Try again in some minutes, or choose another way."),
    ),
    providers.Unavailable: Outcome(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("The service does not work at present"),
        _("Nothing has changed. Try again in some minutes, or choose another way."),
    ),
    providers.Garbled: Outcome(
        HTTPStatus.BAD_GATEWAY,
        _("The answer of the service cannot be understood"),
        _(
            "Nothing has changed. Try again later. If it happens again, write to us, or confirm your identity at a desk."
        ),
    ),
    providers.Incomplete: Outcome(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("The service did not say who you are"),
        _(
            "Without a number and a name we cannot tell one person from another. A seal of an organisation does not confirm a person: use your own signature or BankID, or come to a desk."
        ),
    ),
    identity.PersonTaken: Outcome(
        HTTPStatus.CONFLICT,
        _("This person is already confirmed on another account"),
        _(
            "One person has one account. Sign out and sign in to that account with the same service. If you cannot, or if it is not yours, ask the desk: bring your document."
        ),
        (Next.SIGN_IN_THERE, Next.OTHER),
    ),
    identity.OtherPerson: Outcome(
        HTTPStatus.CONFLICT,
        _("This account belongs to another confirmed person"),
        _(
            "The service named somebody else than the person whose account this is. Nothing has changed. If your number was changed, ask the desk: bring your document."
        ),
        (Next.PROFILE, Next.AGAIN),
    ),
    identity.AccountGone: Outcome(
        HTTPStatus.FORBIDDEN,
        _("This account is switched off"),
        _("It cannot be confirmed. If you think that is a mistake, write to us."),
        (Next.OTHER,),
    ),
}


def page(
    request: HttpRequest,
    error: Exception,
    provider: providers.IdentityProvider | None,
    *,
    next_path: str = "",
) -> HttpResponse:
    """The page of what went wrong. Raises StopIteration for an exception that is none of these."""
    outcome = next(_OUTCOMES[kind] for kind in type(error).__mro__ if kind in _OUTCOMES)
    response = render(
        request,
        "people/identity/failed.html",
        {"outcome": outcome, "ways": list(outcome.ways), "provider": provider, "next": next_path},
        status=outcome.status,
    )
    if outcome.status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT):
        response["Retry-After"] = str(_RETRY_AFTER)
    return response
