"""The `<picture>` element: only files that exist, sizes that fit, room kept while it loads."""

import functools

from django.utils.html import conditional_escape, escape
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
    lang: str = "",
    css_class: str = "",
    is_first: bool | None = None,
    on_paper: bool = False,
) -> SafeString:
    """Markup of a picture in a place; nothing when its file is missing or broken.

    `lang`: the code of the language of `alt` where it is not the page's.
    `on_paper`: nobody scrolls to it before it is printed, so it is not loaded lazily.

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
    main = min(files, key=lambda shape: abs(shape.width - preset.fallback_width))
    sources = "".join(
        f'<source type="{MIME_TYPES[name]}" srcset="{_srcset(made)}" sizes="{preset.sizes}">'
        for name in modern
        if (made := _files(image, preset, name))
    )
    several = f' srcset="{_srcset(files)}" sizes="{preset.sizes}"' if len(files) > 1 else ""
    classes = f' class="{escape(css_class)}"' if css_class else ""
    language = f' lang="{escape(lang)}"' if lang else ""
    first = preset.is_first if is_first is None else is_first
    loading = ' loading="lazy" decoding="async"'
    if first or on_paper:
        loading = ' fetchpriority="high"' if first else ""
    # Put together by hand: a list shows twenty pictures with a dozen files each. Addresses are
    # percent-encoded by the storage and escaped in `_address`.
    return mark_safe(  # noqa: S308
        f'<picture>{sources}<img src="{_address(main.name)}"{several} width="{main.width}"'
        f' height="{main.height}" alt="{conditional_escape(alt)}"{language}{classes}{loading}></picture>'
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
    files: list[Shape] = []
    for spec in _specs(preset.name, file_format):
        shape = shapes.get(spec)
        if shape is not None and (not files or shape.width > files[-1].width):
            files.append(shape)
    return files


@functools.cache
def _specs(preset_name: str, file_format: str) -> list[str]:
    preset = PRESETS[preset_name]
    return [preset.spec(width, file_format) for width in sorted(preset.widths)]


def _srcset(files: list[Shape]) -> str:
    return ", ".join(f"{_address(shape.name)} {shape.width}w" for shape in files)


@functools.lru_cache(maxsize=8192)
def _address(name: str) -> str:
    """The address of a made file, ready for an attribute; it never changes."""
    return escape(get_rendition_storage().url(name))
