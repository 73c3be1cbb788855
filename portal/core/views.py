"""Views that belong to no room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.static import site_css as joined_css


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "410.html", status=410)


def site_css(request: HttpRequest) -> HttpResponse:
    """The joined stylesheet in development, anew at each request."""
    return HttpResponse(joined_css(), content_type="text/css; charset=utf-8")
