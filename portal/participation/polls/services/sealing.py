"""The seal: from it on the count stands, and nothing joins who voted with what was answered.

Whoever writes waits while the database writes (on SQLite everybody does), so what takes long is done before:
ballots are counted and chained in a plain reading, and rows get their new places in many short transactions, each
of which may be repeated. The transaction that seals looks whether the ballots are still those that were read, and has
as many statements for a hundred thousand as for ten. Marks and traces are taken away behind it, in pieces again.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.core.pagecache.stamp import bump
from portal.participation.polls import chain
from portal.participation.polls.enums import AgeGroup, Channel, NoteKind, VoidState
from portal.participation.polls.errors import NotEnded, PollError, StillMoving, Unequal
from portal.participation.polls.models import (
    Ballot,
    Participation,
    Poll,
    PollNote,
    Round,
    Trace,
    Voiding,
)
from portal.participation.polls.results import report
from portal.participation.polls.results.breakdown import DISTRICT, Breaking, Names
from portal.participation.polls.results.counting import CHUNK, Counting, Tally
from portal.participation.polls.selectors import form_asked, round_form
from portal.participation.polls.services import storage
from portal.participation.polls.signals import round_sealed
from portal.places.models import District

logger = logging.getLogger(__name__)

# Before dawn, when a vote that waits for a shuffle disturbs fewest.
_SHUFFLE_HOUR: Final = 3
# A night on which the tables were in use is made good for by the next one.
_NIGHTS: Final = timedelta(days=2)
# Rows that are written while votes wait.
_PIECE: Final = 1000
# Paper that is typed in while the ballots are read makes the reading void.
_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What a reading of all ballots of a round gave; `people`: its participations at that time."""

    form: dict[str, Any]
    tally: Tally
    breakdown: dict[str, Any]
    report: dict[str, Any]
    chain_head: str
    people: int
    fingerprint: storage.Fingerprint


@dataclass(frozen=True, slots=True)
class _Ballot:
    """A row with its JSON read."""

    channel: str
    answers: dict[str, Any]
    texts: dict[str, str]
    district_id: int | None
    age_group: str
    voiding_id: int | None

    @classmethod
    def of(cls, row: storage.Row) -> Self:
        texts = json.loads(row.texts)
        given = json.loads(row.answers)
        return cls(row.channel, given, texts, row.district_id, row.age_group, row.voiding_id)


def seal(round_: Round, now: datetime | None = None) -> bool:
    """Seal a round whose window is over; False when it is sealed already.

    Killed before its one transaction, it leaves everything as it was, but for the order of rows; killed behind it,
    marks are left for the next turn of `seal_due`. Raises NotEnded, Unequal when there are not as many ballots as
    participations, and StillMoving when ballots come as fast as they are read.
    """
    now = now or timezone.now()
    storage.overwrite_deleted()
    for _attempt in range(_ATTEMPTS):
        if not _may_be_sealed(round_, now):
            round_.refresh_from_db()
            return False
        read = _read(round_.pk)
        if not _move(round_):
            continue
        with transaction.atomic():
            done = _seal(round_.pk, read, now)
        if done:
            _clear(round_)
            storage.give_up_old()
            round_.refresh_from_db()
            return True
    raise StillMoving


def seal_due(now: datetime | None = None) -> int:
    """Seal every round that ended POLLS_SEAL_AFTER ago; returns how many. Harmless when run twice."""
    now = now or timezone.now()
    for round_ in _unfinished():
        _quietly(_clear, round_)
    # A draft that nobody ever saw has no count.
    seen = Q(poll__live=True) | ~Q(form={})
    due = Round.objects.filter(
        seen, sealed_at=None, poll__closes_at__lte=now - settings.POLLS_SEAL_AFTER
    )
    return sum(_quietly(seal, round_, now) for round_ in due)


def shuffle(round_: Round) -> bool:
    """Write the rows of an open round anew in random order; False when it is sealed.

    What an operator could read from the order in which rows came is gone, up to the last shuffle. In many
    short transactions, so that no vote waits long; each keeps the round locked, so that no seal comes between.
    """
    storage.overwrite_deleted()
    return _move(round_)


def _move(round_: Round) -> bool:
    last = ""
    while True:
        with transaction.atomic():
            if _is_sealed(round_):
                return False
            last = storage.move_ballots(round_, last, _PIECE)
        if not last:
            break
    for ids in _pieces(Participation.objects.filter(round=round_)):
        with transaction.atomic():
            if _is_sealed(round_):
                return False
            storage.move_participations(ids)
    return True


def _pieces(rows: QuerySet[Any]) -> Iterator[list[UUID]]:
    ids = storage.ids_of(rows)
    return (ids[start : start + _PIECE] for start in range(0, len(ids), _PIECE))


def _clear(round_: Round) -> bool:
    """Take away the marks and traces of a sealed round, to which none comes any more."""
    storage.overwrite_deleted()
    for ids in _pieces(Participation.objects.filter(storage.has_mark(), round=round_)):
        with transaction.atomic():
            storage.wipe_participations(ids)
    for ids in _pieces(Trace.objects.filter(round=round_)):
        with transaction.atomic():
            storage.remove_traces(ids)
    return True


def _unfinished() -> QuerySet[Round]:
    """Sealed rounds whose marks or traces are still there."""
    left = Q(Exists(Trace.objects.filter(round=OuterRef("pk"))))
    # Apart, so that each is answered by the index of its mark.
    for mark in storage.MARKS:
        people = Participation.objects.filter(~Q(**{mark: ""}), round=OuterRef("pk"))
        left |= Q(Exists(people))
    return Round.objects.exclude(sealed_at=None).filter(left)


