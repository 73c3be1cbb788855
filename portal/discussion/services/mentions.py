"""Who is named with «@» in a comment: somebody who takes part in the discussion, by the name others see."""

import re
from typing import Any, Final

from portal.discussion.enums import State
from portal.discussion.models import Comment, Mention
from portal.discussion.signals import comment_changed
from portal.people.models import User

# Who has written among so many last comments takes part. Looking further back would cost more with every
# comment of a long discussion, for names that nobody remembers.
LOOKED_THROUGH: Final = 500
# More names in one text are a list, not a conversation.
MOST: Final = 10
_LONGEST_NAME: Final = 80
_AT: Final = re.compile(r"(?:^|(?<=[^\w@]))@(?=\w)")


def connect() -> None:
    """Called in `DiscussionConfig.ready`, before whoever writes letters about mentions."""
    comment_changed.connect(_changed, dispatch_uid="discussion_mentions")


def _changed(comment: Comment, **_kwargs: Any) -> None:
    """Receiver of `comment_changed`, in its transaction."""
    if comment.state not in (State.PUBLISHED, State.HELD):
        return
    named = {user.pk for user in mentioned(comment)}
    known = set(comment.mentions.values_list("user_id", flat=True)) if comment.pk else set()
    if named == known:
        return
    comment.mentions.exclude(user__in=named).delete()
    Mention.objects.bulk_create(
        [Mention(comment=comment, user_id=pk) for pk in named - known], ignore_conflicts=True
    )


def mentioned(comment: Comment) -> list[User]:
    """The people named in a comment, its author never among them. One query where there is an «@»."""
    after = [comment.comment[found.end() :] for found in _AT.finditer(comment.comment)][:MOST]
    if not after:
        return []
    starts = [text[:_LONGEST_NAME].casefold() for text in after]
    names = {
        user.public_name.casefold(): user
        for user in _participants(comment)
        if user.pk != comment.user_id
    }
    found: dict[int, User] = {}
    for start in starts:
        # «@Олена К.» is not «@Олена»: of two names that fit the longer one was meant.
        fitting = [name for name in names if _begins_with(start, name)]
        if fitting:
            user = names[max(fitting, key=len)]
            found[user.pk] = user
    return list(found.values())


def _begins_with(text: str, name: str) -> bool:
    if not text.startswith(name):
        return False
    following = text[len(name) : len(name) + 1]
    return not (following.isalnum() and name[-1:].isalnum())


def _participants(comment: Comment) -> list[User]:
    discussion = comment.discussion
    authors = Comment.objects.filter(
        discussion=discussion, number__gt=discussion.last_number - LOOKED_THROUGH
    ).values("user_id")
    rows = User.objects.filter(pk__in=authors, is_active=True, erased_at=None)
    return list(rows.only("shown_name", "first_name", "last_name", "erased_at"))
