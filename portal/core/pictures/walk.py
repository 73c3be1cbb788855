"""Which pictures a page shows, and in which places."""

from collections.abc import Iterator
from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.core.models import PortalImage
from portal.core.pictures.shapes import attach_shapes, specs_of

# A page type may say otherwise for a field: `picture_places = {"body": ("card",)}`.
_KEY_PLACES = ("lead", "card", "thumb", "social")
_STREAM_PLACES = ("content", "gallery", "wide")


def pictures_of(page: Page) -> list[tuple[PortalImage, tuple[str, ...]]]:
    """Each placement of a picture on the page itself, with the presets it is shown in.

    The objects are those the page's templates will get, so what is attached to them is seen there.
    Pictures of other pages (cards) are not among them: those pages have their own.
    """
    places: dict[str, tuple[str, ...]] = {"social_image": ("social",)}
    places |= getattr(page, "picture_places", {})
    found: list[tuple[PortalImage, tuple[str, ...]]] = []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            wanted = places.get(field.name, _STREAM_PLACES)
            found += [(image, wanted) for image in _in_value(getattr(page, field.name))]
        elif _is_picture_key(field) and (image := getattr(page, field.name)) is not None:
            found.append((image, places.get(field.name, _KEY_PLACES)))
    for relation in get_all_child_relations(page):
        keys = [key for key in relation.related_model._meta.get_fields() if _is_picture_key(key)]
        if keys:
            for child in getattr(page, relation.get_accessor_name()).all():
                images = (getattr(child, key.name) for key in keys)
                found += [(image, _STREAM_PLACES) for image in images if image is not None]
    return found


def prefetch_page_pictures(page: Page) -> None:
    """Read the files of all pictures on a page with one query; `responsive_picture` calls it."""
    if page.__dict__.get("_pictures_are_read"):
        return
    page.__dict__["_pictures_are_read"] = True
    found = pictures_of(page)
    if found:
        presets = sorted({name for _, wanted in found for name in wanted})
        attach_shapes([image for image, _ in found], specs_of(*presets))


def _is_picture_key(field: Any) -> bool:
    is_key = field.many_to_one or field.one_to_one
    return bool(is_key and field.concrete and field.related_model is PortalImage)


def _in_value(value: Any) -> Iterator[PortalImage]:
    if isinstance(value, PortalImage):
        yield value
    elif isinstance(value, StreamValue | ListValue):
        bound = value if isinstance(value, StreamValue) else value.bound_blocks
        for child in bound:
            yield from _in_value(child.value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _in_value(part)
