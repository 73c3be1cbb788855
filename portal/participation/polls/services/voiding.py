"""Ballots that do not count because of manipulation: one person proposes, another confirms, all read why.

A voided ballot stays in the published list, marked. It can be done before the seal and after it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.core.pagecache.stamp import bump
from portal.participation.polls import receipts
from portal.participation.polls.enums import Channel, NoteKind, ShowResults, VoidState
from portal.participation.polls.errors import AlreadyDecided, NeedsAnother, NothingToVoid
from portal.participation.polls.models import Ballot, PollNote, Round, Voiding
from portal.participation.polls.results import live
from portal.participation.polls.results.counting import Tally, ballots_of, count
from portal.participation.polls.selectors import form_asked
from portal.people.models import User

VOID: Final = "polls.void_ballots"


def propose(
    *,
    round_: Round,
    by: User,
    reason: str,
    receipts_given: Iterable[str] = (),
    keys: Iterable[str] = (),
    network: str = "",
) -> Voiding:
    """Propose ballots by receipts, by keys of the published list, or those not checked of one network.

    `network`: its mark in the report of the round. Raises PermissionDenied, and NothingToVoid when a code is none of
    this round, no ballot fits, or there is no reason.
    """
    _check_right(by)
    reason = reason.strip()
    with transaction.atomic():
        round_ = _locked(round_.pk)
        wanted = {*keys, *_keys(round_, receipts_given)}
        ballots = _chosen(round_, wanted, network)
        found = ballots.count()
        if not (found and reason) or (wanted and found < len(wanted)):
            raise NothingToVoid
        return Voiding.objects.create(
            round=round_,
            reason=reason,
            keys=sorted(wanted),
            network="" if wanted else network,
            count=found,
            proposed_by=by,
        )


def confirm(voiding: Voiding, *, by: User) -> Voiding:
    """Void what was proposed: the count is made anew, a public note says why.

    Raises PermissionDenied, NeedsAnother for who proposed it, AlreadyDecided, and NothingToVoid when others were
    quicker with the same ballots.
    """
    with transaction.atomic():
        round_, voiding = _open(voiding, by)
        ballots = _chosen(round_, set(voiding.keys), voiding.network)
        voided = ballots.update(voiding=voiding)
        if not voided:
            raise NothingToVoid
        voiding.count = voided
        now = _decide(voiding, VoidState.CONFIRMED, by)
        PollNote.objects.create(
            round=round_,
            kind=NoteKind.VOIDED,
            text=voiding.reason,
            data={"count": voided},
            at=now,
        )
        _count_anew(round_)
        bump()
    return voiding


def refuse(voiding: Voiding, *, by: User) -> Voiding:
    """Leave the ballots as they are. Raises as `confirm` does; nobody refuses their own proposal either."""
    with transaction.atomic():
        _, voiding = _open(voiding, by)
        _decide(voiding, VoidState.REFUSED, by)
    return voiding


def _check_right(by: User) -> None:
    if not by.has_perm(VOID):
        raise PermissionDenied


def _locked(round_id: int) -> Round:
    """No seal passes while ballots are being voided."""
    return Round.objects.select_for_update().get(pk=round_id)


def _open(voiding: Voiding, by: User) -> tuple[Round, Voiding]:
    _check_right(by)
    round_ = _locked(voiding.round_id)
    voiding = Voiding.objects.select_for_update().get(pk=voiding.pk)
    if voiding.state != VoidState.PROPOSED:
        raise AlreadyDecided
    if voiding.proposed_by_id == by.pk:
        raise NeedsAnother
    return round_, voiding


def _decide(voiding: Voiding, state: VoidState, by: User) -> datetime:
    """Write the decision down; returns its moment."""
    now = timezone.now()
    voiding.state, voiding.decided_by, voiding.decided_at = state, by, now
    voiding.save(update_fields=["state", "decided_by", "decided_at", "count"])
    return now


def _keys(round_: Round, given: Iterable[str]) -> Iterable[str]:
    for typed in given:
        receipt = receipts.read(typed)
        if receipt is None:
            raise NothingToVoid
        yield receipts.key_of(str(round_.poll.translation_key), round_.number, receipt)


def _chosen(round_: Round, keys: set[str], network: str) -> QuerySet[Ballot, Any]:
    """Ballots of the round that still count: these, or those of a network that were not checked."""
    ballots = Ballot.objects.filter(round=round_, voiding=None)
    if keys:
        return ballots.filter(key__in=keys)
    if network:
        return ballots.filter(channel=Channel.UNVERIFIED, network=network)
    return ballots.none()


def _count_anew(round_: Round) -> None:
    """Of a sealed round at once; a live one moves by its own steps, so that no vote is told by the difference."""
    if round_.is_sealed:
        tally = count(
            form_asked(round_.poll, round_), ballots_of(Ballot.objects.filter(round=round_))
        )
        # Words were parted from their ballots by the seal: nobody knows which of them were voided.
        round_.tally = tally.with_texts_of(Tally.from_json(round_.tally)).as_json()
        round_.save(update_fields=["tally"])
    elif round_.poll.results == ShowResults.LIVE:
        live.step(round_)
