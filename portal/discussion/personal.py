"""What discussions keep of people, and what becomes of it when they leave."""

from collections.abc import Callable, Iterator
from typing import Final

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from portal.core.personal_data import CHUNK, Erasure, PersonalData, Row, register, values_of
from portal.core.sitewide import absolute_url
from portal.discussion.models import Comment
from portal.discussion.models.discussions import with_things
from portal.discussion.talking.addresses import permalink

_SAID: Final = _(
    "what was said in public stays, signed «Deleted user», so that answers keep their sense"
)
_AS_LONG_AS_DISCUSSION: Final = _("as long as the discussion")
_DECIDED: Final = _("the city answers for what it publishes and decides")
_AS_LONG_AS_ROW: Final = _("as long as what was decided")
# Also of what the models leave without a name.
_LABELS: Final = {
    "comment": _("address of the comment"),
    "discussion": _("discussion"),
    "seen": _("read up to number"),
    "at": _("time"),
    "kind": _("reaction"),
    "rule": _("rule"),
    "text": _("text"),
    "cause": _("cause"),
    "sent_at": _("sent"),
}


def register_discussion() -> None:
    """Called in `DiscussionConfig.ready`."""
    register(*_said(), *_wishes(), *_decisions())


def _said() -> list[PersonalData]:
    return [
        PersonalData(
            model="django_comments.comment",
            key="user",
            title=_("Comments"),
            rows=_own_comments,
            labels={
                "discussion": _("discussion"),
                "address": _("address"),
                "written": _("written"),
                "state": _("state"),
                "text": _("text"),
                "earlier": _("earlier texts"),
            },
            erasure=Erasure.KEEP,
            reason=_SAID,
            term=_AS_LONG_AS_DISCUSSION,
        ),
        PersonalData(
            model="discussion.reaction",
            key="user",
            title=_("Reactions to comments"),
            rows=_about_comments("reaction", "kind"),
            labels=_LABELS,
            erasure=Erasure.KEEP,
            reason=_("a count that was read by others stays true"),
            term=_AS_LONG_AS_DISCUSSION,
        ),
        PersonalData(
            model="discussion.report",
            key="user",
            title=_("Reports of comments"),
            rows=_about_comments("report", "rule", "text", "made_at"),
            labels={**_LABELS, "made_at": _("made")},
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
    return [
        PersonalData(
            model=f"discussion.{model}",
            key="user",
            title=title,
            labels=_LABELS,
            erasure=Erasure.DELETE,
            **held,
        )
        for model, title, held in (
            ("visit", _("Discussions read"), {"fields": ("discussion", "seen", "at")}),
            ("mention", _("Comments that mention you"), {"rows": _about_comments("mention")}),
            (
                "subscription",
                _("Discussions followed"),
                {"fields": ("discussion", "made_at", "ended_at")},
            ),
            (
                "notice",
                _("E-mails about comments"),
                {"rows": _about_comments("notice", "cause", "sent_at")},
            ),
        )
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


def _own_comments(user: AbstractBaseUser) -> Iterator[Row]:
    """What the person wrote, where it stands, and what it said before it was changed."""
    rows = with_things(Comment.objects.filter(user=user.pk), "discussion")
    for comment in rows.prefetch_related("edits").order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "discussion": str(comment.discussion),
            "address": absolute_url(permalink(comment.pk)),
            "written": comment.submit_date,
            "state": comment.get_state_display(),
            "text": comment.comment,
            "earlier": [{"until": edit.until, "text": edit.text} for edit in comment.edits.all()],
        }


def _about_comments(model: str, *fields: str) -> Callable[[AbstractBaseUser], Iterator[Row]]:
    """Rows about comments of others: which one is said by its address, so that a copy names nobody else."""

    def rows(user: AbstractBaseUser) -> Iterator[Row]:
        found = apps.get_model("discussion", model).objects.filter(user=user.pk).order_by("pk")
        for row in found.iterator(chunk_size=CHUNK):
            yield {
                "comment": absolute_url(permalink(row.comment_id)),
                **values_of(row, fields),
            }

    return rows
