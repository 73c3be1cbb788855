"""Static files, uploaded ones, and where they are stored."""

from typing import Any

from portal.settings.base.environment import BASE_DIR, VAR_DIR, env

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
