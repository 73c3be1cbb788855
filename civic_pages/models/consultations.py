"""Consultations with the public: the index with its filters, one consultation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import PageManager
from wagtail.search import index

from civic_pages.blocks import ArticleBody, AttachmentsBody
from civic_pages.enums import ConsultationFormat, ConsultationState
from civic_pages.forms.publication import ConsultationPageForm
from civic_pages.querysets.consultations import ConsultationQuerySet
from civic_pages.states import consultation_clock, consultation_windows
from portal.core.fields import PortalStreamField
from portal.core.files import File, FilesMixin
from portal.core.models import BasePage, MenuPage
from portal.core.print import PrintMixin
from portal.core.publishing import Missing, PublicationMixin
from portal.core.search_items import WHOLE_CITY, SearchFacts
from portal.core.windows import Window
from portal.discussion.hosts import DiscussedMixin


def minimum_days() -> int:
    """The shortest term for proposals, in calendar days (`CONSULTATION_MIN_DAYS`).

    The default of 15 is that of the Procedure of consultations with the public (resolution of the
    Cabinet of Ministers no. 996 of 03.11.2010) and of law no. 3841-IX; a community's charter may
    ask for more.
    """
    return int(settings.CONSULTATION_MIN_DAYS)


class ConsultationIndexPage(FilesMixin, RoutablePageMixin, MenuPage):
    """The single agenda: what the city asks, until when, and what came of it."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["civic_pages.ConsultationPage"]
    max_count_per_parent = 1
    slug_is_locked = True
    fixed_slugs: ClassVar[dict[str, str]] = {"uk": "konsultatsii", "en": "consultations"}

    class Meta:
        verbose_name = _("list of consultations")
        verbose_name_plural = _("lists of consultations")

    @path("")
    def index_route(self, request: HttpRequest) -> TemplateResponse:
        from civic_pages.selectors.consultations import index_context

        return self.render(request, context_overrides=index_context(self, request))

    @path("rss/")
    def rss(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.agenda_feeds import consultations_feed
        from portal.core.feeds import rss

        return rss(consultations_feed(self, request, "rss/"))

    @path("atom/")
    def atom(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.agenda_feeds import consultations_feed
        from portal.core.feeds import atom

        return atom(consultations_feed(self, request, "atom/"))

    def files(self) -> Mapping[str, File]:
        return {"feed.json": self.serve_json, gettext("calendar.ics"): self.serve_calendar}

    def serve_json(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.selectors.agenda_feeds import consultations_feed
        from portal.core.feeds import json_feed

        return json_feed(consultations_feed(self, request, "feed.json"))

    def serve_calendar(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.calendars import deadlines_calendar

        return deadlines_calendar(self, request)


class ConsultationPage(FilesMixin, PublicationMixin, PrintMixin, BasePage, DiscussedMixin):
    """One question to the public, from its announcement to the report on what came of it."""

    parent_page_types: ClassVar[list[str]] = ["civic_pages.ConsultationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = ConsultationPageForm
    print_template = "civic_pages/consultation_page_print.html"
    discussion_kind = "consultations"

    question = models.TextField(
        _("question"),
        blank=True,
        max_length=600,
        help_text=_("What the city asks, in one sentence."),
    )
    opens_at = models.DateTimeField(_("proposals from"), null=True, blank=True, db_index=True)
    closes_at = models.DateTimeField(
        _("proposals until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("From this moment on no proposals are taken."),
    )
    format = models.CharField(
        _("format"),
        max_length=20,
        choices=ConsultationFormat.choices,
        default=ConsultationFormat.ELECTRONIC,
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
        "places.Audience",
        verbose_name=_("participants"),
        blank=True,
        related_name="consultations",
    )
    topics = ParentalManyToManyField(
        "places.Topic", verbose_name=_("topics"), blank=True, related_name="consultations"
    )
    districts = ParentalManyToManyField(
        "places.District",
        verbose_name=_("districts"),
        blank=True,
        related_name="consultations",
        help_text=_("Leave empty for the whole city."),
    )
    legal_basis = models.CharField(
        _("legal basis"),
        max_length=300,
        blank=True,
        help_text=_("The act by which the consultation is held, with its number and date."),
    )
    legal_basis_url = models.URLField(_("address of the act"), blank=True, max_length=500)
    contact_name = models.CharField(_("responsible person"), max_length=150, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    body = PortalStreamField(
        ArticleBody(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("Why it is asked, alternatives, whom it concerns and how."),
    )
    attachments = PortalStreamField(AttachmentsBody(), verbose_name=_("materials"), blank=True)
    report_due_on = models.DateField(
        _("report promised by"),
        null=True,
        blank=True,
        help_text=_("The day by which readers will find the report here."),
    )
    outcome = PortalStreamField(
        ArticleBody(),
        verbose_name=_("report"),
        blank=True,
        help_text=_("What was received, what was taken into account and why."),
    )
    reported_at = models.DateTimeField(
        _("report published"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_(
            "Filled in when the report is first published. From then on the state is “Report published”."
        ),
    )

    objects = PageManager.from_queryset(ConsultationQuerySet)()

    shared_fields = (
        "opens_at", "closes_at", "format", "department_id", "legal_basis_url", "contact_phone",
        "contact_email", "report_due_on", "reported_at", "audiences", "topics", "districts",
        "has_discussion",
    )  # fmt: skip

    settings_panels: ClassVar[list[Any]] = [
        *BasePage.settings_panels,
        *DiscussedMixin.discussion_panels,
    ]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("question"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("format"),
                # Names of departments are longer than half a line.
                FieldPanel("department"),
                FieldPanel("audiences"),
                FieldRowPanel([FieldPanel("legal_basis"), FieldPanel("legal_basis_url")]),
            ],
            heading=_("When, how and for whom"),
        ),
        FieldPanel("body"),
        FieldPanel("attachments"),
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("districts")], heading=_("Topics and districts")
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel("report_due_on"), FieldPanel("outcome"), FieldPanel("reported_at")],
            heading=_("Report"),
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BasePage.search_fields,
        index.SearchField("question", boost=1),
        index.SearchField("body"),
        index.SearchField("outcome"),
        index.FilterField("opens_at"),
        index.FilterField("closes_at"),
        index.FilterField("reported_at"),
    ]

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    @property
    def owning_department_id(self) -> int | None:
        return self.department_id

    def discussion_over_at(self) -> datetime | None:
        """What comes after the term is not considered any more, and must not look as if it were."""
        return self.closes_at

    @property
    def window(self) -> Window:
        return Window(self.opens_at, self.closes_at)

    def state_at(self, now: datetime) -> ConsultationState:
        return ConsultationState(consultation_clock(now).state_of(self))

    search_relations = ("topics", "districts")

    def search_facts(self) -> SearchFacts:
        return SearchFacts(
            kind="consultations",
            moment=self.opens_at,
            deadline=self.closes_at,
            topics=tuple(term.pk for term in self.topics.all()),
            districts=tuple(term.pk for term in self.districts.all()) or WHOLE_CITY,
            department=self.department_id,
            states=consultation_windows(self),
        )

    def next_change(self, now: datetime) -> datetime | None:
        """When what a list or the page says of this consultation turns by the clock."""
        moments = [self.window.next_change(now, counting=True), self.reported_at]
        return min((moment for moment in moments if moment and moment > now), default=None)

    def prepare_for_publication(self) -> None:
        """A report without a date gets that of its first publication."""
        if self.outcome and self.reported_at is None:
            known = type(self).objects.filter(pk=self.pk).values_list("reported_at", flat=True)
            self.reported_at = known.first() or timezone.now()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.live and self.is_original:
            self.prepare_for_publication()
        super().save(*args, **kwargs)

    def missing_for_publication(self) -> Missing:
        missing: dict[str, Any] = {}
        if not self.question:
            missing["question"] = _("Say what the city asks.")
        missing |= self._wrong_with_times()
        if self.department_id is None:
            missing["department"] = _("Say who holds the consultation.")
        if not (self.contact_email or self.contact_phone or self._department_answers()):
            missing["contact_email"] = _(
                "Give an e-mail address or a phone number: people must be able to answer."
            )
        if self.reported_at and not self.outcome:
            missing["outcome"] = _("Write the report, or take its date away.")
        return missing

    def _wrong_with_times(self) -> Missing:
        missing: dict[str, Any] = {}
        if self.opens_at is None:
            missing["opens_at"] = _("Say from when proposals are taken.")
        if self.closes_at is None:
            missing["closes_at"] = _("Say until when proposals are taken.")
        length = self.window.length_in_days
        if not self.window.is_ordered:
            missing["closes_at"] = _("Proposals cannot end before they begin.")
        elif length is not None and length < minimum_days():
            missing["closes_at"] = ngettext(
                "Proposals are taken for at least %(days)d calendar day, not counting the first.",
                "Proposals are taken for at least %(days)d calendar days, not counting the first.",
                minimum_days(),
            ) % {"days": minimum_days()}
        if self.reported_at and self.closes_at and self.reported_at < self.closes_at:
            missing["reported_at"] = _("A report cannot come before the end of proposals.")
        return missing

    def _department_answers(self) -> bool:
        department = self.department
        return bool(department and (department.email or department.phone or department.address))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from civic_pages.selectors.consultations import consultation_context

        context: dict[str, Any] = super().get_context(request)
        return context | consultation_context(self, request)

    def files(self) -> Mapping[str, File]:
        return {gettext("calendar.ics"): self.serve_calendar}

    def serve_calendar(self, request: HttpRequest) -> HttpResponse:
        from civic_pages.calendars import deadline_calendar

        return deadline_calendar(self, request)
