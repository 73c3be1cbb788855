"""Pictures on pages: presets, files in AVIF, WebP and JPEG, and the markup that offers them.

Rooms use what is named here; templates use the tags of portal.core.templatetags.pictures.
"""

from portal.core.pictures.markup import picture, picture_url, social_picture
from portal.core.pictures.presets import PRESETS
from portal.core.pictures.shapes import prefetch_pictures
from portal.core.pictures.walk import prefetch_page_pictures

__all__ = [
    "PRESETS",
    "picture",
    "picture_url",
    "prefetch_page_pictures",
    "prefetch_pictures",
    "social_picture",
]
