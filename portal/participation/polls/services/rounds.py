"""A round's end, moved in public; and a new round of a poll whose last one is sealed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.participation.polls.enums import NoteKind
from portal.participation.polls.errors import NotNow
from portal.participation.polls.freezing import FROZEN
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.services.public_acts import check, give_to_drafts, locked, tell
from portal.people.models import User


@transaction.atomic
def extend(
    *, poll: Poll, until: datetime, reason: str, by: User, now: datetime | None = None
) -> Round:
    """A later close, decided before the old one. Raises NotAllowed, NotNow."""
    reason = check(by, reason)
    original, round_ = locked(poll)
    now = now or timezone.now()
    before = original.closes_at
    if not original.live or before is None:
        raise NotNow(_("The poll is not published: set its dates in the form."))
    if round_.is_sealed or before <= now:
        raise NotNow(_("The poll has ended. An end is moved only before it comes."))
    if until <= before:
        raise NotNow(_("The new end must be after the one that was promised."))
    original.closes_at = until
    _write(original, "closes_at")
    tell(
        round_,
        NoteKind.EXTENDED,
        by,
        text=reason,
        before=before.isoformat(),
        until=until.isoformat(),
    )
    return round_


@transaction.atomic
def close_early(*, poll: Poll, reason: str, by: User, now: datetime | None = None) -> Round:
    """No answers from this moment on. Raises NotAllowed, NotNow."""
    reason = check(by, reason)
    original, round_ = locked(poll)
    now = now or timezone.now()
    before = original.closes_at
    if not original.live or round_.is_sealed or not original.window.is_open(now):
        raise NotNow(_("Only a poll that is open can be closed."))
    original.closes_at = now
    _write(original, "closes_at")
    tell(
        round_,
        NoteKind.CLOSED_EARLY,
        by,
        text=reason,
        before=before.isoformat() if before else "",
        until=now.isoformat(),
    )
    return round_


@transaction.atomic
def open_again(
    *,
    poll: Poll,
    opens_at: datetime,
    closes_at: datetime,
    reason: str,
    by: User,
    now: datetime | None = None,
) -> Round:
    """A new round with a count of its own; the one before must be sealed. Raises NotAllowed, NotNow."""
    reason = check(by, reason)
    original, last = locked(poll)
    now = now or timezone.now()
    if not last.is_sealed:
        raise NotNow(_("The round before is not sealed yet: its count must stand first."))
    if opens_at >= closes_at or closes_at <= now:
        raise NotNow(_("The new round must close after it opens, and not in the past."))
    # Its questions stood still until now; whoever edits them goes on from there.
    give_to_drafts(original, *FROZEN)
    original.opens_at, original.closes_at = opens_at, closes_at
    _write(original, "opens_at", "closes_at")
    round_ = Round.objects.create(poll=original, number=last.number + 1)
    tell(
        round_,
        NoteKind.REOPENED,
        by,
        text=reason,
        since=opens_at.isoformat(),
        until=closes_at.isoformat(),
    )
    return round_


def _write(poll: Poll, *names: str) -> None:
    poll.save(update_fields=names)
    give_to_drafts(poll, *names)
