"""Published comments among what is found, each under the page it was written to.

A comment is as public as its page: whatever closes the page, takes it off the site or takes its
discussion away takes its comments out of the index in the same breath.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from portal.core.originals import locale_ids
from portal.core.search_items import (
    PUBLIC,
    SearchFacts,
    SearchItem,
    SearchKind,
    mark_changed,
    search_kinds,
    search_sources,
)
from portal.discussion.enums import State
from portal.discussion.models import Comment
from portal.discussion.signals import comment_changed
from portal.discussion.text import plain
from portal.discussion.things import Thing, things_of

SOURCE: Final = "comments"
_PAGES: Final = "pages"
# What somebody says of a thing is less of an answer than the thing itself.
_WEIGHT: Final = 0.2
# The front page belongs to no path.
_FRONT_DEPTH: Final = 2
_CHUNK: Final = 2000
# Saves of a page that change nothing for its comments: of a draft, of a schedule.
_DRAFT_FIELDS: Final = frozenset(
    {
        "draft_title",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)


def connect() -> None:
    """Called in `DiscussionConfig.ready`."""
    search_sources.register(SOURCE, _SOURCE)
    search_kinds.register(SOURCE, _KIND)
    comment_changed.connect(_comment_changed, dispatch_uid="discussion_search")
    post_save.connect(_page_saved, dispatch_uid="discussion_search")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="discussion_search_on")
    post_delete.connect(
        _restricted, sender=PageViewRestriction, dispatch_uid="discussion_search_off"
    )
    post_page_move.connect(_moved, dispatch_uid="discussion_search")


class CommentSource:
    """What readers may find of comments; the staff finds the rest in the queue of moderators."""

    def object_ids(self) -> Iterator[str]:
        rows = Comment.objects.filter(state=State.PUBLISHED).order_by("pk")
        return (str(pk) for pk in rows.values_list("pk", flat=True).iterator(chunk_size=_CHUNK))

    def items(self, object_ids: Sequence[str]) -> Iterable[SearchItem]:
        """A constant number of queries, and some more for each type of page among them."""
        comments = list(
            Comment.objects.filter(pk__in=object_ids, state=State.PUBLISHED)
            .select_related("discussion")
            .order_by("pk")
        )
        things = things_of({row.discussion.page_id or 0 for row in comments})
        above = _Above(things.values())
        languages = tuple(locale_ids())
        for comment in comments:
            thing = things.get(comment.discussion.page_id or 0)
            if thing is not None and thing.is_public:
                yield _item(comment, thing, above, languages)


_SOURCE: Final = CommentSource()
_KIND: Final = SearchKind(_("Comments"), pgettext_lazy("search", "Comment"), weight=_WEIGHT)


class _Above:
    """What stands above the things: keys of pages by their paths. Above an original stand originals."""

    def __init__(self, things: Iterable[Thing]) -> None:
        paths = {path for thing in things for path in _paths(thing.page)}
        rows = Page.objects.filter(path__in=paths) if paths else Page.objects.none()
        self._keys = dict(rows.values_list("path", "pk"))

    def within(self, thing: Thing) -> tuple[str, ...]:
        paths = _paths(thing.page)[_FRONT_DEPTH:]
        return tuple(f"{_PAGES}:{self._keys[path]}" for path in paths if path in self._keys)


def _paths(page: Page) -> list[str]:
    return [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]


def _item(comment: Comment, thing: Thing, above: _Above, languages: tuple[str, ...]) -> SearchItem:
    facts: SearchFacts = thing.page.search_facts()
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
        within=above.within(thing),
        has_own_title=False,
    )


# --- What marks comments ----------------------------------------------------------------------------


def _comment_changed(comment: Comment, before: str | None, **_kwargs: Any) -> None:
    """Receiver of `comment_changed`; what nobody could or can read is nothing to the index."""
    if State.PUBLISHED in (before, comment.state):
        mark_changed(SOURCE, [comment.pk])


def _page_saved(
    sender: type[Model],
    instance: Any,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **_kwargs: Any,
) -> None:
    """Receiver of every post_save: title, terms, being live and having a discussion may have changed."""
    if raw or sender.__module__ == "__fake__" or not isinstance(instance, Page):
        return
    if update_fields is not None and update_fields <= _DRAFT_FIELDS:
        return
    key = instance.translation_key
    _mark(Comment.objects.filter(discussion__page__translation_key=key))


def _restricted(instance: PageViewRestriction, **_kwargs: Any) -> None:
    for path in Page.objects.filter(pk=instance.page_id).values_list("path", flat=True):
        _mark_under(path)


def _moved(instance: Page, **_kwargs: Any) -> None:
    _mark_under(instance.path)


def _mark_under(path: str) -> None:
    _mark(Comment.objects.filter(discussion__page__path__startswith=path))


def _mark(comments: QuerySet[Comment]) -> None:
    published = comments.filter(state=State.PUBLISHED).order_by()
    mark_changed(SOURCE, published.values_list("pk", flat=True))
