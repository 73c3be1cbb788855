"""The results of a poll wherever it stands."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.core.fresh import now_of
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.results.state import Results, results_of

register = template.Library()


@register.simple_tag(takes_context=True)
def poll_results(
    context: dict[str, Any], poll: Poll, round: Round | None = None, level: int = 3
) -> SafeString:
    """Bars, the same numbers as tables, breakdowns; or when results come.

    `round`: an earlier one; `level`: of the headings of questions, 2 to 5.
    """
    return _drawn(context, results_of(poll, round, now=now_of(context.get("request"))), level)


@register.simple_tag(takes_context=True)
def shown_results(context: dict[str, Any], results: Results, level: int = 3) -> SafeString:
    """`{% shown_results results level %}`: the same of what was read before."""
    return _drawn(context, results, level)


def _drawn(context: dict[str, Any], results: Results, level: int) -> SafeString:
    """Drawn once for all places of a page: nothing in it is the place's own."""
    on_paper = bool(context.get("on_paper", False))
    known = results.drawn.get((level, on_paper))
    if known is None:
        values = {"results": results, "level": level, "on_paper": on_paper}
        known = render_to_string("polls/results/results.html", values)
        results.drawn[level, on_paper] = known
    return known
