"""The editors' list of news."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.models import Revision, WorkflowState

from civic_pages.models import NewsPage, Rubric
from civic_pages.viewsets.common import (
    EditorialFilterSet,
    EditorialIndexView,
    EditorialPageListing,
    TermsFilter,
    WhenColumn,
    choice_filter,
    last_columns,
)
from portal.core.facts import district_words
from portal.places.models import Department, District, Topic


class NewsFilterSet(EditorialFilterSet):
    pages = NewsPage
    date = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    rubric = TermsFilter(Rubric, "rubric", _("Rubric"))
    topic = TermsFilter(Topic, "topics", _("Topic"))
    district = TermsFilter(District, "districts", _("District"))
    department = TermsFilter(Department, "department", _("Department"))
    status = choice_filter(
        _("Status"),
        "filter_status",
        [
            ("live", _("Published")),
            ("changed", _("Published, with changes")),
            ("scheduled", _("Scheduled")),
            ("waiting", _("Waiting for approval")),
            ("draft", _("Draft")),
        ],
    )
    urgent = choice_filter(_("Urgent"), "filter_urgent", [("yes", _("Yes")), ("no", _("No"))])

    class Meta:
        model = NewsPage
        fields: ClassVar[list[str]] = []

    def filter_status(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
        keys = [int(key) for key in scheduled.values_list("object_id", flat=True)]
        waiting = NewsPage.objects.filter(
            _specific_workflow_states__status=WorkflowState.STATUS_IN_PROGRESS
        )
        conditions = {
            "waiting": Q(pk__in=waiting.order_by().values("pk")),
            "live": Q(live=True),
            "changed": Q(live=True, has_unpublished_changes=True),
            "scheduled": Q(pk__in=keys),
            "draft": Q(live=False) & ~Q(pk__in=keys),
        }
        return self.among(rows, conditions[value])

    def filter_urgent(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return self.among(rows, Q(is_urgent=value == "yes"))


def _who(page: NewsPage) -> str:
    """The author as readers see them, else the department, else whose page it is."""
    if page.author:
        return page.author
    if page.department:
        return page.department.short_name or page.department.name
    return str(page.owner or "")


def _about(page: NewsPage) -> str:
    """«Форуми · Дарницький район»."""
    districts = district_words([district.name for district in page.districts.all()])
    return " · ".join(part for part in (str(page.rubric or ""), districts) if part)


class NewsIndexView(EditorialIndexView):
    default_ordering = "-date"
    base_filterset_class = NewsFilterSet
    add_item_label = _("Add a news item")
    relations = ("rubric", "department", "owner")
    prefetched = ("districts",)


class NewsPageListing(EditorialPageListing):
    model = NewsPage
    icon = "doc-full-inverse"
    menu_label = _("News")
    menu_order = 120
    index_view_class = NewsIndexView
    filterset_class = NewsFilterSet
    columns: ClassVar[list[Any]] = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn(
            "title", label=_("Title"), sort_key="title", classname="title", width="40%"
        ),
        WhenColumn("date", label=_("Date"), sort_key="date", width="9%"),
        Column(
            "rubric",
            label=_("Rubric and district"),
            accessor=_about,
            sort_key="rubric__sort_key",
            width="14%",
        ),
        Column("author", label=_("Author"), accessor=_who, width="10%"),
        *last_columns(),
    ]


news_page_listing = NewsPageListing("news")
