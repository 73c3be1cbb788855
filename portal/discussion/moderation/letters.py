"""Letters about what befalls a comment without anybody judging it."""

from django.utils import translation
from django.utils.translation import gettext as _

from portal.core import letters
from portal.discussion.models import CommentAppeal, Decision
from portal.discussion.moderation.telling import quoted, reachable, said_by_moderator


def tell_of_move(decision: Decision) -> None:
    """To whoever began a thread that a moderator has moved: where it is, and why."""
    author = reachable(decision.comment.user)
    if author is None:
        return
    with translation.override(author.language):
        said = (
            _("A moderator has joined your comment and its answers to another thread.")
            if decision.moved_under_id
            else _("A moderator has moved your comment and its answers to another discussion.")
        )
        items = [*quoted(decision.comment, author), *said_by_moderator(decision)]
        letters.post(
            to=author.email,
            language=author.language,
            name=author.first_name,
            subject=_("Your comment has been moved"),
            text="\n\n".join(
                [said, _("Nothing in it is changed, and old links lead to the new place.")]
            ),
            items=items,
            note=_("You get this e-mail because you wrote this comment."),
        )


def tell_appeal_ended(appeal: CommentAppeal) -> None:
    """To an author who has deleted a comment while their appeal about it waited."""
    author = reachable(appeal.decision.comment.user)
    if author is None:
        return
    with translation.override(author.language):
        letters.post(
            to=author.email,
            language=author.language,
            name=author.first_name,
            subject=_("Your appeal is closed"),
            text=_(
                "You have deleted the comment, so there is nothing left to decide. The appeal is withdrawn."
            ),
            items=quoted(appeal.decision.comment, author),
            note=_("You get this e-mail because you appealed against a decision."),
        )
