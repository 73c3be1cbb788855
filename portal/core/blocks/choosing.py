"""What a whole body has chosen, fetched with one query for each kind of thing.

Wagtail loads choices block type by block type: an article with a picture, a gallery and a video asks
three times for images. Here the first look at a body reads all its choices at once.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, ListBlock, PageChooserBlock, StreamBlock, StreamValue, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

from portal.core.blocks.shown import with_versions

# By model and primary key; None for what is not there any more.
Chosen = Mapping[type[Model], Mapping[int, Model | None]]
_chosen: ContextVar[Chosen] = ContextVar("chosen", default={})  # noqa: B039 - never changed


class SharedChoice:
    """A chooser that takes what its body has fetched already; alone it asks for itself."""

    model_class: type[Model]

    def bulk_to_python(self, values: Sequence[Any]) -> list[Any]:
        known = _chosen.get().get(self.model_class)
        if known is None or not all(value is None or value in known for value in values):
            found: list[Any] = super().bulk_to_python(values)  # type: ignore[misc]
            return found
        # An object of its own for each place: a picture carries the words of its placement.
        return [copy.copy(known[value]) if value is not None else None for value in values]


class ImageChoiceBlock(SharedChoice, ImageChooserBlock):
    pass


class DocumentChoiceBlock(SharedChoice, DocumentChooserBlock):
    pass


class PageChoiceBlock(SharedChoice, PageChooserBlock):
    pass


class PlacedImageBlock(ImageBlock):
    """Wagtail's block of a picture with its alternative text, over the shared choice."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = ImageChoiceBlock(required=required, label=_("Picture"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


class BodyValue(StreamValue):
    """A stream that fetches all its choices when the first of its blocks is looked at."""

    _choices: Chosen | None = None

    def __getitem__(self, i: Any) -> Any:
        if self._choices is None:
            # Set first: what is fetched may look at this very stream.
            self._choices = {}
            if self.is_lazy:
                self._choices = fetch(self.stream_block, list(self.raw_data))
        with _using(self._choices):
            return super().__getitem__(i)


@contextmanager
def _using(choices: Chosen) -> Iterator[None]:
    token = _chosen.set(choices)
    try:
        yield
    finally:
        _chosen.reset(token)


def fetch(block: StreamBlock, raw: Sequence[Mapping[str, Any]]) -> Chosen:
    """Everything chosen in a stored body: one query for each model, none for what is not chosen."""
    wanted: dict[type[Model], set[int]] = {}
    for child in raw:
        for model, key in _choices(block.child_blocks.get(child["type"]), child["value"]):
            wanted.setdefault(model, set()).add(key)
    return {model: _rows(model, keys) for model, keys in wanted.items()}


def _rows(model: type[Model], keys: set[int]) -> dict[int, Model | None]:
    found: Mapping[int, Model]
    if issubclass(model, Page):
        # `portal.core.blocks.shown` needs no query then for the version in the reader's language.
        found = with_versions(model, keys)
    else:
        found = model._default_manager.in_bulk(keys)
    return {key: found.get(key) for key in keys}


def _choices(block: Block | None, raw: Any) -> Iterator[tuple[type[Model], int]]:
    """Models and primary keys in the stored value of one block."""
    match block:
        case SharedChoice():
            if isinstance(raw, int):
                yield block.model_class, raw
        case StructBlock() if isinstance(raw, Mapping):
            for name, child in block.child_blocks.items():
                yield from _choices(child, raw.get(name))
        case ListBlock() if isinstance(raw, list):
            for item in raw:
                is_item = isinstance(item, Mapping) and item.get("type") == "item"
                yield from _choices(block.child_block, item.get("value") if is_item else item)
