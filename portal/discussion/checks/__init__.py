"""Automatic checks of what is written. They say which rule fired; a comment then waits for a moderator.

checks.register(Check.LINKS, links_of_new_accounts)

They never refuse and never delete. What staff of the city writes is not checked.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from portal.core.registry import Registry
from portal.discussion.enums import Check
from portal.discussion.hosts import Host
from portal.discussion.models import Comment, Discussion
from portal.people.models import User
from portal.people.services.roles import rank

# How many of a person's last comments the checks look at.
_LAST: Final = 20


class Said(NamedTuple):
    """An earlier comment, as the checks need it."""

    pk: int
    text: str
    at: datetime
    was_published: bool


@dataclass(frozen=True)
class Writing:
    """What is looked at: a new text, or (`comment`) a changed one."""

    user: User
    text: str
    host: Host
    discussion: Discussion
    reply_to: Comment | None = None
    comment: Comment | None = None

    @cached_property
    def said_before(self) -> list[Said]:
        """The person's last comments, the newest first; read once for all checks."""
        rows = Comment.objects.filter(user=self.user).order_by("-pk")
        if self.comment is not None:
            rows = rows.exclude(pk=self.comment.pk)
        return [
            Said(pk, text, at, published is not None)
            for pk, text, at, published in rows.values_list(
                "pk", "comment", "submit_date", "published_at"
            )[:_LAST]
        ]


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that fired, and what it saw: words or a figure, in no language (at most 200 letters)."""

    check: Check
    detail: str = ""


class CheckOf(Protocol):
    def __call__(self, writing: Writing) -> Finding | None: ...


checks: Registry[CheckOf] = Registry("check of comments")


def findings(writing: Writing) -> list[Finding]:
    """What all the checks say of a text, in their order; nothing of what staff writes."""
    if rank(writing.user):
        return []
    return [found for check in checks if (found := check(writing)) is not None]
