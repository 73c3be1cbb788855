"""A new e-mail address, taken over once both addresses have confirmed it.

Who can no longer read the old address goes to a desk: a clerk who has seen their document finds the
account. Nobody learns here whether the new address has an account already: it gets a letter, and the
one who asked sees the same page.
"""

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.core import letters
from portal.people.models import AddressChange, User
from portal.people.services.levels import refresh_level, rights_changed

VALID: Final = timedelta(hours=24)
MOST_TRIES: Final = 5
CODE_LENGTH: Final = 6


class Outcome(Enum):
    """What came of a code."""

    DONE = auto()
    # This code was right, the other address has still to confirm.
    HALF = auto()
    WRONG = auto()
    # Nothing is under way: never begun, run out, cancelled, or used up by wrong codes.
    OVER = auto()
    # Somebody else has the new address by now.
    TAKEN = auto()


def under_way(user: User, at: datetime | None = None) -> AddressChange | None:
    """The change that waits for codes."""
    return AddressChange.objects.filter(
        user=user, expires_at__gt=at or timezone.now(), tries__lt=MOST_TRIES
    ).first()


def begin(user: User, new_email: str, *, at: datetime | None = None) -> AddressChange:
    """Send a code to both addresses; a change begun earlier is forgotten, with its codes.

    A new address that has an account gets a letter without a code, so that it can confirm nothing.
    """
    at = at or timezone.now()
    new_email = new_email.strip().lower()
    old_code, new_code = _code(), _code()
    is_free = not _is_taken(new_email, user)
    # Both are hashed whatever happens, for a hash takes its time.
    hashes = {"old_code": make_password(old_code), "new_code": make_password(new_code)}
    with transaction.atomic():
        change, _made = AddressChange.objects.update_or_create(
            user=user,
            defaults={
                **hashes,
                "new_email": new_email,
                "asked_at": at,
                "expires_at": at + VALID,
                "old_confirmed_at": None,
                "new_confirmed_at": None,
                "tries": 0,
            },
        )
        with translation.override(user.language):
            _ask_old(user, new_email, old_code)
            if is_free:
                _ask_new(user, new_email, new_code)
            else:
                _tell_owner(user, new_email)
    return change


def confirm(user: User, code: str, *, at: datetime | None = None) -> Outcome:
    """Take one code, of either address; the second right one moves account and address in one transaction."""
    at = at or timezone.now()
    try:
        with transaction.atomic():
            return _confirm(user, code, at)
    except IntegrityError:
        # Somebody confirmed the same address in the same moment.
        cancel(user)
        return Outcome.TAKEN


def cancel(user: User) -> int:
    return AddressChange.objects.filter(user=user).delete()[0]


def forget(at: datetime | None = None) -> int:
    """Remove changes whose time is over; returns how many."""
    return AddressChange.objects.filter(expires_at__lte=at or timezone.now()).delete()[0]


def _confirm(user: User, code: str, at: datetime) -> Outcome:
    change = (
        AddressChange.objects.select_for_update()
        .filter(user=user, expires_at__gt=at, tries__lt=MOST_TRIES)
        .first()
    )
    if change is None:
        return Outcome.OVER
    fits_old = change.old_confirmed_at is None and check_password(code, change.old_code)
    fits_new = change.new_confirmed_at is None and check_password(code, change.new_code)
    if not fits_old and not fits_new:
        change.tries += 1
        change.save(update_fields=["tries"])
        return Outcome.OVER if change.tries >= MOST_TRIES else Outcome.WRONG
    if fits_old:
        change.old_confirmed_at = at
    if fits_new:
        change.new_confirmed_at = at
    change.save(update_fields=["old_confirmed_at", "new_confirmed_at"])
    if change.old_confirmed_at is None or change.new_confirmed_at is None:
        return Outcome.HALF
    return _move(user, change)


def _move(user: User, change: AddressChange) -> Outcome:
    """Account and allauth's address together; both addresses are told."""
    person = User.objects.select_for_update().get(pk=user.pk)
    old, new = person.email, change.new_email
    change.delete()
    if _is_taken(new, person):
        return Outcome.TAKEN
    # The account first: allauth's receivers read it.
    person.email = user.email = new
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=new, verified=True, primary=True)
    refresh_level(person)
    rights_changed(person)
    log(instance=person, action="people.address", user=person, title=_("E-mail address"))
    with translation.override(person.language):
        _tell_done(person, old, new)
    return Outcome.DONE


def _is_taken(email: str, user: User) -> bool:
    """Whether somebody else has the address, or is about to sign up with it."""
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        return True
    addresses = EmailAddress.objects.filter(email__iexact=email, verified=True)
    return addresses.exclude(user=user).exists()


def _code() -> str:
    return get_random_string(CODE_LENGTH, "0123456789")


def _ask_old(user: User, new_email: str, code: str) -> None:
    letters.post(
        to=user.email,
        language=user.language,
        name=user.first_name,
        subject=_("Confirm the change of your address"),
        text=_(
            "Somebody who is signed in to your account asked to change its e-mail address to %(email)s. "
            "If it was you, enter this code on the page “E-mail address”. It is valid for 24 hours.\n\n"
            "If it was not you, do not tell the code to anybody and end all other sessions of your account."
        )
        % {"email": new_email},
        code=code,
        button=(_("See my sessions"), reverse("usersessions_list")),
        note=_("You get this e-mail because an account has this address."),
    )


def _ask_new(user: User, new_email: str, code: str) -> None:
    letters.post(
        to=new_email,
        language=user.language,
        subject=_("Confirm your new address"),
        text=_(
            "Somebody, perhaps you, wants to use this address for an account on the portal. "
            "If it was you, enter this code on the page “E-mail address”. It is valid for 24 hours.\n\n"
            "If it was not you, do nothing."
        ),
        code=code,
        note=_("You get this e-mail because this address was entered on the portal."),
    )


def _tell_owner(user: User, new_email: str) -> None:
    """To somebody who has an account with the address; the language is the asker's, for nothing is looked up."""
    letters.post(
        to=new_email,
        language=user.language,
        subject=_("This address has an account already"),
        text=_(
            "Somebody, perhaps you, wants to use this address for another account on the portal. It has an "
            "account already, so it cannot be used for another one.\n\n"
            "If it was you, sign in with this address. If it was not you, do nothing."
        ),
        button=(_("Sign in"), reverse("account_login")),
        note=_("You get this e-mail because this address was entered on the portal."),
    )


def _tell_done(person: User, old: str, new: str) -> None:
    for address, text in (
        (
            old,
            _(
                "Your account now has another e-mail address; you can no longer sign in with this one.\n\n"
                "If it was not you, write to us at once: our contacts are at the foot of this e-mail."
            ),
        ),
        (new, _("This is now the address of your account: you sign in with it.")),
    ):
        letters.post(
            to=address,
            language=person.language,
            name=person.first_name,
            subject=_("The address of your account was changed"),
            text=text,
            note=_("You get this e-mail because it concerns your account."),
        )
