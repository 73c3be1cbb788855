"""What a person wrote, for «My participation» and for the page of an expert or official."""

from typing import Final

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.discussion.enums import State, Voice
from portal.discussion.models import Comment
from portal.discussion.talking.addresses import permalink
from portal.discussion.things import Thing, things_of
from portal.people.models import User
from portal.people.taking_part import MOST, Deed, Part, parts

_EXCERPT: Final = 160
# Some of the newest may stand under pages that are not everybody's.
_SEARCHED: Final = 5 * MOST
# What its author may still read at the comment's own address.
_THERE: Final = (State.PUBLISHED, State.HIDDEN)


def register() -> None:
    """Called in `DiscussionConfig.ready`."""
    parts.register("comments", Part(gettext_lazy("Comments and answers"), _own, _public))


def _own(user: User) -> list[Deed]:
    rows = list(_newest(user)[:MOST])
    things = _things(rows)
    deeds = []
    for row in rows:
        thing = things.get(row.discussion.key)
        is_open = thing is not None and thing.is_open_to(user)
        deeds.append(
            _deed(
                row,
                thing if is_open else None,
                text=Truncator(row.comment).chars(_EXCERPT),
                state="" if row.state == State.PUBLISHED else str(row.get_state_display()),
            )
        )
    return deeds


def _public(user: User) -> list[Deed]:
    """Where somebody spoke, not what: the text is read in its place, where it can be answered."""
    rows = list(_newest(user).filter(state=State.PUBLISHED)[:_SEARCHED])
    things = _things(rows)
    found = [(row, things.get(row.discussion.key)) for row in rows]
    return [_deed(row, thing) for row, thing in found if thing is not None and thing.is_public][
        :MOST
    ]


def _newest(user: User) -> QuerySet[Comment]:
    return (
        Comment.objects.filter(user=user)
        .exclude(state=State.DELETED)
        .select_related("discussion")
        .order_by("-submit_date", "-pk")
    )


def _things(rows: list[Comment]) -> dict[str, Thing]:
    return things_of({row.discussion.key for row in rows})


def _deed(row: Comment, thing: Thing | None, *, text: str = "", state: str = "") -> Deed:
    language = get_language() or ""
    spoken = thing.language(language) if thing else ""
    return Deed(
        title=thing.title(language) if thing else _("A page that is not open to you now"),
        url=permalink(row.pk) if thing and row.state in _THERE else "",
        at=row.submit_date,
        words=_what(row),
        lang="" if spoken == language else spoken,
        text=text,
        state=state,
    )


def _what(row: Comment) -> str:
    if row.voice != Voice.CITIZEN:
        return str(row.get_voice_display())
    return _("question") if row.is_question else _("comment")
