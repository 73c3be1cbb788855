"""What every public act of staff on a poll has: a right, the round's lock, words that all read, a log line."""

from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.participation.polls.enums import NoteKind
from portal.participation.polls.errors import NotAllowed, NotNow
from portal.participation.polls.models import Poll, PollNote, Round
from portal.people.models import User

PERMISSION: Final = "polls.publish_poll"
_LONGEST: Final = 1000


def check(by: User, words: str) -> str:
    """The words that everybody will read, trimmed. Raises NotAllowed, NotNow."""
    if not by.has_perm(PERMISSION):
        raise NotAllowed
    words = words.strip()
    if not words:
        raise NotNow(_("Say why: everybody reads it."))
    if len(words) > _LONGEST:
        raise NotNow(_("Say it shorter: 1000 characters at most."))
    return words


def locked(poll: Poll) -> tuple[Poll, Round]:
    """The original and its current round, read behind the round's lock. In a transaction."""
    rounds = Round.objects.select_for_update().filter(poll_id=poll.original.pk)
    round_ = rounds.order_by("-number").first()
    if round_ is None:
        raise NotNow
    return Poll.objects.get(pk=round_.poll_id), round_


def tell(round_: Round, kind: NoteKind, by: User, *, text: str, **data: Any) -> PollNote:
    """The line of the public log, and the one of the admin."""
    note = PollNote.objects.create(round=round_, kind=kind, text=text, data=data, by=by)
    log(instance=round_.poll, action=f"polls.{kind.value}", user=by, data={"why": text, **data})
    return note


def give_to_drafts(poll: Poll, *names: str) -> None:
    """Write fields of the published row into what editors go on with, so that no draft takes them back."""
    content = poll.serializable_data()
    waiting = Q(pk=poll.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    for revision in poll.revisions.filter(waiting):
        revision.content = {**revision.content, **{name: content[name] for name in names}}
        revision.save(update_fields=["content"])
