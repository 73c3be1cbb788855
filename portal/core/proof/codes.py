"""A code by e-mail: shows that whoever is here reads the letters sent to an address.

Six digits, twenty minutes, five tries; bound to the address and to the form for which it was sent. So a
guest without scripts shows that somebody is there, and a person that it is still them.
"""

import secrets
from datetime import timedelta
from enum import Enum
from typing import Final

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.core.models import MailCode

LIFETIME: Final = timedelta(minutes=20)
TRIES: Final = 5
DIGITS: Final = 6


class Answer(Enum):
    """What a typed code is worth."""

    CONFIRMED = "confirmed"
    WRONG = "wrong"
    # Unknown, expired, used before, or tried too often: only a new code helps.
    GONE = "gone"


def issue(form: str, email: str) -> tuple[str, str]:
    """A new code for this form and address, not sent yet; returns (handle, code).

    The handle is random and goes with the form, so nobody can use up the tries of another's code.
    """
    handle, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    MailCode.objects.create(
        handle=handle,
        digest=_digest(handle, form, email, code),
        expires_at=timezone.now() + LIFETIME,
    )
    return handle, code


def check(handle: str, form: str, email: str, code: str) -> Answer:
    """Count a try and compare. A right code is used up: of two at once, one is confirmed."""
    row = MailCode.objects.filter(handle=handle)
    # The try is counted before anything is compared, so that parallel guesses cannot share one.
    if "\0" in handle or not _alive(handle).update(tries=F("tries") + 1):
        return Answer.GONE
    known = row.values_list("digest", "tries").first()
    if known is None:
        return Answer.GONE
    digest, tries = known
    if constant_time_compare(digest, _digest(handle, form, email, _plain(code))):
        return Answer.CONFIRMED if row.delete()[0] else Answer.GONE
    return Answer.WRONG if tries < TRIES else Answer.GONE


def is_alive(handle: str) -> bool:
    """Whether a code may still be typed."""
    return _alive(handle).exists()


def withdraw(handle: str) -> None:
    """A code that counts no longer, for another was asked for."""
    MailCode.objects.filter(handle=handle).delete()


def forget_expired() -> int:
    """Remove the codes whose time is over; returns how many."""
    return MailCode.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def _alive(handle: str) -> QuerySet[MailCode]:
    return MailCode.objects.filter(handle=handle, tries__lt=TRIES, expires_at__gt=timezone.now())


def _plain(code: str) -> str:
    """The digits of a code as people type it: «123 456», «123-456»."""
    return "".join(letter for letter in code if letter.isdigit())


def _digest(handle: str, form: str, email: str, code: str) -> str:
    text = "\0".join([handle, form, email.strip().casefold(), code])
    return salted_hmac("portal.core.proof.codes", text, algorithm="sha256").hexdigest()
