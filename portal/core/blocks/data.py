"""Facts in order: table, accordion, timeline."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import BooleanBlock, ChoiceBlock, ListBlock, StructBlock, StructValue
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from portal.core.blocks import samples
from portal.core.blocks.groups import GROUP_DATA, GROUP_TEXT, LINE_FEATURES
from portal.core.blocks.prose import is_blank
from portal.core.blocks.text import ProseBlock
from portal.core.blocks.words import LineBlock, SameLineBlock


class NumberBlock(SameLineBlock):
    """A figure as it is written («1 846», «12,5 %», «—»), aligned to the right."""

    class Meta:
        icon = "decimal"
        label = _("Number")


class TextTableBlock(TypedTableBlock):
    """A table whose texts wagtail-localize can translate.

    A text is known to the translator by what it says, not by its row and column: moving rows or
    adding a column loses no translation, and the same word in ten cells is translated once.
    """

    text = LineBlock(label=_("Text"), required=False)
    number = NumberBlock(required=False)
    rich_text = ProseBlock(label=_("Text with links"), required=False, features=LINE_FEATURES)

    def clean(self, value: TypedTable) -> TypedTable:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        errors = []
        if not (cleaned.caption or "").strip():
            errors.append(
                ValidationError(_now("Name the table: the caption says what it is about."))
            )
        if not cleaned.columns or not cleaned.row_data:
            errors.append(ValidationError(_now("Add at least one column and one row.")))
        elif not all((column["heading"] or "").strip() for column in cleaned.columns):
            errors.append(ValidationError(_now("Give every column a heading.")))
        if errors:
            raise TypedTableBlockValidationError(non_block_errors=errors)
        return cleaned

    def get_translatable_segments(self, value: TypedTable) -> list[Any]:
        extractor = StreamFieldSegmentExtractor(None)
        segments: dict[str, list[Any]] = {}
        for text in (value.caption, *(column["heading"] for column in value.columns)):
            if text:
                segments[_key(text)] = [StringSegmentValue("", text)]
        for block, cell in _cells(value):
            source = _source(cell)
            if source:
                segments.setdefault(_key(source), extractor.handle_block(block, cell))
        return [segment.wrap(key) for key, found in segments.items() for segment in found]

    def restore_translated_segments(self, value: TypedTable, segments: Iterable[Any]) -> TypedTable:
        writer = StreamFieldSegmentsWriter(None, None, None)
        by_key: dict[str, list[Any]] = defaultdict(list)
        for segment in segments:
            key, inner = segment.unwrap()
            by_key[key].append(inner)
        line = LineBlock()

        def translated(block: Any, cell: Any) -> Any:
            found = by_key.get(_key(_source(cell)))
            return writer.handle_block(block, cell, list(found)) if found else cell

        return TypedTable(
            columns=[
                {"block": column["block"], "heading": translated(line, column["heading"])}
                for column in value.columns
            ],
            row_data=[
                {
                    "values": [
                        translated(column["block"], cell)
                        for column, cell in zip(value.columns, row["values"], strict=False)
                    ]
                }
                for row in value.row_data
            ],
            caption=translated(line, value.caption),
        )

    class Meta:
        icon = "table"
        label = _("Table")


def _source(cell: Any) -> str:
    return str(getattr(cell, "source", cell) or "")


def _key(text: str) -> str:
    """A part of a segment's path: short, the same for the same text, without a dot."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _cells(table: TypedTable) -> Iterable[tuple[Any, Any]]:
    for row in table.row_data:
        for column, cell in zip(table.columns, row["values"], strict=False):
            yield column["block"], cell


class TableValue(StructValue):
    @property
    def caption(self) -> str:
        return self["table"].caption or ""

    @cached_property
    def headings(self) -> list[tuple[str, bool]]:
        """Heading and «is it a column of numbers» of each column."""
        return [
            (column["heading"] or "", column["block"].name == "number")
            for column in self["table"].columns
        ]

    @cached_property
    def has_headings(self) -> bool:
        return any(text for text, _is_number in self.headings)

    @cached_property
    def rows(self) -> list[Any]:
        return list(self["table"].rows)

    @property
    def body_rows(self) -> list[Any]:
        return self.rows[:-1] if self.has_total else self.rows

    @property
    def total_row(self) -> Any:
        return self.rows[-1] if self.has_total else None

    @property
    def has_total(self) -> bool:
        return bool(self.get("total_row_last")) and len(self.rows) > 1


class TableBlock(StructBlock):
    table = TextTableBlock(label=_("Table"))
    header_column = BooleanBlock(
        label=_("The first column names the rows"), required=False, default=True
    )
    total_row_last = BooleanBlock(label=_("The last row is the total"), required=False)
    source = LineBlock(label=_("Source of the figures"), required=False, max_length=300)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with a caption; columns of numbers are aligned.")
        group = GROUP_DATA
        template = "streamfield/table.html"
        value_class = TableValue
        label_format = "{source}"
        preview_value: Any = samples.TABLE


class AccordionItemBlock(StructBlock):
    question = LineBlock(label=_("Question"), max_length=200)
    answer = ProseBlock(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")
        label_format = "{question}"


class ItemsValue(StructValue):
    """A value that shows a list: items of a draft that say nothing are left out."""

    @cached_property
    def shown_items(self) -> list[StructValue]:
        return [item for item in self.get("items") or [] if self._says(item)]

    @staticmethod
    def _says(item: StructValue) -> bool:
        raise NotImplementedError


class AccordionValue(ItemsValue):
    @staticmethod
    def _says(item: StructValue) -> bool:
        return bool(item.get("question")) and not is_blank(item.get("answer"))


class AccordionBlock(StructBlock):
    items = ListBlock(AccordionItemBlock(), label=_("Questions"), min_num=1)
    first_open = BooleanBlock(label=_("Show the first answer open"), required=False)

    class Meta:
        icon = "collapse-down"
        label = _("Questions and answers")
        description = _("Questions whose answers unfold. Not for what everybody must read.")
        group = GROUP_TEXT
        template = "streamfield/accordion.html"
        value_class = AccordionValue
        preview_value: Any = samples.ACCORDION


class TimelineItemBlock(StructBlock):
    when = LineBlock(
        label=pgettext_lazy("timeline", "When"), max_length=80, help_text=_("In words: March 2018.")
    )
    title = LineBlock(label=pgettext_lazy("timeline", "What"), max_length=160)
    text = ProseBlock(label=_("Details"), required=False, features=LINE_FEATURES)
    state = ChoiceBlock(
        label=pgettext_lazy("timeline", "State"),
        choices=[
            ("done", pgettext_lazy("timeline", "Done")),
            ("now", pgettext_lazy("timeline", "Now")),
            ("next", pgettext_lazy("timeline", "To come")),
        ],
        default="done",
        search_index=False,
    )

    class Meta:
        icon = "calendar"
        label = pgettext_lazy("timeline", "Step")
        label_format = "{when}: {title}"


class TimelineValue(ItemsValue):
    @staticmethod
    def _says(item: StructValue) -> bool:
        return bool(item.get("when") or item.get("title"))


class TimelineBlock(StructBlock):
    items = ListBlock(TimelineItemBlock(), label=pgettext_lazy("timeline", "Steps"), min_num=1)

    class Meta:
        icon = "calendar-check"
        label = _("Timeline")
        description = _("Steps in time: what is done, what goes on, what is to come.")
        group = GROUP_DATA
        template = "streamfield/timeline.html"
        value_class = TimelineValue
        preview_value: Any = samples.TIMELINE
