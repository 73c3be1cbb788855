"""`make run`: one person, one machine, SQLite, everything visible."""

from portal.settings.base import *
from portal.settings.base.environment import env

DEBUG = True
SECRET_KEY = "development only, never in production"  # noqa: S105
PERSON_HASH_KEY = "development only, never in production"
PERSON_HASH_KEY_FALLBACKS: list[str] = []
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# The whole way of proving who one is, on this one server (portal/people/identity/fake).
FAKE_IDENTITY = True
GOV_UA_CLIENT_ID = GOV_UA_CLIENT_ID or "pretended"
GOV_UA_CLIENT_SECRET = GOV_UA_CLIENT_SECRET or "pretended"
GOV_UA_URL = env.str("GOV_UA_URL", default=f"{BASE_URL}/fake-identity/hub")
IDENTITY_DECRYPT_URL = IDENTITY_DECRYPT_URL or f"{BASE_URL}/fake-identity/decrypting"
CITY_NAME = CITY_NAME or "Київ"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "portal.core.static.DevelopmentStaticFilesStorage"},
}
LOGGING["handlers"]["console"]["formatter"] = "plain"
# Static files come from their sources (portal/urls.py).
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
VAR_DIR.mkdir(parents=True, exist_ok=True)
# A template that was changed is seen at once.
TEMPLATES[0]["APP_DIRS"] = False
TEMPLATES[0]["OPTIONS"]["loaders"] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
# Passkeys on http://localhost: everywhere else browsers demand https themselves.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
