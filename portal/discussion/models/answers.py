"""Official answers before everybody reads them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.originals import OriginalKey
from portal.discussion.enums import MAX_LENGTH, DraftState
from portal.discussion.models.comments import Comment


class AnswerDraft(models.Model):
    """A department's answer to a comment: written by one officer, agreed by another, then published."""

    question = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answer_drafts")
    department = OriginalKey("places.Department", verbose_name=_("department"), related_name="+")
    text = models.TextField(_("answer"), max_length=MAX_LENGTH)
    state = models.CharField(
        _("state"), max_length=10, choices=DraftState.choices, default=DraftState.DRAFT
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("begun"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark = models.TextField(_("what to change"), max_length=1000, blank=True)
    # What it became.
    comment = models.OneToOneField(
        Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    class Meta:
        verbose_name = _("official answer")
        verbose_name_plural = _("official answers")
        ordering: ClassVar[list[str]] = ["-changed_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["question", "department"],
                condition=~models.Q(state=DraftState.PUBLISHED),
                name="discussion_one_draft_a_department",
                violation_error_message=_("Your department is answering this already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.get_state_display()}"
