"""The parts of an imported article as values of the blocks of ArticleBody."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.utils.translation import gettext as _

from civic_pages.importing.shapes import Gallery, Grid, Heading, Part, Picture, Quote, Text, Video
from portal.core.blocks.video import parse_video
from portal.core.models import PortalImage

Raw = dict[str, Any]


# As GalleryBlock takes them; a longer one goes on in the next block.
_GALLERY = range(2, 61)


def body(parts: list[Part], image_at: Callable[[str], PortalImage | None]) -> list[Raw]:
    """Raw StreamField data. `image_at` gives the library's picture for an address, or None."""
    return [
        {"type": name, "value": value, "id": str(uuid4())}
        for part in parts
        for name, value in _blocks(part, image_at)
    ]


def _blocks(part: Part, image_at: Callable[[str], PortalImage | None]) -> Iterator[tuple[str, Any]]:
    match part:
        case Heading(text, level):
            yield "heading", {"text": text[:120], "level": f"h{level}"}
        case Text(html):
            yield "text", html
        case Quote(text):
            yield "quote", {"text": text, "person": "", "position": ""}
        case Grid():
            yield "table", _table(part)
        case Video(url):
            yield _video(url)
        case Picture():
            yield _picture(part, image_at(part.url))
        case Gallery():
            yield from _gallery(part, image_at)


def _gallery(
    part: Gallery, image_at: Callable[[str], PortalImage | None]
) -> Iterator[tuple[str, Any]]:
    found = [(picture, image_at(picture.url)) for picture in part.pictures]
    items: list[Raw] = [
        {
            "type": "item",
            "value": {"image": _placed(picture, image), "caption": picture.caption[:200]},
            "id": str(uuid4()),
        }
        for picture, image in found
        if image is not None
    ]
    pieces = [items[start : start + _GALLERY[-1]] for start in range(0, len(items), _GALLERY[-1])]
    for piece in pieces:
        if len(piece) in _GALLERY:
            yield "gallery", {"title": part.title[:120], "items": piece}
        else:
            yield "image", {**piece[0]["value"], "credit": ""}
    for picture, image in found:
        if image is None:
            yield _picture(picture, None)


def _video(url: str) -> tuple[str, Any]:
    if parse_video(url) is None:
        return "text", _link(url)
    return "video", {"url": url, "title": _("Video"), "captions": "", "transcript": ""}


def _picture(part: Picture, image: PortalImage | None) -> tuple[str, Any]:
    if image is None:
        # What could not be fetched stays reachable where it was.
        return "text", _link(part.url, part.caption or part.alt)
    return "image", {
        "image": _placed(part, image),
        "caption": part.caption[:300],
        "credit": "",
    }


def _placed(part: Picture, image: PortalImage) -> Raw:
    return {"image": image.pk, "decorative": not part.alt, "alt_text": part.alt[:255]}


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
