"""Model fields that keep migrations small."""

from typing import Any

from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField


class PortalStreamField(StreamField):
    """A StreamField whose blocks stay out of migrations: editing a block's label is no schema change.

    The cost: a data migration sees raw data (a list of dicts), not block values.
    """

    def __init__(
        self, block_types: type[StreamBlock] | StreamBlock | list[Any] | None = None, **kwargs: Any
    ) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types if block_types is not None else [], **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
