"""The dashboard's panels: what an editor has begun, what will come out by itself, what came out."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

_LIMIT = 7


def drafts_of(user: Any) -> QuerySet[Page]:
    """What the person began or changed last and has neither published nor scheduled."""
    return (
        Page.objects.filter(has_unpublished_changes=True)
        .filter(Q(latest_revision__user=user) | Q(owner=user, latest_revision__user__isnull=True))
        .filter(latest_revision__approved_go_live_at__isnull=True)
        .annotate(moment=F("latest_revision_created_at"))
        .order_by("-moment")
    )


def scheduled(_user: Any) -> QuerySet[Page]:
    """What will be published by the clock, the soonest first."""
    # Revisions name their page by text, which PostgreSQL does not compare with a number by itself.
    waiting = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    ).order_by("approved_go_live_at")
    return (
        Page.objects.annotate(moment=Subquery(waiting.values("approved_go_live_at")[:1]))
        .filter(moment__isnull=False)
        .order_by("moment")
    )


def recently_published(_user: Any) -> QuerySet[Page]:
    """What readers got last, whoever published it."""
    return (
        Page.objects.live()
        .filter(last_published_at__isnull=False, alias_of__isnull=True)
        .annotate(moment=F("last_published_at"))
        .order_by("-moment")
    )


class PageListPanel(Component):
    """A short list of pages with one moment each, limited to what the reader may edit.

    `pages` gives them in order, with `moment` annotated. Without any the panel is not shown.
    """

    template_name = "home/admin/page_list_panel.html"

    def __init__(
        self, name: str, heading: str | Promise, order: int, pages: Callable[[Any], QuerySet[Page]]
    ) -> None:
        self.name = name
        self.heading = heading
        self.order = order
        self.pages = pages

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        allowed = policy_registry.get_by_type(Page).instances_user_has_permission_for(
            request.user, "change"
        )
        pages = self.pages(request.user).filter(pk__in=allowed.values("pk"), depth__gt=1)
        return {
            "request": request,
            "pages": list(pages.select_related("locale")[:_LIMIT]),
            "heading": self.heading,
            "name": self.name,
        }


def dashboard_panels() -> list[PageListPanel]:
    """The portal's own panels; Wagtail's «waiting for me» and «my items in review» stand before them."""
    return [
        PageListPanel("my_drafts", _("My drafts"), 225, drafts_of),
        PageListPanel("scheduled", _("Scheduled for publication"), 230, scheduled),
        PageListPanel("recently_published", _("Recently published"), 240, recently_published),
    ]
