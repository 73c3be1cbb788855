"""The keyed hash of a person's number: it tells the same person again and gives the number to nobody.

HMAC-SHA256 (RFC 2104) under PERSON_HASH_KEY, which is kept and rotated apart from SECRET_KEY. The
numbers are so few (ten digits) that without a key any hash could be turned back by trying.

A new key does not change what is stored, for the number itself is not kept: the old keys stay in
PERSON_HASH_KEY_FALLBACKS, and a hash is written anew when its person is identified again
(docs/deployment.md, «Keys»).
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from django.conf import settings

_NOT_SIGNS = re.compile(r"[^0-9A-ZА-ЯҐЄІЇ]")


@dataclass(frozen=True, slots=True)
class PersonHash:
    """`value` is 64 hex digits; `key_id` tells the key without telling it."""

    value: str
    key_id: str


def person_hashes(number: str) -> list[PersonHash]:
    """The hashes of a number under every known key, the present one first.

    `number`: РНОКПП, or for who refused one the number of the record or passport. Spaces, hyphens and
    small letters make no difference. Raises ValueError when nothing is left of it.
    """
    normal = _NOT_SIGNS.sub("", number.upper())
    if not normal:
        raise ValueError("A person's number has digits or letters.")
    return [
        _hash(key, normal)
        for key in (settings.PERSON_HASH_KEY, *settings.PERSON_HASH_KEY_FALLBACKS)
    ]


def _hash(key: str, number: str) -> PersonHash:
    secret = key.encode()
    value = hmac.new(secret, b"person:" + number.encode(), hashlib.sha256).hexdigest()
    return PersonHash(value, hashlib.sha256(b"key:" + secret).hexdigest()[:8])
