"""What a person sees of blocks and of the duty to have a second factor."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic.edit import FormView

from portal.core.limits import LimitedMixin
from portal.people.decorators import signed_in
from portal.people.mixins import OwnFormMixin
from portal.people.models import Block
from portal.people.second_factor import has_factor, must_have_factor
from portal.people.services import blocks as services
from portal.people.services.roles import NotAllowed
from portal.people.staff.forms import AppealForm


@dataclass(frozen=True, slots=True)
class OwnBlock:
    """A block as its person sees it."""

    row: Block
    holds: bool
    is_open_to_appeal: bool


@require_safe
@login_required
def blocks(request: HttpRequest) -> HttpResponse:
    """Every block of mine with its reason, and what became of my appeal."""
    person = signed_in(request)
    now = timezone.now()
    rows = [
        OwnBlock(
            row,
            holds=row.lifted_at is None and row.begins_at <= now < row.ends_at,
            is_open_to_appeal=services.may_appeal(person, row),
        )
        for row in person.blocks.select_related("appeal")
    ]
    return render(request, "people/staff/own_blocks.html", {"blocks": rows})


class AppealView(OwnFormMixin, LimitedMixin, FormView[AppealForm]):
    """Say something against a block, once. Open to who is blocked, whatever their level."""

    template_name = "people/staff/appeal.html"
    form_class = AppealForm
    limit = "appeal"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        # Of others' blocks nobody learns whether they exist.
        block = Block.objects.filter(pk=kwargs["pk"], user=signed_in(request)).first()
        if block is None:
            raise Http404("no such block of this person")
        self.block = block
        if not services.may_appeal(signed_in(request), block):
            messages.info(request, _("There is nothing to appeal against any more."))
            return redirect("account_blocks")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AppealForm) -> HttpResponse:
        try:
            services.appeal(
                row=self.block, user=signed_in(self.request), text=form.cleaned_data["text"]
            )
        except (IntegrityError, NotAllowed):
            messages.info(self.request, _("There is nothing to appeal against any more."))
        else:
            messages.success(
                self.request,
                _("Your appeal is sent. Somebody else than the one who blocked you answers it."),
            )
        return redirect("account_blocks")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.block, **kwargs)


@require_safe
@login_required
def factor_needed(request: HttpRequest) -> HttpResponse:
    """Why the admin is closed for now and how it opens; who has a factor goes on to where they were."""
    person = signed_in(request)
    back = request.GET.get("next") or request.session.get("after_factor") or ""
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("wagtailadmin_home")
    if has_factor(person) or not must_have_factor(person):
        request.session.pop("after_factor", None)
        return redirect(back)
    request.session["after_factor"] = back
    return render(request, "people/staff/factor_needed.html")


def tell_way_back(request: HttpRequest, **_kwargs: Any) -> None:
    """Receiver of allauth's authenticator_added: the admin is open now."""
    from django.utils.html import format_html

    if request is not None and request.session.get("after_factor"):
        messages.success(
            request,
            format_html(
                '{} <a href="{}">{}</a>',
                _("The second factor is set up."),
                reverse("account_factor_needed"),
                _("Go on to where you were"),
            ),
        )
