"""The body: a stream of blocks rendered in order, fetched together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamBlock, StreamValue

from portal.core.blocks.choosing import BodyValue
from portal.core.blocks.prepare import prepare_body


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place: `level` is the level a heading inside it should have."""

    child: StreamValue.StreamChild
    level: int


class Body(StreamBlock):
    """A stream whose blocks are fetched together and know under which heading they stand.

    Render it with `{% include_block page.body %}` inside `<div class="prose">`.
    """

    def to_python(self, value: Any) -> StreamValue:
        stream = super().to_python(value)
        if stream.is_lazy and not isinstance(stream, BodyValue):
            return BodyValue(self, list(stream.raw_data), is_lazy=True)
        return stream

    def get_context(
        self, value: StreamValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        prepare_body(value)
        context["placed"] = list(placed(value))
        return context

    class Meta:
        template = "streamfield/body.html"
        required = False


def placed(value: StreamValue) -> Iterator[Placed]:
    """Blocks with the heading level that keeps the outline whole: no h3 before the first h2."""
    under_heading = False
    for child in value:
        if child.block_type == "heading":
            level = 3 if under_heading and child.value.get("level") == "h3" else 2
            under_heading = True
            yield Placed(child, level)
        else:
            yield Placed(child, 3 if under_heading else 2)
