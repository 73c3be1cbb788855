"""Rules, what waits for a moderator and why, what was decided and what is said against it."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from portal.core.originals import OriginalKey, OriginalMixin
from portal.core.ukrainian.tokens import tokens
from portal.discussion.enums import Act, Check, State
from portal.discussion.models.comments import Comment
from portal.discussion.models.discussions import Discussion


class Rule(OriginalMixin, TranslatableMixin, models.Model):
    """A rule of the code of conduct. Decisions name it by its number, so it is never deleted."""

    shared_fields = ("number", "is_current")

    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"), max_length=1500)
    is_current = models.BooleanField(
        _("in force"),
        default=True,
        help_text=_(
            "A rule that is no longer in force stays in the log; no new decision names it."
        ),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("number"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("is_current"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("rule of the community")
        verbose_name_plural = _("rules of the community")
        ordering: ClassVar[list[str]] = ["number", "pk"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; number and force are the original's in every language."""
        update_fields = kwargs.get("update_fields")
        if update_fields is None and (original := self.stored_original()):
            self.take_shared_fields(original)
        super().save(*args, **kwargs)
        if self.in_original_language and self.shares(update_fields):
            self.give_shared_fields()

    def clean(self) -> None:
        super().clean()
        if not self.in_original_language and self.stored_original() is None:
            raise ValidationError(
                gettext("A rule begins in Ukrainian: write it there, then translate it.")
            )
        others = Rule.objects.filter(number=self.number, is_current=True).exclude(
            translation_key=self.translation_key
        )
        if self.is_current and others.exists():
            raise ValidationError({"number": gettext("Another rule has this number.")})


class StopWord(models.Model):
    """A word, in any of its forms, for which a comment waits for a moderator. Kept in small letters."""

    word = models.CharField(
        _("word"),
        max_length=60,
        unique=True,
        help_text=_("One word in its first form; all its forms are found."),
    )
    note = models.CharField(_("note for colleagues"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("word of the stop list")
        verbose_name_plural = _("stop list")
        ordering: ClassVar[list[str]] = ["word"]

    def __str__(self) -> str:
        return self.word

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.word = self.word.strip().lower()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.word = self.word.strip().lower()
        if len(list(tokens(self.word))) != 1:
            raise ValidationError({"word": gettext("Write one word.")})


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


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Adds and reads; the database itself refuses the rest too (migration 0003)."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Decisions are never changed.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Decisions are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Decisions are never deleted.")


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
    # Of a thread that was moved: from which discussion to which, and under which comment, if any.
    moved_from = models.ForeignKey(
        Discussion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved_to = models.ForeignKey(
        Discussion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved_under = models.ForeignKey(
        Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision of a moderator")
        verbose_name_plural = _("decisions of moderators")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(act__in=[Act.HIDE, Act.REJECT]) | models.Q(rule__isnull=False),
                name="discussion_taken_off_by_a_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(act=Act.MOVE, moved_from__isnull=False, moved_to__isnull=False)
                | ~models.Q(act=Act.MOVE)
                & models.Q(moved_from=None, moved_to=None, moved_under=None),
                name="discussion_moved_somewhere",
            ),
        ]

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
    """What an author says against a decision: once, answered by another moderator.

    With `decided_at` and no `granted` it was withdrawn: its author has deleted the comment.
    """

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

    @property
    def outcome_words(self) -> str:
        """What came of it, in one word."""
        if self.decided_at is None:
            return gettext("waits")
        if self.granted is None:
            return gettext("Withdrawn")
        return gettext("Granted") if self.granted else gettext("Refused")


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
