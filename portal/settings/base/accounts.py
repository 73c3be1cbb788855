"""Accounts: signing up and in, second factors, services that vouch for people (portal/people/accounts)."""

from django.urls import reverse_lazy

from portal.settings.base.environment import env
from portal.settings.base.site import TRUSTED_PROXIES

AUTH_USER_MODEL = "people.User"
# One sign-in for site and admin (portal/people/accounts).
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("account_profile")
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "portal.people.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "portal.people.accounts.adapters.SocialAccountAdapter"
MFA_ADAPTER = "portal.people.accounts.adapters.FactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 20 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 20 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 20 * 60
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
# Six digits, as people know them from banks; three tries and the limits make guessing hopeless.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Answers at the doors come at whole steps, so that their time tells nothing either; milliseconds.
STEADY_ANSWER_MS = env.int("STEADY_ANSWER_MS", default=250)
# Failed passwords: few from one address; so many for one account that nobody locks its person out.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/5m/ip,200/h/key"}
# The same answer and the same letter whether or not the address has an account.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
_FORMS = "portal.people.accounts.forms."
ACCOUNT_FORMS = {
    "login": f"{_FORMS}PasswordSignInForm",
    "request_login_code": f"{_FORMS}CodeRequestForm",
    "confirm_login_code": f"{_FORMS}SignInCodeForm",
    "confirm_email_verification_code": f"{_FORMS}AddressCodeForm",
    "confirm_password_reset_code": f"{_FORMS}PasswordCodeForm",
    "signup": f"{_FORMS}SignUpForm",
    "change_password": f"{_FORMS}PasswordChangeForm",
    "set_password": f"{_FORMS}PasswordSetForm",
    "reset_password": f"{_FORMS}PasswordForgottenForm",
    "reset_password_from_key": f"{_FORMS}PasswordAnewForm",
    "reauthenticate": f"{_FORMS}ConfirmYourselfForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}FactorForm",
    "reauthenticate": f"{_FORMS}FactorAgainForm",
    "activate_totp": f"{_FORMS}AppForm",
    "add_webauthn": f"{_FORMS}KeyForm",
    "signup_webauthn": f"{_FORMS}KeyAtSignUpForm",
    "edit_webauthn": f"{_FORMS}KeyNameForm",
    "authenticate_webauthn": f"{_FORMS}KeyStepForm",
    "login_webauthn": f"{_FORMS}KeySignInForm",
    "reauthenticate_webauthn": f"{_FORMS}KeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A clock half a minute off is forgiven (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
# Sign-in through a service of the city's that speaks OpenID Connect (docs/deployment.md).
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.json("OIDC_PROVIDERS", default=[])}}
SOCIALACCOUNT_LOGIN_ON_GET = False
# A new account passes the sign-up page: its person agrees to the texts and may change the address.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_FORMS = {
    "signup": f"{_FORMS}ServiceSignUpForm",
    "disconnect": f"{_FORMS}ServiceLeaveForm",
}
# An address that somebody else's service vouches for opens no account that exists already.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
# The user administration sets no passwords: people sign in by code and set their own.
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# Staff from the officer up, and superusers, sign in with a second factor (docs/roles.md).
SECOND_FACTOR_FOR_STAFF = True
# So long an account that has proved no identity posts no links.
NEW_ACCOUNT_DAYS = env.int("NEW_ACCOUNT_DAYS", default=7)

# Accounts of the demo content, whose passwords anybody can read: production refuses to start with them.
DEMO_PEOPLE = tuple(
    f"{name}@example.org"
    for name in (
        "chief",
        "editor",
        "moderator",
        "officer",
        "deputy",
        "resident",
        "newcomer",
        "expert",
        "activist",
        "blocked",
        "clerk",
        "administrator",
    )
)
