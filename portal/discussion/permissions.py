"""Who may write where, and as whom."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.remember import current_request, remember
from portal.discussion.enums import Closing, Voice
from portal.discussion.hosts import Host
from portal.discussion.models import Discussion, KindSettings
from portal.people.enums import Level
from portal.people.models import User
from portal.people.permissions import Action, Verdict, actions, department_ids, verdict

MODERATE: Final = "discussion.moderate"
ANSWER: Final = "discussion.answer_officially"
EXPORT: Final = "discussion.export_discussion"

COMMENT: Final = actions.register("comment", Action("comment", _("Comment")))
# Saying something to a comment without words, or reporting it, needs no more than an account.
REACT: Final = actions.register("react", Action("react", _("React to a comment")))
# Also for the blocked: who sees that somebody is hurt may say so.
REPORT: Final = actions.register(
    "report", Action("report", _("Report a comment"), while_blocked=True)
)
# Letters go to a confirmed address; who may not write for a while still reads.
FOLLOW: Final = actions.register(
    "follow", Action("follow", _("Follow a discussion"), while_blocked=True)
)
MODERATION: Final = actions.register(
    "moderate", Action("moderate", _("Moderate comments"), permission=MODERATE)
)


@dataclass(frozen=True, slots=True)
class Closed:
    """Why nothing more can be written, since when, and what the moderator says to it."""

    closing: Closing
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """As whom a person may speak: with which department and position."""

    voice: Voice
    department_id: int | None = None
    position: str = ""


def settings_of(kind_name: str) -> KindSettings:
    """What the administrator has set for a kind, else what its room says."""
    from portal.discussion.kinds import kinds

    known = remember(current_request(), "settings of discussions", _all_settings)
    if kind_name in known:
        return known[kind_name]
    kind = kinds.get(kind_name)
    return KindSettings(
        kind=kind_name,
        level=kind.level if kind else Level.EMAIL,
        premoderated=kind.premoderated if kind else False,
    )


def _all_settings() -> dict[str, KindSettings]:
    return {row.kind: row for row in KindSettings.objects.all()}


def comment_action(host: Host) -> Action:
    """The action of writing here, with the level that its kind asks for."""
    return replace(COMMENT, level=Level(settings_of(host.kind_name).level))


def may_write(user: User | AnonymousUser, host: Host) -> Verdict:
    """What a person still needs before they can write here; closing is another question."""
    return verdict(user, comment_action(host))


def is_premoderated(discussion: Discussion | None, host: Host) -> bool:
    if discussion is not None and discussion.premoderated is not None:
        return discussion.premoderated
    return settings_of(host.kind_name).premoderated


def closing_of(
    host: Host, discussion: Discussion | None, *, at: datetime | None = None
) -> Closed | None:
    """Why the discussion is closed at a moment; None while it is open."""
    at = at or timezone.now()
    if discussion is not None and discussion.closed_at is not None and discussion.closed_at <= at:
        return Closed(Closing.EDITOR, discussion.closed_at, discussion.closed_reason)
    if discussion is not None and discussion.closes_at is not None and discussion.closes_at <= at:
        return Closed(Closing.TIME, discussion.closes_at)
    over = host.over_at
    if over is not None and over <= at:
        return Closed(Closing.THING, over)
    return None


def closes_at(host: Host, discussion: Discussion | None) -> datetime | None:
    """The next moment at which an open discussion closes by itself."""
    moments = [
        discussion.closes_at if discussion is not None else None,
        host.over_at,
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def can_moderate(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.has_perm(MODERATE)


def voices_of(user: User | AnonymousUser, host: Host) -> list[Speaker]:
    """As whom a person may write here: always as a citizen, officers of its department and experts besides."""
    found = [Speaker(Voice.CITIZEN)]
    if not isinstance(user, User):
        return found
    if host.owning_department_id in department_ids(user) and user.has_perm(ANSWER):
        member = user.departments.get(department_id=host.owning_department_id)
        found.append(Speaker(Voice.OFFICIAL, member.department_id, member.position))
    expert = getattr(user, "expert", None)
    if expert is not None and host.topic_ids & {topic.pk for topic in expert.topics.all()}:
        found.append(Speaker(Voice.EXPERT, None, expert.position))
    return found
