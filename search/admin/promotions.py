"""Promoted results: Wagtail's views, by our rules of matching and with our report of queries.

Wagtail's own log of queries is not used: it would count what page caches answer as not asked at all.
These addresses stand before its own.
"""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail.admin.menu import MenuItem
from wagtail.contrib.search_promotions import forms
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.search_promotions.views import settings as stock
from wagtail.contrib.search_promotions.wagtail_hooks import SearchPicksMenuItem


class QueryForm(forms.QueryForm):
    """The words to which the results belong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["query_string"].label = _("Search words")
        self.fields["query_string"].help_text = _(
            "The same words in any form and order bring these results: “submit a proposal” is for "
            "“proposals submitted” too."
        )


class IndexView(stock.IndexView):
    """Without the count of views, which nobody counts here."""

    columns: ClassVar[list[Any]] = [
        column for column in stock.IndexView.columns if column.name != "views"
    ]

    def get_base_queryset(self) -> QuerySet[Query]:
        promoted = SearchPromotion.objects.values("query_id")
        return Query.objects.filter(pk__in=promoted).prefetch_related("editors_picks__page")


class CreateView(stock.CreateView):
    form_class = QueryForm

    def get_initial(self) -> dict[str, Any]:
        """From a row of the report the words come along."""
        asked = self.request.GET.get("query", "")
        return {**super().get_initial(), "query_string": asked[:255]}


class EditView(stock.EditView):
    form_class = QueryForm


class ToReport(RedirectView):
    """Where Wagtail's report of search terms would be."""

    def get_redirect_url(self, *_args: Any, **_kwargs: Any) -> str:
        return reverse("search_report")


def urls() -> list[URLPattern]:
    """Addresses that stand before Wagtail's own of the same paths."""
    root = "searchpicks/"
    return [
        path(root, IndexView.as_view()),
        path(f"{root}results/", IndexView.as_view(results_only=True)),
        path(f"{root}add/", CreateView.as_view()),
        path(f"{root}<int:query_id>/", EditView.as_view()),
        path(f"{root}queries/chooser/", ToReport.as_view()),
        path(f"{root}queries/chooser/results/", ToReport.as_view()),
        path(f"{root}reports/search-terms/", ToReport.as_view()),
        path(f"{root}reports/search-terms/results/", ToReport.as_view()),
    ]


class PromotionsMenuItem(SearchPicksMenuItem):
    """Beside the synonyms, not among the settings."""

    def __init__(self) -> None:
        super().__init__(
            _("Promoted search results"),
            reverse("wagtailsearchpromotions:index"),
            name="promotions",
            icon_name="pick",
            order=20,
        )


def without(name: str, items: list[MenuItem]) -> None:
    """Take an item out of a menu that another package made."""
    items[:] = [item for item in items if item.name != name]


def hide_from_settings(_request: HttpRequest, items: list[MenuItem]) -> None:
    without("promoted-search-results", items)


def hide_from_reports(_request: HttpRequest, items: list[MenuItem]) -> None:
    without("search-terms", items)
