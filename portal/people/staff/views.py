"""Pages of staff about one person, and what staff does there."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log, registry

from portal.people.data.sign_ins import way_in_words
from portal.people.enums import Role
from portal.people.models import Block, FactorRecovery, User
from portal.people.second_factor import has_factor, must_have_factor
from portal.people.services import accounts, blocks, recovery, roles
from portal.people.services.roles import NotAllowed
from portal.people.staff.forms import BlockForm, DutiesForm, ReasonForm, SwitchForm

_LIMIT = 50
_SIGN_INS = 20


def home_crumb() -> dict[str, Any]:
    return {"url": reverse("wagtailadmin_home"), "label": _("Home")}


def people_crumb() -> dict[str, Any]:
    return {"url": reverse("wagtailusers_users:index"), "label": _("People")}


class StaffMixin(WagtailAdminTemplateMixin):
    """A page of the admin that asks for one right, and is kept by no cache."""

    permission: str = "people.view_user"
    header_icon = "user"
    _show_breadcrumbs = True
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @property
    def by(self) -> User:
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user


class PersonMixin(StaffMixin):
    """A page about the person in the address; of one who left there is none."""

    kwargs: dict[str, Any]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=self.person_key(), erased_at=None)

    def person_key(self) -> int:
        return int(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            home_crumb(),
            people_crumb(),
            {"url": self.person_url(), "label": str(self.person)},
        ]

    def person_url(self) -> str:
        return reverse("wagtailusers_users:edit", args=[self.person.pk])


class PersonView(PersonMixin, TemplateView):
    """What staff may know of a person. Every look is logged. No birth date, no number, no password."""

    template_name = "people/staff/admin/person.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        log(instance=self.person, action="people.view", user=self.by)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, by = self.person, self.by
        rows = [
            (row, row.lifted_at is None and blocks.may_lift(by, row))
            for row in person.blocks.select_related("by", "appeal")
        ]
        return super().get_context_data(
            person=person,
            level=person.get_level_display(),
            roles=[role.label for role in Role if role in roles.roles_of(person)],
            identity=getattr(person, "identity", None),
            departments=person.departments.select_related("department"),
            expert=getattr(person, "expert", None),
            blocks=rows,
            sign_ins=[
                (sign_in.at, way_in_words(sign_in.method))
                for sign_in in person.sign_ins.all()[:_SIGN_INS]
            ],
            entries=registry.get_logs_for_instance(person).select_related("user")[:_LIMIT],
            has_factor=has_factor(person),
            must_have_factor=must_have_factor(person),
            may_change_roles=roles.may_change_roles(by, person),
            may_block=blocks.may_block(by, person),
            may_switch=accounts.may_switch_off(by, person),
            may_recover=recovery.may_ask(by, person)
            and Authenticator.objects.filter(user=person).exists(),
            **kwargs,
        )


class ActView(PersonMixin, FormView[Any]):
    """A form by which something is done to a person; services decide whether it may be."""

    template_name = "people/staff/admin/form.html"
    title: str | Promise = ""
    lead: str | Promise = ""
    submit: str | Promise = _("Save")
    done: str | Promise = _("The changes are saved.")
    form_class: type[forms.Form] = forms.Form

    def get_page_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def act(self, data: dict[str, Any]) -> None:
        """Do it. Raises NotAllowed, ValidationError."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form.cleaned_data)
        except NotAllowed as error:
            raise PermissionDenied from error
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.person_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.person, lead=self.lead, submit=self.submit, back=self.back(), **kwargs
        )

    def back(self) -> str:
        return self.person_url()


class DutiesView(ActView):
    """Roles, departments and topics of one person."""

    permission = "people.give_roles"
    title = _("Roles and duties")
    lead = _("The person gets an e-mail about every role given or taken.")
    form_class = DutiesForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and not roles.may_change_roles(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.person}

    def act(self, data: dict[str, Any]) -> None:
        roles.set_duties(
            roles=[Role(value) for value in data["roles"]],
            departments=data["departments"],
            position=data["position"],
            topics=data["topics"],
            expert_position=data["expert_position"],
            user=self.person,
            by=self.by,
        )


class BlockView(ActView):
    """Keep a person from writing for a term."""

    permission = "people.block_user"
    title = _("Block")
    lead = _("The person reads, signs in and keeps the rights to their data, but does not write.")
    submit = _("Block")
    done = _("The person is blocked, and an e-mail says why.")
    form_class = BlockForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and not blocks.may_block(request.user, self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        blocks.block(user=self.person, by=self.by, reason=data["reason"], until=data["until"])


class LiftView(ActView):
    """End a block before its term."""

    permission = "people.block_user"
    title = _("Lift the block")
    submit = _("Lift the block")
    done = _("The block is lifted.")
    form_class = ReasonForm

    def person_key(self) -> int:
        self.block = get_object_or_404(Block, pk=self.kwargs["pk"])
        return self.block.user_id

    def act(self, data: dict[str, Any]) -> None:
        blocks.lift(row=self.block, by=self.by, reason=data["reason"])


class SwitchView(ActView):
    """Switch an account off, or on again."""

    permission = "people.switch_off_user"
    form_class = SwitchForm

    def get_initial(self) -> dict[str, Any]:
        return {"is_active": "no" if self.person.is_active else "yes"}

    @property
    def title(self) -> str:  # type: ignore[override]
        return str(
            _("Switch the account off") if self.person.is_active else _("Switch the account on")
        )

    @property
    def submit(self) -> str:  # type: ignore[override]
        return self.title

    @property
    def lead(self) -> Any:  # type: ignore[override]
        if self.person.is_active:
            return _("All sessions end and the person can no longer sign in. Nothing is deleted.")
        return _("The person can sign in again.")

    def act(self, data: dict[str, Any]) -> None:
        accounts.set_active(user=self.person, by=self.by, is_active=data["is_active"])


class AskRecoveryView(ActView):
    """Ask a colleague to confirm that a person's second factors go."""

    permission = "people.recover_factor"
    title = _("Restore a lost second factor")
    lead = _(
        "Make sure that it is this very person: by a call, a document, a colleague. Another member of "
        "staff has to confirm; then all factors are taken off and all sessions end."
    )
    submit = _("Ask a colleague to confirm")
    done = _("A colleague has to confirm this now.")
    form_class = ReasonForm

    def act(self, data: dict[str, Any]) -> None:
        recovery.ask(user=self.person, by=self.by, reason=data["reason"])


class DecideRecoveryView(ActView):
    """Confirm or refuse what a colleague asked for."""

    permission = "people.recover_factor"
    template_name = "people/staff/admin/decide_recovery.html"
    title = _("Confirm the restoring of a second factor")

    def person_key(self) -> int:
        self.row = get_object_or_404(
            FactorRecovery.objects.select_related("asked_by"), pk=self.kwargs["pk"]
        )
        return self.row.user_id

    @property
    def done(self) -> Any:  # type: ignore[override]
        if self.row.granted:
            return _("All second factors are taken off, and an e-mail tells the person.")
        return _("It is refused. The second factors stay as they are.")

    def act(self, data: dict[str, Any]) -> None:
        recovery.decide(row=self.row, by=self.by, granted="grant" in self.request.POST)

    def get_success_url(self) -> str:
        return reverse("people_recoveries")

    def back(self) -> str:
        return reverse("people_recoveries")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            row=self.row, may_decide=recovery.may_decide(self.by, self.row), **kwargs
        )
