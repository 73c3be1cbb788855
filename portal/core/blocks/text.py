"""Blocks of words: heading, rich text, quote, callout."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import (
    ChoiceBlock,
    RichTextBlock,
    StructBlock,
    StructValue,
)
from wagtail.rich_text import RichText

from portal.core.blocks import samples
from portal.core.blocks.groups import GROUP_TEXT, PROSE_FEATURES
from portal.core.blocks.prose import Prose, is_blank, unsafe_links
from portal.core.blocks.words import LineBlock, LinesBlock


class ProseBlock(RichTextBlock):
    """Rich text of a few kinds of marks; only spaces count as nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", PROSE_FEATURES)
        super().__init__(**kwargs)

    def to_python(self, value: str) -> Prose:
        return Prose(value)

    def normalize(self, value: Any) -> Prose:
        return Prose(value.source if isinstance(value, RichText) else value and str(value))

    def value_from_form(self, value: str) -> Prose:
        return Prose(value)

    def clean(self, value: RichText) -> Prose:
        cleaned = self.normalize(super().clean(value))
        if self.required and not self.is_deferred_validation and is_blank(cleaned):
            raise ValidationError(_now("Write something or remove the block."))
        if unsafe_links(cleaned.source):
            raise ValidationError(
                _now(
                    "A link leads to an address that is not safe. Only web, e-mail and phone links."
                )
            )
        return cleaned

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists, links. Headings and pictures are blocks of their own.")
        group = GROUP_TEXT
        template = "streamfield/text.html"
        preview_value = samples.PROSE


class HeadingBlock(StructBlock):
    text = LineBlock(label=_("Heading"), max_length=120)
    level = ChoiceBlock(
        label=pgettext_lazy("heading", "Level"),
        choices=[
            ("h2", pgettext_lazy("heading", "Section")),
            ("h3", pgettext_lazy("heading", "Part of a section")),
        ],
        default="h2",
        search_index=False,
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Names a section, so that people find it at a glance and by screen reader.")
        group = GROUP_TEXT
        template = "streamfield/heading.html"
        label_format = "{text}"
        form_classname = "struct-block block-heading"
        preview_value: Any = samples.HEADING


class QuoteBlock(StructBlock):
    text = LinesBlock(
        label=pgettext_lazy("quote", "Words"),
        rows=3,
        help_text=_("Without quotation marks around them."),
    )
    person = LineBlock(label=_("Who said it"), required=False, max_length=150)
    position = LineBlock(label=_("Position"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Words of one person with their name and position.")
        group = GROUP_TEXT
        template = "streamfield/quote.html"
        label_format = "{person}: {text}"
        preview_value: Any = samples.QUOTE


class CalloutValue(StructValue):
    ICONS = {"fact": "info", "warning": "alert", "info": "mail"}

    @property
    def tone(self) -> str:
        """`fact`, `warning` or `info`; an unknown or empty choice of a draft is a fact."""
        chosen = self.get("kind")
        return chosen if chosen in self.ICONS else "fact"

    @property
    def icon(self) -> str:
        return self.ICONS[self.tone]

    @cached_property
    def is_empty(self) -> bool:
        return not self.get("title") and is_blank(self.get("text"))


class CalloutBlock(StructBlock):
    kind = ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("fact", _("Fact")),
            ("warning", pgettext_lazy("callout", "Warning")),
            ("info", _("Contact")),
        ],
        default="fact",
        search_index=False,
    )
    title = LineBlock(label=_("Title"), required=False, max_length=120)
    text = ProseBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A fact, a warning or a contact that must not be overlooked.")
        group = GROUP_TEXT
        template = "streamfield/callout.html"
        value_class = CalloutValue
        label_format = "{title}"
        preview_value: Any = samples.CALLOUT
