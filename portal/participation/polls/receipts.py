"""Receipts: the code by which a voter, and nobody else, finds their ballot again.

Twenty signs: nineteen drawn at random and one that shows a slip of the pen. The signs look the same in
Latin and in Ukrainian letters, and none can be taken for another, so that a code may be read aloud,
written down and typed on either keyboard.
"""

import hashlib
import secrets
from typing import Final

# Seventeen signs, a prime, so that the weighted sum finds every single slip and every two signs swapped.
ALPHABET: Final = "23456789ACEHKMPTX"
LENGTH: Final = 20
_GROUP: Final = 4
# What is typed instead: Ukrainian letters of the same shape, and signs that are taken for one of these.
_AS_LATIN: Final = str.maketrans("АСЕНКМРТХВBЗ", "ACEHKMPTX883")


def new_receipt() -> str:
    """77.7 bits of chance (19 signs of 17) and the sign of check, without hyphens."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return signs + _check_sign(signs)


def _check_sign(signs: str) -> str:
    # Weights from 1 to 16: none is nothing modulo 17, and neighbours differ.
    total = sum(ALPHABET.index(sign) * (place % 16 + 1) for place, sign in enumerate(signs))
    return ALPHABET[total % len(ALPHABET)]


def shown(receipt: str) -> str:
    """In groups of four: «7K4A-M9XA-…»."""
    return "-".join(receipt[at : at + _GROUP] for at in range(0, len(receipt), _GROUP))


def read(typed: str) -> str | None:
    """The receipt that was typed, in any case, script and grouping; None when it cannot be one."""
    found = "".join(sign for sign in typed.upper().translate(_AS_LATIN) if sign.isalnum())
    if len(found) != LENGTH or set(found) - set(ALPHABET):
        return None
    return found if _check_sign(found[:-1]) == found[-1] else None


def key_of(poll_key: str, round_number: int, receipt: str) -> str:
    """The ballot's key: SHA-256 in hex of «poll:round:receipt», which anybody can work out.

    `poll_key`: the poll's translation key with hyphens, as in the published list.
    """
    return hashlib.sha256(f"{poll_key}:{round_number}:{receipt}".encode()).hexdigest()
