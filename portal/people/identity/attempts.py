"""The way to a provider and back: a state bound to the session, used once, for a quarter of an hour.

The session holds the states that were begun in it; the database holds one row for each, which whoever
comes back first marks as used. A person proven without an account waits in that row, at most twenty
minutes: nothing of them is written into the session.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone, translation

from portal.people.identity.facts import ProvedFacts
from portal.people.models import IdentityAttempt, User

# Of a state, in random bytes: 43 signs. The hub takes 10 to 512.
_STATE_BYTES: Final = 32
STATE_LIVES: Final = timedelta(minutes=15)
FACTS_LIVE: Final = timedelta(minutes=20)
# Begun in one session and not ended: further ones push out the oldest.
_MOST_OPEN: Final = 5

_STATES = "identity_states"
_WAITING = "identity_waiting"


class WrongState(Exception):
    """The state is missing, was begun elsewhere, or by somebody else."""


class UsedState(Exception):
    """Somebody came back with this state already, or does so right now."""


class OldState(Exception):
    """It was begun too long ago."""


def begin(request: HttpRequest, *, provider: str, next_path: str = "") -> str:
    """A new state for this session."""
    state = secrets.token_urlsafe(_STATE_BYTES)
    IdentityAttempt.objects.create(
        state_hash=_hash(state),
        provider=provider,
        user_id=request.user.pk,
        next_path=next_path,
        language=translation.get_language() or "",
    )
    open_states = request.session.get(_STATES, [])
    request.session[_STATES] = [*open_states, state][-_MOST_OPEN:]
    return state


def take(request: HttpRequest, state: str, *, provider: str) -> IdentityAttempt:
    """The attempt this state belongs to, from now on used up.

    Raises WrongState, OldState, UsedState. Of two that come at once only one gets it; the session is
    changed by that one alone.
    """
    open_states = request.session.get(_STATES, [])
    if state not in open_states:
        raise WrongState
    attempt = IdentityAttempt.objects.filter(state_hash=_hash(state), provider=provider).first()
    if attempt is None or attempt.user_id != request.user.pk:
        raise WrongState
    if attempt.started_at < timezone.now() - STATE_LIVES:
        raise OldState
    now = timezone.now()
    if not IdentityAttempt.objects.filter(pk=attempt.pk, used_at=None).update(used_at=now):
        raise UsedState
    attempt.used_at = now
    request.session[_STATES] = [other for other in open_states if other != state]
    return attempt


def let_wait(request: HttpRequest, attempt: IdentityAttempt, facts: ProvedFacts) -> None:
    """Keep a proven person until they have an account to be joined with."""
    attempt.facts, attempt.proved_at = facts.to_json(), timezone.now()
    attempt.save(update_fields=["facts", "proved_at"])
    request.session[_WAITING] = attempt.pk


def waiting(request: HttpRequest) -> tuple[IdentityAttempt, ProvedFacts] | None:
    """The proven person who waits in this session, if the twenty minutes are not over."""
    key = request.session.get(_WAITING)
    if key is None:
        return None
    attempt = IdentityAttempt.objects.filter(
        pk=key, facts__isnull=False, proved_at__gt=timezone.now() - FACTS_LIVE
    ).first()
    if attempt is None or attempt.facts is None:
        return None
    return attempt, ProvedFacts.from_json(attempt.facts)


def end_waiting(request: HttpRequest) -> None:
    """Forget the person who waits: joined, or not wanted."""
    key = request.session.pop(_WAITING, None)
    if key is not None:
        IdentityAttempt.objects.filter(pk=key).delete()


def forget_old() -> int:
    """Periodic work: remove attempts that nobody can go on with. Returns how many."""
    now = timezone.now()
    over = Q(proved_at=None, started_at__lt=now - STATE_LIVES) | Q(proved_at__lt=now - FACTS_LIVE)
    return IdentityAttempt.objects.filter(over).delete()[0]


def is_new(user: User, attempt: IdentityAttempt) -> bool:
    """Whether the account was made after its person had been proven: for them, that is."""
    return attempt.proved_at is not None and user.date_joined >= attempt.proved_at


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
