"""The editors' lists of forums and of consultations."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from civic_pages.enums import ConsultationFormat, ConsultationState, ForumState, TranslationState
from civic_pages.models import ConsultationPage, ForumPage
from civic_pages.viewsets import TranslationColumn, WhenColumn
from portal.core.originals import original_locale_id
from portal.places.models import Department, District, Term, Topic


class AgendaFilterSet(PageFilterSet):
    """What both lists are narrowed by. Subclasses name their page type as `pages`.

    All through primary keys: search in the admin filters by columns of its index only.
    """

    pages: ClassVar[Any]
    site = None
    has_child_pages = None
    published = django_filters.ChoiceFilter(
        label=_("Published"),
        method="filter_published",
        choices=[("yes", _("Yes")), ("no", _("No"))],
        empty_label=_("All"),
        widget=RadioSelect,
    )
    translation = django_filters.ChoiceFilter(
        label=_("English version"),
        method="filter_translation",
        choices=TranslationState.choices,
        empty_label=_("All"),
        widget=RadioSelect,
    )

    def filter_published(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return self.among(rows, Q(live=value == "yes"))

    def filter_translation(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        found = self.pages.objects.with_translation_state().filter(translation_state=value)
        return rows.filter(pk__in=found.order_by().values("pk"))

    def filter_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        found = self.pages.objects.in_state(value)
        return rows.filter(pk__in=found.order_by().values("pk"))

    def among(self, rows: QuerySet[Any], condition: Q) -> QuerySet[Any]:
        return rows.filter(pk__in=self.pages.objects.filter(condition).order_by().values("pk"))


class TermsFilter(django_filters.ModelMultipleChoiceFilter):
    """By terms under a path of the page."""

    def __init__(self, model: type[Term], path: str) -> None:
        self.path = path
        super().__init__(
            queryset=lambda _request: model.objects.originals(),
            widget=CheckboxSelectMultiple,
            label=model._meta.verbose_name_plural,
        )

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return self.parent.among(qs, Q(**{f"{self.path}__in": value})) if value else qs


class ForumFilterSet(AgendaFilterSet):
    pages = ForumPage
    starts_at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=ForumState.choices,
        empty_label=_("All"),
        widget=RadioSelect,
    )
    district = TermsFilter(District, "district")
    topic = TermsFilter(Topic, "topics")
    organiser = TermsFilter(Department, "organiser")

    class Meta:
        model = ForumPage
        fields: ClassVar[list[str]] = []


class ConsultationFilterSet(AgendaFilterSet):
    pages = ConsultationPage
    closes_at = django_filters.DateFromToRangeFilter(
        label=_("Proposals until"), widget=DateRangePickerWidget
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=ConsultationState.choices,
        empty_label=_("All"),
        widget=RadioSelect,
    )
    department = TermsFilter(Department, "department")
    district = TermsFilter(District, "districts")
    topic = TermsFilter(Topic, "topics")
    format = django_filters.ChoiceFilter(
        label=_("Format"),
        method="filter_format",
        choices=ConsultationFormat.choices,
        empty_label=_("All"),
        widget=RadioSelect,
    )

    class Meta:
        model = ConsultationPage
        fields: ClassVar[list[str]] = []

    def filter_format(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return self.among(rows, Q(format=value))


class AgendaIndexView(IndexView):
    """Pages in Ukrainian; each line tells how its English version stands."""

    show_locale_labels = False
    relations: ClassVar[tuple[str, ...]] = ()
    prefetched: ClassVar[tuple[str, ...]] = ()

    def annotate_queryset(self, pages: Any) -> Any:
        """As Wagtail's, but the rows are of their type already and need no second reading."""
        return (
            pages.filter(locale_id=original_locale_id())
            .defer_streamfields()
            .select_related(*self.relations)
            .prefetch_related("content_type", "sites_rooted_here", "locale", *self.prefetched)
            .prefetch_workflow_states()
            .annotate_has_untranslated_locale()
            .annotate_site_root_state()
            .annotate_approved_schedule()
            .with_translation_state()
        )


class ForumIndexView(AgendaIndexView):
    default_ordering = "-starts_at"
    add_item_label = _("Add a forum")
    base_filterset_class = ForumFilterSet
    relations = ("district", "venue")


class ConsultationIndexView(AgendaIndexView):
    default_ordering = "-closes_at"
    add_item_label = _("Add a consultation")
    base_filterset_class = ConsultationFilterSet
    relations = ("department",)
    prefetched = ("districts",)


def _state(page: ForumPage | ConsultationPage) -> str:
    return str(page.state_at(timezone.now()).label)


def _districts(page: ConsultationPage) -> str:
    return ", ".join(district.name for district in page.districts.all())


def _common_columns() -> list[Column]:
    """What every line ends with."""
    return [
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="8%"),
        TranslationColumn("translation", label=_("English version"), width="10%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Updated"),
            sort_key="latest_revision_created_at",
            width="10%",
        ),
    ]


class ForumPageListing(PageListingViewSet):
    model = ForumPage
    icon = "calendar-alt"
    menu_label = _("Forums")
    menu_order = 130
    add_to_admin_menu = True
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
        *_common_columns(),
    ]


class ConsultationPageListing(PageListingViewSet):
    model = ConsultationPage
    icon = "comment"
    menu_label = _("Consultations")
    menu_order = 140
    add_to_admin_menu = True
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
        *_common_columns(),
    ]


forum_page_listing = ForumPageListing("forums")
consultation_page_listing = ConsultationPageListing("consultations")
