"""Challenges that a browser works on for a second before a guest's form is taken.

The `altcha` library makes and checks them: a signed riddle whose answer is found by trying a few
hundred derived keys in turn, and checked by one HMAC. What it leaves to us is that an answer counts once.
"""

import logging
import secrets
import time
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final

from altcha import Challenge, Payload, create_challenge, verify_solution
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.core.models import UsedChallenge

logger = logging.getLogger(__name__)

# Web Crypto derives these natively and away from the page's own thread.
_ALGORITHM: Final = "PBKDF2/SHA-256"
# How long a challenge may be answered, seconds: as long as somebody may need to fill in a form.
LIFETIME: Final = 20 * 60
# No answer is longer: what is sent instead of one is not even decoded.
_LONGEST: Final = 2000


class Proof(Enum):
    """What a form brought with it."""

    PROVED = "proved"
    # Nothing: a browser without scripts. Such a form is confirmed in another way.
    ABSENT = "absent"
    # Forged, expired or used before.
    REFUSED = "refused"


def new_challenge() -> dict[str, Any]:
    """A riddle for a browser, as JSON data.

    The number to be found lies evenly between the bounds of PROOF_OF_WORK_TRIES, so the work has an end
    that is known; how long one try takes is PROOF_OF_WORK_COST.
    """
    least, most = settings.PROOF_OF_WORK_TRIES
    challenge = create_challenge(
        _ALGORITHM,
        settings.PROOF_OF_WORK_COST,
        counter=least + secrets.randbelow(most - least),
        expires_at=int(time.time()) + LIFETIME,
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("answer"),
    )
    return {**challenge.to_dict(), "most": most}


def check(payload: str) -> Proof:
    """What the answer is worth; an answer that proves something is used up by this."""
    if not payload:
        return Proof.ABSENT
    challenge = _answered(payload)
    if challenge is None or not _use_up(challenge):
        return Proof.REFUSED
    return Proof.PROVED


def _answered(payload: str) -> Challenge | None:
    """The challenge that was answered rightly and in time; None for anything else."""
    if len(payload) > _LONGEST:
        return None
    result = verify_solution(payload, _key("challenge"), hmac_key_secret=_key("answer"))
    return Payload.from_base64(payload).challenge if result.verified else None


def _use_up(challenge: Challenge) -> bool:
    """Whether this is the first time: the database's unique key decides, also between two at once."""
    expires_at = datetime.fromtimestamp(challenge.parameters.expires_at or 0, tz=UTC)
    try:
        with transaction.atomic():
            UsedChallenge.objects.create(signature=challenge.signature or "", expires_at=expires_at)
    except IntegrityError:
        logger.info("A proof of work came a second time")
        return False
    return True


def forget_used() -> int:
    """Remove the challenges that have expired, which nobody could use again; returns how many."""
    return UsedChallenge.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def _key(purpose: str) -> bytes:
    """A key of its own for each signature, so that none can stand for another."""
    return salted_hmac("portal.core.proof", purpose, algorithm="sha256").digest()
