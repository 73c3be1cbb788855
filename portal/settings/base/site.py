"""What this portal is called, where it answers, and what a community's charter may set otherwise."""

from portal.settings.base.environment import env

BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many reverse proxies stand in front; 0 ignores X-Forwarded-For altogether.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
WAGTAIL_SITE_NAME = "Спільно"

# Calendar days for proposals, at least (Procedure no. 996 of 03.11.2010).
CONSULTATION_MIN_DAYS = env.int("CONSULTATION_MIN_DAYS", default=15)
