"""A poll outside the screen: QR code, poster of A4, the picture that goes with a shared link."""

import io
from typing import Final

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portal.core.languages import language_of
from portal.core.print import qr_code
from portal.core.sitewide import absolute_url, site_facts
from portal.participation.polls.pages import facts, states
from portal.participation.polls.pages.drawing import Words, picture_of
from portal.participation.polls.pages.shown import ShownPoll, shown_poll

# Modules around the code: the norm's quiet zone (ISO/IEC 18004), as the file may stand on any ground.
_QUIET_ZONE: Final = 4
_SCALE: Final = 10


@require_safe
def qr(request: HttpRequest, slug: str) -> HttpResponse:
    """The address as a QR code in SVG, for leaflets and slides."""
    shown = shown_poll(slug, request)
    made = io.BytesIO()
    code = segno.make_qr(absolute_url(shown.url), error="m")
    code.save(made, kind="svg", scale=_SCALE, border=_QUIET_ZONE, xmldecl=True, light="#fff")
    response = HttpResponse(made.getvalue(), content_type="image/svg+xml")
    response["Content-Disposition"] = f'inline; filename="{shown.original.slug}.svg"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """One sheet for a notice board: what is asked, who may answer, until when, the way there."""
    shown = shown_poll(slug, request)
    address = absolute_url(shown.url)
    context = {
        "shown": shown,
        "poll": shown.words,
        "site": site_facts(request),
        "address": address,
        "short_address": address.partition("://")[2].rstrip("/"),
        "qr_code": qr_code(address, gettext("QR code with the address of the poll")),
        "term": facts.term_words(shown.original.window),
        "who": facts.who_words(shown),
    }
    return render(request, "polls/poster.html", context)


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """1200 by 630 pixels, PNG. The same for all who share it, also from other sites."""
    shown = shown_poll(slug, request)
    response = HttpResponse(picture_of(_words(shown, request)), content_type="image/png")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _words(shown: ShownPoll, request: HttpRequest) -> Words:
    with translation.override(language_of(shown.words)):
        count = states.counted_words(shown.tally) if shown.is_over else ""
        return Words(
            kicker=gettext("Poll"),
            title=shown.words.title,
            line=count or facts.term_words(shown.original.window),
            site=site_facts(request).name,
            address=absolute_url("/").partition("://")[2].rstrip("/"),
        )
