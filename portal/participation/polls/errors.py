"""Why a ballot, or a change of a poll, is refused. Each says in words for the reader what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PollError(Exception):
    """`words`: for who asked."""

    words: str | Promise = ""

    def __init__(self, words: str | Promise = "") -> None:
        self.words = words or self.words
        super().__init__(str(self.words))


class NotOpen(PollError):
    """The window is not open, or another round goes on."""

    words = _("The poll is not open.")


class Ended(NotOpen):
    words = _("The poll has ended: your answer was not counted.")


class AlreadyVoted(PollError):
    words = _("A ballot from you has been counted already.")


class NoSuchBallot(PollError):
    words = _(
        "There is no ballot with this code in this round. Look whether it is written as on the receipt."
    )


class NotChangeable(PollError):
    words = _("Answers of this poll cannot be changed.")


class Frozen(PollError):
    """The change would falsify ballots that are there."""

    words = _("There are ballots already: this would change what people answered to.")


class NotAllowed(PollError):
    words = _("Your role does not include this.")


class BoxIsEmpty(PollError):
    """More paper ballots than people who gave one, or more than may be looked at yet."""

    words = _("As many ballots are typed in as people gave one: nothing may be added.")


class BoxIsClosed(BoxIsEmpty):
    words = _(
        "While the poll is open, ballots are typed in by tens, so that nobody sees whose they are. Wait until more lie in the box, or until the poll ends."
    )


class NoCode(PollError):
    words = _("This is no code of a paper ballot: look at every sign once more.")


class CodeUsed(PollError):
    words = _("A ballot with this code has been counted already.")


class GaveAlready(PollError):
    """Said to a clerk of somebody else; not how or when."""

    words = _("A ballot from this person has been counted already.")


class OwnBallot(PollError):
    words = _("Nobody registers their own ballot: ask a colleague.")


class NotEnded(PollError):
    words = _("The poll goes on: it can be sealed after its end.")


class Unequal(PollError):
    """Somebody wrote past `services/ballots.py`: a round in this state is not to be sealed."""

    words = _("There are not as many ballots as people who answered.")


class StillMoving(PollError):
    """Ballots came or were voided while a round was read for its seal: it is tried again."""


class NothingToVoid(PollError):
    words = _("No ballot of this round fits.")


class AlreadyDecided(PollError):
    words = _("This proposal has been decided about already.")


class NeedsAnother(PollError):
    words = _("Whoever proposes cannot confirm: another person decides.")


class NotNow(PollError):
    """What staff wants to do does not fit the state of the poll, or what was written."""

    words = _("This cannot be done now.")
