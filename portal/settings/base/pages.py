"""Whole pages that are kept (portal/core/pagecache)."""

from portal.settings.base.environment import env

# Query keys that pages and listings know; any other key goes past the cache.
PAGE_CACHE_QUERY_KEYS = frozenset(
    {
        "q",
        "page",
        "sort",
        "after",
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
