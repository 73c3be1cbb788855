"""Making a picture's files: one when a page cannot wait, all of them in a task."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from wagtail.images.image_operations import ImageTransform
from wagtail.images.models import Filter
from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage

from portal.core.models import PortalImage
from portal.core.pictures.presets import (
    OPAQUE_FORMATS,
    PRESETS,
    SOCIAL_SPEC,
    TRANSPARENT_FORMATS,
    Preset,
)
from portal.core.pictures.shapes import Shape, crop_key, shapes_of
from portal.core.uploads.broken import BROKEN_FILE

logger = logging.getLogger(__name__)

_AVIF_QUALITY: Final = 61
# 0 is the slowest, 10 the quickest. One thread: the web workers have the other core.
_AVIF_SPEED: Final = 8


def formats_of(image: PortalImage) -> tuple[str, ...]:
    """The file formats this picture is offered in; the last one is the fallback."""
    return TRANSPARENT_FORMATS if image.has_alpha else OPAQUE_FORMATS


def wanted_specs(image: PortalImage, presets: Iterable[str]) -> list[str]:
    """All files that these places want of this picture, fallback formats first."""
    specs: dict[str, None] = {}
    places = [PRESETS[name] for name in dict.fromkeys(presets) if name != "social"]
    for file_format in reversed(formats_of(image)):
        for preset in places:
            for width in preset.widths_for(image.width, image.height):
                specs[preset.spec(width, file_format)] = None
    if "social" in presets:
        specs[SOCIAL_SPEC] = None
    return list(specs)


def make_one(image: PortalImage, preset: Preset) -> Shape | None:
    """The one file a page needs when nothing was made yet; None when the source is broken."""
    widths = preset.widths_for(image.width, image.height)
    width = min(preset.fallback_width, widths[-1])
    return make_spec(image, preset.spec(width, formats_of(image)[-1]))


def make_spec(image: PortalImage, spec: str) -> Shape | None:
    """Make one file at once, or take the one that exists; None when the source is broken."""
    made = _make(image, [spec])
    return made[0] if made else None


def make_all(image: PortalImage, presets: Iterable[str]) -> int:
    """Make the files that are missing; those of an earlier focal point are removed.

    Returns how many were made; 0 for a broken source, which is logged.
    """
    current = ["", crop_key(image)]
    image.renditions.exclude(focal_point_key__in=current).delete()
    specs = wanted_specs(image, presets)
    existing = image.renditions.filter(filter_spec__in=specs, focal_point_key__in=current)
    made = set(existing.values_list("filter_spec", flat=True))
    return len(_make(image, [spec for spec in specs if spec not in made]))


def _make(image: PortalImage, specs: list[str]) -> list[Shape]:
    """Decode the source once, scale it once a size, encode it once a format."""
    made: list[Shape] = []
    if not specs:
        return made
    try:
        with image.get_willow_image() as source:
            # The operation converts to Pillow; loading keeps the decoded pixels for all sizes.
            decoded = source.auto_orient()
            decoded.image.load()
            scaled: dict[str, PillowImage] = {}
            for spec in specs:
                geometry = spec.split("|")[0]
                if geometry not in scaled:
                    scaled[geometry] = _scale(image, geometry, decoded)
                rendition = image.create_rendition(_ReadyFilter(spec, scaled[geometry]))
                made.append(Shape(rendition.file.name, rendition.width, rendition.height))
                shapes_of(image)[spec] = made[-1]
    except BROKEN_FILE as error:
        logger.warning("Picture %s cannot be made: %s", image.pk, type(error).__name__)
    return made


def _scale(image: PortalImage, geometry: str, decoded: PillowImage) -> PillowImage:
    transform = Filter(geometry).get_transform(image, decoded.get_size())
    scaled = decoded.crop(transform.get_rect().round()).resize(transform.size)
    # Wagtail's filter asks the source for its format, which a decoded picture no longer has.
    scaled.format_name = "png"
    return scaled


class _ReadyFilter(Filter):
    """A filter whose cropping and scaling is done already: only the encoding is left."""

    def __init__(self, spec: str, scaled: PillowImage) -> None:
        super().__init__(spec)
        self._scaled = scaled

    @contextmanager
    def get_willow_image(self, image: PortalImage, source: Any = None) -> Iterator[PillowImage]:
        yield self._scaled

    def get_transform(self, image: PortalImage, size: Any = None) -> ImageTransform:
        return ImageTransform(size)

    def run(self, image: PortalImage, output: Any, source: Any = None) -> Any:
        if not self.spec.endswith("|format-avif"):
            return super().run(image, output, source)
        # Willow takes the encoder's own pace: five times the work for a tenth of the size.
        self._scaled.image.save(
            output, "AVIF", quality=_AVIF_QUALITY, speed=_AVIF_SPEED, max_threads=1
        )
        return AvifImageFile(output)
