"""Plain words in a block: never None.

A block that got a new field later, or came from an import, has no value for it; Wagtail then gives
None, and wagtail-localize cannot read the page's texts (TypeError in StringSegmentValue).
"""

from typing import Any

from wagtail.blocks import CharBlock, TextBlock


class _NeverNone:
    """No value is the empty one."""

    def to_python(self, value: Any) -> str:
        return value or ""

    def normalize(self, value: Any) -> str:
        return value or ""


class LineBlock(_NeverNone, CharBlock):
    """One line."""

    class Meta:
        default = ""


class SameLineBlock(LineBlock):
    """One line that is the same in every language: a figure, a telephone number."""

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []


class LinesBlock(_NeverNone, TextBlock):
    """Several lines without marks."""

    class Meta:
        default = ""
