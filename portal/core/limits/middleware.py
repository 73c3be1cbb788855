"""Every write is counted, and a limit that refuses becomes the page that says when to come back."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portal.core.limits.taking import TooMany, take

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Staff behind a second factor, whose editor saves by itself every few seconds.
_FREE: Final = "/admin/"


class LimitsMiddleware:
    """Counts each write under «any», so that a view whose own limit was forgotten has one, too.

    Stands after the check of forms: what another site sent is not counted against anybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method in _SAFE or request.path.startswith(_FREE):
            return None
        try:
            take(request, "any")
        except TooMany as refused:
            return self.process_exception(request, refused)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooMany):
            return None
        # Late: views need the applications, the settings name this class before those are there.
        from portal.core.limits.views import too_many

        return too_many(request, exception)
