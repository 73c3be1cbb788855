"""Production: every secret from the environment, refused to start when something is missing or unsafe."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *

DEBUG = False


def required(name: str, *, at_least: int = 1) -> str:
    """The variable's value. Raises ImproperlyConfigured when it is missing or too short."""
    value: str = env.str(name, default="")
    if len(value) < at_least:
        raise ImproperlyConfigured(
            f"{name} must be set to at least {at_least} characters; see docs/deployment.md."
        )
    return value


SECRET_KEY = required("SECRET_KEY", at_least=50)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PERSON_HASH_KEY = required("PERSON_HASH_KEY", at_least=32)
required("ALLOWED_HOSTS")
required("BASE_URL")
if PERSON_HASH_KEY == SECRET_KEY:
    raise ImproperlyConfigured(
        "PERSON_HASH_KEY and SECRET_KEY must differ: they are rotated apart."
    )
if any("*" in host or host.startswith(".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name each host; a wildcard lets anyone poison links and caches."
    )
if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must not be set in production.")

HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
