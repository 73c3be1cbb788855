"""Blocks that every room's body may hold; the bodies themselves are in civic_pages/blocks.py.

One module a family. A block value knows no query: what a body shows is fetched for the whole body
at once (`prepare.py`), so a page of forty blocks costs as many queries as a page of four.
"""

from portal.core.blocks.base import Body
from portal.core.blocks.data import AccordionBlock, TableBlock, TimelineBlock
from portal.core.blocks.links import (
    ButtonBlock,
    ContactBlock,
    FileBlock,
    FilesBlock,
    PageCardsBlock,
)
from portal.core.blocks.media import GalleryBlock, PictureBlock, VideoBlock
from portal.core.blocks.text import CalloutBlock, HeadingBlock, ProseBlock, QuoteBlock

__all__ = [
    "AccordionBlock",
    "Body",
    "ButtonBlock",
    "CalloutBlock",
    "ContactBlock",
    "FileBlock",
    "FilesBlock",
    "GalleryBlock",
    "HeadingBlock",
    "PageCardsBlock",
    "PictureBlock",
    "ProseBlock",
    "QuoteBlock",
    "TableBlock",
    "TimelineBlock",
    "VideoBlock",
]
