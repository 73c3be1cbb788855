"""A limit that refuses anywhere in a view becomes the page that says when to come back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portal.core.limits.taking import TooMany


class LimitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooMany):
            return None
        from portal.core.limits.views import too_many

        return too_many(request, exception)
