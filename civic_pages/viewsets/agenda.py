"""The editors' lists of forums and of consultations."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn

from civic_pages.enums import ConsultationFormat, ConsultationState, ForumState
from civic_pages.models import ConsultationPage, ForumPage
from civic_pages.viewsets.common import (
    EditorialFilterSet,
    EditorialIndexView,
    EditorialPageListing,
    TermsFilter,
    WhenColumn,
    among,
    choice_filter,
    last_columns,
)
from portal.places.models import Department, District, Topic


class AgendaFilterSet(EditorialFilterSet):
    published = choice_filter(
        _("Published"), "filter_published", [("yes", _("Yes")), ("no", _("No"))]
    )

    def filter_published(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return self.among(rows, Q(live=value == "yes"))

    def filter_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return among(rows, self.pages.objects.in_state(value))


class ForumFilterSet(AgendaFilterSet):
    pages = ForumPage
    starts_at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    state = choice_filter(_("State"), "filter_state", ForumState.choices)
    district = TermsFilter(District, "district", District._meta.verbose_name_plural)
    topic = TermsFilter(Topic, "topics", Topic._meta.verbose_name_plural)
    organiser = TermsFilter(Department, "organiser", Department._meta.verbose_name_plural)

    class Meta:
        model = ForumPage
        fields: ClassVar[list[str]] = []


class ConsultationFilterSet(AgendaFilterSet):
    pages = ConsultationPage
    closes_at = django_filters.DateFromToRangeFilter(
        label=_("Proposals until"), widget=DateRangePickerWidget
    )
    state = choice_filter(_("State"), "filter_state", ConsultationState.choices)
    department = TermsFilter(Department, "department", Department._meta.verbose_name_plural)
    district = TermsFilter(District, "districts", District._meta.verbose_name_plural)
    topic = TermsFilter(Topic, "topics", Topic._meta.verbose_name_plural)
    format = choice_filter(_("Format"), "filter_format", ConsultationFormat.choices)

    class Meta:
        model = ConsultationPage
        fields: ClassVar[list[str]] = []

    def filter_format(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return self.among(rows, Q(format=value))


class ForumIndexView(EditorialIndexView):
    default_ordering = "-starts_at"
    add_item_label = _("Add a forum")
    base_filterset_class = ForumFilterSet
    relations = ("district", "venue")


class ConsultationIndexView(EditorialIndexView):
    default_ordering = "-closes_at"
    add_item_label = _("Add a consultation")
    base_filterset_class = ConsultationFilterSet
    relations = ("department",)
    prefetched = ("districts",)


def _state(page: ForumPage | ConsultationPage) -> str:
    return str(page.state_at(timezone.now()).label)


def _districts(page: ConsultationPage) -> str:
    return ", ".join(district.name for district in page.districts.all())


class ForumPageListing(EditorialPageListing):
    model = ForumPage
    icon = "calendar-alt"
    menu_label = _("Forums")
    menu_order = 130
    index_view_class = ForumIndexView
    filterset_class = ForumFilterSet
    columns: ClassVar[list[Any]] = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn(
            "title", label=_("Title"), sort_key="title", classname="title", width="28%"
        ),
        WhenColumn("starts_at", label=_("Starts"), sort_key="starts_at", width="10%"),
        Column("district", label=_("District"), sort_key="district__sort_key", width="12%"),
        Column("venue", label=_("Venue"), width="12%"),
        Column("state", label=_("State"), accessor=_state, width="10%"),
        *last_columns(),
    ]


class ConsultationPageListing(EditorialPageListing):
    model = ConsultationPage
    icon = "comment"
    menu_label = _("Consultations")
    menu_order = 140
    index_view_class = ConsultationIndexView
    filterset_class = ConsultationFilterSet
    columns: ClassVar[list[Any]] = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn(
            "title", label=_("Title"), sort_key="title", classname="title", width="28%"
        ),
        WhenColumn("closes_at", label=_("Proposals until"), sort_key="closes_at", width="10%"),
        Column("department", label=_("Department"), sort_key="department__sort_key", width="14%"),
        Column("districts", label=_("District"), accessor=_districts, width="10%"),
        Column("state", label=_("State"), accessor=_state, width="12%"),
        *last_columns(),
    ]


forum_page_listing = ForumPageListing("forums")
consultation_page_listing = ConsultationPageListing("consultations")
