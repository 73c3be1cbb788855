"""The seal: from it on the count stands, and nothing joins who voted with what was answered."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from portal.core.pagecache.stamp import bump
from portal.participation.polls import chain
from portal.participation.polls.enums import AgeGroup, Channel, NoteKind, VoidState
from portal.participation.polls.errors import NotEnded, PollError, Unequal
from portal.participation.polls.models import (
    Ballot,
    Participation,
    Poll,
    PollNote,
    Round,
    TextAnswer,
    Trace,
    Voiding,
)
from portal.participation.polls.results import report
from portal.participation.polls.results.breakdown import DISTRICT, Breaking, Names
from portal.participation.polls.results.counting import Counting
from portal.participation.polls.selectors import form_asked, round_form
from portal.participation.polls.services import storage
from portal.participation.polls.signals import round_sealed
from portal.places.models import District

logger = logging.getLogger(__name__)

# Before dawn, when a vote that waits for a shuffle disturbs fewest.
_SHUFFLE_HOUR: Final = 3
# Rows that a shuffle writes while votes wait.
_PIECE: Final = 500


def seal(round_: Round, now: datetime | None = None) -> bool:
    """Seal a round whose window is over; False when it is sealed already.

    One transaction: killed in the middle, it leaves everything as it was. Raises NotEnded, and Unequal when
    there are not as many ballots as participations.
    """
    storage.overwrite_deleted()
    with transaction.atomic():
        done = _seal(round_.pk, now or timezone.now())
    if done:
        storage.give_up_old()
    round_.refresh_from_db()
    return done


def seal_due(now: datetime | None = None) -> int:
    """Seal every round that ended POLLS_SEAL_AFTER ago; returns how many. Harmless when run twice."""
    now = now or timezone.now()
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
    last = ""
    while True:
        with transaction.atomic():
            if _is_sealed(round_):
                return False
            ballots = storage.next_ballots(round_, last, _PIECE)
            if not ballots:
                break
            storage.write_ballots(round_, ballots)
            last = ballots[-1].key
    ids = storage.participation_ids(round_)
    for start in range(0, len(ids), _PIECE):
        with transaction.atomic():
            if _is_sealed(round_):
                return False
            storage.write_participations(ids[start : start + _PIECE])
    storage.give_up_old()
    return True


def _is_sealed(round_: Round) -> bool:
    return Round.objects.select_for_update().get(pk=round_.pk).is_sealed


def shuffle_open(now: datetime | None = None) -> int:
    """The nightly shuffle of all rounds that have ballots and no seal; returns how many."""
    if timezone.localtime(now).hour != _SHUFFLE_HOUR:
        return 0
    rounds = Round.objects.filter(sealed_at=None).exclude(form={})
    return sum(_quietly(shuffle, round_) for round_ in rounds)


def _quietly(work: Any, round_: Round, *rest: Any) -> bool:
    """One round that cannot be worked on keeps no other from its turn."""
    try:
        return bool(work(round_, *rest))
    except (PollError, DatabaseError):
        logger.exception("Round %d of poll %d was left as it is", round_.number, round_.poll_id)
        return False


def _seal(round_id: int, now: datetime) -> bool:
    # Waits for ballots that are being cast, and lets no other in.
    round_ = Round.objects.select_for_update().get(pk=round_id)
    if round_.is_sealed:
        return False
    poll = Poll.objects.get(pk=round_.poll_id)
    if poll.closes_at is None or poll.closes_at > now:
        raise NotEnded
    _check_equal(round_)
    round_.form = round_.form or round_form(poll)
    _keep_networks_of_proposals(round_)
    form = form_asked(poll, round_)
    counting, breaking = Counting(form), Breaking(form)
    round_.chain_head = chain.head_of(
        str(poll.translation_key), round_.number, _wiped(round_, counting, breaking)
    )
    storage.texts_anew(round_)
    storage.write_participations(storage.participation_ids(round_), _wipe)
    tally = counting.result()
    round_.report = report.to_keep(round_)
    storage.remove(Trace.objects.filter(round=round_))
    round_.tally, round_.counted, round_.counted_at = tally.as_json(), tally.total, now
    round_.breakdown = breaking.result(_names)
    round_.opens_at, round_.closes_at, round_.sealed_at = poll.opens_at, poll.closes_at, now
    round_.save()
    PollNote.objects.create(
        round=round_,
        kind=NoteKind.SEALED,
        data={"head": round_.chain_head, "ballots": tally.total},
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


def _wiped(
    round_: Round, counting: Counting, breaking: Breaking
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every ballot counted, its words apart, nothing of the voter left; for the chain."""
    for ballots in storage.ballots_anew(round_):
        words: list[TextAnswer] = []
        for ballot in ballots:
            counting.add(ballot)
            breaking.add(ballot)
            if ballot.voiding_id is None:
                words += (
                    TextAnswer(round=round_, question=code, text=text)
                    for code, text in ballot.texts.items()
                )
            ballot.texts, ballot.network, ballot.age_group = {}, "", ""
            ballot.district = None
            yield ballot.key, ballot.channel, ballot.answers
        TextAnswer.objects.bulk_create(words)


def _wipe(row: Participation) -> bool:
    """No marks; a row without an account says nothing any more and goes."""
    row.person_mark = row.mail_mark = row.browser_mark = ""
    return row.user_id is not None


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
