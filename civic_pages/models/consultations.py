"""Consultations with the public: the index with its filters, one consultation."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from civic_pages.blocks import ArticleBody, AttachmentsBody
from civic_pages.enums import ConsultationFormat
from portal.core.fields import PortalStreamField
from portal.core.models import BasePage


class ConsultationIndexPage(BasePage):
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["civic_pages.ConsultationPage"]
    max_count_per_parent = 1
    slug_is_locked = True

    class Meta:
        verbose_name = _("list of consultations")
        verbose_name_plural = _("lists of consultations")


class ConsultationPage(BasePage):
    parent_page_types: ClassVar[list[str]] = ["civic_pages.ConsultationIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    question = models.TextField(_("question"), blank=True, max_length=600, help_text=_("What the city asks, in one sentence."))
    opens_at = models.DateTimeField(_("proposals from"), null=True, blank=True, db_index=True)
    closes_at = models.DateTimeField(_("proposals until"), null=True, blank=True, db_index=True)
    format = models.CharField(
        _("format"), max_length=20, choices=ConsultationFormat.choices, default=ConsultationFormat.ELECTRONIC
    )
    department = models.ForeignKey(
        "places.Department",
        verbose_name=_("department"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="consultations",
    )
    audiences = ParentalManyToManyField(
        "places.Audience", verbose_name=_("participants"), blank=True, related_name="consultations"
    )
    topics = ParentalManyToManyField("places.Topic", verbose_name=_("topics"), blank=True, related_name="consultations")
    districts = ParentalManyToManyField(
        "places.District",
        verbose_name=_("districts"),
        blank=True,
        related_name="consultations",
        help_text=_("Leave empty for the whole city."),
    )
    legal_basis = models.CharField(
        _("legal basis"), max_length=300, blank=True, help_text=_("The act by which the consultation is held, with its number and date.")
    )
    legal_basis_url = models.URLField(_("address of the act"), blank=True, max_length=500)
    contact_name = models.CharField(_("responsible person"), max_length=150, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    body = PortalStreamField(
        ArticleBody(), verbose_name=_("text"), blank=True, help_text=_("Why it is asked, alternatives, whom it concerns and how.")
    )
    attachments = PortalStreamField(AttachmentsBody(), verbose_name=_("materials"), blank=True)
    outcome = PortalStreamField(
        ArticleBody(), verbose_name=_("report"), blank=True, help_text=_("What was received, what was taken into account and why.")
    )

    shared_fields = (
        "opens_at", "closes_at", "format", "department_id", "legal_basis_url", "contact_phone", "contact_email",
        "audiences", "topics", "districts",
    )  # fmt: skip

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("question"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldRowPanel([FieldPanel("format"), FieldPanel("department")]),
                FieldPanel("audiences"),
                FieldRowPanel([FieldPanel("legal_basis"), FieldPanel("legal_basis_url")]),
            ],
            heading=_("When, how and for whom"),
        ),
        FieldPanel("body"),
        FieldPanel("attachments"),
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("districts")], heading=_("Topics and districts")),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")])],
            heading=_("Contact"),
        ),
        FieldPanel("outcome"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("question", boost=2),
        index.SearchField("body"),
        index.SearchField("outcome"),
        index.FilterField("opens_at"),
        index.FilterField("closes_at"),
    ]

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
