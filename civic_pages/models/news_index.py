"""The list of the news: selections, archive by date, feeds."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path

from portal.core.files import File, FilesMixin
from portal.core.listings import NotInList
from portal.core.models import MenuPage


class NewsIndexPage(FilesMixin, RoutablePageMixin, MenuPage):
    """Answers at its own address, `2018/`, `2018/12/`, `2018/12/07/`, `rss/`, `atom/`, `feed.json`.

    `latest.json` is what the list's script asks for news.
    """

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["civic_pages.NewsPage"]
    max_count_per_parent = 1
    slug_is_locked = True
    fixed_slugs: ClassVar[dict[str, str]] = {"uk": "novyny", "en": "news"}
    template = "civic_pages/news_index_page.html"

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    @path("")
    def index_route(self, request: HttpRequest) -> TemplateResponse:
        from civic_pages.selectors.news import selection_context

        return self.render(request, context_overrides=selection_context(self, request))

    @re_path(r"^(?P<year>[0-9]+)/$", name="archive_year")
    @re_path(r"^(?P<year>[0-9]+)/(?P<month>[0-9]+)/$", name="archive_month")
    @re_path(r"^(?P<year>[0-9]+)/(?P<month>[0-9]+)/(?P<day>[0-9]+)/$", name="archive_day")
    def archive(
        self, request: HttpRequest, year: str, month: str = "", day: str = ""
    ) -> HttpResponse:
        """The news of a year, a month or a day; an address without its zeros leads to the full one."""
        from civic_pages.selectors.news_archive import Span, archive_context

        path = self.get_url(request) or ""
        try:
            span = Span.read(year, month, day)
        except ValueError as no_date:
            raise NotInList("No such date.", path) from no_date
        if not request.path.endswith(f"/{span.suffix}"):
            return HttpResponsePermanentRedirect(f"{path}{span.suffix}")
        return self.render(
            request,
            template="civic_pages/news_archive.html",
            context_overrides=archive_context(self, request, span),
        )

    @path("rss/")
    def rss(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.news_feeds import news_feed
        from portal.core.feeds import rss

        return rss(news_feed(self, request, "rss/"))

    @path("atom/")
    def atom(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.news_feeds import news_feed
        from portal.core.feeds import atom

        return atom(news_feed(self, request, "atom/"))

    def files(self) -> Mapping[str, File]:
        return {"feed.json": self._json_feed, "latest.json": self._latest}

    def _json_feed(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.news_feeds import news_feed
        from portal.core.feeds import json_feed

        return json_feed(news_feed(self, request, "feed.json"))

    def _latest(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.news import latest_response

        return latest_response(self, request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """A draft of the list shows the list itself."""
        return self.index_route(request)
