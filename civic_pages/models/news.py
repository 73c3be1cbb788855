"""A news item."""

import datetime as dt
import re
from functools import cached_property
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.models import PageManager
from wagtail.search import index

from civic_pages.blocks import ArticleBody, AttachmentsBody, RelatedNewsBody
from civic_pages.forms.news import NewsPageForm
from civic_pages.querysets.news import NewsQuerySet
from portal.core.fields import PortalStreamField
from portal.core.models import BasePage
from portal.core.print import PrintMixin
from portal.core.search_items import WHOLE_CITY, SearchFacts
from portal.core.windows import city_day
from portal.discussion.hosts import DiscussedMixin

# Words a minute: an adult reads Ukrainian prose at 160 to 190.
_READING_SPEED = 170
# A change so soon after publication is part of publishing.
_SETTLING = dt.timedelta(minutes=10)
_WORD = re.compile(r"\w+(?:['’ʼ-]\w+)*")


class NewsPage(PrintMixin, BasePage, DiscussedMixin):
    """A news item, live from its date on: whatever way it is saved, a future date waits.

    A live item given a future date stays as it is until then, and is replaced at that moment.
    """

    parent_page_types: ClassVar[list[str]] = ["civic_pages.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = NewsPageForm
    template = "civic_pages/news_page.html"
    discussion_kind = "news"
    print_template = "civic_pages/news_page_print.html"
    open_graph_type = "article"

    # Fields of Page that are set here; its types are unknown to the checker.
    live: bool
    go_live_at: dt.datetime | None

    date = models.DateTimeField(
        _("date and time"),
        default=timezone.now,
        db_index=True,
        help_text=_(
            "Shown with the item and used for its place in the feed. An item with a future time waits for it."
        ),
    )
    # The database has no row without it, not even that of a draft.
    date.required_on_save = True  # type: ignore[attr-defined]
    is_urgent = models.BooleanField(_("urgent"), default=False)
    rubric = models.ForeignKey(
        "civic_pages.Rubric",
        verbose_name=_("rubric"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="news",
    )
    topics = ParentalManyToManyField(
        "places.Topic", verbose_name=_("topics"), blank=True, related_name="news"
    )
    districts = ParentalManyToManyField(
        "places.District",
        verbose_name=_("districts"),
        blank=True,
        related_name="news",
        help_text=_("Leave empty for the whole city."),
    )
    department = models.ForeignKey(
        "places.Department",
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="news",
    )
    author = models.CharField(_("author"), max_length=150, blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=500)
    lead_image = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(
        _("what the lead image shows"),
        max_length=250,
        blank=True,
        help_text=_(
            "For people who do not see it. Leave empty only if the picture adds nothing to the text."
        ),
    )
    lead_image_caption = models.CharField(_("caption"), max_length=300, blank=True)
    body = PortalStreamField(ArticleBody(), verbose_name=_("text"), blank=True)
    attachments = PortalStreamField(AttachmentsBody(), verbose_name=_("attachments"), blank=True)
    related = PortalStreamField(
        RelatedNewsBody(),
        verbose_name=_("read also"),
        blank=True,
        help_text=_("If fewer than three are chosen, the rest are found by topic and district."),
    )
    correction = models.TextField(
        _("what was corrected"),
        blank=True,
        max_length=600,
        help_text=_("Shown under the text as «Corrected». For errors of fact, not of spelling."),
    )
    corrected_at = models.DateTimeField(
        _("corrected at"),
        null=True,
        blank=True,
        help_text=_("Filled in by itself when the note changes."),
    )

    shared_fields = (
        "date", "is_urgent", "rubric_id", "department_id", "lead_image_id", "corrected_at", "topics", "districts",
        "has_discussion",
    )  # fmt: skip

    settings_panels: ClassVar[list[Any]] = [
        *BasePage.settings_panels,
        *DiscussedMixin.discussion_panels,
    ]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldRowPanel(
            [
                FieldPanel("date"),
                FieldPanel("rubric"),
                FieldPanel(
                    "is_urgent",
                    help_text=_("Marked everywhere, and first on the front page while it is new."),
                ),
            ]
        ),
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldPanel("lead_image_alt"),
                FieldPanel("lead_image_caption"),
            ],
            heading=_("Lead image"),
        ),
        FieldPanel("body"),
        FieldPanel("attachments"),
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("districts")], heading=_("Topics and districts")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("department"), FieldPanel("author")]),
                FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")]),
            ],
            heading=_("Who says it"),
        ),
        FieldPanel("related"),
        MultiFieldPanel(
            [FieldPanel("correction"), FieldPanel("corrected_at")], heading=_("Correction")
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("rubric_id"),
        index.FilterField("department_id"),
    ]

    search_relations = ("topics", "districts")

    objects = PageManager.from_queryset(NewsQuerySet)()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    @property
    def owning_department_id(self) -> int | None:
        return self.department_id

    # --- What readers see ----------------------------------------------------------------------

    @property
    def day(self) -> dt.date:
        """The city's day it belongs to in the archive."""
        return city_day(self.date)

    @property
    def updated_at(self) -> dt.datetime | None:
        """When it was last published anew; None where that was part of publishing it."""
        first, last = self.first_published_at, self.last_published_at
        if first is None or last is None or last - max(first, self.date) < _SETTLING:
            return None
        return last

    @cached_property
    def reading_minutes(self) -> int:
        """Whole minutes it takes to read the text, at least one; 0 without a text."""
        texts = self.body.stream_block.get_searchable_content(self.body)
        words = sum(len(_WORD.findall(str(text))) for text in texts)
        return -(-words // _READING_SPEED)

    @path("")
    def index_route(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        from civic_pages.selectors.news_item import NewsItem

        return self.render(request, context_overrides={"item": NewsItem(self, request).prepare()})

    def get_print_context(self, request: HttpRequest) -> dict[str, Any]:
        from civic_pages.selectors.news_item import NewsItem

        return {"item": NewsItem(self, request)}

    def search_facts(self) -> SearchFacts:
        return SearchFacts(
            kind="news",
            moment=self.date,
            topics=tuple(term.pk for term in self.topics.all()),
            districts=tuple(term.pk for term in self.districts.all()) or WHOLE_CITY,
            department=self.department_id,
        )

    # --- Waiting for the date --------------------------------------------------------------------

    def clean(self) -> None:
        self.wait_for_date()
        if self.is_original and bool(self.correction) != bool(self.corrected_at):
            self.corrected_at = timezone.now() if self.correction else None
        super().clean()

    def wait_for_date(self) -> None:
        """Publication follows a future date; the date of what was never published follows its schedule.

        The date of a translation is its original's, whatever its own schedule.
        """
        now = timezone.now()
        if self.date is None:
            return
        if self.date > now:
            if self.go_live_at is None or self.go_live_at < self.date:
                self.go_live_at = self.date
        elif (
            self.go_live_at
            and self.go_live_at > now
            and self.first_published_at is None
            and self.in_original_language
        ):
            self.date = self.go_live_at

    def with_content_json(self, content: dict[str, Any]) -> "NewsPage":
        """Revisions, also old and imported ones, wait for their date when they are published."""
        page: NewsPage = super().with_content_json(content)
        page.wait_for_date()
        return page

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """A live row with a future date becomes a scheduled one, whoever saves it."""
        fields = kwargs.get("update_fields")
        if fields is None and (original := self.stored_original()):
            self.take_shared_fields(original)
        touched = fields is None or not {"date", "live"}.isdisjoint(fields)
        waits = touched and self.live and self.date > timezone.now()
        if waits:
            self.wait_for_date()
            self.live = False
            self.live_revision = None
            if fields is not None:
                kwargs["update_fields"] = {*fields, "live", "live_revision", "go_live_at"}
        result = super().save(*args, **kwargs)
        if waits:
            self.save_revision(clean=False).publish()
        return result
