"""Who is named with «@» in a comment: somebody who takes part in the discussion, by the name others see."""

import re
from typing import Final

from django.db.models import Max

from portal.discussion.enums import State
from portal.discussion.models import Comment, Discussion, Mention
from portal.people.models import User

# Who has written among so many last comments takes part. Looking further back would cost more with every
# comment of a long discussion, for names that nobody remembers.
LOOKED_THROUGH: Final = 500
# More names in one text are a list, not a conversation.
MOST: Final = 10
_LONGEST_NAME: Final = 80
_AT: Final = re.compile(r"(?:^|(?<=[^\w@]))@(?=\w)")


def keep(comment: Comment) -> set[int]:
    """Note who is named in a published comment; returns the keys of those who were not named before."""
    named = {user.pk for user in mentioned(comment)}
    known = set(comment.mentions.values_list("user_id", flat=True))
    if gone := known - named:
        comment.mentions.filter(user__in=gone).delete()
    Mention.objects.bulk_create(
        [Mention(comment=comment, user_id=pk) for pk in named - known], ignore_conflicts=True
    )
    return named - known


def mentioned(comment: Comment) -> list[User]:
    """The people named in a comment, its author never among them. Two queries where there is an «@»."""
    after = [comment.comment[found.end() :] for found in _AT.finditer(comment.comment)][:MOST]
    if not after:
        return []
    starts = [text[:_LONGEST_NAME].casefold() for text in after]
    # Of namesakes the one who spoke last is meant.
    names = {
        user.public_name.casefold(): user
        for user in participants(comment.discussion)
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


def participants(discussion: Discussion) -> list[User]:
    """The people whose comments are read among the last ones, who spoke last at the end.

    Only those who have a name that others read, and nothing but what it is made of.
    """
    spoke = dict(
        Comment.objects.filter(
            discussion=discussion,
            number__gt=discussion.last_number - LOOKED_THROUGH,
            state=State.PUBLISHED,
            user__isnull=False,
        )
        .values_list("user_id")
        .annotate(last=Max("number"))
    )
    rows = User.objects.filter(pk__in=spoke, is_active=True, erased_at=None)
    named = rows.exclude(shown_name="", first_name="")
    people = named.only("shown_name", "first_name", "last_name", "erased_at")
    return sorted(people, key=lambda user: spoke[user.pk])
