"""Blocks of the front page: each a section across the page."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    PageChooserBlock,
    StreamBlock,
    StreamValue,
    StructBlock,
    StructValue,
    URLBlock,
)
from wagtail.images.blocks import ImageChooserBlock

from home.enums import Door
from portal.core.blocks import Body, ButtonBlock, CalloutBlock, PageCardsBlock, ProseBlock
from portal.core.blocks.groups import GROUP_LINKS, GROUP_LISTS, GROUP_TEXT
from portal.core.blocks.prepare import prepare_body
from portal.core.blocks.words import LineBlock, LinesBlock, SameLineBlock
from portal.core.remember import remember
from portal.participation.polls.blocks import PollBlock, PollResultsBlock

GROUP_FRONT = _("Front page")


class FrontBlock(StructBlock):
    """A section that shows what the portal holds now: `show` says how to get it."""

    def get_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        from home.front import front_of

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        # Without a request (the search index renders blocks, too) there is nothing to count by.
        request = context.get("request")
        if isinstance(request, HttpRequest):
            context["front"] = front_of(request)
            context["shown"] = self.show(value, context["front"])
        return context

    def show(self, value: StructValue, front: Any) -> Any:
        return None


def _tinted() -> BooleanBlock:
    return BooleanBlock(label=_("On a tinted ground"), required=False, default=False)


class HeroBlock(StructBlock):
    title = LineBlock(
        label=_("Title"),
        max_length=60,
        help_text=_("The first thing a reader sees. Three words are best."),
    )
    lead = LinesBlock(label=_("Lead"), required=False, max_length=200, rows=2)
    hints = ListBlock(
        LineBlock(label=_("Words"), max_length=40),
        label=_("Often searched for"),
        required=False,
        default=[],
        max_num=5,
    )
    picture = ImageChooserBlock(
        label=_("Picture"),
        required=False,
        help_text=_("A wide strip, 4 to 1. If empty, the portal’s own drawing is shown."),
    )

    class Meta:
        icon = "home"
        label = _("Greeting with search")
        description = _("Title, lead and the search field. Once, at the top of the front page.")
        group = GROUP_FRONT
        template = "home/blocks/hero.html"
        label_format = "{title}"
        preview_value: Any = {
            "title": "Київ вирішує разом",
            "lead": "Новини міста, районні форуми та консультації — в одному місці.",
            "hints": ["реєстрація на форум", "громадські слухання", "зелені зони"],
        }


class DoorsBlock(FrontBlock):
    doors = ListBlock(
        ChoiceBlock(label=_("Number"), choices=Door.choices),
        label=_("Numbers"),
        min_num=1,
        max_num=4,
        help_text=_("Counted by themselves; a number that is nought is not shown."),
    )

    def show(self, value: StructValue, front: Any) -> Any:
        return front.doors([door for door in value.get("doors") or [] if door in Door.values])

    class Meta:
        icon = "order"
        label = _("What can be done today")
        description = _("Big numbers that lead on: open consultations, coming forums.")
        group = GROUP_FRONT
        template = "home/blocks/doors.html"
        preview_value: Any = {"doors": [Door.CONSULTATIONS.value, Door.FORUMS.value]}


class NewsBlock(FrontBlock):
    title = LineBlock(label=_("Title"), max_length=60, default="Новини")
    lead = PageChooserBlock(
        page_type="civic_pages.NewsPage",
        label=_("Main item"),
        required=False,
        help_text=_("If empty, the newest urgent item, or the newest one with a picture."),
    )
    cards = IntegerBlock(label=_("Items with pictures"), default=2, min_value=0, max_value=6)
    lines = IntegerBlock(label=_("Lines of the feed"), default=7, min_value=1, max_value=20)
    is_tinted = _tinted()

    def show(self, value: StructValue, front: Any) -> Any:
        from portal.core.blocks.shown import shown

        return front.news(
            lead=shown(value.get("lead")),
            cards=value.get("cards") or 0,
            lines=value.get("lines") or 7,
        )

    class Meta:
        icon = "list-ul"
        label = _("News")
        description = _("The main item, a few with pictures, and the feed by day.")
        group = GROUP_LISTS
        template = "home/blocks/news.html"
        label_format = "{title}"
        preview_value: Any = {"title": "Новини", "cards": 2, "lines": 7}


class ConsultationsBlock(FrontBlock):
    title = LineBlock(label=_("Title"), max_length=60, default="Потрібна ваша думка")
    limit = IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=10)
    is_tinted = _tinted()

    def show(self, value: StructValue, front: Any) -> Any:
        return front.consultations(value.get("limit") or 3)

    class Meta:
        icon = "form"
        label = _("Open consultations")
        description = _("Those that take proposals now, what closes first at the head.")
        group = GROUP_LISTS
        template = "home/blocks/consultations.html"
        label_format = "{title}"
        preview_value: Any = {"title": "Потрібна ваша думка", "limit": 3}


class AnnouncementsBlock(FrontBlock):
    title = LineBlock(label=_("Title"), max_length=60, default="Анонси подій")
    lead = LineBlock(label=_("Lead"), required=False, max_length=150)
    limit = IntegerBlock(label=_("How many"), default=4, min_value=1, max_value=12)
    is_tinted = _tinted()

    def show(self, value: StructValue, front: Any) -> Any:
        return front.announcements(value.get("limit") or 4)

    class Meta:
        icon = "date"
        label = _("Announcements of events")
        description = _("The next forums, the nearest first.")
        group = GROUP_LISTS
        template = "home/blocks/announcements.html"
        label_format = "{title}"
        preview_value: Any = {"title": "Анонси подій", "limit": 4}


class TopicsBlock(FrontBlock):
    title = LineBlock(label=_("Title"), max_length=60, default="Теми")
    is_tinted = _tinted()

    def show(self, value: StructValue, front: Any) -> Any:
        return front.topics()

    class Meta:
        icon = "tag"
        label = _("Topics")
        description = _("A strip of topics; each leads to its news.")
        group = GROUP_LISTS
        template = "home/blocks/topics.html"
        label_format = "{title}"
        preview_value: Any = {"title": "Теми"}


class TextSectionBlock(StructBlock):
    title = LineBlock(label=_("Title"), required=False, max_length=60)
    text = ProseBlock(label=_("Text"))
    is_tinted = _tinted()

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("A few paragraphs under a heading.")
        group = GROUP_TEXT
        template = "home/blocks/text.html"
        label_format = "{title}"
        preview_value: Any = {
            "title": "Про портал",
            "text": "<p>Тут місто, організації та мешканці говорять і вирішують разом.</p>",
        }


class FrontCardsBlock(PageCardsBlock):
    is_tinted = _tinted()

    class Meta:
        template = "home/blocks/cards.html"


class FrontCalloutBlock(CalloutBlock):
    class Meta:
        template = "home/blocks/callout.html"


class CtaBlock(ButtonBlock):
    class Meta:
        label = _("Call to act")
        description = _("A dark panel across the page with one button.")
        group = GROUP_LINKS
        template = "home/blocks/cta.html"


class PollSectionMixin:
    """A poll across the page; nothing at all, not even its distance, of one that readers may not see."""

    def get_context(
        self, value: StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)  # type: ignore[misc]
        return {**context, "level": 2}

    def render(self, value: StructValue, context: dict[str, Any] | None = None) -> SafeString:
        html: SafeString = super().render(value, context)  # type: ignore[misc]
        if not html.strip():
            return html
        return format_html('<div class="section"><div class="wrap">{}</div></div>', html)


class FrontPollBlock(PollSectionMixin, PollBlock):
    pass


class FrontPollResultsBlock(PollSectionMixin, PollResultsBlock):
    pass


# Blocks that say the same whatever the hour: what they show turns with the content alone.
_TIMELESS = frozenset({"hero", "news", "topics", "cards", "callout", "cta", "text"})


class HomeBody(Body):
    """The front page: sections in the editor's order.

    The HTML of a timeless section is made once for each content version; what such a section has
    chosen (pages, pictures) is not even asked for after that.
    """

    hero = HeroBlock()
    doors = DoorsBlock()
    news = NewsBlock()
    consultations = ConsultationsBlock()
    announcements = AnnouncementsBlock()
    topics = TopicsBlock()
    cards = FrontCardsBlock()
    callout = FrontCalloutBlock()
    cta = CtaBlock()
    text = TextSectionBlock()
    poll = FrontPollBlock()
    poll_results = FrontPollResultsBlock()

    def get_context(
        self, value: StreamValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = StreamBlock.get_context(
            self, value, parent_context=parent_context
        )
        context["sections"] = [
            self._section(value, number, context) for number in range(len(value))
        ]
        return context

    def _section(self, value: StreamValue, number: int, context: dict[str, Any]) -> SafeString:
        """The HTML of one section; the raw data tell what it is without fetching what it chose."""
        raw, page, request = value.raw_data[number], context.get("page"), context.get("request")
        block, is_timeless = self.child_blocks[raw["type"]], raw["type"] in _TIMELESS

        def render() -> SafeString:
            # Touching one value of the stream fetches what all of them have chosen.
            own = value[number].value if is_timeless else block.to_python(raw["value"])
            if is_timeless:
                prepare_body(own)
            shown: SafeString = block.render(own, {**context, "number": str(number + 1)})
            return shown

        is_kept = (
            is_timeless
            and isinstance(request, HttpRequest)
            # A preview shows what no content version knows of.
            and not getattr(request, "is_preview", False)
            and page is not None
            and raw.get("id")
        )
        if not is_kept:
            return render()
        name = f"front-section:{page.pk}:{raw['id']}:{number}:{get_language()}"  # type: ignore[union-attr]
        return remember(request, name, render)

    class Meta:
        template = "home/blocks/body.html"
        block_counts: Any = {
            "hero": {"max_num": 1},
            "doors": {"max_num": 1},
            "news": {"max_num": 1},
            "consultations": {"max_num": 1},
            "announcements": {"max_num": 1},
            "topics": {"max_num": 1},
            # Each asks the database for itself.
            "poll": {"max_num": 2},
            "poll_results": {"max_num": 2},
        }


class SocialLink(StructBlock):
    name = SameLineBlock(label=_("Network"), max_length=40)
    url = URLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Page in a social network")


class SocialLinks(StreamBlock):
    link = SocialLink()
