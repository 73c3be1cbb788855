"""What readers ask: the report that tells editors what is not found, and what is found too late."""

from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.db.models import F, QuerySet, Sum
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from search.counting import SHOWN_FROM
from search.models import AskedQuery

_POLICY = ModelPermissionPolicy(AskedQuery)


class QueryFilterSet(WagtailFilterSet):
    """By day, by language, by what came of it."""

    day = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=lambda: settings.LANGUAGES, empty_label=_("All")
    )
    outcome = django_filters.ChoiceFilter(
        label=_("Outcome"),
        method="filter_outcome",
        choices=[("nothing", _("Nothing was found")), ("unread", _("Nothing was opened"))],
        empty_label=_("All"),
    )

    class Meta:
        model = AskedQuery
        fields: ClassVar[list[str]] = []

    def filter_outcome(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(found_nothing__gt=0) if value == "nothing" else rows.filter(opened=0)


class QueryColumn(Column):
    """The question, and what an editor can do about it: promote a page, add a synonym."""

    cell_template_name = "search/admin/report_query.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        user, query = parent_context["request"].user, instance["query"]
        if user.has_perm("wagtailsearchpromotions.add_searchpromotion"):
            words = urlencode({"query": query})
            context["promote_url"] = f"{reverse('wagtailsearchpromotions:add')}?{words}"
        if user.has_perm("search.add_synonyms"):
            words = urlencode({"words": query, "locale": instance["language"]})
            context["synonym_url"] = f"{reverse('wagtailsnippets_search_synonyms:add')}?{words}"
        return context


class LanguageColumn(Column):
    """The name of the language, in the language of the admin."""

    def get_value(self, instance: Any) -> Any:
        code = super().get_value(instance)
        name = dict(settings.LANGUAGES).get(code)
        return capfirst(str(name)) if name else code


class QueryReportView(ReportView):
    """Questions of the last ninety days, each once, the most asked first."""

    page_title = _("Search queries")
    header_icon = "search"
    permission_policy = _POLICY
    any_permission_required: ClassVar[list[str]] = ["view"]
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    filterset_class = QueryFilterSet
    is_searchable = True
    search_fields: ClassVar[list[str]] = ["query"]
    default_ordering = "-asked"
    export_filename = "zapyty"
    list_export: ClassVar[list[str]] = [
        "query", "language", "asked", "found_nothing", "opened",
        "opened_first", "opened_second", "opened_fourth", "opened_further",
    ]  # fmt: skip
    columns: ClassVar[list[Column]] = [
        QueryColumn("query", label=_("Query"), sort_key="query", width="40%"),
        LanguageColumn("language", label=_("Language"), sort_key="language"),
        NumberColumn("asked", label=_("Asked"), sort_key="asked"),
        NumberColumn("found_nothing", label=_("Nothing found"), sort_key="found_nothing"),
        NumberColumn("opened", label=_("Results opened"), sort_key="opened"),
        NumberColumn("opened_first", label=_("the first")),
        NumberColumn("opened_second", label=_("2nd and 3rd")),
        NumberColumn("opened_fourth", label=_("4th to 10th")),
        NumberColumn("opened_further", label=_("further")),
    ]
    export_headings: ClassVar[dict[str, Any]] = {column.name: column.label for column in columns}

    def get_base_queryset(self) -> QuerySet[Any]:
        """One row for a question and language, of days that the filters leave."""
        rows = AskedQuery.objects.order_by().values("query", "language")
        return rows.annotate(
            asked=Sum("times"),
            found_nothing=Sum("nothing"),
            opened=Sum(F("first") + F("second") + F("fourth") + F("further")),
            opened_first=Sum("first"),
            opened_second=Sum("second"),
            opened_fourth=Sum("fourth"),
            opened_further=Sum("further"),
        ).filter(asked__gte=SHOWN_FROM)

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "queryset": self.get_base_queryset()}

    @cached_property
    def verbose_name_plural(self) -> str:
        return str(AskedQuery._meta.verbose_name_plural)


class ReportMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(_POLICY.user_has_permission(request.user, "view"))


def menu_item() -> MenuItem:
    return ReportMenuItem(
        _("Search queries"), reverse("search_report"), icon_name="search", order=1300
    )


def urls() -> list[URLPattern]:
    return [
        path("reports/search/", QueryReportView.as_view(), name="search_report"),
        path(
            "reports/search/results/",
            QueryReportView.as_view(results_only=True),
            name="search_report_results",
        ),
    ]
