"""Fixed choices of the editorial pages, and how a state looks."""

from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Chip(NamedTuple):
    """How a state is shown wherever it is shown: colour (the chip's modifier), icon and word."""

    kind: str
    icon: str
    word: str | Promise


class ForumStatus(models.TextChoices):
    """What an editor says of an event; whether it is to come or past follows from its times."""

    AS_PLANNED = "AS_PLANNED", _("As planned")
    POSTPONED = "POSTPONED", _("Postponed")
    CANCELLED = "CANCELLED", _("Cancelled")


class ForumState(models.TextChoices):
    """Computed from the times and from the editor's word (civic_pages/states.py); never stored."""

    PLANNED = "PLANNED", _("Planned")
    NOW = "NOW", _("Taking place now")
    PAST = "PAST", _("Over")
    POSTPONED = "POSTPONED", _("Postponed")
    CANCELLED = "CANCELLED", _("Cancelled")

    @property
    def chip(self) -> Chip:
        return Chip(*_FORUM_CHIPS[self], self.label)


class SeriesState(models.TextChoices):
    """A series is under way while any of its forums is still to come."""

    ONGOING = "ONGOING", _("Series under way")
    OVER = "OVER", _("Series over")

    @property
    def chip(self) -> Chip:
        return Chip(*_SERIES_CHIPS[self], self.label)


class ConsultationFormat(models.TextChoices):
    """Forms of consultation: law no. 3841-IX, and the Procedure no. 996 of 03.11.2010."""

    ELECTRONIC = "ELECTRONIC", _("Electronic consultation")
    PUBLIC = "PUBLIC", _("Public discussion")
    TARGETED = "TARGETED", _("Targeted consultation")
    OPINION = "OPINION", _("Study of public opinion")


class ConsultationState(models.TextChoices):
    """Computed from the times (civic_pages/states.py); never stored."""

    PLANNED = "PLANNED", _("Planned")
    OPEN = "OPEN", _("Proposals are being taken")
    SOON = "SOON", _("Closing soon")
    WORK = "WORK", _("Proposals are being considered")
    ANSWERED = "ANSWERED", _("Report published")

    @property
    def chip(self) -> Chip:
        return Chip(*_CONSULTATION_CHIPS[self], self.label)


class TranslationState(models.TextChoices):
    """What there is of a page in the other language; computed, never stored."""

    NONE = "NONE", _("Not translated")
    DRAFT = "DRAFT", _("Being translated")
    LIVE = "LIVE", _("Translated")
    OLD = "OLD", _("Original changed since")


# Colour and icon; the word is the state's label.
_FORUM_CHIPS: dict[str, tuple[str, str]] = {
    ForumState.PLANNED: ("planned", "calendar"),
    ForumState.NOW: ("open", "circle-dot"),
    ForumState.PAST: ("closed", "check"),
    ForumState.POSTPONED: ("cancelled", "alert"),
    ForumState.CANCELLED: ("cancelled", "x-circle"),
}
_SERIES_CHIPS: dict[str, tuple[str, str]] = {
    SeriesState.ONGOING: ("open", "circle-dot"),
    SeriesState.OVER: ("closed", "check"),
}
_CONSULTATION_CHIPS: dict[str, tuple[str, str]] = {
    ConsultationState.PLANNED: ("planned", "calendar"),
    ConsultationState.OPEN: ("open", "circle-dot"),
    ConsultationState.SOON: ("soon", "hourglass"),
    ConsultationState.WORK: ("planned", "layers"),
    ConsultationState.ANSWERED: ("answered", "check-circle"),
}
