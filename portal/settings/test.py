"""The suite: quick, quiet, no network; the servers come from the same variables as in production."""

import atexit
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from portal.settings.base import *
from portal.settings.base.environment import env

# Parallel workers of one run share servers, never data.
WORKER = env.str("PYTEST_XDIST_WORKER", default="main")

DEBUG = False
SECRET_KEY = "tests only"  # noqa: S105
PERSON_HASH_KEY = "tests only"
PERSON_HASH_KEY_FALLBACKS: list[str] = []
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
# Tests about identities start a server and give its address (tests/people/identity/conftest.py).
FAKE_IDENTITY = True
GOV_UA_CLIENT_ID, GOV_UA_CLIENT_SECRET, GOV_UA_URL = "pretended", "pretended secret", ""
IDENTITY_DECRYPT_URL = ""
CITY_NAME = "Київ"
STEADY_ANSWER_MS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
        "QUEUES": ["default", "search"],
    }
}
# Tests of the admin sign in with nothing more; those of the duty itself switch it on.
SECOND_FACTOR_FOR_STAFF = False
# People of tests are made a moment ago and write without a pause; tests of these checks set their own.
DISCUSSION_FIRST_COMMENTS, DISCUSSION_FLOOD = 0, (1000, 600)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FILES = Path(tempfile.mkdtemp(prefix="portal-files-"))
atexit.register(shutil.rmtree, FILES, ignore_errors=True)
MEDIA_ROOT, STATIC_ROOT = FILES / "media", FILES / "static"
MEDIA_ROOT.mkdir()
STATIC_ROOT.mkdir()
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "portal.core.static.DevelopmentStaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES / "private", "base_url": None},
    },
}
ELASTICSEARCH_INDEX_PREFIX = f"test_portal_{WORKER}_"
if REDIS_URL:
    # Emptying the cache empties the whole Redis database: each worker has its own, from 1 on.
    number = int(WORKER.removeprefix("gw")) + 1 if WORKER.startswith("gw") else 1
    CACHES["default"]["LOCATION"] = urlsplit(REDIS_URL)._replace(path=f"/{number}").geturl()
# pytest shows what a failing test logged; nothing goes to the console besides.
LOGGING["handlers"]["console"] = {"class": "logging.NullHandler"}
LOGGING["root"]["level"] = "WARNING"
# Databases are copied and dropped under open servers (tests/plugins/databases.py).
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Where the run's copy of the database stands; by default in a temporary folder.
if test_file := env.str("TEST_SQLITE_FILE", default=""):
    DATABASES["default"]["TEST"] = {"NAME": test_file}
# Passkeys on http://localhost: everywhere else browsers demand https themselves.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
