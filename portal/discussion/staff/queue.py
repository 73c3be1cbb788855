"""What waits for moderators, the oldest first, with all that is needed to decide about it.

The number of queries is the same for one comment and for a full page of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.discussion.enums import Act, Check, State
from portal.discussion.models import (
    Comment,
    CommentAppeal,
    Decision,
    HeldBy,
    QueueLock,
    Report,
)
from portal.discussion.models.discussions import with_things
from portal.discussion.services.decisions import TAKES_OFF, acts_for, text_mark
from portal.people.models import Block, User
from portal.people.permissions import may_post_links


class Tab(models.TextChoices):
    """Why a comment waits."""

    REPORTED = "reported", _("Reported")
    HELD = "held", _("Held by a check")
    NEW = "new", _("New accounts")
    APPEALS = "appeals", pgettext_lazy("against decisions", "Appeals")


# What holds a comment for its author's newness alone.
_OF_NEWNESS: Final = (Check.NEW_ACCOUNT, Check.LINKS, Check.PREMODERATION)


@dataclass
class History:
    """What is known of an author: comments by state, decisions against them, blocks."""

    states: Counter[str] = field(default_factory=Counter)
    taken_off: int = 0
    granted: int = 0
    blocks: int = 0
    is_blocked: bool = False

    @property
    def published(self) -> int:
        return self.states[State.PUBLISHED]

    @property
    def total(self) -> int:
        return sum(self.states.values())


@dataclass
class Item:
    """A comment that waits, as a card of the queue shows it."""

    comment: Comment
    since: datetime
    history: History
    lock: QueueLock | None
    appeal: CommentAppeal | None = None
    is_new: bool = False

    @property
    def acts(self) -> list[Act]:
        return list(acts_for(self.comment))

    @property
    def seen(self) -> int:
        """The last decision about it, so that one taken meanwhile is noticed."""
        return max((row.pk for row in self.comment.decisions.all()), default=0)

    @property
    def said(self) -> int:
        """The text that is read, so that one changed meanwhile is noticed."""
        return text_mark(self.comment)


def waiting(tab: Tab) -> QuerySet[Comment]:
    """Comments of a tab, with `since`; of appeals see `waiting_appeals`."""
    if tab == Tab.REPORTED:
        return Comment.objects.filter(state=State.PUBLISHED, reports_count__gt=0).annotate(
            since=Min("reports__made_at", filter=Q(reports__decision=None))
        )
    reasons = HeldBy.objects.filter(comment=OuterRef("pk"))
    is_new = Exists(reasons.filter(check_name=Check.NEW_ACCOUNT)) & ~Exists(
        reasons.exclude(check_name__in=_OF_NEWNESS)
    )
    held = Comment.objects.filter(state=State.HELD).annotate(
        since=Coalesce(Max("held_by__at"), F("submit_date"))
    )
    return held.filter(is_new) if tab == Tab.NEW else held.filter(~is_new)


def waiting_appeals() -> QuerySet[CommentAppeal]:
    """Appeals that nobody has answered, nor their author withdrawn."""
    return CommentAppeal.objects.filter(decided_at=None)


def counts() -> dict[str, int]:
    """How many wait in each tab; four small queries."""
    found = {
        tab.value: waiting(tab).order_by().count() for tab in (Tab.REPORTED, Tab.HELD, Tab.NEW)
    }
    return {**found, Tab.APPEALS.value: waiting_appeals().count()}


def with_context(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With everything that a card shows of a comment."""
    return (
        with_things(comments, "discussion")
        .select_related("user", "reply_to__user", "root__user", "rule", "department")
        .prefetch_related(
            Prefetch(
                "reports",
                Report.objects.filter(decision=None)
                .select_related("user", "rule")
                .order_by("made_at"),
                to_attr="open_reports",
            ),
            Prefetch("held_by", HeldBy.objects.order_by("-at", "pk")),
            Prefetch(
                "decisions",
                with_things(
                    with_things(Decision.objects.select_related("by", "rule"), "moved_from"),
                    "moved_to",
                ).order_by("-pk"),
            ),
        )
    )


