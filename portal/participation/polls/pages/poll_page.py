"""A poll's own page: its state and rules, the way to the form, results, rounds, log, where it stands."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from portal.core.about import About, Step
from portal.core.languages import language_of
from portal.core.originals import locale_ids
from portal.core.sitewide import SitePicture
from portal.participation.polls.models import Poll, PollNote, Round
from portal.participation.polls.pages import facts, states
from portal.participation.polls.pages.places import places_of
from portal.participation.polls.pages.shown import ShownPoll, previewed, shown_poll

# Pixels of the sharing picture, as networks want it.
PICTURE_SIZE = (1200, 630)


@require_safe
def poll_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everybody, so that the page cache keeps it until the poll turns.

    One for staff alone is shown to staff, and stored nowhere.
    """
    shown = shown_poll(slug, request, to_staff=True)
    response = render(request, "polls/poll_page.html", page_context(shown, request))
    if shown.original.is_private:
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
    return response


def preview_context(poll: Poll, request: HttpRequest) -> dict[str, Any]:
    """For `Poll.get_preview_context`."""
    return page_context(previewed(poll), request)


def page_context(shown: ShownPoll, request: HttpRequest) -> dict[str, Any]:
    """What the page shows. A constant number of queries."""
    original = shown.original
    rounds = (
        list(original.rounds.order_by("-number").defer("form", "report")) if original.pk else []
    )
    return {
        "shown": shown,
        "poll": shown.words,
        "about": about_poll(shown),
        "chip": states.chip_of(shown, with_days=True),
        "ballots": states.counted_words(shown.tally),
        "is_private": original.is_private,
        "facts": facts.rules_of(shown),
        "places": places_of(original, request) if original.pk else [],
        "rounds": earlier_rounds(rounds),
        "notes": notes_of(rounds),
        "back": index_steps(),
        "index_url": reverse("polls:index"),
        "poster_url": "" if original.is_private else reverse("polls:poster", args=[original.slug]),
    }


def about_poll(shown: ShownPoll) -> About:
    """What robots and networks learn; the address of a version that is not there is the original's."""
    original = shown.original
    language = language_of(shown.words)
    width, height = PICTURE_SIZE
    with translation.override(language):
        path = shown.url
        picture = reverse("polls:picture", args=[original.slug])
    return About(
        title=shown.words.title,
        path=path,
        lead=shown.words.lead,
        language=language,
        languages=languages_of(original),
        way=index_steps(),
        picture=SitePicture(picture, width, height),
        picture_alt=shown.words.title,
    )


def languages_of(original: Poll) -> tuple[str, ...]:
    """The languages in which the poll is published. One query."""
    codes = {pk: code for code, pk in locale_ids().items()}
    found = Poll.objects.filter(translation_key=original.translation_key, live=True)
    there = {codes[pk] for pk in found.values_list("locale_id", flat=True) if pk in codes}
    return tuple(code for code, _name in settings.LANGUAGES if code in there)


def index_steps() -> tuple[Step, ...]:
    return (Step(gettext("Polls"), reverse("polls:index")),)


def earlier_rounds(rounds: list[Round]) -> list[Round]:
    """All but the current one, the last first."""
    return rounds[1:]


def notes_of(rounds: list[Round]) -> list[PollNote]:
    """The public log, the newest line first. One query."""
    keys = [round_.pk for round_ in rounds]
    if not keys:
        return []
    notes = PollNote.objects.filter(round_id__in=keys).order_by("-at", "-pk").defer("by_id")
    return list(notes)
