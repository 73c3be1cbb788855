"""Published comments among what is found, each under what it was written to.

A comment is as public as the thing it is about: whatever closes that, takes it off the site or takes its
discussion away takes its comments out of the index in the same breath (`portal/discussion/things/`).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.core.originals import locale_ids
from portal.core.pagecache import stamp
from portal.core.search_items import (
    PUBLIC,
    SearchItem,
    SearchKind,
    mark_changed,
    search_kinds,
    search_sources,
)
from portal.discussion.enums import State
from portal.discussion.models import Comment
from portal.discussion.search_marks import SOURCE
from portal.discussion.signals import comment_changed
from portal.discussion.text import plain
from portal.discussion.things import Thing, Things, things, things_of

# What somebody says of a thing is less of an answer than the thing itself.
_WEIGHT: Final = 0.2
_CHUNK: Final = 2000


def connect() -> None:
    """Called in `DiscussionConfig.ready`."""
    search_sources.register(SOURCE, _SOURCE)
    search_kinds.register(SOURCE, _KIND)
    comment_changed.connect(_comment_changed, dispatch_uid="discussion_search")
    for kind in things:
        kind.connect()


class CommentSource:
    """What readers may find of comments; the staff finds the rest in the queue of moderators."""

    def object_ids(self) -> Iterator[str]:
        rows = Comment.objects.filter(state=State.PUBLISHED).order_by("pk")
        return (str(pk) for pk in rows.values_list("pk", flat=True).iterator(chunk_size=_CHUNK))

    def items(self, object_ids: Sequence[str]) -> Iterable[SearchItem]:
        """A constant number of queries, and some more for each type of things among them."""
        comments = list(
            Comment.objects.filter(pk__in=object_ids, state=State.PUBLISHED)
            .select_related("discussion")
            .order_by("pk")
        )
        found = things_of({row.discussion.key for row in comments})
        above = _above(found.values())
        languages = tuple(locale_ids())
        for comment in comments:
            thing = found.get(comment.discussion.key)
            if thing is not None and thing.is_public:
                yield _item(comment, thing, above[thing.key], languages)


_SOURCE: Final = CommentSource()
_KIND: Final = SearchKind(_("Comments"), pgettext_lazy("search", "Comment"), weight=_WEIGHT)


def _above(found: Iterable[Thing]) -> dict[str, tuple[str, ...]]:
    """By the thing's key: what its comments belong to, the thing itself included."""
    of_kind: dict[Things, list[Thing]] = {}
    for thing in found:
        of_kind.setdefault(thing.things, []).append(thing)
    return {
        key: within for kind, rows in of_kind.items() for key, within in kind.within(rows).items()
    }


def _item(
    comment: Comment, thing: Thing, within: tuple[str, ...], languages: tuple[str, ...]
) -> SearchItem:
    facts = thing.things.facts(thing)
    with translation.override(comment.lang):
        title = gettext("Comment on: %(title)s") % {"title": thing.title(comment.lang)}
        url = f"{reverse('discussion:comment', args=[comment.pk])}#c{comment.pk}"
    return SearchItem(
        object_id=str(comment.pk),
        language=comment.lang,
        kind=SOURCE,
        title=title,
        url=url,
        text=plain(comment.html),
        moment=comment.published_at,
        topics=facts.topics,
        districts=facts.districts,
        department=facts.department,
        audience=PUBLIC,
        offered_to=tuple(dict.fromkeys((comment.lang, *languages))),
        within=within,
        has_own_title=False,
    )


# --- What marks comments ----------------------------------------------------------------------------


def _comment_changed(comment: Comment, before: str | None, **_kwargs: Any) -> None:
    """Receiver of `comment_changed`; what nobody could or can read is nothing to the index."""
    if State.PUBLISHED in (before, comment.state):
        mark_changed(SOURCE, [comment.pk])
    if before == State.PUBLISHED != comment.state:
        # Stored pages of results may show it, and they live longer than a discussion's.
        stamp.bump()
