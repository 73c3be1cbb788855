"""Letters about decisions: to authors, to those who reported, about appeals."""

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.core import letters
from portal.discussion.enums import Act
from portal.discussion.models import Comment, CommentAppeal, Decision, Report
from portal.discussion.moderation.rules import shown_rule
from portal.discussion.text import plain
from portal.discussion.things import things_of
from portal.people.models import User

# Signs of a comment that a letter quotes.
_EXCERPT: Final = 300


def tell_author(decision: Decision) -> None:
    """What was decided about somebody's comment, by which rule, and how to appeal.

    Nothing is said where nothing changed for them: a comment that stays.
    """
    comment, author = decision.comment, reachable(decision.comment.user)
    if author is None or (decision.act == Act.KEEP and decision.appeal_id is None):
        return
    with translation.override(author.language):
        subject, said = _outcome(decision)
        taken_off = decision.act in (Act.HIDE, Act.REJECT)
        letters.post(
            to=author.email,
            language=author.language,
            name=author.first_name,
            subject=subject,
            text=said,
            items=[
                *quoted(comment, author),
                *said_by_moderator(decision),
            ],
            button=((_("Appeal against the decision"), _page_of(decision)) if taken_off else None),
            note=_("You get this e-mail because you wrote this comment."),
        )


def tell_reporters(reports: Iterable[Report], decision: Decision | None) -> None:
    """What came of their reports; without a decision the author has deleted the comment."""
    for report in reports:
        person = reachable(report.user)
        if person is None:
            continue
        with translation.override(person.language):
            if decision is None:
                said = _("The author has deleted the comment that you reported.")
            elif decision.act in (Act.HIDE, Act.REJECT):
                said = _(
                    "The comment that you reported is hidden: it breaks the rule “%(rule)s”."
                ) % {"rule": shown_rule(decision.rule, person.language)}
            else:
                said = _(
                    "The comment that you reported stays: a moderator found that it does not break the rules."
                )
            letters.post(
                to=person.email,
                language=person.language,
                name=person.first_name,
                subject=_("What came of your report"),
                text="\n\n".join([said, _("Thank you for helping to keep the discussion civil.")]),
                items=quoted(report.comment, person),
                note=_("You get this e-mail because you reported this comment."),
            )


def open_reports(comment: Comment) -> list[Report]:
    """Reports that nobody has decided yet, with who made them."""
    return list(
        comment.reports.filter(decision=None).select_related("user", "rule").order_by("made_at")
    )


def tell_appeal_received(appeal: CommentAppeal) -> None:
    """That an appeal has arrived, and who will answer it."""
    author = reachable(appeal.decision.comment.user)
    if author is None:
        return
    with translation.override(author.language):
        letters.post(
            to=author.email,
            language=author.language,
            name=author.first_name,
            subject=_("Your appeal has arrived"),
            text=_(
                "Somebody other than the person who decided will look at it and answer you by e-mail."
            ),
            items=quoted(appeal.decision.comment, author),
            note=_("You get this e-mail because you appealed against a decision."),
        )


def _outcome(decision: Decision) -> tuple[str, str]:
    """Subject and text, in the active language."""
    rule = {"rule": shown_rule(decision.rule)}
    if decision.appeal_id is not None:
        if decision.act == Act.KEEP:
            return (
                _("Your appeal is refused"),
                _(
                    "Another moderator has looked at the decision, and it stands: your comment breaks the rule “%(rule)s”."
                )
                % rule,
            )
        return (
            _("Your appeal is granted"),
            _("Another moderator has looked at the decision. Your comment is on the site again."),
        )
    if decision.act == Act.HIDE:
        return (
            _("Your comment is hidden"),
            _("A moderator has hidden your comment: it breaks the rule “%(rule)s”.") % rule
            + "\n\n"
            + _how_to_appeal(),
        )
    if decision.act == Act.REJECT:
        return (
            _("Your comment is not published"),
            _("A moderator has not published your comment: it breaks the rule “%(rule)s”.") % rule
            + "\n\n"
            + _how_to_appeal(),
        )
    if decision.act == Act.RESTORE:
        return _("Your comment is shown again"), _(
            "A moderator has taken the decision back. Everybody can see your comment."
        )
    return _("Your comment is published"), _(
        "A moderator has read your comment. Now everybody can see it."
    )


def _how_to_appeal() -> str:
    return _("If you do not agree, you can appeal once: somebody else will look at it.")


def said_by_moderator(decision: Decision) -> list[letters.Item]:
    """The moderator's word. Not in the text of the letter, where addresses become links."""
    if not decision.word:
        return []
    taken_off = decision.act in (Act.HIDE, Act.REJECT)
    url = (
        _page_of(decision)
        if taken_off
        else reverse("discussion:comment", args=[decision.comment_id])
    )
    return [letters.Item(_("The moderator’s word"), url, decision.word)]


def _page_of(decision: Decision) -> str:
    """Where its author reads a decision and appeals against it."""
    return reverse("discussion:appeal", args=[decision.pk])


def quoted(comment: Comment, reader: User) -> list[letters.Item]:
    """The comment and where it stands; its words for its author alone, for they may hurt others.

    A page that the reader may not read, or that is not on the site, is neither named nor linked.
    """
    key = comment.discussion.key
    thing = things_of([key]).get(key)
    is_open = thing is not None and thing.is_open_to(reader)
    is_own = comment.user_id == reader.pk
    if not is_open and not is_own:
        return []
    return [
        letters.Item(
            title=thing.title(reader.language) if thing and is_open else _("Your comment"),
            url=reverse("discussion:comment", args=[comment.pk]),
            text=Truncator(plain(comment.html)).chars(_EXCERPT) if is_own else "",
        )
    ]


def reachable(person: User | None) -> User | None:
    """Whom a letter can reach: neither erased nor switched off."""
    return person if person is not None and person.email and person.is_active else None
