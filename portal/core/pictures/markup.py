"""The `<picture>` element: only files that exist, sizes that fit, room kept while it loads."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import get_rendition_storage

from portal.core.models import PortalImage
from portal.core.pictures.making import formats_of, make_one, make_spec
from portal.core.pictures.presets import MIME_TYPES, PRESETS, SOCIAL_SPEC, Preset
from portal.core.pictures.shapes import Shape, attach_shapes, shapes_of, specs_of

NOTHING = SafeString("")


def picture(
    image: PortalImage,
    preset_name: str,
    *,
    alt: str,
    css_class: str = "",
    is_first: bool | None = None,
) -> SafeString:
    """Markup of a picture in a place; nothing when its file is missing or broken.

    Raises KeyError for an unknown place.
    """
    preset = PRESETS[preset_name]
    attach_shapes([image], specs_of(preset_name))
    *modern, fallback = formats_of(image)
    files = _files(image, preset, fallback)
    if not files:
        first_file = make_one(image, preset)
        if first_file is None:
            return NOTHING
        files = [first_file]
    url = get_rendition_storage().url
    main = min(files, key=lambda shape: abs(shape.width - preset.fallback_width))
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        (
            (MIME_TYPES[name], _srcset(made, url), preset.sizes)
            for name in modern
            if (made := _files(image, preset, name))
        ),
    )
    first = preset.is_first if is_first is None else is_first
    return format_html(
        '<picture>{}<img src="{}"{} width="{}" height="{}" alt="{}"{}{}></picture>',
        sources,
        url(main.name),
        format_html(' srcset="{}" sizes="{}"', _srcset(files, url), preset.sizes)
        if len(files) > 1
        else NOTHING,
        main.width,
        main.height,
        alt,
        format_html(' class="{}"', css_class) if css_class else NOTHING,
        mark_safe(' fetchpriority="high"' if first else ' loading="lazy" decoding="async"'),  # noqa: S308
    )


def picture_url(image: PortalImage, preset_name: str) -> str:
    """Address of the largest fallback file in a place; empty when the source is broken."""
    preset = PRESETS[preset_name]
    attach_shapes([image], specs_of(preset_name))
    files = _files(image, preset, formats_of(image)[-1])
    largest = files[-1] if files else make_one(image, preset)
    return largest.url if largest else ""


def social_picture(image: PortalImage) -> Shape | None:
    """The picture for social networks, 1200 by 630 pixels or what the source gives; made at once."""
    attach_shapes([image], specs_of("social"))
    return shapes_of(image).get(SOCIAL_SPEC) or make_spec(image, SOCIAL_SPEC)


def _files(image: PortalImage, preset: Preset, file_format: str) -> list[Shape]:
    """The made files of one format, narrow to wide, each width once."""
    shapes = shapes_of(image)
    by_width = {
        shape.width: shape
        for width in preset.widths
        if (shape := shapes.get(preset.spec(width, file_format)))
    }
    return [by_width[width] for width in sorted(by_width)]


def _srcset(files: list[Shape], url: Any) -> str:
    return ", ".join(f"{url(shape.name)} {shape.width}w" for shape in files)
