"""The clerk's side: a new check, its sheet for the person, the list of checks."""

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton

from portal.core import limits
from portal.core.alphabetical import Alphabetical
from portal.core.sitewide import absolute_url
from portal.core.views import bare_page
from portal.people.decorators import says_all_refused, signed_in
from portal.people.desk.codes import as_shown
from portal.people.desk.forms import CheckForm
from portal.people.enums import Document
from portal.people.models import DeskCheck, User
from portal.people.services.desk import (
    MOST_TRIES,
    REVIEW,
    VERIFY,
    DeskRefused,
    Recorded,
    may_revoke,
    record_check,
    revoke_check,
)

ICON = "clipboard-list"
_TITLE = gettext_lazy("Identity checks")


class DeskPage:
    """What all pages of the desk share: who may open them."""

    permissions: ClassVar[tuple[str, ...]] = (VERIFY, REVIEW)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(request.user.has_perm(permission) for permission in self.permissions):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        answer["Cache-Control"] = "private, no-store"
        return answer


class StateColumn(Column):
    """Where a check stands, and a way to take it back for who may."""

    cell_template_name = "people/desk/state_cell.html"

    def get_cell_context_data(self, instance: DeskCheck, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        actor = parent_context["request"].user
        context["label"] = state_of(instance)
        if instance.revoked_at is None and may_revoke(instance, actor):
            context["revoke_url"] = reverse("desk_revoke", args=[instance.pk])
        return context


def state_of(check: DeskCheck) -> str | Promise:
    if check.revoked_at is not None:
        return _("revoked")
    if check.used_at is not None:
        return _("confirmed by the person")
    if check.expires_at <= timezone.now() or check.tries >= MOST_TRIES:
        return _("code is not valid any more")
    return _("waits for the person")


class CheckFilterSet(WagtailFilterSet):
    """By day, clerk, document and state."""

    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Day"), widget=DateRangePickerWidget
    )
    clerk = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Clerk"),
        queryset=lambda request: User.objects.filter(
            pk__in=DeskCheck.objects.values("clerk")
        ).order_by(Alphabetical("last_name"), Alphabetical("first_name"), "pk"),
        empty_label=gettext_lazy("All"),
    )
    document = django_filters.ChoiceFilter(
        label=gettext_lazy("Document"), choices=Document.choices, empty_label=gettext_lazy("All")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="filter_state",
        choices=[
            ("waiting", gettext_lazy("waits for the person")),
            ("used", gettext_lazy("confirmed by the person")),
            ("revoked", gettext_lazy("revoked")),
        ],
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = DeskCheck
        fields: ClassVar[list[str]] = []

    def filter_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        states = {
            "waiting": Q(used_at=None, revoked_at=None),
            "used": Q(used_at__isnull=False, revoked_at=None),
            "revoked": Q(revoked_at__isnull=False),
        }
        return rows.filter(states[value])


class CheckListView(DeskPage, ReportView):
    """Every check for who reviews them; a clerk sees their own."""

    page_title = _TITLE
    header_icon = ICON
    index_url_name = "desk_checks"
    index_results_url_name = "desk_checks_results"
    filterset_class = CheckFilterSet
    default_ordering = "-created_at"
    export_filename = "perevirky-osib"
    # Neither names nor addresses: who needs them opens the list.
    list_export: ClassVar[list[str]] = [
        "pk", "created_at", "checked_on", "document", "clerk_id", "used_at", "revoked_at",
    ]  # fmt: skip
    columns: ClassVar[list[Column]] = [
        Column("__str__", label=gettext_lazy("Person")),
        Column("user.email", label=gettext_lazy("Account"), accessor="user.email"),
        Column("document", label=gettext_lazy("Document"), accessor="get_document_display"),
        Column("clerk", label=gettext_lazy("Clerk")),
        Column("created_at", label=gettext_lazy("Recorded"), sort_key="created_at"),
        StateColumn("state", label=gettext_lazy("State"), accessor="pk"),
    ]

    def get_base_queryset(self) -> QuerySet[DeskCheck]:
        rows = DeskCheck.objects.select_related("user", "clerk")
        return rows if self.request.user.has_perm(REVIEW) else rows.filter(clerk=self.request.user)

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "queryset": self.get_base_queryset()}

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.request.user.has_perm(VERIFY):
            return []
        return [HeaderButton(_("New check"), reverse("desk_new"), icon_name="plus")]

    @cached_property
    def verbose_name_plural(self) -> str:
        return str(DeskCheck._meta.verbose_name_plural)


@method_decorator(sensitive_post_parameters("person_number"), name="dispatch")
class NewCheckView(DeskPage, WagtailAdminTemplateMixin, limits.LimitedMixin, FormView[CheckForm]):
    """A document is typed in; the answer is the sheet with the code, which is shown this once."""

    permissions = (VERIFY,)
    limit = "desk"
    page_title = gettext_lazy("New identity check")
    header_icon = ICON
    template_name = "people/desk/new.html"
    form_class = CheckForm

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_checks"), "label": _TITLE},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # The scripts of the fields for days.
        return {**context, "media": context["form"].media}

    def form_valid(self, form: CheckForm) -> HttpResponse:
        clerk = signed_in(self.request)
        try:
            recorded = record_check(clerk=clerk, email=form.cleaned_data["email"], seen=form.seen())
        except DeskRefused as error:
            form.add_error(None, str(error.message))
            return self.form_invalid(form)
        return sheet(self.request, recorded)


def sheet(request: HttpRequest, recorded: Recorded) -> HttpResponse:
    """The page to be printed and handed over."""
    check = recorded.check
    return bare_page(
        request,
        "people/desk/sheet.html",
        200,
        check=check,
        email=check.user.email,
        code=as_shown(recorded.code),
        tries=MOST_TRIES,
        is_new_account=recorded.is_new_account,
        entry_address=absolute_url(reverse("desk_code")),
        back_url=reverse("desk_checks"),
    )


class RevokeView(DeskPage, WagtailAdminTemplateMixin, View):
    """Asks once, then takes the check back."""

    page_title = gettext_lazy("Revoke a check")
    header_icon = ICON
    template_name = "people/desk/revoke.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        check = self._check(pk)
        context = self.get_context_data(check=check, state=state_of(check))
        answer: HttpResponse = self.render_to_response(context)
        return answer

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        revoke_check(check=self._check(pk), actor=signed_in(request))
        messages.success(request, _("The check is revoked."))
        return redirect("desk_checks")

    def _check(self, pk: int) -> DeskCheck:
        check = get_object_or_404(DeskCheck.objects.select_related("user", "clerk"), pk=pk)
        if not may_revoke(check, signed_in(self.request)):
            raise PermissionDenied
        return check


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VERIFY) or request.user.has_perm(REVIEW)


def menu_item() -> MenuItem:
    return DeskMenuItem(_TITLE, reverse("desk_checks"), icon_name=ICON, order=360)


def urls() -> list[URLPattern]:
    patterns = [
        path("identity-checks/", CheckListView.as_view(), name="desk_checks"),
        path(
            "identity-checks/results/",
            CheckListView.as_view(results_only=True),
            name="desk_checks_results",
        ),
        path("identity-checks/new/", NewCheckView.as_view(), name="desk_new"),
        path("identity-checks/<int:pk>/revoke/", RevokeView.as_view(), name="desk_revoke"),
    ]
    return says_all_refused(patterns)
