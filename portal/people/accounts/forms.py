"""allauth's forms in the portal's words: labels without placeholders, and what the portal asks besides."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.models import EmailAddress
from allauth.mfa import adapter as factors
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as socialaccount
from allauth.socialaccount.adapter import get_adapter
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core import mail_domains
from portal.core.proof.forms import ProofOfWorkMixin
from portal.people import shown_names
from portal.people.accounts import words
from portal.people.data.forms import ConsentsMixin
from portal.people.models import User


class PlainFieldsMixin:
    """Labels and helps of our own; no placeholders, which vanish just when they are needed."""

    words: ClassVar[dict[str, tuple[Any, Any]]] = {
        "email": (_("E-mail address"), ""),
        "login": (_("E-mail address"), ""),
        "password": (_("Password"), ""),
        "oldpassword": (_("Current password"), ""),
        "password1": (
            _("New password"),
            _("At least 10 characters, not only digits, not a common one."),
        ),
        "password2": (_("New password once more"), ""),
        "code": (_("Code"), ""),
        "name": (
            _("Name of the key"),
            _("So that you know it among others: “Phone”, “Work computer”."),
        ),
        "passwordless": (
            _("Sign in with this key alone"),
            _(
                "The device asks for a finger, a face or its PIN; no e-mail and no password are needed."
            ),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
            if name == "code":
                field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")
                field.widget.attrs["class"] = "input--code"
            if name == "credential":
                # Nobody types it: a device makes it, or fails to.
                unfit = words.FACTOR_ERRORS["incorrect_code"]
                field.error_messages |= {"required": unfit, "invalid": unfit}


class SignUpForm(ConsentsMixin, ProofOfWorkMixin, PlainFieldsMixin, account.SignupForm):
    """A new account: the address, a name that others see, and a password for who wants one."""

    # Set by allauth when the address is checked.
    account_already_exists: bool

    shown_name = forms.CharField(
        label=_("Name that others see"),
        help_text=_("First name and the first letter of the last name, or as you like."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    words: ClassVar = {
        **PlainFieldsMixin.words,
        "email": (_("E-mail address"), _("We shall send a code to it.")),
        "password1": (
            _("Password"),
            _("Not needed: you can always sign in by a code. At least 10 characters."),
        ),
    }
    field_order: ClassVar[list[str]] = ["shown_name", "email", "password1"]

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """The account with its address and consents, or nothing."""
        user: User = super().save(request)
        return user

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Costs the same whether or not the address has an account."""
        if self.account_already_exists:
            self._save_in_vain(request)
        answer: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return answer

    def _save_in_vain(self, request: HttpRequest) -> None:
        """Write an account under an address that nobody has, password and all, and take it back."""
        email, known = self.cleaned_data["email"], self.account_already_exists
        self.cleaned_data["email"] = f"{get_random_string(32).lower()}@nobody.invalid"
        self.account_already_exists = False
        try:
            with transaction.atomic():
                self.save(request)
                transaction.set_rollback(True)
        finally:
            self.cleaned_data["email"], self.account_already_exists = email, known

    def clean_shown_name(self) -> str:
        return shown_names.clean(self.cleaned_data["shown_name"])

    def clean_email(self) -> str:
        email: str = super().clean_email()
        mail_domains.validate(email)
        return email

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """What allauth does not know of; called in the sign-up, before the letter is written."""
        user.shown_name = self.cleaned_data["shown_name"]
        user.language = get_language() or user.language
        user.save(update_fields=["shown_name", "language"])
        self.give_consents(user)


class ServiceSignUpForm(ConsentsMixin, PlainFieldsMixin, socialaccount.SignupForm):
    """A new account for somebody whom another service knows."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        mail_domains.validate(email)
        return email

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """What allauth does not know of; called in the sign-up, before the letter is written."""
        user.language = get_language() or user.language
        user.save(update_fields=["language"])
        self.give_consents(user)


class ServiceLeaveForm(socialaccount.DisconnectForm):
    """Takes a service's account away from one's own.

    Of the last one allauth demands a password besides; here a code to the confirmed address opens every
    account.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        if not EmailAddress.objects.filter(user=self.request.user, verified=True).exists():
            raise get_adapter().validation_error("no_verified_email")
        return cleaned


