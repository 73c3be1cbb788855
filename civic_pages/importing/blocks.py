"""The parts of an imported article as values of the blocks of ArticleBody."""

from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.utils.translation import gettext as _

from civic_pages.importing.html import Grid, Heading, Part, Picture, Quote, Text, Video
from portal.core.blocks.video import parse_video
from portal.core.models import PortalImage

Raw = dict[str, Any]


def body(parts: list[Part], image_at: Callable[[str], PortalImage | None]) -> list[Raw]:
    """Raw StreamField data. `image_at` gives the library's picture for an address, or None."""
    return [
        {"type": name, "value": value, "id": str(uuid4())}
        for part in parts
        for name, value in [_block(part, image_at)]
    ]


def _block(part: Part, image_at: Callable[[str], PortalImage | None]) -> tuple[str, Any]:
    match part:
        case Heading(text, level):
            return "heading", {"text": text[:120], "level": f"h{level}"}
        case Text(html):
            return "text", html
        case Quote(text):
            return "quote", {"text": text, "person": "", "position": ""}
        case Grid():
            return "table", _table(part)
        case Video(url):
            return _video(url)
        case Picture():
            return _picture(part, image_at(part.url))


def _video(url: str) -> tuple[str, Any]:
    if parse_video(url) is None:
        return "text", _link(url)
    return "video", {"url": url, "title": _("Video"), "captions": "", "transcript": ""}


def _picture(part: Picture, image: PortalImage | None) -> tuple[str, Any]:
    if image is None:
        # What could not be fetched stays reachable where it was.
        return "text", _link(part.url, part.caption or part.alt)
    return "image", {
        "image": {"image": image.pk, "decorative": not part.alt, "alt_text": part.alt[:255]},
        "caption": part.caption[:300],
        "credit": "",
    }


def _link(url: str, words: str = "") -> str:
    return f'<p><a href="{escape(url)}">{escape(words or urlsplit(url).hostname or url)}</a></p>'


def _table(grid: Grid) -> Raw:
    rows = list(grid.rows)
    width = len(rows[0])
    headings = list(rows.pop(0)) if grid.has_header and len(rows) > 1 else [""] * width
    return {
        "table": {
            "columns": [
                {"type": "text", "heading": heading or _("Column %(number)d") % {"number": number}}
                for number, heading in enumerate(headings, start=1)
            ],
            "rows": [{"values": list(row)} for row in rows],
            "caption": grid.caption or _("Table"),
        }
    }
