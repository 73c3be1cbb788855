"""Who wants to hear of what, and what they were told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.discussion.enums import Cause
from portal.discussion.models.comments import Comment
from portal.discussion.models.discussions import Discussion


class Subscription(models.Model):
    """A person follows a discussion, or (with none) whatever answers and mentions them.

    Ended ones stay, so that writing again does not subscribe somebody who has said no.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    discussion = models.ForeignKey(
        Discussion, on_delete=models.CASCADE, null=True, blank=True, related_name="subscriptions"
    )
    made_at = models.DateTimeField(_("subscribed"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription to a discussion")
        verbose_name_plural = _("subscriptions to discussions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "discussion"], name="discussion_one_subscription_a_person"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(discussion=None),
                name="discussion_one_wish_for_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.discussion_id or _('answers to me')}"


class Notice(models.Model):
    """The ledger of letters: each person hears of a comment once, whatever the causes and retries."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    cause = models.CharField(_("why"), max_length=12, choices=Cause.choices)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice of a comment")
        verbose_name_plural = _("notices of comments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "comment"], name="discussion_one_notice_a_comment"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["made_at"],
                condition=models.Q(sent_at=None),
                name="discussion_unsent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.comment_id}"
