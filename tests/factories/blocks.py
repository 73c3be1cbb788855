"""Blocks of a body as the database keeps them."""

import uuid

from civic_pages.blocks import ArticleBody


def stream(*blocks, body=ArticleBody):
    """A body of `(type, raw value)` pairs, read as if from the database."""
    return body().to_python(
        [{"type": name, "value": value, "id": str(uuid.uuid4())} for name, value in blocks]
    )


def items(*values):
    """A list inside a block."""
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def placement(image, **parts):
    """A picture in its place; `alt_text` and `decorative` are said here."""
    return {"image": image.pk, "decorative": False, "alt_text": "", **parts}


def table(rows, *, columns=("Район", "Осіб"), types=("text", "number"), caption="Скільки прийшло"):
    """A table of texts and numbers."""
    return {
        "caption": caption,
        "columns": [
            {"type": kind, "heading": heading} for kind, heading in zip(types, columns, strict=True)
        ],
        "rows": [{"values": list(row)} for row in rows],
    }
