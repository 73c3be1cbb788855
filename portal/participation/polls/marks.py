"""The marks by which a second ballot is known: keyed hashes, another in every round.

HMAC-SHA256 (RFC 2104) under PERSON_HASH_KEY over the round, the kind of mark and the value, so that a mark
tells neither whose it is nor where else they voted. Rotating the key while a round is open would let people
vote again: docs/deployment.md says to wait.
"""

import hashlib
import hmac
from typing import Final

from django.conf import settings

PERSON: Final = "person"
MAIL: Final = "mail"
BROWSER: Final = "browser"
NETWORK: Final = "network"


def mark(round_id: int, kind: str, value: str) -> str:
    """64 hex digits; empty for an empty value."""
    if not value:
        return ""
    message = f"poll:{round_id}:{kind}:{value}".encode()
    return hmac.new(settings.PERSON_HASH_KEY.encode(), message, hashlib.sha256).hexdigest()
