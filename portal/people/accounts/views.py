"""allauth's views where the portal says more: every way to sign in on one page, and who comes back where."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import (
    ConfirmLoginCodeView,
    LoginView,
    PasswordResetView,
    RequestLoginCodeView,
    SignupByPasskeyView,
    SignupView,
)
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView
from requests import RequestException

from portal.core import limits
from portal.core.proof.challenges import Proof
from portal.people import resume
from portal.people.accounts.forms import CodeRequestForm, PasswordForgottenForm, SignUpForm
from portal.people.accounts.steady import steady
from portal.people.services.accounts import forget_unproved


def _next_path(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""


class EntranceMixin:
    """Tells the page whether something typed waits for who signs in.

    Who is signed in already is not sent on: a page that their account may not open would send them
    straight back here, for ever.
    """

    @method_decorator(steady)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.method == "GET":
            path = _next_path(request)
            known = path if get_adapter().is_safe_url(path) else ""
            return render(request, "account/already_signed_in.html", {"next": known})
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        path = _next_path(self.request)  # type: ignore[attr-defined]
        context["resume"] = bool(path) and resume.is_kept(self.request, path)  # type: ignore[attr-defined]
        context["password_url"] = reverse("account_password_login") + (
            f"?{urlencode({'next': path})}" if path else ""
        )
        return context


class SignInView(EntranceMixin, RequestLoginCodeView):
    """Passkey, services, and the code by e-mail."""

    template_name = "account/login.html"

    def form_valid(self, form: CodeRequestForm) -> HttpResponse:
        limits.take(self.request, "code", subject=form.cleaned_data["email"])
        if form.proof is Proof.ABSENT:
            limits.take(self.request, "code-unproved")
        answer: HttpResponse = super().form_valid(form)
        return answer


class PasswordSignInView(limits.LimitedMixin, EntranceMixin, LoginView):
    """E-mail address and password, for who has set one."""

    template_name = "account/password_login.html"
    limit = "sign-in"


@require_POST
@limits.limited("identity")
def sign_in_by_service(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To a service that speaks OpenID Connect.

    A page leads there, not a redirect: `form-action 'self'` forbids browsers to follow a redirect off
    the site after a form. A service that does not answer is a 503 with other ways to sign in.
    """
    try:
        answer: HttpResponse = openid.login(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=503)
    if not isinstance(answer, HttpResponseRedirect) or answer.url.startswith("/"):
        return answer
    page = render(request, "account/going.html", {"service_url": answer.url})
    page["Refresh"] = f"0; url={answer.url}"
    return page


class SignInElsewhereView(RedirectView):
    """Where a package has a sign-in of its own: it leads to the one of the portal."""

    pattern_name = "account_login"
    query_string = True


class SignUpLimitsMixin:
    """Counts a sign-up before anything is written or sent, known address or not."""

    request: HttpRequest

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        limits.take(self.request, "sign-up")
        limits.take(self.request, "code", subject=form.cleaned_data["email"])
        if form.proof is Proof.ABSENT:
            limits.take(self.request, "sign-up-unproved")
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer


class SignUpView(SignUpLimitsMixin, EntranceMixin, SignupView):
    """A new account by e-mail."""


class SignUpByPasskeyView(SignUpLimitsMixin, EntranceMixin, SignupByPasskeyView):
    """A new account by e-mail and passkey."""


class SignInCodeView(limits.LimitedMixin, ConfirmLoginCodeView):
    """The code that signs in."""

    limit = "code-try"

    def form_valid(self, form: Form) -> HttpResponse:
        user = self._process.user
        if self._action == "verify" and user is not None and forget_unproved(user):
            messages.info(
                self.request,
                _(
                    "This address had been entered by somebody who did not confirm it. The password and "
                    "the name that were typed then hold no longer."
                ),
            )
        answer: HttpResponse = super().form_valid(form)
        return answer


class PasskeyAgainView(ReauthenticateWebAuthnView):
    """The passkey once more; one that does not fit is said here, not on the page of sign-in."""

    def form_invalid(self, form: Form) -> HttpResponse:
        # allauth's context leaves out what it is given.
        context = {**self.get_context_data(), "form": form}
        answer: HttpResponse = self.render_to_response(context)
        return answer


@method_decorator(steady, name="dispatch")
class PasswordForgottenView(PasswordResetView):
    """Sends a code with which a new password is set."""

    def form_valid(self, form: PasswordForgottenForm) -> HttpResponse:
        limits.take(self.request, "code", subject=form.cleaned_data["email"])
        if form.proof is Proof.ABSENT:
            limits.take(self.request, "code-unproved")
        answer: HttpResponse = super().form_valid(form)
        return answer


confirm_with_passkey = PasskeyAgainView.as_view()
sign_in = SignInView.as_view()
sign_in_with_password = PasswordSignInView.as_view()
confirm_sign_in_code = SignInCodeView.as_view()
forgot_password = PasswordForgottenView.as_view()
sign_up = SignUpView.as_view()
sign_up_by_passkey = SignUpByPasskeyView.as_view()
