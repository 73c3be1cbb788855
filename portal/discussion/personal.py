"""What discussions keep of people, and what becomes of it when they leave."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from portal.core.personal_data import Erasure, PersonalData, register

_SAID: Final = _(
    "what was said in public stays, signed «Deleted user», so that answers keep their sense"
)
_AS_LONG_AS_DISCUSSION: Final = _("as long as the discussion")
_DECIDED: Final = _("the city answers for what it publishes and decides")
_AS_LONG_AS_ROW: Final = _("as long as what was decided")


def register_discussion() -> None:
    """Called in `DiscussionConfig.ready`."""
    register(*_said(), *_wishes(), *_decisions())


def _said() -> list[PersonalData]:
    return [
        PersonalData(
            model="django_comments.comment",
            key="user",
            title=_("Comments"),
            fields=("comment", "submit_date", "is_public"),
            erasure=Erasure.KEEP,
            reason=_SAID,
            term=_AS_LONG_AS_DISCUSSION,
        ),
        PersonalData(
            model="discussion.reaction",
            key="user",
            title=_("Reactions to comments"),
            fields=("comment", "kind"),
            erasure=Erasure.KEEP,
            reason=_("a count that was read by others stays true"),
            term=_AS_LONG_AS_DISCUSSION,
        ),
        PersonalData(
            model="discussion.report",
            key="user",
            title=_("Reports of comments"),
            fields=("comment", "rule", "text", "made_at"),
            erasure=Erasure.KEEP,
            reason=_DECIDED,
            term=_AS_LONG_AS_ROW,
        ),
        PersonalData(
            model="discussion.commentappeal",
            key="decision__comment__user",
            title=_("Appeals against decisions of moderators"),
            fields=("text", "made_at", "decided_at", "granted", "answer"),
            erasure=Erasure.KEEP,
            reason=_DECIDED,
            term=_AS_LONG_AS_ROW,
        ),
        PersonalData(
            model="django_comments.commentflag",
            key="user",
            title=_("Flags of comments"),
            not_exported=_("the portal does not use them"),
            erasure=Erasure.DELETE,
        ),
    ]


def _wishes() -> list[PersonalData]:
    kept = [
        ("visit", _("Discussions read"), ("discussion", "seen", "at")),
        ("mention", _("Comments that mention you"), ("comment",)),
        ("subscription", _("Discussions followed"), ("discussion", "made_at", "ended_at")),
        ("notice", _("Letters about comments"), ("comment", "cause", "sent_at")),
    ]
    return [
        PersonalData(
            model=f"discussion.{model}",
            key="user",
            title=title,
            fields=fields,
            erasure=Erasure.DELETE,
        )
        for model, title, fields in kept
    ] + [
        PersonalData(
            model="discussion.queuelock",
            key="by",
            title=_("Comments being looked at"),
            not_exported=_("it lasts for some minutes"),
            erasure=Erasure.DELETE,
        )
    ]


def _decisions() -> list[PersonalData]:
    kept = [
        ("discussion", "closed_by", _("Discussions closed"), ("closed_at", "closed_reason")),
        ("decision", "by", _("Decisions about comments"), ("act", "at")),
        ("commentappeal", "decided_by", _("Appeals about comments decided"), ("decided_at",)),
        ("answerdraft", "written_by", _("Official answers written"), ("text", "made_at")),
        ("answerdraft", "decided_by", _("Official answers agreed"), ("changed_at",)),
    ]
    return [
        PersonalData(
            model=f"discussion.{model}",
            key=key,
            title=title,
            fields=fields,
            erasure=Erasure.KEEP,
            reason=_DECIDED,
            term=_AS_LONG_AS_ROW,
        )
        for model, key, title, fields in kept
    ]
