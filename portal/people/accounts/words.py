"""What the portal says where allauth would: short, in its own terms, and the same in every form.

allauth's words read like a bank's forms, its Ukrainian like a machine's («Недійсне назвище»). Named by
allauth's own codes; what the portal cannot come to (names to sign in by, telephones, a second address)
is not here.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

_CODE_OF_LETTER: Final = _("This code is not right. Look at the newest e-mail.")
_ADDRESS_TAKEN: Final = _("This address has an account already. Sign in to it.")

ACCOUNT_ERRORS: Final = {
    "account_inactive": _("This account is switched off."),
    "duplicate_email": _ADDRESS_TAKEN,
    "email_password_mismatch": _("The e-mail address or the password is wrong."),
    "email_taken": _ADDRESS_TAKEN,
    "enter_current_password": _("This is not your current password."),
    "incorrect_code": _CODE_OF_LETTER,
    "incorrect_password": _("The password is wrong."),
    "invalid_login": _("Enter your e-mail address."),
    "invalid_or_expired_key": _("This is no longer valid. Begin once more."),
    "invalid_password_reset": _("The time to set a new password is over. Begin once more."),
    "rate_limited": _("That was asked for too often. Wait a few minutes and try again."),
    # Of wrong codes as well as of letters that were asked for.
    "too_many_login_attempts": _("Too many tries. Wait a few minutes, then begin once more."),
    "unknown_email": _("This address has no account yet."),
}

FACTOR_ERRORS: Final = {
    "add_email_blocked": _("An account with a second factor takes no further address."),
    "cannot_delete_authenticator": _(
        "Your duties need a second factor. Add another one before you remove this one."
    ),
    "cannot_generate_recovery_codes": _(
        "Add an app for codes or a passkey first: spare codes stand in for them."
    ),
    # One word for codes of the app, spare codes and passkeys.
    "incorrect_code": _("The code or the key does not fit. Try once more."),
    "unverified_email": _("Confirm your e-mail address first."),
}

SERVICE_ERRORS: Final = {
    "email_taken": _(
        "This address has an account already. Sign in to it, then connect “%s” to it on the page of "
        "accounts of other services."
    ),
    "invalid_token": _("The service’s answer cannot be read. Try again later."),
    "no_verified_email": _("Confirm your e-mail address first, or there is no way in left."),
    "connected_other": _("That account of the service opens another account of the portal."),
}

# What is told on the next page, by the name of allauth's template.
NOTICES: Final = {
    "account/messages/email_confirmation_failed.txt": _(
        "Another account has confirmed this address meanwhile. Sign in to it."
    ),
    "socialaccount/messages/account_connected_other.txt": SERVICE_ERRORS["connected_other"],
    "socialaccount/messages/account_connected_updated.txt": _(
        "That account of the service opens your account already."
    ),
}

# Ways to show once more who one is, by allauth's names.
WAYS: Final = {
    "reauthenticate": _("By the password"),
    "mfa_reauthenticate": _("By a code from the app or a spare code"),
    "mfa_reauthenticate:webauthn": _("By a passkey"),
}
