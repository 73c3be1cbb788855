"""The bodies that join the generic blocks with those of the rooms."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    IntegerBlock,
    PageChooserBlock,
    StreamBlock,
    StreamValue,
    StructBlock,
    StructValue,
)

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
from portal.core.blocks.groups import GROUP_LISTS
from portal.core.blocks.words import LineBlock
from portal.participation.polls.blocks import PollBlock, PollResultsBlock
from portal.places.blocks import TermChoiceBlock

# A longer list belongs to the news themselves.
MOST_NEWS = 20


class NewsListBlock(StructBlock):
    """The latest news of a rubric, a topic or a district; each list costs its own few queries."""

    title = LineBlock(label=_("Title"), required=False, max_length=120)
    count = IntegerBlock(label=_("How many"), default=5, min_value=1, max_value=MOST_NEWS)
    rubric = TermChoiceBlock("civic_pages.Rubric", label=_("Rubric"), required=False)
    topic = TermChoiceBlock("places.Topic", label=_("Topic"), required=False)
    district = TermChoiceBlock("places.District", label=_("District"), required=False)

    def get_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        # Page types know their bodies, so their queries are not known when this module loads.
        from civic_pages.selectors.news import latest_news

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request: Any = context.get("request")  # none in a feed or a preview: addresses need none
        terms = {name: value.get(name) for name in ("rubric", "topic", "district")}
        limit = min(max(value.get("count") or 0, 0), MOST_NEWS)
        context["days"] = latest_news(request, limit=limit, **terms) if limit else []
        return context

    class Meta:
        icon = "list-ul"
        label = _("News list")
        description = _("The latest news, chosen by rubric, topic or district.")
        group = GROUP_LISTS
        template = "streamfield/news_list.html"
        label_format = "{title}"
        preview_value: Any = {"count": 5}


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
    news_list = NewsListBlock()
    poll = PollBlock()
    poll_results = PollResultsBlock()

    class Meta:
        # Each list asks the database anew; a body with ten of them is an index page.
        block_counts = {"news_list": {"max_num": 3}}


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
