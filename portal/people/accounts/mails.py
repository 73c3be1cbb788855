"""allauth's letters in the portal's words: what each says, by the name allauth gives it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and paragraphs of a letter; `button` is a label and the name of a view."""

    subject: Promise
    paragraphs: tuple[Promise, ...]
    button: tuple[Promise, str] | None = None

    @property
    def note(self) -> str:
        """Why the person gets it: somebody typed the address, or something was done to their account."""
        return str(_NOTE_OF_ACCOUNT if self.button == _SECURITY else _NOTE)

    @property
    def text(self) -> str:
        return "\n\n".join(str(paragraph) for paragraph in self.paragraphs)


_ENTER = _("Enter this code on the page that asks for it.")
_SECRET = _("The code is valid for 20 minutes. Do not tell it to anybody, not even us.")
_IGNORE = _("If you did not ask for this, do nothing: without the code nobody can sign in.")
_NOT_YOU = _("If it was not you, sign in, end all other sessions and change the password.")
# Of ways in other than the password, which its person may not have.
_NOT_YOU_EITHER = _(
    "If it was not you, sign in, end all other sessions and, if you have a password, change it."
)
_SECURITY = (_("Security of the account"), "mfa_index")
_NOTE = _("You get this e-mail because this address was entered on the portal.")
_NOTE_OF_ACCOUNT = _("You get this e-mail because it concerns your account.")
_CONFIRM = Words(
    _("Confirm your e-mail address"),
    (
        _ENTER,
        _SECRET,
        _(
            "If you did not ask for this, do nothing: without the code the address is not confirmed."
        ),
    ),
)

LETTERS: dict[str, Words] = {
    "account/email/login_code": Words(
        _("Your code to sign in"),
        (_ENTER, _SECRET, _IGNORE),
    ),
    "account/email/email_confirmation_signup": _CONFIRM,
    "account/email/email_confirmation": _CONFIRM,
    "account/email/password_reset_code": Words(
        _("Your code for a new password"),
        (
            _("Enter this code on the page that asks for it, then set a new password."),
            _SECRET,
            _IGNORE,
        ),
    ),
    "account/email/unknown_account": Words(
        _("This address has no account yet"),
        (
            _(
                "Somebody, perhaps you, asked for a code to sign in with this address. It has no account."
            ),
            _("If it was you, sign up: it takes a minute. If not, do nothing."),
        ),
        (_("Sign up"), "account_signup"),
    ),
    "account/email/account_already_exists": Words(
        _("This address has an account already"),
        (
            _(
                "Somebody, perhaps you, tried to sign up with this address. It has an account already."
            ),
            _("If it was you, sign in with a code: no password is needed. If not, do nothing."),
        ),
        (_("Sign in"), "account_login"),
    ),
    "account/email/password_changed": Words(
        _("Your password was changed"),
        (_("The password of your account was changed."), _NOT_YOU),
        _SECURITY,
    ),
    "account/email/password_set": Words(
        _("A password was set"), (_("Your account has a password now."), _NOT_YOU), _SECURITY
    ),
    "account/email/password_reset": Words(
        _("Your password was reset"),
        (_("The password of your account was reset."), _NOT_YOU),
        _SECURITY,
    ),
    "mfa/email/totp_activated": Words(
        _("An app for codes was added"),
        (_("Signing in to your account now needs a code from the app."), _NOT_YOU_EITHER),
        _SECURITY,
    ),
    "mfa/email/totp_deactivated": Words(
        _("The app for codes was removed"),
        (_("Codes from the app are no longer asked for when you sign in."), _NOT_YOU_EITHER),
        _SECURITY,
    ),
    "mfa/email/webauthn_added": Words(
        _("A passkey was added"),
        (_("You can now sign in with one more passkey."), _NOT_YOU_EITHER),
        _SECURITY,
    ),
    "mfa/email/webauthn_removed": Words(
        _("A passkey was removed"),
        (_("You can no longer sign in with one of your passkeys."), _NOT_YOU_EITHER),
        _SECURITY,
    ),
    "mfa/email/recovery_codes_generated": Words(
        _("New spare codes were made"),
        (_("The spare codes you had before are no longer valid."), _NOT_YOU_EITHER),
        _SECURITY,
    ),
    "socialaccount/email/account_connected": Words(
        _("A service was connected"),
        (_("You can now sign in through one more service."), _NOT_YOU_EITHER),
        _SECURITY,
    ),
    "socialaccount/email/account_disconnected": Words(
        _("A service was disconnected"),
        (_("You can no longer sign in through one of the services."), _NOT_YOU_EITHER),
        _SECURITY,
    ),
}
