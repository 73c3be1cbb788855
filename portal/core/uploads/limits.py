"""A request far over every limit is answered before its body is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

# Fields of the form around the file, bytes.
_ROOM = 1024 * 1024


def largest_request() -> int:
    """The largest file that any form takes, with its form, in bytes."""
    largest: int = max(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    return largest + _ROOM


class UploadLimitMiddleware:
    """Without it Django writes the 200 MB to disk before a form says that they are too many."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) <= largest_request():
            return self.get_response(request)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # Wagtail's multiple upload shows the words only if the answer is a success.
            limit = filesizeformat(largest_request() - _ROOM)
            words = _("The file is too large. The limit is %(limit)s.") % {"limit": limit}
            return JsonResponse({"success": False, "error_message": words})
        from portal.core.views import too_large

        return too_large(request)
