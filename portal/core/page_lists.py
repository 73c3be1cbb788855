"""Wagtail's own lists of pages, with titles in the order of the Ukrainian alphabet."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.pages import PageViewSet

from portal.core.alphabetical import Alphabetical

_BY_TITLE: Final = {"title": Alphabetical("title").asc(), "-title": Alphabetical("title").desc()}


class TitlesInOrder:
    """A list of pages whose `?ordering=title` follows the alphabet, when it is searched too.

    Engines of search sort by columns of their index only. What they find is therefore sorted by the
    database, in a second query, where people ask for titles in order.
    """

    def order_queryset(self, queryset: QuerySet[Any]) -> Any:
        by_title = self._by_title()
        if by_title is None or self.is_searching:  # type: ignore[attr-defined]
            return super().order_queryset(queryset)  # type: ignore[misc]
        return queryset.order_by(by_title, "pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> Any:
        by_title = self._by_title()
        if by_title is None or not self.is_searching:  # type: ignore[attr-defined]
            return super().search_queryset(queryset)  # type: ignore[misc]
        light = self.model.objects.filter(pk__in=queryset.order_by().values("pk"))  # type: ignore[attr-defined]
        found = super().search_queryset(light.only("pk"))  # type: ignore[misc]
        return queryset.filter(pk__in=_keys(found)).order_by(by_title, "pk")

    def _by_title(self) -> Any:
        return _BY_TITLE.get(str(self.ordering))  # type: ignore[attr-defined]


def _keys(found: Iterable[Any]) -> list[int]:
    return [page.pk for page in found]


class PageIndexView(TitlesInOrder, ExplorableIndexView):
    """The pages below a page."""


class PageSearchView(SearchView):
    """The search of pages of every kind, which Wagtail writes apart from its lists."""

    def get_queryset(self) -> Any:
        by_title = _BY_TITLE.get(str(self.ordering))
        self.is_light = by_title is not None
        found = super().get_queryset()
        if by_title is None:
            return found
        keys = _keys(found)
        self.is_light = False
        return self.annotate_queryset(self.model.objects.filter(pk__in=keys)).order_by(
            by_title, "pk"
        )

    def annotate_queryset(self, pages: Any) -> Any:
        if self.is_light:
            return pages.select_related(None).order_by().only("pk")
        return super().annotate_queryset(pages)


class PagesViewSet(PageViewSet):
    """For every kind of page that has no lists of its own."""

    index_view_class = PageIndexView
    search_view_class = PageSearchView


pages_viewset = PagesViewSet()
