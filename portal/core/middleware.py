"""What happens to every request on its way through Django."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages as admin_messages
from wagtail.admin.admin_url_finder import AdminURLFinder

from portal.core import asked, fresh, logs
from portal.core.exceptions import Refusal
from portal.core.publishing import NotReadyToPublish

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_requests = logging.getLogger("portal.requests")
# What a signed whole number of 64 bits holds.
_LARGEST_KEY: Final = 2**63 - 1
_BULK: Final = "wagtail_bulk_action"
_REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestIdMiddleware:
    """Name the request in logs and in the answer; a proxy's own id is kept when it looks like one.

    One line of log for each request that reaches Django: what was asked, what came of it, how long it
    took. Neither who asked nor what stood after the «?».
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        name = given if _REQUEST_ID.match(given) else uuid.uuid4().hex
        token = logs.request_id.set(name)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            details = {
                "method": request.method,
                "path": logs.path_of(request),
                "status_code": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
            _requests.info("%(method)s %(path)s %(status_code)s %(ms)s ms", details, extra=details)
        finally:
            logs.request_id.reset(token)
        response["X-Request-Id"] = name
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy for readers, a looser one for the admin and for the pages it previews."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        # A preview is rendered under the page's own address, but shown in a frame of the admin.
        is_admin = request.path.startswith("/admin/") or getattr(request, "is_preview", False)
        if is_admin and not hasattr(response, "_csp_replace"):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)


class FeaturePolicyMiddleware:
    """What a page may use of the device, and who may take its answers in; on every answer.

    Pictures say otherwise themselves (portal/core/media.py): feeds are read on other sites, too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = ", ".join(
            f"{feature}=({' '.join(allowed)})"
            for feature, allowed in settings.PERMISSIONS_POLICY.items()
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.policy)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ForPageCacheMiddleware:
    """Tell the page cache in front of Django what a page depends on besides its address.

    That is when it would change by the clock alone, and which query keys it has read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if moment := fresh.moment_of(request):
            response[fresh.HEADER] = f"{moment.timestamp():.3f}"
        if keys := asked.keys_read(request):
            response[asked.HEADER] = ",".join(sorted(keys))
        return response


class PathLanguageMiddleware:
    """The address alone decides the language: `/en/…` is English, all else Ukrainian.

    Django's LocaleMiddleware would add `Vary: Accept-Language` to pages that never vary by it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class AdminLanguageMiddleware:
    """The admin answers in the language its reader has chosen, its refusals and errors too.

    Wagtail 8.0 goes into that language only around a view that opens: «no permission» and what other
    middleware says of a failure would come in the address's own. After the middleware that knows the person.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/admin/"):
            return self.get_response(request)
        # Most have never opened their settings, and then have no such row.
        profile = getattr(request.user, "wagtail_userprofile", None)
        if profile is None:
            return self.get_response(request)
        language = profile.get_preferred_language()
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NoNulMiddleware:
    """An address with a NUL is nowhere: PostgreSQL answers an error when it is asked about one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404("NUL in the address")
        return self.get_response(request)


class NoSuchNumberMiddleware:
    """A number in an address that no database can hold names nothing, in the packages' addresses as in ours.

    SQLite raises OverflowError for it, PostgreSQL DataError, wherever a lookup goes past Django's own care.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if any(isinstance(given, int) and given > _LARGEST_KEY for given in kwargs.values()):
            raise Http404("no database holds such a number")
        match = request.resolver_match
        if match is not None and match.view_name == _BULK:
            # Wagtail 8.0 hands these to the database unread.
            for given in request.GET.getlist("id"):
                if given != "all" and not (given.isdecimal() and int(given[:20]) <= _LARGEST_KEY):
                    raise Http404("no such thing among those chosen")


class GoneMiddleware:
    """A deleted page's address answers 410, so that people and robots know it will not come back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND or request.path.startswith("/admin/"):
            return response
        # Imported late: models are not loaded yet when the settings name this class.
        from portal.core import gone, views

        return views.gone(request) if gone.is_gone(request.path) else response


class NotAllowedMiddleware:
    """Whoever opens in a browser what only a form's button opens is told so in words, not by a blank page.

    `Allow` stays as the view has said it; scripts and other programs get the bare answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            response.status_code != HTTPStatus.METHOD_NOT_ALLOWED
            or getattr(response, "content", b"x") != b""
            or "text/html" not in request.headers.get("Accept", "")
        ):
            return response
        # Imported late: models are not loaded yet when the settings name this class.
        from portal.core import views

        page = views.not_allowed(request)
        page["Allow"] = response["Allow"]
        return page


class RefuseProtectedDeleteMiddleware:
    """What must not be done is refused in words, wherever in the admin it was tried.

    Deleting what citizens' rows hang on, or an original whose translation is published; moving a page
    to a wrong place; publishing (in bulk, by a workflow) what is not ready.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not request.path.startswith("/admin/"):
            return None
        if isinstance(exception, NotReadyToPublish):
            messages.error(
                request,
                _("“%(title)s” is not published. %(reasons)s")
                % {"title": exception.page.title, "reasons": exception.in_words()},
            )
            editor = AdminURLFinder(request.user).get_edit_url(exception.page)
            return redirect(editor or "wagtailadmin_home")
        if isinstance(exception, Refusal):
            buttons = [admin_messages.button(url, label) for url, label in exception.links]
            admin_messages.error(request, exception.message, buttons=buttons)
        elif isinstance(exception, ProtectedError | RestrictedError):
            messages.error(request, refusal(exception))
        else:
            return None
        # Back to the screen where it was asked for; it only asks when it is opened.
        return redirect("wagtailadmin_home" if request.method == "GET" else request.get_full_path())


def refusal(exception: ProtectedError | RestrictedError) -> str:
    """What hangs on the thing that was to be deleted, counted by kind."""
    rows: set[Any] = (
        exception.protected_objects
        if isinstance(exception, ProtectedError)
        else exception.restricted_objects
    )
    kinds: dict[str, int] = {}
    for row in rows:
        name = str(row._meta.verbose_name_plural)
        kinds[name] = kinds.get(name, 0) + 1
    listed = ", ".join(f"{name} – {count}" for name, count in sorted(kinds.items()))
    intro = ngettext(
        "It cannot be deleted: %(count)d record depends on it (%(listed)s).",
        "It cannot be deleted: %(count)d records depend on it (%(listed)s).",
        len(rows),
    ) % {"count": len(rows), "listed": listed}
    return f"{intro} {_('A page can be unpublished instead.')}"
