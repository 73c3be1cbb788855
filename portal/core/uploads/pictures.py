"""A picture is stored as pixels only: upright, in sRGB, without a word about where it was taken.

What is written is made anew from the decoded pixels, so nothing that rode along in the file (EXIF,
XMP, IPTC, comments, thumbnails, a second file glued to the first) can reach a reader.
"""

import logging
import warnings
from io import BytesIO
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, JpegImagePlugin
from willow.plugins import pillow as _willow  # noqa: F401  registers HEIC with Pillow

from portal.core.uploads.broken import BROKEN_FILE
from portal.core.uploads.refusals import UnsafeFile, refuse_extension, refuse_oversize

logger = logging.getLogger(__name__)

# The readers Pillow may use on what a stranger sent; all others stay out of reach.
_READERS: Final = ["AVIF", "GIF", "HEIF", "JPEG", "PNG", "WEBP"]
_EXTENSIONS: Final = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_JPEG_QUALITY: Final = 90


class CleanPicture(ContentFile):
    """A picture made anew. Its sizes are pixels."""

    def __init__(self, content: bytes, name: str, image: Image.Image) -> None:
        super().__init__(content, name=name)
        self.width, self.height = image.size
        self.has_alpha = _has_alpha(image)


def clean_picture(upload: File) -> CleanPicture:
    """The picture without anything but its pixels.

    JPEG, PNG and WebP stay what they are; a phone's HEIC and AVIF become JPEG (PNG if something is
    transparent); of an animation the first frame is kept (WCAG 2.2.2: no reader could stop it).
    Raises UnsafeFile, with words for the editor, for everything that is no sound picture.
    """
    if isinstance(upload, CleanPicture):
        return upload
    name = PurePath(upload.name or "").name
    refuse_oversize(upload, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    refuse_extension(PurePath(name).suffix.lower().lstrip("."), settings.WAGTAILIMAGES_EXTENSIONS)
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=_READERS) as source:
                _refuse_bomb(source)
                return _written(source, PurePath(name).stem)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_many_pixels() from None
    except UnsafeFile:
        raise
    except BROKEN_FILE as error:
        logger.info("A picture was refused: %s", type(error).__name__)
        raise UnsafeFile(
            _(
                "This is not a picture, or the file is damaged. "
                "Open it in a picture editor and save it again as JPEG or PNG."
            ),
            code="invalid_image",
        ) from None


def _refuse_bomb(source: Image.Image) -> None:
    """Before a pixel is decoded: the header says how much memory it would take."""
    if source.width * source.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> UnsafeFile:
    return UnsafeFile(
        _("The picture is too large. The limit is %(limit)s million pixels.")
        % {"limit": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000},
        code="file_too_many_pixels",
    )


def _written(source: Image.Image, stem: str) -> CleanPicture:
    source.load()
    # A JPEG of several pictures (phones write them) is its first one.
    is_jpeg = source.format in ("JPEG", "MPO")
    options: dict[str, Any] = {}
    if is_jpeg and source.mode in ("L", "RGB"):
        # The same quantisation tables: writing it again loses nothing one could see.
        options["qtables"] = source.quantization  # type: ignore[attr-defined]
        options["subsampling"] = JpegImagePlugin.get_sampling(source)
    is_lossless_webp = source.format == "WEBP" and _is_lossless_webp(source)
    image = _in_srgb(_upright(source))
    if is_jpeg and not _has_alpha(image):
        file_format = "JPEG"
    elif source.format in ("PNG", "WEBP"):
        file_format = str(source.format)
    else:
        file_format = "PNG" if source.format == "GIF" or _has_alpha(image) else "JPEG"
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    out = BytesIO()
    if file_format == "JPEG":
        if image.mode not in ("L", "RGB"):
            image = image.convert("RGB")
        if options.get("subsampling") not in (0, 1, 2) or image.mode != source.mode:
            options = {"quality": _JPEG_QUALITY}
        image.save(out, "JPEG", optimize=True, progressive=True, **options)
    elif file_format == "WEBP":
        image.save(out, "WEBP", quality=92, lossless=is_lossless_webp)
    else:
        image.save(out, "PNG", optimize=True)
    return CleanPicture(out.getvalue(), stem + _EXTENSIONS[file_format], image)


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says; EXIF that cannot be read says nothing."""
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN_FILE:
        return image.copy()


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture in a mode every format and browser knows, its colours in sRGB."""
    profile = image.info.get("icc_profile")
    alpha = None
    if _has_alpha(image) and (profile or image.mode not in ("P", "RGBA", "LA")):
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        # Deep greys: scale to eight bits, `convert` alone would cut them off.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if profile and not _is_srgb(profile):
        image = _converted(image, profile)
    elif image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
        image = image.convert("RGB")
    if alpha is not None:
        image = image.convert("RGB")
        image.putalpha(alpha)
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    source = image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")
    try:
        converted = ImageCms.profileToProfile(
            source,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, *BROKEN_FILE):
        # A profile that cannot be read, or is for another kind of picture.
        return source.convert("RGB")
    return converted if converted is not None else source.convert("RGB")


def _is_srgb(profile: bytes) -> bool:
    try:
        described = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile)))
    except (ImageCms.PyCMSError, *BROKEN_FILE):
        return False
    return "srgb" in described.lower()


def _is_lossless_webp(source: Image.Image) -> bool:
    """Whether the pixels were stored without loss (chunk VP8L, WebP container, RFC 9649)."""
    stream = getattr(source, "fp", None)
    if stream is None or stream.closed:
        return False
    position = stream.tell()
    stream.seek(0)
    head = stream.read(64)
    stream.seek(position)
    return b"VP8L" in head
