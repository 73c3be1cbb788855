"""allauth's forms with what the portal asks besides."""

from allauth.account.forms import LoginForm, RequestLoginCodeForm, SignupForm


class PasswordSignInForm(LoginForm):
    """E-mail address and password."""


class CodeRequestForm(RequestLoginCodeForm):
    """E-mail address, to which a code is sent."""


class SignUpForm(SignupForm):
    """A new account."""
