"""Questions asked of every kind of page."""

from typing import Self

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from wagtail.models import PageQuerySet, PageViewRestriction


def restricted() -> Exists:
    """The condition of standing on or under a page with a view restriction, inside the asking query."""
    return Exists(
        PageViewRestriction.objects.filter(
            page__path=Substr(OuterRef("path"), 1, Length("page__path"))
        )
    )


class PortalPageQuerySet(PageQuerySet):
    """Wagtail's own, but `.public()` asks nothing beforehand.

    Wagtail reads all restrictions each time: a page with five lists would ask that five times.
    Search takes no such condition: before `.search()` use `Page.objects.public()`.
    """

    def public(self) -> Self:
        return self.filter(~restricted())  # type: ignore[no-any-return]

    def not_public(self) -> Self:
        return self.filter(restricted())  # type: ignore[no-any-return]
