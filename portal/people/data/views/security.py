"""Sessions, sign-ins, the e-mail address, and the proof that somebody is there in person."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.core import limits
from portal.core.clients import network_of
from portal.core.proof.codes import Answer
from portal.people.data import recent, sign_ins
from portal.people.data.decorators import account_required, proof_required, proved_recently
from portal.people.data.forms import CodeForm, NewAddressForm
from portal.people.decorators import signed_in
from portal.people.models import SignIn
from portal.people.services import addresses
from portal.people.services import sessions as services

# A page's worth; a person looks for what is strange lately.
SHOWN_SIGN_INS = 50


@require_safe
@account_required
def sessions(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    listed = [
        {
            "key": session.pk,
            "device": session.user_agent,
            "network": network_of(session.ip),
            "since": session.created_at,
            "is_this": session.session_key == request.session.session_key,
        }
        for session in services.open_sessions(user)
    ]
    listed.sort(key=lambda each: not each["is_this"])
    history = [
        (sign_in, sign_ins.way_in_words(sign_in.method))
        for sign_in in SignIn.objects.filter(user=user, at__gt=timezone.now() - sign_ins.KEEP)[
            :SHOWN_SIGN_INS
        ]
    ]
    context = {
        "sessions": listed,
        "has_others": any(not each["is_this"] for each in listed),
        "history": history,
    }
    return render(request, "people/data/sessions.html", context)


@require_POST
@account_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of one's own; one that is over, or another person's, is none."""
    user = signed_in(request)
    row = next((each for each in services.open_sessions(user) if each.pk == pk), None)
    if row is None:
        messages.warning(request, _("That session is over already."))
        return redirect("usersessions_list")
    if row.session_key == request.session.session_key:
        get_adapter().logout(request)
        return redirect("account_login")
    services.end(user, [row.session_key])
    messages.success(request, _("The session is ended: that device is signed out."))
    return redirect("usersessions_list")


@require_POST
@account_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    count = services.end_others(request, signed_in(request))
    messages.success(
        request,
        ngettext(
            "%(count)d session is ended. Only this device is still signed in.",
            "%(count)d sessions are ended. Only this device is still signed in.",
            count,
        )
        % {"count": count},
    )
    return redirect("usersessions_list")


@proof_required
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address, or enter the codes of a change that is under way."""
    user = signed_in(request)
    change = addresses.under_way(user)
    asked = NewAddressForm(user=user)
    code = CodeForm()
    if request.method == "POST":
        if "cancel" in request.POST:
            addresses.cancel(user)
            messages.success(request, _("Your address stays as it is."))
            return redirect("people_address")
        if "code" in request.POST:
            code = CodeForm(request.POST)
            limits.take(request, "code-try")
            if code.is_valid():
                outcome = addresses.confirm(user, code.cleaned_data["code"])
                if outcome is not addresses.Outcome.WRONG:
                    return _say(request, outcome)
                code.add_error("code", _("This code is not right. Look at the newest e-mails."))
        else:
            asked = NewAddressForm(request.POST, user=user)
            if asked.is_valid():
                limits.take(request, "code", subject=asked.cleaned_data["email"])
                addresses.begin(user, asked.cleaned_data["email"])
                return redirect("people_address")
        change = addresses.under_way(user)
    context = {"change": change, "form": asked, "code_form": code, "email": user.email}
    return TemplateResponse(request, "people/data/address.html", context)


def _say(request: HttpRequest, outcome: addresses.Outcome) -> HttpResponse:
    if outcome is addresses.Outcome.DONE:
        messages.success(request, _("The address is changed: you now sign in with it."))
    elif outcome is addresses.Outcome.HALF:
        messages.success(request, _("This code is right. Now enter the one from the other e-mail."))
    elif outcome is addresses.Outcome.TAKEN:
        messages.error(
            request,
            _(
                "Another account has this address by now, so yours stays as it is. Choose another one."
            ),
        )
    else:
        messages.error(
            request,
            _(
                "These codes are no longer valid. Ask for the change once more, new codes will come."
            ),
        )
    return redirect("people_address")


@account_required
def confirm_by_code(request: HttpRequest) -> HttpResponse:
    """For who has neither password nor second factor: a code to the account's address."""
    user = signed_in(request)
    target = request.POST.get("next") or request.GET.get("next") or ""
    if not get_adapter().is_safe_url(target):
        target = reverse("account_profile")
    if request.method != "POST" and proved_recently(request):
        return redirect(target)
    form = CodeForm()
    if request.method == "POST":
        if "send" in request.POST:
            limits.take(request, "code", subject=user.email)
            recent.send_code(request, user)
        else:
            limits.take(request, "code-try")
            form = CodeForm(request.POST)
            if form.is_valid():
                result = recent.check(request, user, form.cleaned_data["code"])
                if result is Answer.CONFIRMED:
                    return redirect(target)
                form.add_error(
                    "code",
                    _("This code is not right. Look at the newest e-mail.")
                    if result is Answer.WRONG
                    else _("This code is no longer valid. Have a new one sent."),
                )
    context = {
        "form": form,
        "is_waiting": recent.is_waiting(request),
        "next": target,
        "email": user.email,
    }
    return TemplateResponse(request, "people/data/confirm_by_code.html", context)
