"""The suite: quick, quiet, no network; the servers come from the same variables as in production."""

import tempfile

from portal.settings.base import *

DEBUG = False
SECRET_KEY = "tests only"  # noqa: S105
PERSON_HASH_KEY = "tests only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "search"]}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="portal-media-"))
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "portal.core.static.DevelopmentStaticFilesStorage"}}
if ELASTICSEARCH_URL:
    WAGTAILSEARCH_BACKENDS["default"]["INDEX_PREFIX"] = "test_portal_"
LOGGING["root"]["level"] = "WARNING"
# A database file that outlives the run (with pytest's --reuse-db); by default it is in memory.
if test_file := env.str("TEST_SQLITE_FILE", default=""):
    DATABASES["default"]["TEST"] = {"NAME": test_file}
