"""Paper ballots: who gave one is registered; what was answered is typed in from the box, apart from it.

Nothing joins the two: a registration has the mark of a person and no answers, a ballot has answers and
neither a clerk nor a moment. The log counts both by clerk and day.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from portal.participation.polls import marks, receipts
from portal.participation.polls.enums import Channel
from portal.participation.polls.errors import AlreadyVoted, CodeUsed, GaveAlready, NoCode, OwnBallot
from portal.participation.polls.models import Participation, Poll, Round
from portal.participation.polls.services import ballots
from portal.participation.polls.voters import mail_value
from portal.people.identity.facts import hashes_of
from portal.people.models import Identity, User

ENTER: Final = "polls.enter_paper_ballots"
REGISTERED: Final = "polls.paper_registered"
ENTERED: Final = "polls.paper_entered"


def register(*, poll: Poll, number: str, by: User, now: datetime | None = None) -> None:
    """A person gave a paper ballot. `number` is theirs; it is turned into a mark here and kept nowhere.

    Who has voted online is refused, and who gave a ballot on paper cannot vote online. Age and place are
    for the clerk to check. Raises PermissionDenied, NotOpen, Ended, GaveAlready, OwnBallot, and ValueError when
    the number has no signs.
    """
    if not by.has_perm(ENTER):
        raise PermissionDenied
    now = now or timezone.now()
    values = [known.value for known in hashes_of(number)]
    with transaction.atomic():
        round_ = _locked(poll)
        ballots.check_open(round_.poll, round_, now)
        proven = Identity.objects.filter(person_hash__in=values).select_related("user").first()
        if proven is not None and proven.user_id == by.pk:
            raise OwnBallot
        if _has_voted(round_, values, proven.user if proven else None):
            raise GaveAlready
        try:
            with transaction.atomic():
                Participation.objects.create(
                    round=round_,
                    channel=Channel.PAPER,
                    # The value by which the same person would be known online.
                    person_mark=_mark(round_, proven.person_hash if proven else values[0]),
                )
        except IntegrityError as error:
            raise GaveAlready from error
        # What stands on the paper they hold is not to change any more.
        ballots.keep_form(round_.poll, round_)
        _count(round_, REGISTERED, by, now)


def enter(
    *,
    poll: Poll,
    receipt: str,
    given: Mapping[str, Any],
    texts: Mapping[str, str],
    by: User,
    now: datetime | None = None,
) -> None:
    """One ballot from the box, with the code that is printed on it.

    Raises PermissionDenied, NoCode, CodeUsed, BoxIsEmpty, NotOpen, Ended, BadAnswers.
    """
    if not by.has_perm(ENTER):
        raise PermissionDenied
    now = now or timezone.now()
    code = receipts.read(receipt)
    if code is None:
        raise NoCode
    with transaction.atomic():
        round_ = _locked(poll)
        try:
            ballots.cast(
                poll=poll,
                voter=ballots.Voter(channel=Channel.PAPER),
                given=given,
                texts=texts,
                receipt=code,
                now=now,
            )
        except AlreadyVoted as error:
            raise CodeUsed from error
        _count(round_, ENTERED, by, now)


def _locked(poll: Poll) -> Round:
    """The current round, which nobody else registers in, types into, closes or seals meanwhile."""
    rounds = Round.objects.filter(poll_id=poll.original.pk).order_by("-number")
    key = rounds.values_list("pk", flat=True)[:1].get()
    Round.objects.select_for_update().get(pk=key)
    return Round.objects.select_related("poll").get(pk=key)


def _mark(round_: Round, value: str) -> str:
    return marks.mark(round_.pk, marks.PERSON, value)


def _has_voted(round_: Round, values: list[str], account: User | None) -> bool:
    """By the number under any key; where it is that of an account, by the account and its address."""
    known = models.Q(person_mark__in=[_mark(round_, value) for value in values])
    if account is not None:
        address = marks.mark(round_.pk, marks.MAIL, mail_value(account.email))
        known |= models.Q(user=account) | models.Q(mail_mark=address)
    return Participation.objects.filter(known, round=round_).exists()


def _count(round_: Round, action: str, by: User, now: datetime) -> None:
    """One line of the log a day and clerk: a line for each would tell when a ballot was written."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    row = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Poll, for_concrete_model=False),
        object_id=str(round_.poll_id),
        action=action,
        user=by,
        timestamp=midnight,
        data__round=round_.number,
    ).first()
    if row is None:
        data = {"round": round_.number, "count": 1}
        log(instance=round_.poll, action=action, user=by, data=data, timestamp=midnight)
        return
    row.data = {**row.data, "count": row.data["count"] + 1}
    row.save(update_fields=["data"])
