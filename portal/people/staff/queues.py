"""What waits for staff: requests for roles, appeals, lost second factors."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from portal.people.decorators import says_all_refused
from portal.people.enums import ROLES_ON_REQUEST, RequestState, Role
from portal.people.models import Appeal, FactorRecovery, RoleRequest, User
from portal.people.services import blocks, requests
from portal.people.services.roles import may_decide_request
from portal.people.staff.forms import AnswerForm, RequestForm
from portal.people.staff.views import ActView, DecideRecoveryView, StaffMixin, home_crumb

_PER_PAGE = 50


class QueueView(StaffMixin, ListView[Any]):
    """A list of what waits, the oldest first, and of what was decided last."""

    paginate_by = _PER_PAGE
    context_object_name = "rows"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [home_crumb(), {"url": "", "label": self.page_title}]


class AppealsView(QueueView):
    permission = "people.decide_appeal"
    page_title = _("Appeals against blocks")
    header_icon = "comment"
    template_name = "people/staff/admin/appeals.html"

    def get_queryset(self) -> QuerySet[Appeal]:
        rows = Appeal.objects.select_related("block__user", "block__by", "decided_by")
        return rows.order_by(F("decided_at").desc(nulls_first=True), "made_at")


class RequestsView(QueueView):
    page_title = _("Requests for roles")
    header_icon = "mail"
    template_name = "people/staff/admin/requests.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not decidable_roles(request.user):
            raise PermissionDenied
        # One of two rights is enough; the list holds what the person may decide.
        self.permission = "wagtailadmin.access_admin"
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[RoleRequest]:
        rows = RoleRequest.objects.filter(role__in=decidable_roles(self.by), user__erased_at=None)
        return rows.select_related("user", "decided_by").order_by(
            F("decided_at").desc(nulls_first=True), "made_at"
        )


class RecoveriesView(QueueView):
    permission = "people.recover_factor"
    page_title = _("Lost second factors")
    header_icon = "key"
    template_name = "people/staff/admin/recoveries.html"

    def get_queryset(self) -> QuerySet[FactorRecovery]:
        rows = FactorRecovery.objects.select_related("user", "asked_by", "decided_by")
        return rows.order_by(F("decided_at").desc(nulls_first=True), "asked_at")


def decidable_roles(user: Any) -> list[Role]:
    """Roles whose requests a person may decide."""
    if not isinstance(user, User):
        return []
    return [role for role in ROLES_ON_REQUEST if may_decide_request(user, role)]


class DecideAppealView(ActView):
    """Grant or refuse one appeal."""

    permission = "people.decide_appeal"
    template_name = "people/staff/admin/decide_appeal.html"
    title = _("Decide the appeal")
    done = _("The appeal is decided, and an e-mail tells the person.")
    form_class = AnswerForm

    def person_key(self) -> int:
        self.row = get_object_or_404(
            Appeal.objects.select_related("block__by", "decided_by"), pk=self.kwargs["pk"]
        )
        return self.row.block.user_id

    def act(self, data: dict[str, Any]) -> None:
        blocks.decide(row=self.row, by=self.by, granted=data["granted"], answer=data["answer"])

    def get_success_url(self) -> str:
        return reverse("people_appeals")

    def back(self) -> str:
        return reverse("people_appeals")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            row=self.row, may_decide=blocks.may_decide(self.by, self.row), **kwargs
        )


class DecideRequestView(ActView):
    """Give a role that was asked for, or refuse it."""

    permission = "wagtailadmin.access_admin"
    template_name = "people/staff/admin/decide_request.html"
    title = _("Decide the request")
    done = _("The request is decided, and an e-mail tells the person.")
    form_class = RequestForm

    def person_key(self) -> int:
        self.row = get_object_or_404(
            RoleRequest.objects.select_related("decided_by"), pk=self.kwargs["pk"]
        )
        return self.row.user_id

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Role(self.row.role) not in decidable_roles(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "row": self.row}

    def act(self, data: dict[str, Any]) -> None:
        if data["granted"]:
            requests.grant(
                row=self.row,
                by=self.by,
                answer=data["answer"],
                position=data.get("position", ""),
                topics=data.get("topics", ()),
            )
        else:
            requests.refuse(row=self.row, by=self.by, answer=data["answer"])

    def get_success_url(self) -> str:
        return reverse("people_requests")

    def back(self) -> str:
        return reverse("people_requests")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            row=self.row,
            may_decide=self.row.state == RequestState.PENDING
            and requests.may_decide(self.by, self.row),
            **kwargs,
        )


def admin_urls() -> list[URLPattern]:
    """Hook `register_admin_urls`."""
    patterns = [
        path("people/requests/", RequestsView.as_view(), name="people_requests"),
        path("people/requests/<int:pk>/", DecideRequestView.as_view(), name="people_request"),
        path("people/appeals/", AppealsView.as_view(), name="people_appeals"),
        path("people/appeals/<int:pk>/", DecideAppealView.as_view(), name="people_appeal"),
        path("people/factors/", RecoveriesView.as_view(), name="people_recoveries"),
        path("people/factors/<int:pk>/", DecideRecoveryView.as_view(), name="people_recovery"),
    ]
    return says_all_refused(patterns)


class RightMenuItem(MenuItem):
    """Shown to those who have one of the rights."""

    def __init__(self, *args: Any, rights: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rights = rights

    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(right) for right in self.rights)


def menu_item() -> SubmenuMenuItem:
    """Hook `register_admin_menu_item`."""
    table = (
        (_("All people"), "wagtailusers_users:index", "user", ("people.view_user",)),
        (
            _("Requests for roles"),
            "people_requests",
            "mail",
            ("people.name_expert", "people.admit_representative"),
        ),
        (_("Appeals against blocks"), "people_appeals", "comment", ("people.decide_appeal",)),
        (_("Lost second factors"), "people_recoveries", "key", ("people.recover_factor",)),
    )
    items = [
        RightMenuItem(label, reverse(name), icon_name=icon, order=10 * place, rights=rights)
        for place, (label, name, icon, rights) in enumerate(table, start=1)
    ]
    return SubmenuMenuItem(_("People"), Menu(items=items), icon_name="group", order=450)
