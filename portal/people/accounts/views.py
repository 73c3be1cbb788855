"""allauth's views where the portal says more: every way to sign in on one page, and who comes back where."""

from typing import Any

from allauth.account.views import LoginView, RequestLoginCodeView, SignupByPasskeyView, SignupView
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from portal.people import resume


def _next_path(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""


class EntranceMixin:
    """Tells the page whether something typed waits for who signs in."""

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


class PasswordSignInView(EntranceMixin, LoginView):
    """E-mail address and password, for who has set one."""

    template_name = "account/password_login.html"


class SignUpView(EntranceMixin, SignupView):
    """A new account by e-mail."""


class SignUpByPasskeyView(EntranceMixin, SignupByPasskeyView):
    """A new account by e-mail and passkey."""


sign_in = SignInView.as_view()
sign_in_with_password = PasswordSignInView.as_view()
sign_up = SignUpView.as_view()
sign_up_by_passkey = SignUpByPasskeyView.as_view()