class PasswordSignInForm(PlainFieldsMixin, account.LoginForm):
    """E-mail address and password."""


class CodeRequestForm(ProofOfWorkMixin, PlainFieldsMixin, account.RequestLoginCodeForm):
    """E-mail address, to which a code is sent."""


class SignInCodeForm(PlainFieldsMixin, account.ConfirmLoginCodeForm):
    """The code that signs in."""

    words: ClassVar = {"code": (_("Six digits from the e-mail"), "")}


class AddressCodeForm(PlainFieldsMixin, account.ConfirmEmailVerificationCodeForm):
    """The code that confirms a new account's address."""

    words: ClassVar = {"code": (_("Six digits from the e-mail"), "")}


class PasswordCodeForm(PlainFieldsMixin, account.ConfirmPasswordResetCodeForm):
    """The code that lets a forgotten password be set anew."""

    words: ClassVar = {"code": (_("Six digits from the e-mail"), "")}


class PasswordChangeForm(PlainFieldsMixin, account.ChangePasswordForm):
    """The old password and a new one."""


class PasswordSetForm(PlainFieldsMixin, account.SetPasswordForm):
    """A first password."""


class PasswordForgottenForm(ProofOfWorkMixin, PlainFieldsMixin, account.ResetPasswordForm):
    """The address of who forgot the password."""


class PasswordAnewForm(PlainFieldsMixin, account.ResetPasswordKeyForm):
    """A new password in place of a forgotten one."""


class ConfirmYourselfForm(PlainFieldsMixin, account.ReauthenticateForm):
    """The password once more, before something grave."""


class FactorForm(PlainFieldsMixin, mfa.AuthenticateForm):
    """The second factor at sign-in."""

    words: ClassVar = {"code": (_("Code from the app or a spare code"), "")}


class FactorAgainForm(PlainFieldsMixin, mfa.ReauthenticateForm):
    """The second factor once more, before something grave."""

    words: ClassVar = {"code": (_("Code from the app or a spare code"), "")}


class AppForm(PlainFieldsMixin, totp.ActivateTOTPForm):
    """The first code of a new app."""

    words: ClassVar = {"code": (_("Six digits that the app shows"), "")}


@contextmanager
def _garbage_refused() -> Iterator[None]:
    """What claims to be a passkey's answer and is none is refused like a wrong code, never a 500.

    allauth lets through whatever its library trips over: a key that is missing, a list where an object
    was meant, bytes cut short.
    """
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, struct.error) as error:
        raise factors.get_adapter().validation_error("incorrect_code") from error


class NewKeyMixin(PlainFieldsMixin):
    """A passkey that is being made."""

    def clean(self) -> dict[str, Any]:
        with _garbage_refused():
            cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        return cleaned


class KnownKeyMixin(PlainFieldsMixin):
    """A passkey that somebody shows."""

    def clean_credential(self) -> Authenticator:
        with _garbage_refused():
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        return found


class KeyForm(NewKeyMixin, webauthn.AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class KeyAtSignUpForm(NewKeyMixin, webauthn.SignupWebAuthnForm):
    """The passkey of a new account."""


class KeyNameForm(PlainFieldsMixin, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""


class KeySignInForm(KnownKeyMixin, webauthn.LoginWebAuthnForm):
    """The passkey that signs in."""


class KeyStepForm(KnownKeyMixin, webauthn.AuthenticateWebAuthnForm):
    """The passkey as the second step of a sign-in."""


class KeyAgainForm(KnownKeyMixin, webauthn.ReauthenticateWebAuthnForm):
    """The passkey once more, before something grave."""
