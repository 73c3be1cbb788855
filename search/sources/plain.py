"""The words of a stream of blocks, and the files it names, read from its stored form.

Wagtail's own way makes every block first, which asks the database for each picture and page that a
block names, page by page. Words need none of that.
"""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.blocks.field_block import ChooserBlock, RichTextBlock
from wagtail.documents import get_document_model


def passages(block: Block, raw: Any) -> Iterator[str]:
    """The texts of a block in their order, each in one line; none empty."""
    for field, value in _fields(block, raw):
        if isinstance(field, ChooserBlock) or not getattr(field, "search_index", True):
            continue
        for text in field.get_searchable_content(field.to_python(value)):
            if line := " ".join(str(text).split()):
                yield line


def document_keys(block: Block, raw: Any) -> set[str]:
    """Primary keys of the documents that the block offers, by choice or by a link in its text."""
    model = get_document_model()
    found: set[str] = set()
    for field, value in _fields(block, raw):
        if isinstance(field, ChooserBlock):
            if value is not None and issubclass(field.model_class, model):
                found.add(str(value))
        elif isinstance(field, RichTextBlock):
            references = field.extract_references(field.to_python(value))
            found.update(str(key) for kind, key, *_paths in references if issubclass(kind, model))
    return found


def _fields(block: Block, raw: Any) -> Iterator[tuple[Block, Any]]:
    """The innermost blocks with their stored values; what does not fit the blocks is left out."""
    if isinstance(block, BaseStreamBlock):
        if not getattr(block, "search_index", True):
            return
        for child in raw if isinstance(raw, list | tuple) else ():
            if isinstance(child, dict) and (inner := block.child_blocks.get(child.get("type"))):
                yield from _fields(inner, child.get("value"))
    elif isinstance(block, BaseStructBlock):
        values = raw if isinstance(raw, dict) else {}
        for name, inner in block.child_blocks.items():
            if name in values:
                yield from _fields(inner, values[name])
    elif isinstance(block, ListBlock):
        for child in raw if isinstance(raw, list | tuple) else ():
            is_item = isinstance(child, dict) and child.get("type") == "item" and "value" in child
            yield from _fields(block.child_block, child["value"] if is_item else child)
    elif raw is not None:
        yield block, raw
