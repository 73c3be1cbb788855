"""The page cache as the settings describe it."""

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches

from portal.core.pagecache.release import fingerprint
from portal.core.pagecache.rules import Rules
from portal.core.pagecache.shared import Shared
from portal.core.pagecache.version import Version
from portal.core.pagecache.wrapper import Application, PageCache

# Never for all readers alike: work, files with views of their own, health, passwords of pages.
_SKIPPED: Final = ("/admin/", "/documents/", "/healthz", "/readyz", "/_util/")
_DEFAULT_PORTS: Final = frozenset({"80", "443"})


def rules() -> Rules:
    base = urlsplit(settings.BASE_URL)
    return Rules(
        hosts=settings.ALLOWED_HOSTS,
        ports=_DEFAULT_PORTS | ({str(base.port)} if base.port else set()),
        query_keys=settings.PAGE_CACHE_QUERY_KEYS,
        skipped_paths=(*_SKIPPED, settings.STATIC_URL, settings.MEDIA_URL),
        personal_cookies=(settings.SESSION_COOKIE_NAME, "messages"),
        proxy_header=getattr(settings, "SECURE_PROXY_SSL_HEADER", None),
    )


def in_front_of(application: Application) -> Application:
    """The application behind the cache; itself where there is no room for one, and in DEBUG.

    While somebody edits templates no save tells the cache that a page changed.
    """
    if settings.DEBUG or settings.PAGE_CACHE_BYTES <= 0:
        return application
    return PageCache(
        application,
        rules=rules(),
        version=Version(),
        room=settings.PAGE_CACHE_BYTES,
        ttl=settings.PAGE_CACHE_TTL,
        shared=_shared() if settings.REDIS_URL else None,
    )


def _shared() -> Shared:
    return Shared(caches["default"], release=fingerprint())
