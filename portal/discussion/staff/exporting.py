"""Discussions as files, for departments, moderators and administrators."""

from typing import Any, Final

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, View
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import log

from portal.core.limits import LimitedMixin
from portal.discussion import exports
from portal.discussion import selectors_staff as selectors
from portal.discussion.models import Discussion
from portal.discussion.models.discussions import with_things
from portal.discussion.permissions import EXPORT, can_moderate
from portal.people.staff.views import StaffMixin, home_crumb

_PER_PAGE: Final = 50


class DiscussionsView(StaffMixin, ListView[Discussion]):
    """Discussions that I may take out, the ones that people wrote in last first; `q` is part of a title."""

    permission = EXPORT
    page_title = _("Discussions as files")
    header_icon = "download"
    template_name = "discussion/admin/discussions.html"
    paginate_by = _PER_PAGE

    def get_queryset(self) -> QuerySet[Discussion]:
        rows = selectors.exportable(self.by)
        if asked := self.request.GET.get("q", "").strip():
            rows = rows.titled(asked)
        return with_things(rows.filter(last_number__gt=0)).order_by(
            F("last_at").desc(nulls_last=True), "-pk"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(q=self.request.GET.get("q", ""), **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [home_crumb(), {"url": "", "label": self.page_title}]


class ExportView(StaffMixin, LimitedMixin, View):
    """One discussion. Other departments' discussions do not exist here; each export is logged."""

    permission = EXPORT
    limit = "discussion-export"
    limit_methods = ("GET",)
    http_method_names = ("get",)

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        rows = with_things(selectors.exportable(self.by))
        discussion = get_object_or_404(rows, pk=pk)
        all_texts = can_moderate(self.by)
        log(instance=discussion, action="discussion.export", user=self.by, data={"kind": kind})
        slug = slugify(discussion.thing.slug)
        name = f"{slug or discussion.pk}-{timezone.localdate()}.{kind}"
        if kind == "json":
            answer: HttpResponseBase = JsonResponse(
                exports.as_data(discussion, all_texts=all_texts),
                json_dumps_params={"ensure_ascii": False, "indent": 1},
            )
        else:
            answer = StreamingHttpResponse(
                exports.as_csv(discussion, all_texts=all_texts),
                content_type="text/csv; charset=utf-8",
            )
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    return [
        path("discussions/files/", DiscussionsView.as_view(), name="discussion_files"),
        *(
            path(
                f"discussions/files/<int:pk>/{kind}/",
                ExportView.as_view(),
                {"kind": kind},
                name=f"discussion_export_{kind}",
            )
            for kind in ("csv", "json")
        ),
    ]


class ExportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(EXPORT))


def menu_item() -> MenuItem:
    """Hook `register_reports_menu_item`."""
    return ExportMenuItem(
        _("Discussions as files"), reverse("discussion_files"), icon_name="download", order=900
    )


def register_log(actions: Any) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(
        "discussion.export", _("Export a discussion"), _("The discussion was exported")
    )
