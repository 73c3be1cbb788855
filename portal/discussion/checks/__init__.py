"""Automatic checks of what is written. They say which rule fired; a comment then waits for a moderator.

checks.register(Check.LINKS, links_of_new_accounts)
"""

from dataclasses import dataclass
from typing import Protocol

from portal.core.registry import Registry
from portal.discussion.enums import Check
from portal.discussion.hosts import Host
from portal.discussion.models import Comment, Discussion
from portal.people.models import User


@dataclass(frozen=True, slots=True)
class Writing:
    """What is looked at: a new text, or (`comment`) a changed one."""

    user: User
    text: str
    host: Host
    discussion: Discussion
    reply_to: Comment | None = None
    comment: Comment | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that fired, and what it saw, in words for a moderator (at most 200 letters)."""

    check: Check
    detail: str = ""


class CheckOf(Protocol):
    def __call__(self, writing: Writing) -> Finding | None: ...


checks: Registry[CheckOf] = Registry("check of comments")


def findings(writing: Writing) -> list[Finding]:
    """What all the checks say of a text, in their order."""
    return [found for check in checks if (found := check(writing)) is not None]
