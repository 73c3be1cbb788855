"""A poll where readers meet it: `{% load polls %}`.

The same for everybody, so that the page around it stays stored: the form is a request of its own.
"""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context

from portal.core.fresh import fresh_until, now_of
from portal.participation.polls.answering import places
from portal.participation.polls.enums import PollState
from portal.participation.polls.models import Poll
from portal.participation.polls.pages import facts, states
from portal.participation.polls.pages.asked import AskedForm, asked_of
from portal.participation.polls.pages.once import place_on_page
from portal.participation.polls.pages.shown import (
    ShownPoll,
    next_change,
    previewed,
    shown_polls,
)
from portal.participation.polls.results.state import Results, earlier_results

register = template.Library()


@register.inclusion_tag("polls/includes/section.html", takes_context=True)
def poll_section(
    context: Context,
    poll: Poll | ShownPoll | None,
    level: int = 3,
    *,
    is_page: bool = False,
    in_body: bool = False,
) -> dict[str, Any]:
    """`{% poll_section poll level=3 %}`: the question, its state, the way to the form, the results.

    `poll`: any version, or what `shown_polls` said of it. Nothing for a poll that readers may not see; a
    preview says why. On the poll's own page (`is_page`) it has no title; in a text (`in_body`) it keeps
    the distance of a block.
    """
    found = section_of(context, poll, level, is_page=is_page)
    shown: ShownPoll | None = found["shown"]
    if shown is not None:
        results: Results | None = found["results"]
        found["asked"] = _asked(shown, results, is_page=is_page)
        if shown.is_over and results is not None and not results.is_shown:
            # That it is over, and when results come, is said once.
            found |= {"sentence": results.message, "results": None}
        if is_page:
            # The page says it at its head.
            found["ballots"] = ""
            if shown.state == PollState.CLOSED:
                found["sentence"] = ""
    return {**found, "in_body": in_body}


def _asked(shown: ShownPoll, results: Results | None, *, is_page: bool) -> AskedForm | None:
    """The questions where no results name them: all on the poll's own page, the first one in a text."""
    if results is not None and results.is_shown:
        return None
    if is_page:
        return asked_of(shown)
    return asked_of(shown, 1) if shown.is_open else None


def section_of(
    context: Context,
    poll: Poll | ShownPoll | None,
    level: int,
    *,
    is_page: bool = False,
    ending: str = "",
) -> dict[str, Any]:
    """What both sections show. `ending`: of the section's `id`."""
    request: HttpRequest | None = context.get("request")
    shown, missing = _seen(request, poll, is_page=is_page)
    if shown is None:
        return {"shown": None, "missing": missing}
    if request is not None:
        fresh_until(request, next_change(shown.original, shown.now))
    original = places.anchor(shown.original)
    anchor = place_on_page(request, f"{original}{ending}")
    back = "" if is_page or request is None else request.path
    if back and anchor != original:
        # The first place in the text follows by itself (answering/places.py), a second one is named.
        back = f"{back}#{anchor}"
    return {
        # What tags inside need.
        "request": request,
        "shown": shown,
        "poll": shown.words,
        "anchor": anchor,
        "level": level,
        "inner_level": level + 1,
        "is_page": is_page,
        "is_preview": bool(getattr(request, "is_preview", False)),
        "chip": states.chip_of(shown, with_days=True),
        "sentence": states.sentence_of(shown),
        "access": facts.access_words(shown.access),
        "conditions": [] if shown.is_over else facts.conditions_of(shown.original),
        "ballots": states.counted_words(shown.tally),
        "results": shown.results,
        "answer_url": places.address("answer", shown.original, back),
        "part_url": places.address("part", shown.original, back),
        "change_url": places.address("change", shown.original, back)
        if shown.original.may_change
        else "",
    }


@register.inclusion_tag("polls/includes/results_section.html", takes_context=True)
def poll_results_section(
    context: Context, poll: Poll | None, level: int = 3, *, in_body: bool = False
) -> dict[str, Any]:
    """`{% poll_results_section poll level=3 %}`: the results with the question they answer.

    While the round has none to show, those of the one before it stand below the words that say when.
    """
    found = section_of(context, poll, level, ending="-results")
    results: Results | None = found.get("results")
    if shown := found["shown"]:
        earlier = earlier_results(results or Results(shown.words, shown.round), now=shown.now)
        found |= {"earlier": earlier}
    return {**found, "in_body": in_body}


def _seen(
    request: HttpRequest | None, poll: Poll | ShownPoll | None, *, is_page: bool
) -> tuple[ShownPoll | None, str]:
    """What is shown, and, where that is nothing, why: for who previews the page."""
    if isinstance(poll, ShownPoll):
        return poll, ""
    is_preview = bool(getattr(request, "is_preview", False))
    if poll is None:
        return None, "gone" if is_preview else ""
    if is_page and is_preview:
        return previewed(poll, now_of(request)), ""
    known: dict[str, Any] = poll.__dict__
    if "shown" not in known:
        known["shown"] = shown_polls([poll], request).get(poll.pk)
    if known["shown"] is not None:
        return known["shown"], ""
    if not is_preview:
        return None, ""
    return None, "private" if poll.original.is_private else "draft"


@register.inclusion_tag("polls/includes/row.html", takes_context=True)
def poll_row(
    context: Context,
    shown: ShownPoll,
    level: int = 3,
    labels: dict[int, str] | None = None,
) -> dict[str, Any]:
    """`{% poll_row shown level=3 labels=labels %}`: a poll in a list, the number people care about first.

    `labels` are names of districts by key; the districts of the original were fetched before.
    """
    from portal.core.facts import district_words

    chip, figure = states.chip_of(shown), states.figure_of(shown)
    names = [
        (labels or {}).get(district.pk) or district.name
        for district in shown.original.districts.all()
    ]
    return {
        "shown": shown,
        "level": level,
        "figure": figure,
        "chip_kind": chip.kind,
        "chip_icon": chip.icon,
        "chip_word": chip.word,
        "ballots": states.counted_words(shown.tally) if shown.is_open else "",
        "access": facts.access_words(shown.access),
        "access_icon": facts.ACCESS_ICONS[shown.access],
        "districts": district_words(names),
        "is_sealed": shown.state == PollState.CLOSED,
    }
