"""A poll where readers meet it: `{% load polls %}`.

The same for everybody, so that the page around it stays stored: the form is a request of its own.
"""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context

from portal.core.fresh import fresh_until, now_of
from portal.participation.polls.answering import places
from portal.participation.polls.enums import PollState, ShowResults
from portal.participation.polls.models import Poll
from portal.participation.polls.pages import facts, states
from portal.participation.polls.pages.shown import ShownPoll, next_change, previewed, shown_polls

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
    return {**section_of(context, poll, level, is_page=is_page), "in_body": in_body}


def section_of(
    context: Context, poll: Poll | ShownPoll | None, level: int, *, is_page: bool = False
) -> dict[str, Any]:
    request: HttpRequest | None = context.get("request")
    shown, missing = _seen(request, poll, is_page=is_page)
    if shown is None:
        return {"shown": None, "missing": missing}
    if request is not None:
        fresh_until(request, next_change(shown.original, shown.now))
    # The place in the text follows by itself (answering/places.py).
    back = "" if is_page or request is None else request.path
    return {
        # What tags inside need.
        "request": request,
        "shown": shown,
        "poll": shown.words,
        "anchor": places.anchor(shown.original),
        "level": level,
        "inner_level": level + 1,
        "is_page": is_page,
        "is_preview": bool(getattr(request, "is_preview", False)),
        "chip": states.chip_of(shown, with_days=True),
        "sentence": states.sentence_of(shown),
        "access": facts.access_words(shown.access),
        "ballots": states.counted_words(shown.tally),
        "has_results": has_results(shown),
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
    """`{% poll_results_section poll level=3 %}`: the results with the question they answer."""
    return {**section_of(context, poll, level), "in_body": in_body}


def has_results(shown: ShownPoll) -> bool:
    """Whether there may be results to show: live ones from the opening on, others after the end."""
    if shown.state == PollState.UPCOMING:
        return False
    return shown.is_over or shown.original.results == ShowResults.LIVE


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


@register.filter
def may_have_results(shown: ShownPoll) -> bool:
    """`{% if shown|may_have_results %}`: there may be something to show, or when it will be."""
    return has_results(shown)
