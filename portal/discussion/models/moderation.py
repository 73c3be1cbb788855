"""Rules, what waits for a moderator and why, what was decided and what is said against it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin

from portal.core.originals import OriginalKey, OriginalMixin
from portal.discussion.enums import Act, Check, State
from portal.discussion.models.comments import Comment


class Rule(OriginalMixin, TranslatableMixin, models.Model):
    """A rule of the code of conduct. Decisions name it by its number, so it is never deleted."""

    shared_fields = ("number", "is_current")

    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"), max_length=1500)
    is_current = models.BooleanField(_("in force"), default=True)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("rule of the community")
        verbose_name_plural = _("rules of the community")
        ordering: ClassVar[list[str]] = ["number", "pk"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class StopWord(models.Model):
    """A word, in any of its forms, for which a comment waits for a moderator."""

    word = models.CharField(_("word"), max_length=60, unique=True)
    note = models.CharField(_("note for colleagues"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("word of the stop list")
        verbose_name_plural = _("stop list")
        ordering: ClassVar[list[str]] = ["word"]

    def __str__(self) -> str:
        return self.word


class HeldBy(models.Model):
    """Which automatic check held a comment, and what it saw."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="held_by")
    check_name = models.CharField(_("check"), max_length=20, choices=Check.choices)
    detail = models.CharField(_("what it saw"), max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reason to hold a comment")
        verbose_name_plural = _("reasons to hold comments")

    def __str__(self) -> str:
        return self.get_check_name_display()


class Report(models.Model):
    """A reader says that a comment breaks a rule: once for each person and comment."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rule = OriginalKey(Rule, verbose_name=_("rule"), related_name="+")
    text = models.TextField(_("what is wrong"), max_length=1000, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    # Filled by the decision that answers it.
    decision = models.ForeignKey(
        "discussion.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
    )

    class Meta:
        verbose_name = _("report of a comment")
        verbose_name_plural = _("reports of comments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["comment", "user"],
                name="discussion_one_report_a_person",
                violation_error_message=_("You have reported this comment already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.rule}"


class Decision(models.Model):
    """What a moderator decided. Only added to: neither changed nor deleted, by nobody."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(_("decision"), max_length=10, choices=Act.choices)
    before = models.CharField(_("state before"), max_length=10, choices=State.choices)
    rule = OriginalKey(Rule, verbose_name=_("rule"), null=True, blank=True, related_name="+")
    word = models.TextField(_("word to the author"), max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("decided"), default=timezone.now, db_index=True)
    # Since when the comment or its first report waited.
    waited_since = models.DateTimeField(_("waited since"))
    appeal = models.OneToOneField(
        "discussion.CommentAppeal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome",
        verbose_name=_("answers the appeal"),
    )

    class Meta:
        verbose_name = _("decision of a moderator")
        verbose_name_plural = _("decisions of moderators")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.comment_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for a row that exists: the log is only added to."""
        if not self._state.adding:
            raise TypeError("Decisions are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Decisions are never deleted.")


class CommentAppeal(models.Model):
    """What an author says against a decision: once, answered by another moderator."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="objection")
    text = models.TextField(_("what you say against it"), max_length=3000)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted = models.BooleanField(_("granted"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=3000, blank=True)

    class Meta:
        verbose_name = _("appeal against a decision")
        verbose_name_plural = _("appeals against decisions")
        ordering: ClassVar[list[str]] = ["made_at", "pk"]

    def __str__(self) -> str:
        return str(self.decision)


class QueueLock(models.Model):
    """A moderator looks at a comment; the others leave it alone until the lock ends."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="lock")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("lock of a comment")
        verbose_name_plural = _("locks of comments")

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.by}"
