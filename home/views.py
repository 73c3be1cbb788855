"""What robots and browsers ask for beside the pages."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation

from home import sitemaps
from home.selectors import site_facts
from portal.core.sitewide import absolute_url

# RFC 9116 asks for less than a year; the file is made anew at each reading, so half a year is fresh.
SECURITY_DAYS = 180
_XML = "application/xml; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"


def robots(request: HttpRequest) -> HttpResponse:
    """Everything is open but the admin, accounts and the endless combinations of search."""
    closed = ["/admin/"]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            closed += [reverse("search"), reverse("account_profile")]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {absolute_url(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=_TEXT)


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a security hole. 404 while the settings name nobody."""
    contact = site_facts(request).security_contact
    if not contact:
        raise Http404
    expires = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    expires += timedelta(days=SECURITY_DAYS)
    lines = [
        f"Contact: {contact if contact.startswith('https://') else f'mailto:{contact}'}",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {absolute_url(reverse('security'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=_TEXT)


def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest: the portal's name and mark for a phone's home screen."""
    facts = site_facts(request)
    return JsonResponse(
        {
            "name": facts.full_name,
            "short_name": facts.name,
            "lang": translation.get_language(),
            "start_url": "/",
            "display": "browser",
            "background_color": "#ffffff",
            "theme_color": "#0b5a53",
            "icons": [{"src": static("icons/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that ask for this address whatever the page says."""
    return HttpResponsePermanentRedirect(static("icons/mark.svg"))


def sitemap_index(request: HttpRequest) -> HttpResponse:
    return HttpResponse(sitemaps.index(request), content_type=_XML)


def sitemap_things(request: HttpRequest) -> HttpResponse:
    """What is no page of the tree. 404 while there is nothing."""
    known = sitemaps.things()
    if known is None:
        raise Http404
    return HttpResponse(known, content_type=_XML)


def sitemap_part(request: HttpRequest, language: str, number: str) -> HttpResponse:
    """One part of one language's pages. 404 for a language or a part that is not there."""
    part = sitemaps.part(request, language, int(number))
    if part is None:
        raise Http404
    return HttpResponse(part, content_type=_XML)
