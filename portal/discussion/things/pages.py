"""Pages of the types that take `DiscussedMixin`."""

import functools
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from portal.core.languages import locale_id_for
from portal.core.originals import original_locale_id
from portal.core.prepared import prepared
from portal.core.remember import remember
from portal.core.search_items import SearchFacts
from portal.discussion.hosts import DiscussedMixin
from portal.discussion.models import Comment
from portal.discussion.search_marks import mark
from portal.discussion.things.base import Thing, Things
from portal.people.models import User
from portal.people.page_scope import department_pages

_SOURCE: Final = "pages"
# The front page belongs to no path.
_FRONT_DEPTH: Final = 2
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


class PageThings(Things):
    """A page is as public as what stands above it, and shown where it is live."""

    letter = "p"
    model = Page

    def takes(self, thing: Any) -> bool:
        return isinstance(thing, DiscussedMixin)

    # --- For a reader's request -------------------------------------------------------------------

    def readable(self, pk: int, request: HttpRequest) -> Any | None:
        model = remember(request, f"type of page {pk}", lambda: _type_of(pk))
        if model is None:
            return None
        page = next(iter(_pages(model)(pk)), None)
        if page is None or not page.has_discussion:
            return None
        is_open = all(each.accept_request(request) for each in page.get_view_restrictions())
        return page if is_open else None

    def in_language(self, original: Any) -> Any:
        locale_id = locale_id_for(get_language())
        if locale_id == original.locale_id:
            return original
        model: type[Model] = type(original)
        version = next(iter(_versions(model)(original.pk, locale_id)), None)
        if version is None:
            return original
        version.__dict__["original"] = original
        return version

    def url(self, version: Any) -> str:
        return str(version.url or "")

    def at(self, match: ResolverMatch, request: HttpRequest) -> Any | None:
        if match.view_name != "wagtail_serve":
            return None
        rest = match.args[0] if match.args else match.kwargs.get("path", "")
        found = Page.route_for_request(request, rest)
        page = found.page.specific if found is not None else None
        return page if self.takes(page) else None

    # --- About one of them ------------------------------------------------------------------------

    def kind_name(self, original: Any) -> str:
        return str(original.discussion_kind)

    def over_at(self, original: Any) -> datetime | None:
        found: datetime | None = original.discussion_over_at()
        return found

    def topic_ids(self, original: Any) -> frozenset[int]:
        found: frozenset[int] = original.discussion_topics()
        return found

    def may_set(self, user: User, original: Any) -> bool:
        return bool(original.permissions_for_user(user).can_publish())

    # --- For tasks, lists and search --------------------------------------------------------------

    def originals(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Page.objects.filter(locale_id=original_locale_id(), alias_of=None)
        return rows

    def specific(self, original: Any) -> Any:
        page = original.specific
        return page if self.takes(page) else None

    def with_translation_key(self, key: Any) -> Any | None:
        page = super().with_translation_key(key)
        return self.specific(page) if page is not None else None

    def on_site(self) -> QuerySet[Any]:
        return self.originals().filter(live=True)

    def of_departments(self, ids: Iterable[int]) -> list[QuerySet[Any]]:
        return [
            kind.model._default_manager.filter(**{f"{kind.column}__in": ids})
            for kind in department_pages
        ]

    def load(self, pks: Iterable[int]) -> list[Thing]:
        originals = _of_their_types(set(pks))
        titles = _titles(originals)
        restrictions = list(
            PageViewRestriction.objects.select_related("page").prefetch_related("groups")
            if originals
            else ()
        )
        return [
            Thing(
                things=self,
                key=self.key(page),
                original=page,
                titles=titles.get(page.translation_key, {}),
                is_shown=bool(page.live and page.has_discussion and page.alias_of_id is None),
                restrictions=tuple(
                    each for each in restrictions if page.path.startswith(each.page.path)
                ),
            )
            for page in originals
        ]

    def facts(self, thing: Thing) -> SearchFacts:
        facts: SearchFacts = thing.original.search_facts()
        return facts

    def within(self, things: Sequence[Thing]) -> dict[str, tuple[str, ...]]:
        """All that stands above it, and itself. Above an original stand originals."""
        paths = {path for thing in things for path in _paths(thing.original)}
        rows = Page.objects.filter(path__in=paths) if paths else Page.objects.none()
        keys = dict(rows.values_list("path", "pk"))
        return {
            thing.key: tuple(
                f"{_SOURCE}:{keys[path]}"
                for path in _paths(thing.original)[_FRONT_DEPTH:]
                if path in keys
            )
            for thing in things
        }

    def connect(self) -> None:
        post_save.connect(_saved, dispatch_uid="discussion_search")
        post_save.connect(
            _restricted, sender=PageViewRestriction, dispatch_uid="discussion_search_on"
        )
        post_delete.connect(
            _restricted, sender=PageViewRestriction, dispatch_uid="discussion_search_off"
        )
        post_page_move.connect(_moved, dispatch_uid="discussion_search")


def _type_of(pk: int) -> type[Model] | None:
    """The type of a live original that takes discussions; None for all else."""
    types = _type_ids(pk, original_locale_id())
    model = ContentType.objects.get_for_id(types[0]).model_class() if types else None
    return model if model is not None and issubclass(model, DiscussedMixin) else None


@prepared()
def _type_ids(pk: int, locale_id: int) -> QuerySet[Any, Any]:
    rows = Page.objects.filter(pk=pk, locale_id=locale_id, alias_of=None, live=True).order_by()
    return rows.values_list("content_type_id", flat=True)


@functools.cache
def _pages(model: type[Model]) -> Callable[[int], list[Any]]:
    pages: Any = model._default_manager

    @prepared()
    def live(pk: int) -> QuerySet[Any]:
        return pages.live().filter(pk=pk).defer_streamfields().order_by()

    return live


@functools.cache
def _versions(model: type[Model]) -> Callable[[int, int], list[Any]]:
    """The live ones in a language, by the key of the original."""
    pages: Any = model._default_manager

    @prepared()
    def live(original: int, locale_id: int) -> QuerySet[Any]:
        keys = Page.objects.filter(pk=original).order_by().values("translation_key")
        found = pages.live().filter(translation_key__in=keys, locale_id=locale_id, alias_of=None)
        return found.defer_streamfields().order_by()

    return live


def _of_their_types(keys: set[int]) -> list[Any]:
    by_type: dict[type[Page], list[int]] = {}
    rows = Page.objects.filter(pk__in=keys, locale_id=original_locale_id())
    for row in rows.only("pk", "content_type_id"):
        model = row.specific_class
        if model is not None and issubclass(model, DiscussedMixin):
            by_type.setdefault(model, []).append(row.pk)
    return [
        page
        for model, found in by_type.items()
        for page in model._default_manager.filter(pk__in=found)
        .defer_streamfields()
        .prefetch_related(*getattr(model, "search_relations", ()))
    ]


def _titles(pages: Iterable[Page]) -> dict[Any, dict[str, str]]:
    found: dict[Any, dict[str, str]] = {}
    keys = [page.translation_key for page in pages]
    if not keys:
        return found
    versions = Page.objects.filter(Q(live=True) & Q(translation_key__in=keys), alias_of=None)
    for key, language, title in versions.values_list(
        "translation_key", "locale__language_code", "title"
    ):
        found.setdefault(key, {})[language] = title
    return found


def _paths(page: Page) -> list[str]:
    return [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]


# --- What marks comments for search -----------------------------------------------------------------


def _saved(
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
    mark(Comment.objects.filter(discussion__page__translation_key=key))


def _restricted(instance: PageViewRestriction, **_kwargs: Any) -> None:
    for path in Page.objects.filter(pk=instance.page_id).values_list("path", flat=True):
        _mark_under(path)


def _moved(instance: Page, **_kwargs: Any) -> None:
    _mark_under(instance.path)


def _mark_under(path: str) -> None:
    mark(Comment.objects.filter(discussion__page__path__startswith=path))
