"""Addresses that are not taken: of disposable or denied domains, and those that only look like others."""

import threading
import time
from functools import cache
from typing import Any, Final

from disposable_email_domains import blocklist
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _

from portal.core import domains
from portal.core.models import MailDomain
from portal.core.models.mail import MailVerdict

# How long a process goes by the city's list as it last read it, seconds.
_HOLDS: Final = 15.0


def is_denied(email: str) -> bool:
    """Whether the address's domain, or one above it, is denied or disposable.

    The closest word counts; the city's own goes before the list's. What is no domain is denied.
    """
    domain = domains.to_ascii(email.rpartition("@")[2])
    if "." not in domain:
        return True
    verdicts, disposable = _list.verdicts(), _disposable()
    labels = domain.split(".")
    for start in range(len(labels)):
        name = ".".join(labels[start:])
        if name in verdicts:
            return verdicts[name] == MailVerdict.DENIED
        if name in disposable:
            return True
    return False


def looks_like_another(email: str) -> bool:
    """Whether the address can be taken for another one: two alphabets in a label, or false Latin ones."""
    local, _at, domain = email.strip().rpartition("@")
    labels = [domains.shown(label) for label in domain.split(".")]
    if any(domains.mixes_alphabets(label) for label in [local, *labels]):
        return True
    top = labels[-1]
    return top.isascii() and any(domains.looks_latin(label) for label in labels[:-1])


def validate(email: str) -> None:
    """Raises ValidationError, in words that say what to do, for an address that is not taken."""
    if looks_like_another(email):
        raise ValidationError(
            _(
                "The address mixes letters of different alphabets that look alike, such as the Latin "
                "and the Cyrillic “a”. Type it once more in Latin letters."
            ),
            code="alike",
        )
    validate_email(email)
    if is_denied(email):
        raise ValidationError(
            _("Addresses at %(domain)s are not taken here. Give one that you will keep."),
            code="denied",
            params={"domain": email.rpartition("@")[2]},
        )


class MailAddressField(forms.EmailField):
    """An e-mail address that is taken here."""

    default_validators = [validate]


class _CityList:
    """The rows of MailDomain, read by a process at most once in some seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, str] = {}
        self._until = 0.0

    def verdicts(self) -> dict[str, str]:
        with self._lock:
            if time.monotonic() >= self._until:
                self._known = dict(MailDomain.objects.values_list("domain", "verdict"))
                self._until = time.monotonic() + _HOLDS
            return self._known

    def forget(self, **_signal: Any) -> None:
        with self._lock:
            self._until = 0.0


_list = _CityList()


@cache
def _disposable() -> frozenset[str]:
    return frozenset(blocklist)


def forget() -> None:
    """Read the city's list anew at the next question."""
    _list.forget()


def connect() -> None:
    """Where the list was changed it holds at once; other processes follow within seconds."""
    for signal in (post_save, post_delete):
        signal.connect(_list.forget, sender=MailDomain, dispatch_uid="forget_mail_domains")
