"""What somebody sees whom a limit refused: when it is possible again, and what was typed."""

import logging
import math
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.defaultfilters import date as date_filter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.limits.taking import StoreAway, TooMany
from portal.core.limits.typed import typed_in
from portal.core.views import bare_page

logger = logging.getLogger(__name__)

_MINUTE: Final = 60
_HOUR: Final = 3600
# What a client is told to wait, in seconds, where nobody knows the moment.
_UNKNOWN_WAIT: Final = 300


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429 for pages, for fragments fetched by script, and for programs; 503 when nobody can count.

    Also django-allauth's own refusals come here (`handler429` in portal/urls.py), without the moment.
    """
    refused = exception if isinstance(exception, TooMany) else None
    status = 503 if isinstance(refused, StoreAway) else 429
    words = when_in_words(refused.retry_at) if refused else _("Try again in a few minutes.")
    seconds = refused.seconds if refused else _UNKNOWN_WAIT
    if refused and status == 429:  # noqa: PLR2004
        # By name alone: who it was is nobody's business, how often it happens is.
        logger.info("The limit %s refused", refused.name)
    if _wants_json(request):
        response: HttpResponse = JsonResponse(
            {"message": words, "retry_after": seconds}, status=status
        )
    elif _is_fetched(request):
        response = render(request, "components/too_many.html", {"words": words}, status=status)
    else:
        context = {"words": words, "typed": typed_in(request)}
        if status == 503:  # noqa: PLR2004
            # A page without the database, which may be what is away.
            token = get_token(request) if context["typed"] else ""
            response = bare_page(
                request, "503_limits.html", status, csrf_token=token, typed=context["typed"]
            )
        else:
            response = render(request, "429.html", context, status=status)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def when_in_words(moment: datetime, now: datetime | None = None) -> str:
    """«Try again in 5 minutes», «Try again after 14:35», with the day where it is not today."""
    now = now or timezone.now()
    wait = (moment - now).total_seconds()
    if wait < _MINUTE:
        return _("Try again in a minute.")
    if wait < _HOUR:
        minutes = math.ceil(wait / _MINUTE)
        return ngettext(
            "Try again in %(count)d minute.", "Try again in %(count)d minutes.", minutes
        ) % {"count": minutes}
    # The clock shows whole minutes: rounded up, so that who comes then is not refused again.
    shown = timezone.localtime(moment) + timedelta(minutes=1)
    if shown.date() == timezone.localtime(now).date():
        return _("Try again after %(time)s.") % {"time": date_filter(shown, "TIME_FORMAT")}
    return _("Try again after %(moment)s.") % {"moment": date_filter(shown, "DATETIME_FORMAT")}


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _is_fetched(request: HttpRequest) -> bool:
    """A script asked, which shows the answer inside the page where the text still stands."""
    return (
        "HX-Request" in request.headers
        or request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.headers.get("Sec-Fetch-Dest") == "empty"
    )
