"""Fetch everything a body shows at once, whatever the number of its blocks.

Wagtail loads the images, documents and pages of all blocks of one type together; what it leaves to
each block: renditions, links inside rich text, and which version of a chosen page a reader sees.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.safestring import mark_safe
from wagtail.blocks import Block, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from portal.core.blocks.shown import attach_shown
from portal.core.models import PortalImage


class Prose(RichText):
    """Rich text that may have been expanded together with its neighbours."""

    expanded: str | None = None

    def __html__(self) -> str:
        html = expand_db_html(self.source) if self.expanded is None else self.expanded
        return mark_safe(html)  # noqa: S308 - Wagtail's own editor format, links checked on save


def prepare_body(value: StreamValue) -> None:
    """Attach renditions to pictures, versions to chosen pages, real addresses to links in text.

    A constant number of queries: one each for renditions, linked pages, linked documents, pages of
    buttons, pages of cards and their pictures, one for each type of page among the cards; none for
    what the body does not hold.
    """
    images: list[PortalImage] = []
    texts: list[Prose] = []
    linked: list[Page] = []
    cards: list[Page] = []
    for block, leaf in leaves(None, value):
        if isinstance(leaf, AbstractImage):
            images.append(leaf)
        elif isinstance(leaf, Prose):
            texts.append(leaf)
        elif isinstance(leaf, Page):
            (cards if getattr(block.meta, "as_card", False) else linked).append(leaf)
    attach_shown(linked)
    attach_shown(cards, specific=True)
    images += attach_lead_images(page.shown for page in cards)
    attach_renditions(images)
    expand_together(texts)


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


def attach_lead_images(pages: Iterable[Page | None]) -> list[PortalImage]:
    """Fetch the lead images of pages of any types with one query, and return them."""
    with_image: dict[int, list[Page]] = {}
    for page in pages:
        if page is not None and (image_id := getattr(page, "lead_image_id", None)):
            with_image.setdefault(image_id, []).append(page)
    images = PortalImage.objects.in_bulk(with_image) if with_image else {}
    for image_id, owners in with_image.items():
        for owner in owners:
            owner.lead_image = images.get(image_id)
    return list(images.values())


def attach_renditions(images: list[PortalImage]) -> None:
    if images:
        prefetch_related_objects(images, "renditions")


def expand_together(texts: list[Prose]) -> None:
    """Resolve the links of all texts in one go; a random mark keeps them apart."""
    if not texts:
        return
    mark = f"<!--{secrets.token_hex(8)}-->"
    joined = expand_db_html(mark.join(text.source for text in texts))
    for text, expanded in zip(texts, joined.split(mark), strict=True):
        text.expanded = expanded
