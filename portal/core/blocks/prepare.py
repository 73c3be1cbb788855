"""Fetch everything a body shows at once, whatever the number of its blocks.

Wagtail loads the images, documents and pages of all blocks of one type together; what it leaves to
each block: renditions, links inside rich text, and which version of a chosen page a reader sees.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Model
from wagtail.blocks import Block, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from portal.core.blocks.prose import Prose, expand_together
from portal.core.blocks.shown import attach_shown
from portal.core.models import PortalImage
from portal.core.pictures.shapes import attach_shapes, prefetch_pictures, specs_of
from portal.core.registry import Registry

# Where blocks show their pictures (portal/core/pictures/presets.py).
PICTURE_PLACES = ("content", "gallery", "wide")

# What rooms fetch for rows of theirs that a body has chosen: the model, and a function over all of them.
preparers: Registry[tuple[type[Model], Callable[[Sequence[Any]], None]]] = Registry(
    "preparer of chosen rows"
)


def prepare_body(value: StreamValue) -> None:
    """Attach renditions to pictures, versions to chosen pages, real addresses to links in text.

    A constant number of queries: one each for renditions, linked pages, linked documents, pages of
    buttons, pages of cards and their pictures, one for each type of page among the cards, and those of
    rooms for their rows (`preparers`); none for what the body does not hold.
    """
    images: list[PortalImage] = []
    texts: list[Prose] = []
    linked: list[Page] = []
    cards: list[Page] = []
    rows: list[Model] = []
    for block, leaf in leaves(None, value):
        if isinstance(leaf, AbstractImage):
            images.append(leaf)
        elif isinstance(leaf, Prose):
            texts.append(leaf)
        elif isinstance(leaf, Page):
            (cards if getattr(block.meta, "as_card", False) else linked).append(leaf)
        elif isinstance(leaf, Model):
            rows.append(leaf)
    attach_shown(linked)
    attach_shown(cards, specific=True)
    prefetch_pictures([page.shown for page in cards if page.shown], "lead_image", "card")
    attach_shapes(images, specs_of(*PICTURE_PLACES))
    expand_together(texts)
    for model, prepare in preparers:
        if chosen := [row for row in rows if isinstance(row, model)]:
            prepare(chosen)


def leaves(block: Block, value: Any) -> Iterator[tuple[Block, Any]]:
    """Every single value inside `value` with the block that made it, in the order of the page."""
    match value:
        case StreamValue():
            for child in value:
                yield from leaves(child.block, child.value)
        case StructValue():
            for name, part in value.items():
                yield from leaves(value.block.child_blocks[name], part)
        case ListValue():
            for child in value.bound_blocks:
                yield from leaves(child.block, child.value)
        case TypedTable():
            for row in value.rows:
                for cell in row:
                    yield from leaves(cell.block, cell.value)
        case _:
            yield block, value
