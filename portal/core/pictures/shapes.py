"""Which files of a picture exist: read for many pictures with one query, kept on the pictures."""

import functools
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from wagtail.images.models import Filter, get_rendition_storage

from portal.core.models import PortalImage, PortalRendition
from portal.core.pictures.presets import PRESETS, SOCIAL_SPEC


class Shape(NamedTuple):
    """A made file of a picture: its name in storage and its size in pixels."""

    name: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return str(get_rendition_storage().url(self.name))


@functools.cache
def specs_of(*presets: str) -> frozenset[str]:
    """Every file these places could use. Raises KeyError for an unknown place."""
    return frozenset(
        spec
        for name in presets
        for spec in ([SOCIAL_SPEC] if name == "social" else PRESETS[name].all_specs())
    )


_CROP = Filter("fill-1x1")


def crop_key(image: PortalImage) -> str:
    """What Wagtail stores with a cropped file: it changes with the focal point."""
    return str(_CROP.get_cache_key(image))


def attach_shapes(images: Iterable[PortalImage], specs: frozenset[str]) -> None:
    """Learn which of these files exist; one query for all pictures, none if all is known."""
    wanted: dict[int, list[PortalImage]] = {}
    for image in images:
        if not specs <= known_specs(image):
            wanted.setdefault(image.pk, []).append(image)
    if not wanted:
        return
    found: dict[int, list[tuple[str, str, Shape]]] = {}
    rows = PortalRendition.objects.filter(image_id__in=wanted, filter_spec__in=specs)
    for pk, spec, key, *shape in rows.values_list(
        "image_id", "filter_spec", "focal_point_key", "file", "width", "height"
    ):
        found.setdefault(pk, []).append((spec, key, Shape(*shape)))
    for pk, same in wanted.items():
        for image in same:
            current = crop_key(image)
            shapes = shapes_of(image)
            for spec, key, shape in found.get(pk, ()):
                if not key or key == current:
                    shapes[spec] = shape
            image.__dict__["_known_specs"] = known_specs(image) | specs


def shapes_of(image: PortalImage) -> dict[str, Shape]:
    """The files known to exist, by Wagtail's filter specification."""
    shapes: dict[str, Shape] = image.__dict__.setdefault("_shapes", {})
    return shapes


def known_specs(image: PortalImage) -> frozenset[str]:
    """The files that have been asked about."""
    known: frozenset[str] = image.__dict__.get("_known_specs", frozenset())
    return known


def prefetch_pictures(items: Any, field: str, *presets: str) -> Any:
    """Read the pictures of a whole listing and their files: two queries, whatever its length.

    A queryset gives a queryset; a list of pages, also of different types, gives the list. In a
    list an item without that field or without a picture is left as it is.

        news = prefetch_pictures(news.live().public(), "lead_image", "card", "thumb")
    """
    specs = specs_of(*presets)
    if isinstance(items, QuerySet):
        from django.db.models import Prefetch

        pictures = PortalImage.objects.with_shapes(specs)
        return items.prefetch_related(Prefetch(field, queryset=pictures))
    items = list(items)
    lacking: dict[int, list[Any]] = {}
    images: list[PortalImage] = []
    for item in items:
        pk = getattr(item, f"{field}_id", None)
        if pk is None:
            continue
        if cached := item._state.fields_cache.get(field):
            images.append(cached)
        else:
            lacking.setdefault(pk, []).append(item)
    if lacking:
        for pk, image in PortalImage.objects.in_bulk(lacking).items():
            images.append(image)
            for item in lacking[pk]:
                setattr(item, field, image)
    attach_shapes(images, specs)
    return items
