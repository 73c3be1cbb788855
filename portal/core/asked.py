"""Which query keys a render has read.

The page cache keeps a page with a query only if each of its keys was read: random keys and values
on pages that do not look at them cannot fill it. What reads a key of `request.GET` for a public page
declares it here and answers 404 for values it does not know.
"""

from django.http import HttpRequest

# Comma-separated; the page cache takes it away before readers see it.
HEADER = "X-Query-Read"
_ATTRIBUTE = "_query_read"


def declare_read(request: HttpRequest, *keys: str) -> None:
    """Say that this render depends on the keys."""
    setattr(request, _ATTRIBUTE, keys_read(request) | {*keys})


def keys_read(request: HttpRequest) -> frozenset[str]:
    """What this render has declared so far."""
    keys: frozenset[str] = getattr(request, _ATTRIBUTE, frozenset())
    return keys
