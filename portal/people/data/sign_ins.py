"""How an account was entered: written down at each sign-in, shown to its person, kept for 90 days."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.core import letters
from portal.core.clients import client_address, network_of
from portal.core.moments import in_words
from portal.people.data.devices import device_in_words
from portal.people.models import SignIn, User

KEEP: Final = timedelta(days=90)
# Tells the same browser again. Set at a sign-in alone, never for guests; it names nobody.
COOKIE: Final = "device"
_COOKIE_AGE: Final = timedelta(days=365)
# Who has just made the account knows that they have signed in.
_NEW_ACCOUNT: Final = timedelta(hours=1)

WAYS: Final = {
    "code": gettext_lazy("code by e-mail"),
    "password": gettext_lazy("password"),
    "socialaccount": gettext_lazy("another service"),
    "webauthn": gettext_lazy("passkey"),
    "totp": gettext_lazy("code from an app as the second step"),
    "recovery_codes": gettext_lazy("recovery code"),
    "email": gettext_lazy("confirmed address"),
    "identity": gettext_lazy("proof of identity"),
}


def connect() -> None:
    """Called in `PeopleConfig.ready`."""
    user_logged_in.connect(write_down, dispatch_uid="write_down_sign_in")
    pre_save.connect(shorten, sender=UserSession, dispatch_uid="shorten_session")


def write_down(
    request: HttpRequest, user: User, response: HttpResponse | None = None, **_kwargs: Any
) -> None:
    """Receiver of allauth's `user_logged_in`."""
    now = timezone.now()
    cookie = request.COOKIES.get(COOKIE, "")
    # One of ours is 32 letters; anything else is not taken into the database.
    is_ours = len(cookie) == _COOKIE_LENGTH and cookie.isalnum() and cookie.isascii()
    if not is_ours:
        cookie = get_random_string(_COOKIE_LENGTH)
    key = hashlib.sha256(f"{user.pk}:{cookie}".encode()).hexdigest()
    sign_in = SignIn(
        user=user,
        at=now,
        method=_way(request, user),
        network=network_of(client_address(request)),
        device=device_in_words(request.headers.get("User-Agent", "")),
        device_key=key,
    )
    with transaction.atomic():
        is_known = SignIn.objects.filter(user=user, device_key=key).exists()
        sign_in.save()
        if not is_known and user.date_joined < now - _NEW_ACCOUNT:
            _warn(user, sign_in)
    if response is not None:
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


_COOKIE_LENGTH: Final = 32


def shorten(instance: UserSession, **_kwargs: Any) -> None:
    """Of a session, too, only the network and the device's words are kept."""
    network = network_of(instance.ip or "")
    instance.ip = network.partition("/")[0] or instance.ip
    # Words stay words: what is saved again has no browser's sentence in it.
    words = device_in_words(instance.user_agent)
    if "/" in instance.user_agent or not words:
        instance.user_agent = words


def way_in_words(method: str) -> str:
    return str(WAYS.get(method, method))


def forget(at: datetime | None = None) -> int:
    """Remove sign-ins older than 90 days; returns how many."""
    return SignIn.objects.filter(at__lt=(at or timezone.now()) - KEEP).delete()[0]


def _way(request: HttpRequest, user: User) -> str:
    """The last step of this sign-in as allauth names it, factors by their kind."""
    records = get_authentication_records(request, user)
    if not records:
        return ""
    last = records[-1]
    way = last.get("type") if last.get("method") == "mfa" else last.get("method")
    return str(way or "")[:40]


def _warn(user: User, sign_in: SignIn) -> None:
    with translation.override(user.language):
        letters.post(
            to=user.email,
            language=user.language,
            name=user.first_name,
            subject=_("A new device signed in to your account"),
            text=_(
                "When: %(moment)s. Device: %(device)s. Network: %(network)s.\n\n"
                "If it was you, there is nothing to do. If it was not, end that session, change your "
                "password if you have one, and add a second factor."
            )
            % {
                "moment": in_words(sign_in.at),
                "device": sign_in.device or pgettext("device", "unknown"),
                "network": sign_in.network or pgettext("network", "unknown"),
            },
            button=(_("See my sessions"), reverse("usersessions_list")),
            note=_("You get this e-mail whenever a device signs in for the first time in 90 days."),
        )
