"""The results of a poll wherever it stands."""

from typing import Any

from django import template
from django.http import HttpRequest

from portal.core.fresh import now_of
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.pages.once import place_on_page
from portal.participation.polls.results.state import Results, results_of

register = template.Library()


@register.inclusion_tag("polls/results/results.html", takes_context=True)
def poll_results(
    context: dict[str, Any], poll: Poll, round: Round | None = None, level: int = 3
) -> dict[str, Any]:
    """Bars, the same numbers as tables, breakdowns; or when results come.

    `round`: an earlier one; `level`: of the headings of questions, 2 to 5.
    """
    return _context(context, results_of(poll, round, now=now_of(context.get("request"))), level)


@register.inclusion_tag("polls/results/results.html", takes_context=True)
def shown_results(context: dict[str, Any], results: Results, level: int = 3) -> dict[str, Any]:
    """`{% shown_results results level %}`: the same of what was read before."""
    return _context(context, results, level)


def _context(context: dict[str, Any], results: Results, level: int) -> dict[str, Any]:
    request: HttpRequest | None = context.get("request")
    place = place_on_page(request, f"r-{results.round.pk}") if results.round else ""
    return {
        "results": results,
        "place": place,
        "level": level,
        "inner": level + 1,
        "on_paper": context.get("on_paper", False),
    }
