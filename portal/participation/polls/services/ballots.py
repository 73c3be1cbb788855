"""Casting and changing ballots: the only place that writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.participation.polls import marks, receipts
from portal.participation.polls.box import box_of
from portal.participation.polls.enums import Channel
from portal.participation.polls.errors import (
    AlreadyVoted,
    BoxIsClosed,
    BoxIsEmpty,
    Ended,
    NoSuchBallot,
    NotChangeable,
    NotOpen,
)
from portal.participation.polls.models import Ballot, Participation, Poll, Round, Trace
from portal.participation.polls.questions import answers
from portal.participation.polls.selectors import form_asked, round_form
from portal.participation.polls.signals import ballot_cast
from portal.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Voter:
    """Who votes, as far as the count needs it. Built by `portal/participation/polls/voters.py`.

    `person`, `mail`, `browser` and `network` are values, not marks: they become keyed hashes here.
    """

    channel: Channel
    user: User | None = None
    person: str = ""
    mail: str = ""
    browser: str = ""
    network: str = ""
    mail_domain: str = ""
    district: Any = None
    age_group: str = ""


def cast(
    *,
    poll: Poll,
    voter: Voter,
    given: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
    round_number: int | None = None,
    receipt: str = "",
    now: datetime | None = None,
) -> str:
    """One ballot, in one transaction; returns the receipt, which is kept nowhere.

    `given` and `texts` as `answers.clean` takes them. `round_number`: the round whose form was shown; another
    one is refused. `receipt`: one that was printed before, for paper. Raises NotOpen, Ended, AlreadyVoted,
    BadAnswers; for paper BoxIsEmpty, BoxIsClosed.
    """
    now = now or timezone.now()
    original = poll.original
    # Refused early, before anything is locked; what counts is looked at once more behind the lock.
    round_ = _round_of(original, round_number)
    check_open(original, round_, now, voter.channel)
    cleaned = answers.clean(form_asked(original, round_), given, texts or {})
    receipt = receipt or receipts.new_receipt()
    key = receipts.key_of(str(original.translation_key), round_.number, receipt)
    try:
        with transaction.atomic():
            _participate(round_, voter, now)
            # The row above holds the round's key: no seal and no freeze passes until the end of this.
            original, round_ = _as_it_is(round_.pk)
            check_open(original, round_, now, voter.channel)
            form = keep_form(original, round_)
            cleaned = answers.clean(form, given, texts or {})
            Ballot.objects.create(
                key=key,
                round=round_,
                channel=voter.channel,
                answers=cleaned.answers,
                texts=cleaned.texts,
                district=voter.district,
                age_group=voter.age_group,
                network=_network(round_, voter) if voter.channel == Channel.UNVERIFIED else "",
            )
            if voter.channel != Channel.PAPER:
                _leave_trace(round_, voter, now)
            ballot_cast.send(sender=Round, round=round_)
    except IntegrityError as error:
        raise AlreadyVoted from error
    return receipt


def change(
    *,
    poll: Poll,
    receipt: str,
    given: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> None:
    """Other answers for the ballot of a receipt; nothing tells whose it is.

    Raises NotChangeable, NotOpen, Ended, NoSuchBallot, BadAnswers.
    """
    now = now or timezone.now()
    original = poll.original
    if not original.may_change:
        raise NotChangeable
    round_ = _round_of(original, None)
    check_open(original, round_, now)
    read = receipts.read(receipt)
    if read is None:
        raise NoSuchBallot
    key = receipts.key_of(str(original.translation_key), round_.number, read)
    with transaction.atomic():
        rows = Ballot.objects.select_for_update().filter(round=round_, key=key)
        # A shuffle that was waited for has put another row in the place of the first.
        ballot = rows.first() or rows.first()
        if ballot is None:
            raise NoSuchBallot
        # A seal replaces all ballots under the round's lock; whoever has a ballot's row is before it.
        original, round_ = _as_it_is(round_.pk)
        check_open(original, round_, now)
        if not original.may_change:
            raise NotChangeable
        cleaned = answers.clean(form_asked(original, round_), given, texts or {})
        ballot.answers, ballot.texts = dict(cleaned.answers), dict(cleaned.texts)
        ballot.save(update_fields=["answers", "texts"])
        ballot_cast.send(sender=Round, round=round_)


def _round_of(poll: Poll, number: int | None) -> Round:
    found = Round.objects.filter(poll_id=poll.pk).order_by("-number").first()
    if found is None or (number is not None and found.number != number):
        raise NotOpen
    return found


def _as_it_is(round_id: int) -> tuple[Poll, Round]:
    round_ = Round.objects.select_related("poll").get(pk=round_id)
    return round_.poll, round_


def check_open(poll: Poll, round_: Round, now: datetime, channel: Channel | None = None) -> None:
    if round_.is_sealed:
        raise Ended
    if not poll.live or poll.opens_at is None or now < poll.opens_at:
        raise NotOpen
    # What was written on paper in time is typed in until the seal.
    if channel != Channel.PAPER and not poll.window.is_open(now):
        raise Ended


def _participate(round_: Round, voter: Voter, now: datetime) -> None:
    """Raises IntegrityError for whom the database knows already.

    Who gave a ballot on paper is registered apart from it (`services/paper.py`): there must be one more of
    them than of ballots typed in.
    """
    if voter.channel == Channel.PAPER:
        _take_from_box(round_, now)
        return
    Participation.objects.create(
        round=round_,
        channel=voter.channel,
        user=voter.user,
        person_mark=marks.mark(round_.pk, marks.PERSON, voter.person),
        mail_mark=marks.mark(round_.pk, marks.MAIL, voter.mail),
        browser_mark=marks.mark(round_.pk, marks.BROWSER, voter.browser),
    )


def _take_from_box(round_: Round, now: datetime) -> None:
    """Raises BoxIsEmpty, BoxIsClosed. Holds the round, so that two clerks do not take the last one."""
    box = box_of(
        Round.objects.select_related("poll").select_for_update(of=("self",)).get(pk=round_.pk), now
    )
    if not box.ready:
        raise BoxIsClosed if box.left else BoxIsEmpty


def keep_form(poll: Poll, round_: Round) -> answers.Form:
    """The questions as asked, kept with the first ballot. Two first ballots write the same."""
    if not round_.form:
        round_.form = round_form(poll)
        Round.objects.filter(pk=round_.pk).update(form=round_.form)
    return form_asked(poll, round_)


def _network(round_: Round, voter: Voter) -> str:
    return marks.mark(round_.pk, marks.NETWORK, voter.network)


def _leave_trace(round_: Round, voter: Voter, now: datetime) -> None:
    # A ballot that was not checked carries its network: a domain beside the same network could name who gave it.
    domain = "" if voter.channel == Channel.UNVERIFIED else voter.mail_domain
    Trace.objects.create(
        round=round_,
        channel=voter.channel,
        hour=now.replace(minute=0, second=0, microsecond=0),
        mail_domain=domain[:100],
        network=_network(round_, voter),
    )
