"""The front page, sections and standard pages."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from civic_pages.blocks import ArticleBody
from home.blocks import HomeBody
from portal.core.fields import PortalStreamField
from portal.core.models import BasePage, MenuPage
from portal.core.print import PrintMixin
from portal.core.search_items import SearchFacts


class HomePage(BasePage):
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "civic_pages.NewsIndexPage",
        "civic_pages.ForumIndexPage",
        "civic_pages.ConsultationIndexPage",
        "home.SectionPage",
        "home.StandardPage",
    ]
    slug_is_locked = True

    body = PortalStreamField(HomeBody(), verbose_name=_("front page"), blank=True)

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def search_facts(self) -> SearchFacts:
        """Not among results: every reader came past it, and what it says stands elsewhere."""
        return SearchFacts(moment=self.last_published_at, is_offered=False)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"has_greeting": any(raw["type"] == "hero" for raw in self.body.raw_data)}


class SectionPage(MenuPage):
    """A group of standard pages with a list of what is in it."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.SectionPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage", "home.SectionPage"]

    body = PortalStreamField(ArticleBody(), verbose_name=_("text"), blank=True)

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("body")]
    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.sections import entries_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"entries": entries_of(self, request)}


class StandardPage(PrintMixin, MenuPage):
    """A page of text: about, rules, accessibility statement, personal data."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    print_template = "home/standard_page_print.html"

    body = PortalStreamField(ArticleBody(), verbose_name=_("text"), blank=True)

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("body")]
    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.sections import sisters_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        section, sisters = sisters_of(self, request)
        return context | {
            "section": section,
            "sisters": sisters,
            "print_url": self.print_url(request),
        }
