"""News: the index with its archive and feeds, and the item."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from civic_pages.blocks import ArticleBody, AttachmentsBody, RelatedNewsBody
from portal.core.fields import PortalStreamField
from portal.core.models import BasePage


class NewsIndexPage(BasePage):
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["civic_pages.NewsPage"]
    max_count_per_parent = 1
    slug_is_locked = True

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")


class NewsPage(BasePage):
    parent_page_types: ClassVar[list[str]] = ["civic_pages.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    date = models.DateTimeField(
        _("date and time"),
        default=timezone.now,
        db_index=True,
        help_text=_("Shown with the item and used for its place in the feed. An item with a future time waits for it."),
    )
    is_urgent = models.BooleanField(_("urgent"), default=False)
    rubric = models.ForeignKey(
        "civic_pages.Rubric", verbose_name=_("rubric"), null=True, blank=True, on_delete=models.PROTECT, related_name="news"
    )
    topics = ParentalManyToManyField("places.Topic", verbose_name=_("topics"), blank=True, related_name="news")
    districts = ParentalManyToManyField(
        "places.District",
        verbose_name=_("districts"),
        blank=True,
        related_name="news",
        help_text=_("Leave empty for the whole city."),
    )
    department = models.ForeignKey(
        "places.Department", verbose_name=_("department"), null=True, blank=True, on_delete=models.PROTECT, related_name="news"
    )
    author = models.CharField(_("author"), max_length=150, blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=500)
    lead_image = models.ForeignKey(
        "core.PortalImage", verbose_name=_("lead image"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lead_image_alt = models.CharField(
        _("what the lead image shows"),
        max_length=250,
        blank=True,
        help_text=_("For people who do not see it. Leave empty only if the picture adds nothing to the text."),
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
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True)

    shared_fields = ("date", "is_urgent", "rubric_id", "department_id", "lead_image_id", "corrected_at", "topics", "districts")

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("rubric"), FieldPanel("is_urgent")]),
        MultiFieldPanel(
            [FieldPanel("lead_image"), FieldPanel("lead_image_alt"), FieldPanel("lead_image_caption")],
            heading=_("Lead image"),
        ),
        FieldPanel("body"),
        FieldPanel("attachments"),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("districts")], heading=_("Topics and districts")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("department"), FieldPanel("author")]),
                FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")]),
            ],
            heading=_("Who says it"),
        ),
        FieldPanel("related"),
        MultiFieldPanel([FieldPanel("correction"), FieldPanel("corrected_at")], heading=_("Correction")),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("rubric_id"),
        index.FilterField("department_id"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
