"""What marks things: every way in which a page, a picture or a file changes what is found of it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from portal.core.originals import original_locale_id
from portal.core.search_items import mark_changed
from portal.places.models import Department, District, Topic
from search.models import SearchDocument
from search.sources import documents, images, pages

# Names that are words of the pages that have them, by the facet that holds their keys.
_TERMS: dict[type[Model], str] = {
    Topic: "topic",
    District: "district",
    Department: "department",
}
# The front page's name and address stand in no path.
_FRONT_DEPTH = 2


def connect() -> None:
    post_save.connect(_saved, dispatch_uid="search")
    post_delete.connect(_deleted, dispatch_uid="search")
    post_page_move.connect(_moved, dispatch_uid="search")
    page_slug_changed.connect(_moved, dispatch_uid="search")


def _saved(sender: type[Model], instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    # Historical models of migrations: there may be no tables yet.
    if raw or sender.__module__ == "__fake__":
        return
    if isinstance(instance, Page):
        _page(instance)
        if instance.numchild and _is_called_otherwise(instance):
            _below([instance.path])
    else:
        _changed(instance)


def _deleted(sender: type[Model], instance: Any, **_kwargs: Any) -> None:
    if sender.__module__ == "__fake__":
        return
    if isinstance(instance, Page):
        _page(instance)
    else:
        _changed(instance)


def _changed(instance: Any) -> None:
    if isinstance(instance, get_image_model()):
        mark_changed(images.SOURCE, [instance.pk])
    elif isinstance(instance, get_document_model()):
        mark_changed(documents.SOURCE, [instance.pk])
    elif isinstance(instance, PageViewRestriction):
        _restricted(instance)
    elif facet := _TERMS.get(type(instance)):
        _named(f"{facet}:{(instance.stored_original() or instance).pk}")
    elif instance._meta.label == "taggit.TaggedItem":
        _tagged(instance)


def _tagged(instance: Any) -> None:
    """The tags of a picture or a file are saved after it."""
    model = instance.content_type.model_class()
    if model is get_image_model():
        mark_changed(images.SOURCE, [instance.object_id])
    elif model is get_document_model():
        mark_changed(documents.SOURCE, [instance.object_id])


def _named(label: str) -> None:
    """Pages that hold a term, whose name may be another now; asks no engine, which may be missing."""
    rows = SearchDocument.objects.filter(source=pages.SOURCE, labels__contains=label)
    found = rows.values_list("object_id", "labels")
    mark_changed(pages.SOURCE, [pk for pk, labels in found if label in labels.split()])


def _restricted(instance: PageViewRestriction) -> None:
    paths = Page.objects.filter(pk=instance.page_id).values_list("path", flat=True)
    _below(paths)


def _moved(instance: Page, **_kwargs: Any) -> None:
    _below([instance.path])


def _page(page: Page) -> None:
    """The thing that the page is a version of, and itself: an original that is gone names it no more."""
    if page.depth == 1:
        return
    keys = [page.pk]
    if page.locale_id != original_locale_id():
        keys = [page.pk, *_representatives([page.translation_key])]
    mark_changed(pages.SOURCE, keys)


def _below(paths: Iterable[str]) -> None:
    """A page and all that stands under it."""
    for path in paths:
        rows = Page.objects.filter(path__startswith=path, depth__gt=1).order_by()
        mark_changed(pages.SOURCE, _representatives(rows.values("translation_key")))


def _representatives(translation_keys: Any) -> list[int]:
    found = pages.representatives().filter(translation_key__in=translation_keys)
    return list(found.values_list("pk", flat=True))


def _is_called_otherwise(page: Page) -> bool:
    """Whether what stands under it shows another name or address of it than it has now."""
    known = SearchDocument.objects.filter(source=pages.SOURCE, details__page=page.pk).values_list(
        "title", "url"
    )
    return any(
        title != page.title or not url.endswith(f"/{page.slug}/")
        for title, url in known
        if page.depth > _FRONT_DEPTH
    )
