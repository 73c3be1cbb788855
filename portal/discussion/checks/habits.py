"""What somebody writes beside what they have written before: repeats, floods, first comments."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from portal.discussion.checks import Finding, Writing
from portal.discussion.enums import Check
from portal.discussion.models import Comment
from portal.people.permissions import may_post_links

# Shorter texts are repeated by everybody: «Підтримую!», «Дякую за відповідь». Letters and digits.
_SHORTEST_REPEAT: Final = 30
_REPEAT_WITHIN: Final = timedelta(days=30)
# What others wrote lately, whoever they are: a wave of one text from many accounts comes close together.
_LATEST_OF_ALL: Final = 50
_WAVE: Final = timedelta(days=1)


def repeats(writing: Writing) -> Finding | None:
    """The same words again, whatever stands between them: one's own, or those of a wave of accounts."""
    said = _bare(writing.text)
    if writing.comment is not None or len(said) < _SHORTEST_REPEAT:
        return None
    now = timezone.now()
    for own in writing.said_before:
        if now - own.at < _REPEAT_WITHIN and _bare(own.text) == said:
            return Finding(Check.REPEAT, str(own.pk))
    latest = Comment.objects.order_by("-pk").values_list("pk", "comment", "submit_date")
    for pk, text, at in latest[:_LATEST_OF_ALL]:
        if now - at < _WAVE and _bare(text) == said:
            return Finding(Check.REPEAT, str(pk))
    return None


def floods(writing: Writing) -> Finding | None:
    """More comments in a short time than a conversation has."""
    if writing.comment is not None:
        return None
    most, seconds = settings.DISCUSSION_FLOOD
    since = timezone.now() - timedelta(seconds=seconds)
    lately = sum(own.at > since for own in writing.said_before)
    return Finding(Check.FLOOD, str(lately + 1)) if lately >= most else None


def first_comments(writing: Writing) -> Finding | None:
    """The first comments of an account that is new and proves nobody's identity."""
    if writing.comment is not None or may_post_links(writing.user):
        return None
    published = sum(own.was_published for own in writing.said_before)
    if published >= settings.DISCUSSION_FIRST_COMMENTS:
        return None
    return Finding(Check.NEW_ACCOUNT, str(published + 1))


def _bare(text: str) -> str:
    """Letters and digits alone: neither blanks nor signs make another text of it."""
    return "".join(filter(str.isalnum, text.lower()))