def items_of(
    comments: Iterable[Comment], appeals: dict[int, CommentAppeal] | None = None
) -> list[Item]:
    """Cards for these comments (`with_context`), in their order."""
    rows = list(comments)
    histories = histories_of({row.user_id for row in rows if row.user_id is not None})
    locks = {
        lock.comment_id: lock
        for lock in QueueLock.objects.filter(
            comment__in=[row.pk for row in rows], until__gt=timezone.now()
        ).select_related("by")
    }
    found = []
    for row in rows:
        appeal = (appeals or {}).get(row.pk)
        since = appeal.made_at if appeal else getattr(row, "since", None)
        found.append(
            Item(
                row,
                since or row.submit_date or timezone.now(),
                histories[row.user_id] if row.user_id is not None else History(),
                locks.get(row.pk),
                appeal,
                is_new=row.user is not None and not may_post_links(row.user),
            )
        )
    return found


def histories_of(user_ids: set[int]) -> dict[int, History]:
    """Four queries for any number of people."""
    found: dict[int, History] = defaultdict(History)
    now = timezone.now()
    for user_id, state, count in (
        Comment.objects.filter(user_id__in=user_ids)
        .order_by()
        .values_list("user_id", "state")
        .annotate(count=Count("pk"))
    ):
        if user_id is not None:
            found[user_id].states[state] = count
    decided = Decision.objects.filter(comment__user_id__in=user_ids).order_by()
    for user_id, taken_off, granted in decided.values_list("comment__user_id").annotate(
        taken_off=Count("pk", filter=Q(act__in=TAKES_OFF)),
        granted=Count("pk", filter=Q(appeal__granted=True)),
    ):
        found[user_id].taken_off, found[user_id].granted = taken_off, granted
    blocks = Block.objects.filter(user_id__in=user_ids).order_by()
    for user_id, count, running in blocks.values_list("user_id").annotate(
        count=Count("pk"),
        running=Count("pk", filter=Q(lifted_at=None, begins_at__lte=now, ends_at__gt=now)),
    ):
        found[user_id].blocks, found[user_id].is_blocked = count, running > 0
    return found


def around(comment: Comment, most: int = 3) -> dict[str, Any]:
    """Where a comment stands: what it answers up to the first of the thread, and the first answers to it."""
    above: list[Comment] = []
    parent = comment.reply_to
    while parent is not None and len(above) < most:
        above.insert(0, parent)
        parent = (
            Comment.objects.select_related("user").filter(pk=parent.reply_to_id).first()
            if parent.reply_to_id
            else None
        )
    below = comment.replies.filter(published_at__isnull=False).select_related("user")
    return {"above": above, "below": list(below.order_by("number")[:most])}


def decisions_against(comment: Comment, most: int = 5) -> list[Decision]:
    """The last decisions that took other comments of its author off the site.

    What was put back, by an appeal or without one, is held against nobody.
    """
    if comment.user_id is None:
        return []
    rows = Decision.objects.filter(comment__user=comment.user_id, act__in=TAKES_OFF)
    rows = rows.exclude(comment=comment.pk).exclude(comment__state=State.PUBLISHED)
    return list(rows.select_related("rule", "comment")[:most])


def next_of(tab: Tab, after: int, by: User) -> int | None:
    """The next comment of a tab that nobody else looks at and that is not one's own."""
    taken = QueueLock.objects.filter(until__gt=timezone.now()).exclude(by=by).values("comment")
    if tab == Tab.APPEALS:
        rows = waiting_appeals().exclude(decision__by=by).exclude(decision__comment__user=by)
        found: int | None = (
            rows.order_by("made_at").values_list("decision__comment", flat=True).first()
        )
        return found
    comments = waiting(tab).exclude(pk=after).exclude(user=by).exclude(pk__in=taken)
    pk: int | None = comments.order_by("since", "pk").values_list("pk", flat=True).first()
    return pk
