"""Settings shared by every way of running the portal; each value comes from the environment.

The table of variables is in docs/deployment.md.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portal.core.limits.rules import Limit, Rule

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

# --- What this city is called and where it answers -------------------------------------------

BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many reverse proxies stand in front; 0 ignores X-Forwarded-For altogether.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_SITE_NAME = "Спільно"

# --- Applications: high rooms before low ones, so that their templates win --------------------

INSTALLED_APPS = [
    "home",
    "civic_pages",
    "search",
    "portal.people",
    "portal.places",
    "portal.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.people.wagtail_users.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    # Wagtail's own without its signals: documents are written by `search` alone.
    "search.wagtail_app.QuietSearchConfig",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "portal.core.health.HealthMiddleware",
    "portal.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.core.middleware.FeaturePolicyMiddleware",
    "portal.core.uploads.limits.UploadLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.core.middleware.ContentSecurityPolicyMiddleware",
    "portal.core.middleware.ForPageCacheMiddleware",
    "portal.core.remember.CurrentRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.core.middleware.PathLanguageMiddleware",
    "portal.core.middleware.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.people.middleware.RightsMiddleware",
    "portal.people.middleware.SecondFactorMiddleware",
    "portal.people.middleware.KeptTextMiddleware",
    "portal.people.data.middleware.ConsentsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.core.middleware.GoneMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.core.middleware.RefuseProtectedDeleteMiddleware",
    "portal.core.limits.middleware.LimitsMiddleware",
    "search.middleware.SearchAwayMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "portal.core.templatetags.portal",
                "portal.core.templatetags.pictures",
                "portal.core.templatetags.language",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database ---------------------------------------------------------------------------------


def database(url: str) -> dict[str, Any]:
    """The database's settings; SQLite gets the options that survive parallel writers.

    Without IMMEDIATE a read that turns into a write fails at once with «database is locked»,
    whatever the timeout (docs/decisions.md, «SQLite»).
    """
    config: dict[str, Any] = environ.Env.db_url_config(url)
    # Also for SQLite: opening the file and setting its options costs as much as three queries.
    config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = {"connect_timeout": 3}
    return config


# A relative folder is one of the code's, wherever a command is started.
VAR_DIR = BASE_DIR / env.str("VAR_DIR", default="var")
DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Shared cache (Redis when there is one; the portal works without) ---------------------------

REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "portal.core.cache.ResilientRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "portal",
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    ),
}

# --- Search -------------------------------------------------------------------------------------

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_INDEX_PREFIX = env.str("ELASTICSEARCH_INDEX_PREFIX", default="portal_")
# sqlite, postgres or elasticsearch; unset, it is Elasticsearch where there is one, else the database.
_DATABASE_ENGINE = "sqlite" if DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgres"
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="") or (
    "elasticsearch" if ELASTICSEARCH_URL else _DATABASE_ENGINE
)
# The searches of Wagtail's admin; the documents are written by `search` alone.
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "search.backends.admin", "AUTO_UPDATE": False},
}

# --- Work in the background -----------------------------------------------------------------------

TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]},
}

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
# Whether Django hands out uploaded files itself; off where nginx or S3 does.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=True)
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.core.static.PortalStaticFilesStorage"},
    # Copies of personal data: outside of everything that is served, no address leads here.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "private",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
if S3_BUCKET := env.str("S3_BUCKET", default=""):
    _S3 = {
        "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
        "access_key": env.str("S3_ACCESS_KEY", default="") or None,
        "secret_key": env.str("S3_SECRET_KEY", default="") or None,
    }
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            **_S3,
            "bucket_name": S3_BUCKET,
            "custom_domain": env.str("S3_CUSTOM_DOMAIN", default="") or None,
            "querystring_auth": False,
            "file_overwrite": False,
        },
    }
    SERVE_MEDIA = False
    # Never the bucket that readers are served from, whatever its rules are today.
    if S3_PRIVATE_BUCKET := env.str("S3_PRIVATE_BUCKET", default=""):
        STORAGES["private"] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                **_S3,
                "bucket_name": S3_PRIVATE_BUCKET,
                "default_acl": "private",
                "querystring_auth": True,
                "file_overwrite": True,
            },
        }
# Pictures come by phone and by post: generous for those, firm against bombs.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page with many blocks posts a field for each part
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "uk"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("uk", _("Ukrainian")), ("en", _("English"))]
# One city, one clock: nobody chooses among 600 time zones.
WAGTAIL_USER_TIME_ZONES = ["Europe/Kyiv"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("uk", "Українська"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"
USE_THOUSAND_SEPARATOR = False

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_I18N_ENABLED = True
# «Translate this page» must never publish Ukrainian text as English.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_APPEND_SLASH = True
# portal/core/redirects.py makes them, for addresses that somebody could have seen.
WAGTAILREDIRECTS_AUTO_CREATE = False
# What the admin's date pickers write; each language's formats module reads it (portal/formats).
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.core.uploads.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.core.uploads.forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_INDEX_PAGE_SIZE = 40
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "ics",
    "odp",
    "ods",
    "odt",
    "pdf",
    "pptx",
    "rtf",
    "txt",
    "xlsx",
    "zip",
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_RESPONSIVE_HTML = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link", "document-link", "ol", "ul"]},
    },
}
TAGGIT_CASE_INSENSITIVE = True

# --- People ---------------------------------------------------------------------------------------

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
# The same answer and the same letter whether or not the address has an account.
# Failed passwords: few from one address; so many for one account that nobody locks its person out.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/5m/ip,200/h/key"}
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
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A clock half a minute off is forgiven (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = WAGTAIL_SITE_NAME
# Sign-in through a service of the city's that speaks OpenID Connect (docs/deployment.md).
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.json("OIDC_PROVIDERS", default=[])}}
SOCIALACCOUNT_LOGIN_ON_GET = False
# A new account passes the sign-up page: its person agrees to the texts and may change the address.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_FORMS = {"signup": f"{_FORMS}ServiceSignUpForm"}
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
        "resident",
        "newcomer",
        "expert",
        "activist",
        "blocked",
        "clerk",
        "administrator",
    )
)

# --- Identity: who proves to the portal who a person is (docs/deployment.md, «Identity») -----------

# Classes after portal.people.identity.providers.IdentityProvider, in the order of their buttons.
IDENTITY_PROVIDERS = env.list("IDENTITY_PROVIDERS", default=["portal.people.identity.gov_ua.GovUa"])
# id.gov.ua: without these there is no button.
GOV_UA_CLIENT_ID = env.str("GOV_UA_CLIENT_ID", default="")
GOV_UA_CLIENT_SECRET = env.str("GOV_UA_CLIENT_SECRET", default="")
GOV_UA_URL = env.str("GOV_UA_URL", default="https://id.gov.ua")
GOV_UA_AUTH_TYPES = env.str("GOV_UA_AUTH_TYPES", default="dig_sign,bank_id,diia_id")
# The service that holds the site's key and opens the hub's envelopes.
IDENTITY_DECRYPT_URL = env.str("IDENTITY_DECRYPT_URL", default="")
# Seconds for all requests of one identification together.
IDENTITY_TIMEOUT = env.float("IDENTITY_TIMEOUT", default=12.0)
# As proven addresses write it («Київ»); without it no address proves a district.
CITY_NAME = env.str("CITY_NAME", default="")
# The pretended hub at /fake-identity/, of development and tests.
FAKE_IDENTITY = False

# --- Mail -----------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# A server that does not answer must not keep the worker from other letters; seconds.
EMAIL_TIMEOUT = 20

# --- Security -------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# No script reads it: forms and the admin carry the token in the page.
CSRF_COOKIE_HTTPONLY = True
# The address decides the language; should anything ever set Django's cookie, it is as careful.
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Static files are for the portal's own pages: WhiteNoise would offer them to every site.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Not no-referrer: Django's CSRF check needs one of Origin and Referer over https.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.core.views.csrf_failure"
SILENCED_SYSTEM_CHECKS: list[str] = []

# Off for every page, unless it stands here with those who may: passkeys and copying an address for
# the portal itself, and what the players of videos need (the frame asks for it, static/js/portal.js).
_PLAYERS = ('"https://www.youtube-nocookie.com"', '"https://player.vimeo.com"')
PERMISSIONS_POLICY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "accelerometer",
            "autoplay",
            "browsing-topics",
            "camera",
            "clipboard-read",
            "compute-pressure",
            "display-capture",
            "gamepad",
            "geolocation",
            "gyroscope",
            "hid",
            "identity-credentials-get",
            "idle-detection",
            "keyboard-map",
            "local-fonts",
            "magnetometer",
            "microphone",
            "midi",
            "otp-credentials",
            "payment",
            "screen-wake-lock",
            "serial",
            "storage-access",
            "sync-xhr",
            "usb",
            "window-management",
            "xr-spatial-tracking",
        ),
        (),
    ),
    "clipboard-write": ("self",),
    "publickey-credentials-create": ("self",),
    "publickey-credentials-get": ("self",),
    "encrypted-media": _PLAYERS,
    "fullscreen": ("self", *_PLAYERS),
    "picture-in-picture": _PLAYERS,
}

# The public site: nothing inline, nothing from elsewhere. Frames only for embeds a reader asked for.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# Pictures, sound and video that an object storage hands out under its own name.
if storage_domain := env.str("S3_CUSTOM_DOMAIN", default=""):
    for kind in ("img-src", "media-src"):
        CONTENT_SECURITY_POLICY["DIRECTIVES"][kind].append(f"https://{storage_domain}")
# Wagtail's edit pages still carry inline scripts and styles; previews are framed by the admin itself.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NONE],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}

# --- Limits of every write (portal/core/limits) -------------------------------------------------

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
# Generous by address: a mobile operator or a hall's Wi-Fi shows hundreds of citizens as one. What a form
# without proof of work may do (portal/core/proof) is counted besides, under «…-unproved».
LIMITS: dict[str, Limit] = {
    # Whatever is sent outside of the admin, besides its own limit (LimitsMiddleware): forgotten forms, too.
    "any": Limit(
        (
            Rule(120, 10 * _MINUTE, "person"),
            Rule(600, 10 * _MINUTE, "address"),
            Rule(2000, 10 * _MINUTE, "network"),
        ),
        closed=False,
    ),
    # Beside django-allauth's own, which count failures. No rule by subject: it would let anybody lock
    # somebody else out.
    "sign-in": Limit((Rule(30, 10 * _MINUTE, "address"), Rule(200, 10 * _MINUTE, "network"))),
    "sign-up": Limit((Rule(30, _HOUR, "address"), Rule(120, _HOUR, "network"))),
    "sign-up-unproved": Limit((Rule(6, _HOUR, "address"), Rule(30, _HOUR, "network"))),
    # Letters with a code: by the address they go to, so that nobody's mailbox is flooded.
    "code": Limit(
        (
            Rule(6, _HOUR, "subject"),
            Rule(30, _HOUR, "address"),
            Rule(120, _HOUR, "network"),
        )
    ),
    "code-unproved": Limit((Rule(6, _HOUR, "address"), Rule(30, _HOUR, "network"))),
    "code-try": Limit((Rule(20, 10 * _MINUTE, "address"), Rule(60, 10 * _MINUTE, "network"))),
    # The password of a page that an editor has closed (Wagtail's own form).
    "page-password": Limit((Rule(20, 10 * _MINUTE, "address"), Rule(60, 10 * _MINUTE, "network"))),
    "profile": Limit((Rule(30, 10 * _MINUTE, "person"),), closed=False),
    "export": Limit((Rule(3, _DAY, "person"),)),
    "desk": Limit((Rule(60, _HOUR, "person"),)),
    "appeal": Limit((Rule(3, _DAY, "person"), Rule(20, _DAY, "address"))),
    "identity": Limit((Rule(10, _HOUR, "person"), Rule(30, _HOUR, "address"))),
    "guest-form": Limit((Rule(20, _HOUR, "address"), Rule(100, _HOUR, "network"))),
    "guest-form-unproved": Limit((Rule(5, _HOUR, "address"), Rule(20, _HOUR, "network"))),
}

# --- Proof of work on guests' forms (portal/core/proof) -----------------------------------------

# How many iterations one try costs, and between which numbers of tries the answer lies: about half a
# second on a desk, two or three on an old phone.
PROOF_OF_WORK_COST = env.int("PROOF_OF_WORK_COST", default=2000)
PROOF_OF_WORK_TRIES = (200, 800)

# --- Participation: what a community's charter may set otherwise -------------------------------

# Calendar days for proposals, at least (Procedure no. 996 of 03.11.2010).
CONSULTATION_MIN_DAYS = env.int("CONSULTATION_MIN_DAYS", default=15)

# --- The page cache (portal/core/pagecache) -----------------------------------------------------

# Query keys that pages and listings know; any other key goes past the cache.
PAGE_CACHE_QUERY_KEYS = frozenset(
    {
        "q",
        "page",
        "sort",
        "type",
        "language",
        "within",
        "literal",
        "rubric",
        "topic",
        "district",
        "department",
        "format",
        "participants",
        "state",
        "year",
        "from",
        "to",
    }
)
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=64 * 1024 * 1024)
# The net under a bump lost between commit and crash, seconds.
PAGE_CACHE_TTL = env.int("PAGE_CACHE_TTL", default=600)

# --- Logs -------------------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.core.logs.RequestIdFilter"}},
    "formatters": {
        "json": {"()": "portal.core.logs.JsonFormatter"},
        "plain": {
            "()": "portal.core.logs.PlainFormatter",
            "format": "%(levelname)s %(name)s [%(request_id)s] %(message)s",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["request_id"],
        },
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Two lines for each task would bury the rest; a failed one is an error and is shown.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # Every request to the search node, and every failed one twice; `search.outage` says it once.
        "elastic_transport": {"level": "ERROR"},
        # Its lines hold whole addresses, and those of an identity provider hold codes and secrets.
        "urllib3": {"level": "WARNING"},
        # Scanners ask for any host; the request's own line says 400, a traceback for each says no more.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.server": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False},
    },
}
