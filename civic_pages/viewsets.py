"""What the editorial pages add to the admin's lists."""

from collections.abc import Iterator
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, Revision, WorkflowState
from wagtail_localize import wagtail_hooks as localize

from civic_pages.enums import TranslationState
from civic_pages.models import NewsPage, Rubric
from civic_pages.querysets.news import NewsQuerySet
from civic_pages.selectors.news import district_words
from portal.core.originals import original_locale_id
from portal.places.models import Department, District, Term, Topic
from portal.places.viewsets import TermViewSet


class RubricViewSet(TermViewSet):
    """The rubrics of the news, among the city's lists."""

    model = Rubric
    icon = "list-ul"


# --- The list of news ------------------------------------------------------------------------------


class TermsFilter(django_filters.ModelMultipleChoiceFilter):
    """By terms, through primary keys: search in the admin filters by columns of its index only."""

    def __init__(self, model: type[Term], path: str, label: Any) -> None:
        self.path = path
        super().__init__(
            queryset=lambda _request: model.objects.originals(),
            widget=CheckboxSelectMultiple,
            label=label,
        )

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not value:
            return qs
        return _among(qs, NewsPage.objects.filter(**{f"{self.path}__in": value}))


class NewsFilterSet(PageFilterSet):
    site = None
    has_child_pages = None
    date = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    rubric = TermsFilter(Rubric, "rubric", _("Rubric"))
    topic = TermsFilter(Topic, "topics", _("Topic"))
    district = TermsFilter(District, "districts", _("District"))
    department = TermsFilter(Department, "department", _("Department"))
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        method="filter_status",
        choices=[
            ("live", _("Published")),
            ("changed", _("Published, with changes")),
            ("scheduled", _("Scheduled")),
            ("waiting", _("Waiting for approval")),
            ("draft", _("Draft")),
        ],
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
    urgent = django_filters.ChoiceFilter(
        label=_("Urgent"),
        method="filter_urgent",
        choices=[("yes", _("Yes")), ("no", _("No"))],
        empty_label=_("All"),
        widget=RadioSelect,
    )

    class Meta:
        model = NewsPage
        fields: ClassVar[list[str]] = []

    def filter_status(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
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
        return _among(queryset, NewsPage.objects.filter(conditions[value]))

    def filter_translation(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        found = NewsPage.objects.with_translation_state().filter(translation_state=value)
        return _among(queryset, found)

    def filter_urgent(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return _among(queryset, NewsPage.objects.filter(is_urgent=value == "yes"))


def _among(rows: QuerySet[Any], found: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(pk__in=found.order_by().values("pk"))


class WhenColumn(Column):
    """The item's own date and time; what waits for it says so."""

    cell_template_name = "civic_pages/admin/when_cell.html"


class TranslationColumn(Column):
    """The state of the English version; leads to it, or to making it."""

    cell_template_name = "civic_pages/admin/translation_cell.html"

    def get_cell_context_data(self, instance: NewsPage, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["state"] = TranslationState(instance.translation_state)
        user = parent_context["request"].user
        if instance.translation_id:
            context["url"] = reverse("wagtailadmin_pages:edit", args=[instance.translation_id])
        elif user.has_perm("wagtail_localize.submit_translation"):
            context["url"] = reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
        return context


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


class NewsIndexView(IndexView):
    """All news in Ukrainian; each line tells how its English version stands."""

    default_ordering = "-date"
    base_filterset_class = NewsFilterSet
    add_item_label = _("Add a news item")
    show_locale_labels = False

    def annotate_queryset(self, pages: NewsQuerySet) -> Any:
        """As Wagtail's, but the rows are news already and need no second reading."""
        return (
            pages.filter(locale_id=original_locale_id())
            .defer_streamfields()
            .select_related("rubric", "department", "owner")
            .prefetch_related("content_type", "sites_rooted_here", "locale", "districts")
            .prefetch_workflow_states()
            .annotate_has_untranslated_locale()
            .annotate_site_root_state()
            .annotate_approved_schedule()
            .with_translation_state()
        )


class NewsPageListing(PageListingViewSet):
    model = NewsPage
    icon = "doc-full-inverse"
    menu_label = _("News")
    menu_order = 120
    add_to_admin_menu = True
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
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="9%"),
        TranslationColumn("translation", label=_("English version"), width="10%"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Updated"),
            sort_key="latest_revision_created_at",
            width="9%",
        ),
    ]


news_page_listing = NewsPageListing("news")


def translation_buttons(
    page: Page, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[Button]:
    """In place of wagtail-localize's buttons for a row: two questions less, where the list knows."""
    state = getattr(page, "translation_state", None)
    if state is None:
        yield from localize.page_listing_more_buttons(page, user, view_name, next_url)
    elif state == TranslationState.NONE and user.has_perm("wagtail_localize.submit_translation"):
        yield Button(
            gettext("Translate this page"),
            reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
            icon_name="wagtail-localize-language",
            priority=60,
        )
    elif page.translation_id:
        yield Button(
            gettext("English version"),
            reverse("wagtailadmin_pages:edit", args=[page.translation_id]),
            icon_name="wagtail-localize-language",
            priority=60,
        )
