"""Discussions of things whose rooms know nothing of them, as `portal/core/attached.py` asks for them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.attached import Attachment, attachments
from portal.discussion.models import Comment, Decision, Discussion
from portal.discussion.talking.section import attached_section
from portal.discussion.things import things_for


def connect() -> None:
    """Called in `DiscussionConfig.ready`."""
    attachments.register("discussion", Attachment(attached_section, _reasons, _clear))


def _discussion(thing: Any) -> Discussion | None:
    """That of an original; its translations have none of their own."""
    things = things_for(thing)
    if things is None or not thing.in_original_language:
        return None
    found: Discussion | None = Discussion.objects.about(things.key(thing)).first()
    return found


def _reasons(thing: Any) -> Iterator[str]:
    """What people said is not deleted, nor what the log of moderation names."""
    discussion = _discussion(thing)
    if discussion is None:
        return
    count = Comment.objects.filter(discussion=discussion).count()
    if count:
        yield (
            ngettext(
                "there is %(count)d comment in its discussion",
                "there are %(count)d comments in its discussion",
                count,
            )
            % {"count": count}
        )
    elif Decision.objects.filter(Q(moved_from=discussion) | Q(moved_to=discussion)).exists():
        yield _("the log of moderation tells of threads that were moved from its discussion")


def _clear(thing: Any) -> None:
    """An empty discussion goes with its thing: what a moderator set, and who follows it."""
    discussion = _discussion(thing)
    if discussion is not None:
        discussion.delete()
