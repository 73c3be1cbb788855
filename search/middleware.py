"""What readers and editors see while nothing can be searched: not even the database's own index."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portal.core.views import bare_page
from search.engines.base import EngineAway

logger = logging.getLogger(__name__)

# When to come back, seconds.
_PAUSE = 120


class SearchAwayMiddleware:
    """An index that is missing or damaged is a 503 that says so, on the site and in the admin alike.

    That the search node is away is no such case: the database answers then (`search.services.find`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, EngineAway):
            return None
        logger.error("The database's index of the search cannot be read: %s", exception)
        response = bare_page(request, "search/away.html", 503)
        response["Retry-After"] = str(_PAUSE)
        return response
