"""The words polls are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.people.enums import Level


class Access(models.TextChoices):
    """Who may answer."""

    EVERYBODY = "everybody", _("everybody, also without an account")
    EMAIL = "email", _("people with a confirmed e-mail address")
    VERIFIED = "verified", _("people whose identity is confirmed")

    @property
    def level(self) -> Level:
        return {
            Access.EVERYBODY: Level.GUEST,
            Access.EMAIL: Level.EMAIL,
            Access.VERIFIED: Level.DESK,
        }[self]


class ShowResults(models.TextChoices):
    """When readers see how the vote stands."""

    LIVE = "live", _("while the poll goes on")
    AFTER = "after", _("after the poll has ended")


class Channel(models.TextChoices):
    """How sure the portal was of who gave a ballot. Channels are counted apart, never added silently."""

    VERIFIED = "verified", _("identity confirmed")
    EMAIL = "email", _("e-mail confirmed")
    PAPER = "paper", _("on paper")
    UNVERIFIED = "unverified", _("not checked")


class PollState(models.TextChoices):
    """Where a round of a poll stands, by the clock and by what was done."""

    UPCOMING = "upcoming", _("Not open yet")
    OPEN = "open", _("Open")
    CLOSING = "closing", _("Closing soon")
    # The vote is over; until it is sealed, manipulation is looked for.
    COUNTING = "counting", _("Being counted")
    CLOSED = "closed", _("Closed")


class Kind(models.TextChoices):
    """What sort of answer a question takes. Values are the names of blocks in `Poll.questions`."""

    SINGLE = "single", _("one answer")
    MULTIPLE = "multiple", _("several answers")
    RANKING = "ranking", _("order of preference")
    SCALE = "scale", _("scale")
    MATRIX = "matrix", _("table of answers")
    SHORT_TEXT = "short_text", _("short text")
    LONG_TEXT = "long_text", _("long text")
    NUMBER = "number", pgettext_lazy("question", "number")
    DATE = "date", _("date")
    PICTURE = "picture", _("choice of pictures")


class AgeGroup(models.TextChoices):
    """Full years on the day of the vote. Bounds as in the State Statistics Service's publications."""

    YOUNGEST = "0-17", _("under 18")
    YOUNG = "18-34", _("18–34")
    MIDDLE = "35-59", _("35–59")
    OLD = "60+", _("60 and over")


class NoteKind(models.TextChoices):
    """What was done to a poll in public."""

    WORDING = "wording", _("Wording corrected")
    EXTENDED = "extended", _("Extended")
    CLOSED_EARLY = "closed_early", _("Closed early")
    REOPENED = "reopened", _("Opened again")
    VOIDED = "voided", _("Ballots voided")
    SEALED = "sealed", _("Sealed")


class VoidState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
