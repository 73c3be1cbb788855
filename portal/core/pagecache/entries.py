"""What is kept of an answer, and how it is given out: ETag, 304, HEAD, gzip."""

import gzip
import json
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, Final, Self
from urllib.parse import parse_qsl

from portal.core.pagecache.rules import Environ, Key

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]

# 10.0 kB of 60 kB HTML in 2 ms; brotli and zstd gain 5 % for 2 to 90 times the work.
_GZIP_LEVEL: Final = 6
_WORTH_PACKING: Final = 500  # bytes
_PACKABLE: Final = ("text/", "application/json", "application/feed+json", "application/xml", "application/rss+xml", "application/atom+xml", "application/ld+json", "image/svg+xml")  # fmt: skip
_LARGEST: Final = 2 * 1024 * 1024  # bytes
# Browsers and proxies keep it, but ask each time whether it still holds.
_CACHE_CONTROL: Final = "public, no-cache"
# nginx in front keeps what we keep for a second, and takes the header away (docs/deployment.md).
_FOR_NGINX: Final = ("X-Accel-Expires", "1")
_KEPT: Final = frozenset(
    {
        "access-control-allow-origin",
        "content-disposition",
        "content-language",
        "content-security-policy",
        "content-security-policy-report-only",
        "content-type",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "last-modified",
        "link",
        "permissions-policy",
        "referrer-policy",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
        "x-robots-tag",
    }
)
_IN_304: Final = frozenset({"content-language", "content-security-policy", "last-modified"})
_VARY_ALLOWED: Final = frozenset({"accept-encoding", "accept-language", ""})
_NOT_SHARED: Final = ("private", "no-store", "no-cache")
FRESH_UNTIL: Final = "x-fresh-until"
_QUERY_READ: Final = "x-query-read"
# What the render tells the page cache and nobody else.
INTERNAL: Final = frozenset({FRESH_UNTIL, _QUERY_READ})


class Entry:
    """A stored page. `until` is the moment (Unix seconds) at which it would change by the clock."""

    __slots__ = (
        "_gzip_etag",
        "_gzip_headers",
        "_gzip_unchanged",
        "_plain_etag",
        "_plain_headers",
        "_plain_unchanged",
        "body",
        "headers",
        "packed",
        "size",
        "until",
    )

    def __init__(self, headers: Headers, body: bytes, packed: bytes | None, until: float) -> None:
        self.headers = headers
        self.body = body
        self.packed = packed
        self.until = until
        etag = blake2b(body, digest_size=16).hexdigest()
        self._plain_etag, self._gzip_etag = f'"{etag}"', f'"{etag}-gz"'
        common = [("Cache-Control", _CACHE_CONTROL), ("Vary", "Accept-Encoding"), _FOR_NGINX]
        again = [pair for pair in headers if pair[0].lower() in _IN_304]
        self._plain_unchanged = [*again, *common, ("ETag", self._plain_etag)]
        self._gzip_unchanged = [*again, *common, ("ETag", self._gzip_etag)]
        self._plain_headers = [
            *headers,
            *common,
            ("ETag", self._plain_etag),
            ("Content-Length", str(len(body))),
        ]
        self._gzip_headers = [
            *headers,
            *common,
            ("ETag", self._gzip_etag),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(packed or b""))),
        ]
        heads = sum(len(name) + len(value) for name, value in headers)
        # Four lists of headers, their objects, the key.
        self.size = len(body) + len(packed or b"") + 4 * heads + 2000

    def answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Give the page to a visitor who may have it already, or wants only its headers."""
        wants_gzip = self.packed is not None and _takes_gzip(environ)
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and self._is_known(known):
            start_response(
                "304 Not Modified", self._gzip_unchanged if wants_gzip else self._plain_unchanged
            )
            return []
        start_response("200 OK", self._gzip_headers if wants_gzip else self._plain_headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        return [self.packed if wants_gzip and self.packed is not None else self.body]

    def _is_known(self, known: str) -> bool:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return not tags.isdisjoint((self._plain_etag, self._gzip_etag, "*"))

    def dumps(self) -> bytes:
        """For the shared store: a line of JSON and the body, packed if that is smaller."""
        head = {"headers": self.headers, "until": self.until, "packed": self.packed is not None}
        return (
            json.dumps(head).encode() + b"\n" + (self.body if self.packed is None else self.packed)
        )

    @classmethod
    def loads(cls, data: bytes) -> Self:
        """Raises ValueError or OSError for what `dumps` did not write."""
        line, _, body = data.partition(b"\n")
        head = json.loads(line)
        headers = [(str(name), str(value)) for name, value in head["headers"]]
        packed = body if head["packed"] else None
        return cls(headers, gzip.decompress(body) if packed else body, packed, float(head["until"]))


def _takes_gzip(environ: Environ) -> bool:
    accepted: str = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "gzip" not in accepted:
        return False
    for part in accepted.split(","):
        name, _, weight = part.partition(";")
        if name.strip().lower() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def may_be_stored(status: str, headers: Headers, result: Any) -> bool:
    """Whether an answer is the same for everybody who is not signed in."""
    if not status.startswith("200 ") or getattr(result, "streaming", False):
        return False
    for name, value in headers:
        lower, words = name.lower(), value.lower()
        if lower == "set-cookie":
            return False
        if lower == "cache-control" and any(word in words for word in _NOT_SHARED):
            return False
        if lower == "vary" and not {word.strip() for word in words.split(",")} <= _VARY_ALLOWED:
            return False
    return True


def reads_all(headers: Headers, key: Key) -> bool:
    """Whether the render has read every key of the query: others make copies of one page."""
    if not key.query:
        return True
    read = {
        name
        for header, value in headers
        if header.lower() == _QUERY_READ
        for name in value.split(",")
    }
    return {name for name, _ in parse_qsl(key.query, keep_blank_values=True)} <= read


def depends_on_visitor(status: str, headers: Headers) -> bool:
    """Whether an answer that may not be stored would be another one for this visitor."""
    return status.startswith("200 ") or any(name.lower() == "set-cookie" for name, _ in headers)


def make(headers: Headers, body: bytes, *, now: float, ttl: float) -> Entry | None:
    """The entry of an answer that may be stored; None if it is too large.

    It lives `ttl` seconds, or until the moment the render declared.
    """
    if len(body) > _LARGEST:
        return None
    until = now + ttl
    kind = ""
    for name, value in headers:
        lower = name.lower()
        if lower == FRESH_UNTIL:
            until = min(until, _moment(value, until))
        elif lower == "content-type":
            kind = value
    packed = None
    if len(body) >= _WORTH_PACKING and kind.startswith(_PACKABLE):
        packed = gzip.compress(body, _GZIP_LEVEL, mtime=0)
        if len(packed) >= len(body):
            packed = None
    kept = [(name, value) for name, value in headers if name.lower() in _KEPT]
    return Entry(kept, body, packed, until)


def _moment(value: str, otherwise: float) -> float:
    try:
        return float(value)
    except ValueError:
        return otherwise
