"""What letters about comments say. Everything here runs in the language of the person who is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core import letters
from portal.core.sitewide import absolute_url
from portal.core.ukrainian.typography import within_quotes
from portal.discussion.enums import Cause, Voice
from portal.discussion.following.tokens import Ending
from portal.discussion.models import Comment, Notice
from portal.discussion.text import own_words
from portal.discussion.things import Thing
from portal.people.models import User

# Signs of a comment that a letter quotes, and comments that it names one by one.
_EXCERPT: Final = 300
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One comment that a person is told of."""

    notice: Notice
    comment: Comment
    thing: Thing


def tell(user: User, rows: Sequence[Row]) -> None:
    """Put the letter into the outbox. `rows`: one at least."""
    ending = ending_of(user, rows)
    with_host = absolute_url(reverse("discussion:unsubscribe", args=[ending.token()]))
    left = len(rows) - _MOST
    more = ngettext(
        "Here are the first %(shown)d; there is %(count)d more comment on the portal.",
        "Here are the first %(shown)d; there are %(count)d more comments on the portal.",
        left,
    )
    letters.post(
        to=user.email,
        language=user.language,
        name=user.first_name,
        subject=_subject(user, rows),
        text=more % {"shown": _MOST, "count": left} if left > 0 else "",
        items=[_item(user, row) for row in rows[:_MOST]],
        note=_why(rows),
        ways=(
            (_("What you follow"), reverse("account_notices")),
            (_("Unsubscribe with one click"), with_host),
        ),
        headers={
            "List-Unsubscribe": f"<{with_host}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def ending_of(user: User, rows: Sequence[Row]) -> Ending:
    """What the link of the letter ends: that from which it came, or all when it came from several."""
    is_followed = {row.notice.cause == Cause.DISCUSSION for row in rows}
    discussions = {row.comment.discussion_id for row in rows}
    if is_followed == {False}:
        return Ending(user.pk, answers=True)
    if is_followed == {True} and len(discussions) == 1:
        return Ending(user.pk, discussions.pop())
    return Ending(user.pk)


def _subject(user: User, rows: Sequence[Row]) -> str:
    titles = {row.thing.key: within_quotes(row.thing.title(user.language)) for row in rows}
    if len(rows) == 1:
        return letters.titled(_one_subject(rows[0]), next(iter(titles.values())))
    if len(titles) == 1:
        words = ngettext(
            "%(count)d new comment: “%(title)s”", "%(count)d new comments: “%(title)s”", len(rows)
        )
        return letters.titled(words, next(iter(titles.values())), count=len(rows))
    words = ngettext(
        "%(count)d new comment in your discussions",
        "%(count)d new comments in your discussions",
        len(rows),
    )
    return words % {"count": len(rows)}


def _one_subject(row: Row) -> str:
    if row.notice.cause == Cause.ANSWER and row.comment.voice == Voice.OFFICIAL:
        return _("Official answer to you: “%(title)s”")
    if row.notice.cause == Cause.ANSWER:
        return _("Answer to your comment: “%(title)s”")
    if row.notice.cause == Cause.MENTION:
        return _("You were mentioned: “%(title)s”")
    return _("New comment: “%(title)s”")


def _item(user: User, row: Row) -> letters.Item:
    comment = row.comment
    return letters.Item(
        title=_heading(row) % {"name": comment.author_name},
        url=f"{reverse('discussion:comment', args=[comment.pk])}#c{comment.pk}",
        note=" · ".join(
            filter(
                None,
                (
                    row.thing.title(user.language),
                    comment.department.name if comment.department else "",
                    comment.position,
                ),
            )
        ),
        text=Truncator(own_words(comment.html)).chars(_EXCERPT),
    )


def _heading(row: Row) -> str:
    if row.comment.voice == Voice.OFFICIAL:
        return (
            _("%(name)s answers you officially")
            if row.notice.cause == Cause.ANSWER
            else _("%(name)s: official answer")
        )
    if row.notice.cause == Cause.ANSWER:
        return _("%(name)s answers you")
    if row.notice.cause == Cause.MENTION:
        return _("%(name)s mentions you")
    return _("%(name)s writes")


def _why(rows: Sequence[Row]) -> str:
    causes = {row.notice.cause for row in rows}
    if causes == {Cause.DISCUSSION}:
        return _("You get this e-mail because you follow the discussion.")
    if Cause.DISCUSSION not in causes:
        return _("You get this e-mail because you take part in the discussion.")
    return _("You get this e-mail because you take part in discussions and follow some of them.")
