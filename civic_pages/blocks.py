"""The bodies that join the generic blocks with those of the rooms."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import PageChooserBlock, StreamBlock, StreamValue

from portal.core.blocks import (
    AccordionBlock,
    Body,
    ButtonBlock,
    CalloutBlock,
    ContactBlock,
    FileBlock,
    FilesBlock,
    GalleryBlock,
    HeadingBlock,
    PageCardsBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    TableBlock,
    TimelineBlock,
    VideoBlock,
)


class ArticleBody(Body):
    """The text of news, forums, consultations and standard pages."""

    text = ProseBlock()
    heading = HeadingBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
    image = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    table = TableBlock()
    timeline = TimelineBlock()
    button = ButtonBlock()
    files = FilesBlock()
    contact = ContactBlock()
    page_cards = PageCardsBlock()


class AttachmentsBody(StreamBlock):
    """Documents that belong to a page: one list under its text."""

    file = FileBlock()

    def get_context(
        self, value: StreamValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["files"] = [child.value for child in value if child.value.get("document")]
        return context

    class Meta:
        template = "streamfield/attachments.html"
        required = False


class RelatedNewsBody(StreamBlock):
    """News the editor chose to be read next."""

    news = PageChooserBlock(
        page_type="civic_pages.NewsPage", label=_("News item"), icon="doc-full-inverse"
    )

    class Meta:
        required = False
        max_num = 3
