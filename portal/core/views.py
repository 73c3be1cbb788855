"""Views that belong to no room: what a reader sees when something is not there or does not work."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils import translation

from portal.core.errors import NotFoundWithWayBack
from portal.core.static import SITE_CSS
from portal.core.static import site_css as joined_css

# What a client should wait before it asks a portal whose database is away, seconds.
RETRY_AFTER = 30


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: search, sections, and the way back where the one who refused knows one."""
    context = {"way_back": "", "label": ""}
    if isinstance(exception, NotFoundWithWayBack):
        context = {"way_back": exception.way_back, "label": str(exception.label)}
    return render(request, "404.html", context, status=404)


def gone(request: HttpRequest) -> HttpResponse:
    """410: a page that was there and was deleted."""
    return render(request, "410.html", status=410)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """405: an address of a form's button opened by itself, or a page to which something was sent."""
    context = {"was_sent": request.method not in {"GET", "HEAD"}}
    response = render(request, "405.html", context, status=405)
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its token: an old tab, or cookies turned off. `reason` is for logs only."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 may mean a forged host, so the page asks nothing of the request but its language."""
    return bare_page(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when it is the database that does not answer. Neither page asks the database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = bare_page(request, "503.html", 503)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    return bare_page(request, "500.html", 500)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than any form takes; its body has not been read."""
    limit = max(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    return bare_page(request, "413.html", 413, limit=filesizeformat(limit))


def site_css(request: HttpRequest) -> HttpResponse:
    """The joined stylesheet in development, anew at each request."""
    return HttpResponse(joined_css(), content_type="text/css; charset=utf-8")


def bare_page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """A page that stands by itself: no database, no cache, no context processor."""
    language = translation.get_language_from_path(request.path_info)
    if language is None and request.path_info.startswith("/admin/"):
        # There the person has chosen it; see AdminLanguageMiddleware.
        language = translation.get_language()
    language = language or settings.LANGUAGE_CODE
    with translation.override(language):
        page = render_to_string(
            template,
            {
                **context,
                "language": language,
                "home_url": "/" if language == settings.LANGUAGE_CODE else f"/{language}/",
                "stylesheet": _static_url(SITE_CSS),
                "mark": _static_url("icons/mark.svg"),
                "name": settings.WAGTAIL_SITE_NAME,
            },
        )
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _static_url(name: str) -> str:
    """The file's address; empty when the list of hashed names is not there, which may be the error."""
    try:
        return staticfiles_storage.url(name)
    except (ValueError, OSError):
        return ""
