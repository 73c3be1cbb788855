"""Handing out uploaded files where no web server or S3 does it (SERVE_MEDIA)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils._os import safe_join
from django.utils.http import http_date, parse_etags
from django.views.decorators.http import require_safe
from wagtail.documents.views import serve as wagtail_documents

# Nothing else in the media folder is public: documents have their own view, which asks about
# private collections, and half-finished uploads lie beside them.
FOLDERS: Final = ("images/", "original_images/")
# A made picture stands in a folder named after its source's content (PortalRendition).
_NEVER_CHANGES: Final = re.compile(r"^images/[0-9a-f]{12}/")
_CONTENT_TYPES: Final = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
_YEAR: Final = 31_536_000  # seconds
_CHUNK: Final = 65_536  # bytes
_RANGE: Final = re.compile(r"^bytes=(\d*)-(\d*)$")
# Whatever the file is, it runs nothing and loads nothing.
_POLICY: Final = "default-src 'none'; sandbox"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture by its path in the media folder; 404 for all else, folders included."""
    file = _file(path)
    stat = file.stat()
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    response: HttpResponseBase
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    elif wanted := _range(request, etag, stat.st_size):
        response = _part(file, *wanted, size=stat.st_size)
    elif "Range" in request.headers and _RANGE.match(request.headers["Range"]):
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{stat.st_size}"})
    else:
        response = FileResponse(file.open("rb"), content_type=_CONTENT_TYPES[file.suffix.lower()])
    response["ETag"] = etag
    response["Last-Modified"] = http_date(stat.st_mtime)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = (
        f"public, max-age={_YEAR}, immutable" if _NEVER_CHANGES.match(path) else "public, no-cache"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    # Readers of feeds stand on other sites; a picture here is public by its folder.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """Wagtail's view for documents; what is not a PDF is boxed in more tightly.

    A browser shows no PDF in a sandbox, and a PDF runs nothing of the page's.
    """
    response: HttpResponseBase = wagtail_documents.serve(request, document_id, filename)
    if response.get("Content-Type") != "application/pdf" and "X-Content-Type-Options" in response:
        response["Content-Security-Policy"] = _POLICY
    return response


def _file(path: str) -> Path:
    if not path.startswith(FOLDERS):
        raise Http404
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
        # The folder is asked again: `images/../documents/x` begins with a public one, too.
        inside = file.relative_to(settings.MEDIA_ROOT).as_posix()
        known = inside.startswith(FOLDERS) and file.suffix.lower() in _CONTENT_TYPES
        if known and file.is_file():
            return file
    except (SuspiciousFileOperation, ValueError, OSError):
        pass
    raise Http404


def _range(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First and last byte wanted, for the one-part form of Range (RFC 9110, 14.1.2)."""
    asked = _RANGE.match(request.headers.get("Range", ""))
    if asked is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if first:
        start, end = int(first), min(int(last or size), size - 1)
    elif last:
        start, end = max(size - int(last), 0), size - 1
    else:
        return None
    return (start, end) if start <= end else None


def _part(file: Path, start: int, end: int, *, size: int) -> StreamingHttpResponse:
    def chunks() -> Iterator[bytes]:
        left = end - start + 1
        with file.open("rb") as source:
            source.seek(start)
            while left > 0 and (chunk := source.read(min(_CHUNK, left))):
                left -= len(chunk)
                yield chunk

    response = StreamingHttpResponse(
        chunks(), status=206, content_type=_CONTENT_TYPES[file.suffix.lower()]
    )
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    return response
