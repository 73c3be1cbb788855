"""Forums: the index with its calendar, a series, one forum."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import PageManager
from wagtail.search import index

from civic_pages.blocks import ArticleBody, AttachmentsBody
from civic_pages.enums import ForumState, ForumStatus
from civic_pages.forms.publication import ForumPageForm
from civic_pages.querysets.forums import ForumQuerySet
from civic_pages.states import forum_clock, forum_windows
from portal.core.fields import PortalStreamField
from portal.core.files import File, FilesMixin
from portal.core.models import BasePage, MenuPage
from portal.core.print import PrintMixin
from portal.core.publishing import Missing, PublicationMixin
from portal.core.search_items import WHOLE_CITY, SearchFacts
from portal.core.windows import Window
from portal.discussion.hosts import DiscussedMixin

# So long after a forum its discussion stays open.
_TALKED_OVER = timedelta(days=30)


class ForumIndexPage(FilesMixin, RoutablePageMixin, MenuPage):
    """Forums to come and past, with a calendar of months at `/forumy/2019/06/`."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["civic_pages.ForumSeriesPage", "civic_pages.ForumPage"]
    max_count_per_parent = 1
    slug_is_locked = True
    fixed_slugs: ClassVar[dict[str, str]] = {"uk": "forumy", "en": "forums"}
    template = "civic_pages/forum_index_page.html"

    class Meta:
        verbose_name = _("list of forums")
        verbose_name_plural = _("lists of forums")

    @path("")
    def index_route(self, request: HttpRequest) -> TemplateResponse:
        from civic_pages.selectors.forums import index_context

        return self.render(request, context_overrides=index_context(self, request))

    @re_path(r"^(?P<year>[0-9]{4})/(?P<number>[0-9]{1,2})/$", name="month")
    def month(self, request: HttpRequest, year: str, number: str) -> HttpResponse:
        """One month of the calendar; 404 for what is no month and for months beyond all forums.

        An address without its zero leads to the full one.
        """
        from civic_pages.selectors.forum_months import month_context

        if len(number) == 1:
            return HttpResponsePermanentRedirect(f"{self.get_url(request)}{year}/0{number}/")
        return self.render(
            request,
            template="civic_pages/forum_month.html",
            context_overrides=month_context(self, request, year=int(year), number=int(number)),
        )

    @path("rss/")
    def rss(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.agenda_feeds import forums_feed
        from portal.core.feeds import rss

        return rss(forums_feed(self, request, "rss/"))

    @path("atom/")
    def atom(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.agenda_feeds import forums_feed
        from portal.core.feeds import atom

        return atom(forums_feed(self, request, "atom/"))

    def files(self) -> Mapping[str, File]:
        return {"feed.json": self.serve_json, gettext("calendar.ics"): self.serve_calendar}

    def serve_json(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.agenda_feeds import forums_feed
        from portal.core.feeds import json_feed

        return json_feed(forums_feed(self, request, "feed.json"))

    def serve_calendar(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.calendars import index_calendar

        return index_calendar(self, request)


class ForumSeriesPage(FilesMixin, RoutablePageMixin, BasePage):
    """Forums that lead up to one another, «від малого до великого»."""

    parent_page_types: ClassVar[list[str]] = ["civic_pages.ForumIndexPage"]
    subpage_types: ClassVar[list[str]] = ["civic_pages.ForumPage"]

    lead_image = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(_("what the lead image shows"), max_length=250, blank=True)
    body = PortalStreamField(ArticleBody(), verbose_name=_("text"), blank=True)

    shared_fields = ("lead_image_id",)

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("lead_image"), FieldPanel("lead_image_alt")], heading=_("Lead image")
        ),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("body")]

    def search_facts(self) -> SearchFacts:
        return SearchFacts(kind="forums", moment=self.last_published_at)

    class Meta:
        verbose_name = _("series of forums")
        verbose_name_plural = _("series of forums")

    @path("")
    def index_route(self, request: HttpRequest) -> TemplateResponse:
        from civic_pages.selectors.forums import series_context

        return self.render(request, context_overrides=series_context(self, request))

    def files(self) -> Mapping[str, File]:
        return {gettext("calendar.ics"): self.serve_calendar}

    def serve_calendar(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.calendars import series_calendar

        return series_calendar(self, request)


class ForumPage(FilesMixin, PublicationMixin, PrintMixin, BasePage, DiscussedMixin):
    """One forum: when, where, what happens."""

    parent_page_types: ClassVar[list[str]] = [
        "civic_pages.ForumIndexPage",
        "civic_pages.ForumSeriesPage",
    ]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = ForumPageForm
    print_template = "civic_pages/forum_page_print.html"
    discussion_kind = "forums"

    starts_at = models.DateTimeField(_("starts"), null=True, blank=True, db_index=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True, db_index=True)
    status = models.CharField(
        _("status"), max_length=20, choices=ForumStatus.choices, default=ForumStatus.AS_PLANNED
    )
    status_note = models.CharField(
        _("what changed"),
        max_length=300,
        blank=True,
        help_text=_("Why it was cancelled or when it will take place instead."),
    )
    district = models.ForeignKey(
        "places.District",
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forums",
        help_text=_("Whose forum it is. Leave empty for one of the whole city."),
    )
    venue = models.ForeignKey(
        "places.Venue",
        verbose_name=_("venue"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forums",
    )
    online_url = models.URLField(_("link for taking part online"), blank=True, max_length=500)
    organiser = models.ForeignKey(
        "places.Department",
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forums",
    )
    topics = ParentalManyToManyField(
        "places.Topic", verbose_name=_("topics"), blank=True, related_name="forums"
    )
    lead_image = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(_("what the lead image shows"), max_length=250, blank=True)
    body = PortalStreamField(
        ArticleBody(),
        verbose_name=_("what happens"),
        blank=True,
        help_text=_("Aim, programme, speakers; afterwards photos and conclusions."),
    )
    attachments = PortalStreamField(AttachmentsBody(), verbose_name=_("attachments"), blank=True)

    objects = PageManager.from_queryset(ForumQuerySet)()

    shared_fields = (
        "starts_at", "ends_at", "status", "district_id", "venue_id", "online_url", "organiser_id",
        "lead_image_id", "topics", "has_discussion",
    )  # fmt: skip

    settings_panels: ClassVar[list[Any]] = [
        *BasePage.settings_panels,
        *DiscussedMixin.discussion_panels,
    ]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("venue"), FieldPanel("district")]),
                FieldPanel("online_url"),
                FieldPanel("organiser"),
            ],
            heading=_("When and where"),
        ),
        FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")]),
        MultiFieldPanel(
            [FieldPanel("lead_image"), FieldPanel("lead_image_alt")], heading=_("Lead image")
        ),
        FieldPanel("body"),
        FieldPanel("attachments"),
        FieldPanel("topics"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
        index.FilterField("district_id"),
    ]

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")

    @property
    def owning_department_id(self) -> int | None:
        return self.organiser_id

    def discussion_over_at(self) -> datetime | None:
        """What was said on a forum is talked over for some weeks after it."""
        return None if self.ends_at is None else self.ends_at + _TALKED_OVER

    @property
    def window(self) -> Window:
        return Window(self.starts_at, self.ends_at)

    def state_at(self, now: datetime) -> ForumState:
        return ForumState(forum_clock(now).state_of(self))

    def next_change(self, now: datetime) -> datetime | None:
        """When what a list or the page says of this forum turns by the clock."""
        return self.window.next_change(now)

    search_relations = ("topics",)

    def search_facts(self) -> SearchFacts:
        return SearchFacts(
            kind="forums",
            moment=self.starts_at,
            topics=tuple(term.pk for term in self.topics.all()),
            districts=WHOLE_CITY if self.district_id is None else (self.district_id,),
            department=self.organiser_id,
            states=forum_windows(self),
        )

    @property
    def is_off(self) -> bool:
        """Whether the editor says that it does not take place as announced."""
        return self.status != ForumStatus.AS_PLANNED

    def missing_for_publication(self) -> Missing:
        missing: dict[str, Any] = {}
        if self.starts_at is None:
            missing["starts_at"] = _("Say when the forum starts.")
        if self.ends_at is None:
            missing["ends_at"] = _("Say when the forum ends: after that it is shown as past.")
        elif self.starts_at is not None and self.ends_at < self.starts_at:
            missing["ends_at"] = _("A forum cannot end before it starts.")
        if self.venue_id is None and not self.online_url:
            missing["venue"] = _("Choose a venue or give a link for taking part online.")
        return missing

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from civic_pages.selectors.forums import forum_context

        context: dict[str, Any] = super().get_context(request)
        return context | forum_context(self, request)

    def files(self) -> Mapping[str, File]:
        return {gettext("calendar.ics"): self.serve_calendar}

    def serve_calendar(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.calendars import forum_calendar

        return forum_calendar(self, request)
