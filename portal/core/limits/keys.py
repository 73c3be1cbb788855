"""Under which keys uses are counted: keyed hashes, from which no address can be told."""

import unicodedata
from typing import Final

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from portal.core.clients import client_address, household_of, network_of
from portal.core.limits.rules import Limit, Rule

_SALT: Final = "portal.core.limits"


def keys_of(
    request: HttpRequest, name: str, limit: Limit, subject: str | None
) -> list[tuple[str, Rule]]:
    """The key of each rule that concerns this request, sorted: all writers lock in the same order.

    A rule for persons concerns nobody who is not signed in. Raises ValueError for a rule about a
    subject when none is given: such a rule would silently count nothing.
    """
    found = []
    for rule in limit.rules:
        whose = _whose(request, name, rule, subject)
        if whose is not None:
            found.append((_hashed(name, rule, whose), rule))
    return sorted(found, key=lambda pair: pair[0])


def _whose(request: HttpRequest, name: str, rule: Rule, subject: str | None) -> str | None:
    if rule.by == "person":
        user = getattr(request, "user", None)
        return str(user.pk) if user is not None and user.is_authenticated else None
    if rule.by == "address":
        return household_of(client_address(request))
    if rule.by == "network":
        return network_of(client_address(request))
    if subject is None:
        raise ValueError(f"The limit «{name}» counts by subject: name one.")
    return unicodedata.normalize("NFKC", subject).strip().casefold()


def _hashed(name: str, rule: Rule, whose: str) -> str:
    text = "\0".join([name, rule.by, str(rule.seconds), whose])
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()
