"""Production: every secret from the environment, refused to start when something is missing or unsafe."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *
from portal.settings.base.environment import env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PERSON_HASH_KEY = env.str("PERSON_HASH_KEY", default="")
PERSON_HASH_KEY_FALLBACKS = env.list("PERSON_HASH_KEY_FALLBACKS", default=[])


def refusals() -> list[str]:
    """Why the portal must not start with this environment, a sentence each; no value is ever told."""
    needed = {"SECRET_KEY": 50, "PERSON_HASH_KEY": 32, "ALLOWED_HOSTS": 1, "BASE_URL": 1}
    found = [
        f"{name} must be set to at least {length} characters."
        for name, length in needed.items()
        if len(env.str(name, default="")) < length
    ]
    if SECRET_KEY.startswith("django-insecure-"):
        found.append("SECRET_KEY is one that Django made for development.")
    if SECRET_KEY and PERSON_HASH_KEY == SECRET_KEY:
        found.append("PERSON_HASH_KEY and SECRET_KEY must differ: they are rotated apart.")
    if any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
        found.append(
            "ALLOWED_HOSTS must name each host: a wildcard lets anyone poison links and caches."
        )
    if not BASE_URL.startswith(("https://", "http://")):
        found.append("BASE_URL must begin with https:// (or http:// on a machine of one's own).")
    if env.bool("DEBUG", default=False):
        found.append("DEBUG must not be set.")
    if TRUSTED_PROXIES < 0:
        found.append("TRUSTED_PROXIES must be a count, 0 or more.")
    return [*found, *_identity_refusals()]


def _identity_refusals() -> list[str]:
    """A hub that proves nobody's identity must not look as if it did."""
    found = []
    for name, url in (("GOV_UA_URL", GOV_UA_URL), ("IDENTITY_DECRYPT_URL", IDENTITY_DECRYPT_URL)):
        if "fake-identity" in url:
            found.append(f"{name} leads to the pretended services of development.")
    if "test.id.gov.ua" in GOV_UA_URL:
        found.append("GOV_UA_URL leads to the hub's test stand, whose signatures prove nobody.")
    if any(".identity.fake" in path for path in IDENTITY_PROVIDERS):
        found.append("IDENTITY_PROVIDERS names a pretended provider.")
    given = (GOV_UA_CLIENT_ID, GOV_UA_CLIENT_SECRET, IDENTITY_DECRYPT_URL)
    if any(given) and not all(given):
        found.append(
            "GOV_UA_CLIENT_ID, GOV_UA_CLIENT_SECRET and IDENTITY_DECRYPT_URL go together: all or none."
        )
    if any(given) and not GOV_UA_URL.startswith("https://"):
        found.append("GOV_UA_URL must begin with https://.")
    return found


if problems := refusals():
    raise ImproperlyConfigured(
        "\n".join(["The portal does not start (see docs/deployment.md):", *problems])
    )

# Letters hold personal data: without a mail server they go nowhere, never into the logs.
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
# The neighbours under a city's name, and browsers' built-in lists, are not the portal's to decide on.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = HTTPS and env.bool("HSTS_PRELOAD", default=False)
# Django warns of both being off, which is a choice here.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