def _is_sealed(round_: Round) -> bool:
    return Round.objects.select_for_update().get(pk=round_.pk).is_sealed


def shuffle_open(now: datetime | None = None) -> int:
    """The nightly shuffle of all rounds that have ballots and no seal; returns how many.

    Behind it the files are rid of what was moved then, or sealed since the night before: once for all rounds.
    """
    now = now or timezone.now()
    if timezone.localtime(now).hour != _SHUFFLE_HOUR:
        return 0
    rounds = Round.objects.filter(sealed_at=None).exclude(form={})
    shuffled = sum(_quietly(shuffle, round_) for round_ in rounds)
    if shuffled or Round.objects.filter(sealed_at__gte=now - _NIGHTS).exists():
        storage.give_up_old(anew=True)
    return shuffled


def _quietly(work: Any, round_: Round, *rest: Any) -> bool:
    """One round that cannot be worked on keeps no other from its turn."""
    try:
        return bool(work(round_, *rest))
    except (PollError, DatabaseError):
        logger.exception("Round %d of poll %d was left as it is", round_.number, round_.poll_id)
        return False


def _may_be_sealed(round_: Round, now: datetime) -> bool:
    """False when it is sealed. Raises NotEnded, Unequal."""
    with transaction.atomic():
        # Waits for ballots that are being cast, and lets no other in.
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        if locked.is_sealed:
            return False
        closes_at = Poll.objects.values_list("closes_at", flat=True).get(pk=locked.poll_id)
        if closes_at is None or closes_at > now:
            raise NotEnded
        _check_equal(locked)
        return True


def _read(round_id: int) -> _Reading:
    """Count and chain all ballots of a round. Holds no lock; a piece is read at a time."""
    round_ = Round.objects.get(pk=round_id)
    poll = Poll.objects.get(pk=round_.poll_id)
    people = Participation.objects.filter(round=round_).count()
    kept = round_.form or round_form(poll)
    form = form_asked(poll, round_)
    counting, breaking = Counting(form), Breaking(form)
    fingerprint = storage.Fingerprint()

    def lines() -> Iterator[tuple[str, str, dict[str, Any]]]:
        last = ""
        while rows := list(storage.rows(round_, last, CHUNK)):
            last = rows[-1].key
            for row in rows:
                fingerprint.add(row)
                ballot = _Ballot.of(row)
                counting.add(ballot)
                breaking.add(ballot)
                yield row.key, row.channel, ballot.answers

    head = chain.head_of(str(poll.translation_key), round_.number, lines())
    return _Reading(
        form=kept,
        tally=counting.result(),
        breakdown=breaking.result(_names),
        report=report.to_keep(round_),
        chain_head=head,
        people=people,
        fingerprint=fingerprint,
    )


def _seal(round_id: int, read: _Reading, now: datetime) -> bool:
    """Write the seal; False when the ballots are not any more what was read."""
    round_ = Round.objects.select_for_update().get(pk=round_id)
    people = Participation.objects.filter(round=round_).count()
    if round_.is_sealed or people != read.people or not read.fingerprint.is_of(round_):
        return False
    poll = Poll.objects.get(pk=round_.poll_id)
    _keep_networks_of_proposals(round_)
    storage.wipe(round_)
    round_.form = round_.form or read.form
    round_.tally, round_.counted, round_.counted_at = read.tally.as_json(), read.tally.total, now
    round_.breakdown, round_.report, round_.chain_head = (
        read.breakdown,
        read.report,
        read.chain_head,
    )
    round_.opens_at, round_.closes_at, round_.sealed_at = poll.opens_at, poll.closes_at, now
    round_.save()
    PollNote.objects.create(
        round=round_,
        kind=NoteKind.SEALED,
        data={"head": round_.chain_head, "ballots": read.tally.total},
        at=now,
    )
    round_sealed.send(sender=Round, round=round_)
    bump()
    return True


def _check_equal(round_: Round) -> None:
    """As many ballots as participations; on paper not more, for a paper that is given may stay blank."""
    ballots = Ballot.objects.filter(round=round_)
    people = Participation.objects.filter(round=round_)
    is_paper = Q(channel=Channel.PAPER)
    if ballots.exclude(is_paper).count() != people.exclude(is_paper).count():
        raise Unequal
    if ballots.filter(is_paper).count() > people.filter(is_paper).count():
        raise Unequal


def _keep_networks_of_proposals(round_: Round) -> None:
    """Networks go with the seal: what is proposed by one is from now on known by its ballots."""
    for proposal in Voiding.objects.filter(round=round_, state=VoidState.PROPOSED).exclude(
        network=""
    ):
        ballots = Ballot.objects.filter(round=round_, network=proposal.network, voiding=None)
        proposal.keys = sorted(ballots.values_list("key", flat=True))
        proposal.count, proposal.network = len(proposal.keys), ""
        proposal.save(update_fields=["keys", "count", "network"])
    Voiding.objects.filter(round=round_).exclude(network="").update(network="")


def _names(dimension: str, keys: Iterable[str]) -> Names:
    if dimension != DISTRICT:
        # Said in the reader's language where they are shown.
        return {key: {} for key in keys if key in AgeGroup.values}
    originals = dict(District.objects.filter(pk__in=keys).values_list("translation_key", "pk"))
    found: dict[str, dict[str, str]] = {}
    rows = District.objects.filter(translation_key__in=originals).select_related("locale")
    for row in rows:
        names = found.setdefault(str(originals[row.translation_key]), {})
        names[row.locale.language_code] = str(row)
    return found
