"""The pages of the profile."""

from datetime import timedelta
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.edit import FormView

from portal.core import fresh, limits
from portal.people import taking_part
from portal.people.decorators import signed_in
from portal.people.enums import ROLES_ON_REQUEST, Level, Role
from portal.people.mixins import ActionRequiredMixin, OwnFormMixin
from portal.people.models import User
from portal.people.permissions import Action
from portal.people.profile.actions import ASK_TO_BE_EXPERT, ASK_TO_REPRESENT, EDIT_PROFILE
from portal.people.profile.forms import ProfileForm, PublicPageForm, RoleRequestForm
from portal.people.services import profiles
from portal.people.services.roles import roles_of
from portal.places.selectors import attach_localised_terms, localised_terms

_KEPT: Final = timedelta(minutes=1)
_ROLE_ACTIONS = {Role.EXPERT: ASK_TO_BE_EXPERT, Role.REPRESENTATIVE: ASK_TO_REPRESENT}


class ProfileView(OwnFormMixin, ActionRequiredMixin, limits.LimitedMixin, FormView[ProfileForm]):
    """What I say of myself."""

    template_name = "people/profile/profile.html"
    form_class = ProfileForm
    action = EDIT_PROFILE
    limit = "profile"

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: an invalid form must not change the name at the top of its own page.
        user = User.objects.select_related("identity").get(pk=signed_in(self.request).pk)
        return {**super().get_form_kwargs(), "instance": user}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        profiles.save_profile(user=form.instance, form=form)
        messages.success(self.request, _("The changes are saved."))
        return redirect("account_profile")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            may_have_page=profiles.may_have_page(signed_in(self.request)),
            **kwargs,
        )


class PublicPageView(OwnFormMixin, limits.LimitedMixin, FormView[PublicPageForm]):
    """Opens and closes my public page; 404 for who may have none."""

    template_name = "people/profile/page_settings.html"
    form_class = PublicPageForm
    limit = "profile"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not profiles.may_have_page(request.user):
            raise Http404("no public page")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.request.user}

    def form_valid(self, form: PublicPageForm) -> HttpResponse:
        profiles.open_page(user=form.instance, **form.cleaned_data)
        messages.success(self.request, _("The changes are saved."))
        return redirect("account_public_page")


class TakingPartView(LoginRequiredMixin, TemplateView):
    """What I did on the portal, for me alone."""

    template_name = "people/profile/taking_part.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = signed_in(self.request)
        may_have_page = profiles.may_have_page(user)
        return super().get_context_data(
            parts=taking_part.own_parts(user),
            most=taking_part.MOST,
            may_have_page=may_have_page,
            shown=may_have_page and user.is_public and user.shows_participation,
            **kwargs,
        )


class LevelsView(LoginRequiredMixin, TemplateView):
    """How sure the portal is of who I am, and what raises it."""

    template_name = "people/profile/levels.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        path = self.request.GET.get("next", "")
        return super().get_context_data(
            levels=[level for level in Level if level > Level.GUEST],
            identity=getattr(self.request.user, "identity", None),
            next=path if get_adapter().is_safe_url(path) else "",
            **kwargs,
        )


class RolesView(LoginRequiredMixin, TemplateView):
    """What I am on the portal, what I asked to be, what I may ask for."""

    template_name = "people/profile/roles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = signed_in(self.request)
        return super().get_context_data(
            departments=attach_localised_terms(
                user.departments.select_related("department"), "department"
            ),
            expert=getattr(user, "expert", None),
            own_roles=[role for role in Role if role in roles_of(user) - {Role.PARTICIPANT}],
            requests=user.role_requests.all(),
            roles=[(role, _ROLE_ACTIONS[role]) for role in ROLES_ON_REQUEST],
            **kwargs,
        )


class RoleRequestView(ActionRequiredMixin, limits.LimitedMixin, FormView[RoleRequestForm]):
    """A request for a role: everybody can look at the form, who may sends it."""

    template_name = "people/profile/role_request.html"
    form_class = RoleRequestForm
    limit = "profile"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        role = kwargs["role"]
        if role not in ROLES_ON_REQUEST:
            raise Http404("no such role")
        self.role = Role(role)
        return super().dispatch(request, *args, **kwargs)

    @property
    def action(self) -> Action:  # type: ignore[override]  # one view serves both roles
        return _ROLE_ACTIONS[self.role]

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user if isinstance(self.request.user, User) else None
        return {**super().get_form_kwargs(), "role": self.role, "user": user}

    def form_valid(self, form: RoleRequestForm) -> HttpResponse:
        cleaned = dict(form.cleaned_data)
        topics = list(cleaned.pop("topics", []))
        try:
            with transaction.atomic():
                profiles.ask_for_role(
                    user=signed_in(self.request),
                    role=self.role,
                    topics=topics,
                    **cleaned,
                )
        except IntegrityError:
            if not profiles.asks_for(signed_in(self.request), self.role):
                raise
            form.add_error(None, _("Your request is being considered already."))
            return self.form_invalid(form)
        messages.success(self.request, _("The request is sent. We shall answer by e-mail."))
        return redirect("account_roles")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(role=self.role, **kwargs)


def public_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of an expert or official who opened it; anybody else's does not exist."""
    found = User.objects.filter(is_public=True, is_active=True, erased_at=None)
    person = get_object_or_404(found.select_related("expert"), public_slug=slug)
    if not profiles.may_have_page(person):
        raise Http404("neither an expert nor an official")
    expert = getattr(person, "expert", None)
    duties = attach_localised_terms(person.departments.select_related("department"), "department")
    # What citizens write makes no page anew; a comment that is hidden is not named here for long.
    fresh.fresh_until(request, fresh.now_of(request) + _KEPT)
    return render(
        request,
        "people/profile/public_page.html",
        {
            "person": person,
            "expert": expert,
            "topics": localised_terms(expert.topics.all()) if expert else [],
            "duties": duties,
            "parts": taking_part.public_parts(person),
            "canonical": reverse("people_page", args=[slug]),
        },
    )
