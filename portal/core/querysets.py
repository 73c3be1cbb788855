"""Questions asked of every kind of page."""

from typing import Self

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageQuerySet, PageViewRestriction


def restricted() -> Exists:
    """The condition of standing on or under a page with a view restriction, inside the asking query.

    The restricted page's path is a subquery of its own, not a join: given a join, SQLite with
    statistics compares every page with every page (22 seconds for 10,000).
    """
    path = Page.objects.filter(pk=OuterRef("page_id")).order_by().values("path")[:1]
    return Exists(
        PageViewRestriction.objects.annotate(restricted_path=Subquery(path)).filter(
            restricted_path=Substr(OuterRef("path"), 1, Length("restricted_path"))
        )
    )


class PortalPageQuerySet(PageQuerySet):
    """Wagtail's own, but `.public()` asks nothing beforehand.

    Wagtail reads all restrictions each time: a page with five lists would ask that five times.
    Search takes no such condition: before `.search()` use `Page.objects.public()`.
    """

    def public(self) -> Self:
        return self.filter(~restricted())

    def not_public(self) -> Self:
        return self.filter(restricted())
