"""What is done to a poll in public: notes, voided ballots, tags of text answers."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.participation.polls.enums import NoteKind, VoidState
from portal.participation.polls.models.rounds import Round


class PollNote(models.Model):
    """A line of a round's public log. Added, never changed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("what was done"), max_length=12, choices=NoteKind.choices)
    text = models.TextField(_("why"), max_length=1000, blank=True)
    # {"question": code, "before": …, "after": …, "until": ISO} as the kind needs.
    data = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("note of a poll")
        verbose_name_plural = _("notes of polls")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def ends(self) -> tuple[datetime, datetime] | None:
        """Of a note that moved the end: what was promised, and what holds since then."""
        if self.kind not in {NoteKind.EXTENDED, NoteKind.CLOSED_EARLY}:
            return None
        try:
            before, after = (datetime.fromisoformat(self.data[key]) for key in ("before", "until"))
        except (KeyError, ValueError):
            return None
        return before, after


class Voiding(models.Model):
    """Ballots that do not count because of manipulation: one proposes, another confirms, all read why."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="voidings")
    reason = models.TextField(_("reason"), max_length=1000, help_text=_("Everybody reads it."))
    # Which: keys of ballots, or those not checked that came from one network.
    keys = models.JSONField(default=list, blank=True)
    network = models.CharField(max_length=64, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=VoidState.choices, default=VoidState.PROPOSED
    )
    count = models.PositiveIntegerField(_("ballots"), default=0)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("voiding of ballots")
        verbose_name_plural = _("voidings of ballots")
        ordering: ClassVar[list[str]] = ["-proposed_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state=VoidState.PROPOSED, decided_by=None)
                | ~models.Q(state=VoidState.PROPOSED)
                & models.Q(decided_by__isnull=False)
                & ~models.Q(decided_by=models.F("proposed_by")),
                name="polls_voiding_needs_two",
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:60]


class AnswerTag(models.Model):
    """What text answers to a question have in common, in staff's words."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tags")
    question = models.CharField(max_length=8)
    name = models.CharField(_("tag"), max_length=80)

    class Meta:
        verbose_name = _("tag of answers")
        verbose_name_plural = _("tags of answers")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "question", "name"], name="polls_one_tag_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
