"""A poll in a frame on another site: the question and the results; voting opens the poll's own page.

No form stands here: a page of another site could lay something over it. Nothing is set or asked of the
browser, so the page cache keeps it like any other.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portal.core.sitewide import absolute_url, site_facts
from portal.participation.polls.models import Poll
from portal.participation.polls.origins import origins_of
from portal.participation.polls.pages import facts, states
from portal.participation.polls.pages.asked import asked_of
from portal.participation.polls.pages.shown import shown_poll

# Pixels: the frame of a poll with a lead of five lines and four answers. A longer one scrolls inside.
_HEIGHT: Final = 640


@require_safe
def widget(request: HttpRequest, slug: str) -> HttpResponse:
    shown = shown_poll(slug, request)
    results = shown.results
    response = render(
        request,
        "polls/widget.html",
        {
            "shown": shown,
            "poll": shown.words,
            "chip": states.chip_of(shown, with_days=True),
            "sentence": states.sentence_of(shown),
            "conditions": [] if shown.is_over else facts.conditions_of(shown.original),
            "ballots": states.counted_words(shown.tally),
            "results": results,
            "asked": None if results is not None and results.is_shown else asked_of(shown, 1),
            "address": absolute_url(shown.url),
            "site": site_facts(request),
        },
    )
    origins = origins_of(shown.original.embed_origins)
    if origins:
        # Who may frame it is said by the policy alone: X-Frame-Options knows no list.
        response.xframe_options_exempt = True
        response._csp_replace = {"frame-ancestors": origins}  # type: ignore[attr-defined]
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def snippet(poll: Poll) -> str:
    """The lines to put into another site's page; empty while no site may show the poll."""
    original = poll.original
    if not original.slug or not origins_of(original.embed_origins):
        return ""
    address = absolute_url(reverse("polls:widget", args=[original.slug]))
    title = gettext("Poll: %(title)s") % {"title": poll.title}
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{_HEIGHT}" '
        'loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
