"""Forums: the index with its calendar, a series, one forum."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from civic_pages.blocks import ArticleBody, AttachmentsBody
from civic_pages.enums import ForumStatus
from portal.core.fields import PortalStreamField
from portal.core.models import BasePage


class ForumIndexPage(BasePage):
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["civic_pages.ForumSeriesPage", "civic_pages.ForumPage"]
    max_count_per_parent = 1
    slug_is_locked = True

    class Meta:
        verbose_name = _("list of forums")
        verbose_name_plural = _("lists of forums")


class ForumSeriesPage(BasePage):
    parent_page_types: ClassVar[list[str]] = ["civic_pages.ForumIndexPage"]
    subpage_types: ClassVar[list[str]] = ["civic_pages.ForumPage"]

    lead_image = models.ForeignKey(
        "core.PortalImage", verbose_name=_("lead image"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lead_image_alt = models.CharField(_("what the lead image shows"), max_length=250, blank=True)
    body = PortalStreamField(ArticleBody(), verbose_name=_("text"), blank=True)

    shared_fields = ("lead_image_id",)

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("lead_image_alt")], heading=_("Lead image")),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("series of forums")
        verbose_name_plural = _("series of forums")


class ForumPage(BasePage):
    parent_page_types: ClassVar[list[str]] = ["civic_pages.ForumIndexPage", "civic_pages.ForumSeriesPage"]
    subpage_types: ClassVar[list[str]] = []

    starts_at = models.DateTimeField(_("starts"), null=True, blank=True, db_index=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=ForumStatus.choices, default=ForumStatus.AS_PLANNED)
    status_note = models.CharField(
        _("what changed"), max_length=300, blank=True, help_text=_("Why it was cancelled or when it will take place instead.")
    )
    district = models.ForeignKey(
        "places.District", verbose_name=_("district"), null=True, blank=True, on_delete=models.PROTECT, related_name="forums"
    )
    venue = models.ForeignKey(
        "places.Venue", verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT, related_name="forums"
    )
    online_url = models.URLField(_("link for taking part online"), blank=True, max_length=500)
    organiser = models.ForeignKey(
        "places.Department", verbose_name=_("organiser"), null=True, blank=True, on_delete=models.PROTECT, related_name="forums"
    )
    topics = ParentalManyToManyField("places.Topic", verbose_name=_("topics"), blank=True, related_name="forums")
    lead_image = models.ForeignKey(
        "core.PortalImage", verbose_name=_("lead image"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lead_image_alt = models.CharField(_("what the lead image shows"), max_length=250, blank=True)
    body = PortalStreamField(
        ArticleBody(), verbose_name=_("what happens"), blank=True, help_text=_("Aim, programme, speakers; afterwards photos and conclusions.")
    )
    attachments = PortalStreamField(AttachmentsBody(), verbose_name=_("attachments"), blank=True)

    shared_fields = ("starts_at", "ends_at", "status", "district_id", "venue_id", "online_url", "organiser_id", "lead_image_id", "topics")

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
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("lead_image_alt")], heading=_("Lead image")),
        FieldPanel("body"),
        FieldPanel("attachments"),
        FieldPanel("topics"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("starts_at"),
        index.FilterField("district_id"),
    ]

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
