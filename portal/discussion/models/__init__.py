"""Rows of discussions. Where a person is named: `portal/discussion/personal.py`."""

from portal.discussion.models.answers import AnswerDraft
from portal.discussion.models.comments import Comment, CommentEdit, Mention, Reaction
from portal.discussion.models.discussions import Discussion, KindSettings, Visit
from portal.discussion.models.following import Notice, Subscription
from portal.discussion.models.moderation import (
    CommentAppeal,
    Decision,
    HeldBy,
    QueueLock,
    Report,
    Rule,
    StopWord,
)

__all__ = [
    "AnswerDraft",
    "Comment",
    "CommentAppeal",
    "CommentEdit",
    "Decision",
    "Discussion",
    "HeldBy",
    "KindSettings",
    "Mention",
    "Notice",
    "QueueLock",
    "Reaction",
    "Report",
    "Rule",
    "StopWord",
    "Subscription",
    "Visit",
]
