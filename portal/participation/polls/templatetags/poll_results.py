"""The results of a poll wherever it stands."""

from typing import Any

from django import template

from portal.core.fresh import now_of
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.results.state import results_of

register = template.Library()


@register.inclusion_tag("polls/results/results.html", takes_context=True)
def poll_results(
    context: dict[str, Any], poll: Poll, round: Round | None = None, level: int = 3
) -> dict[str, Any]:
    """Bars, the same numbers as tables, breakdowns; or when results come.

    `round`: an earlier one; `level`: of the headings of questions, 2 to 5.
    """
    request = context.get("request")
    return {
        "results": results_of(poll, round, now=now_of(request)),
        "level": level,
        "inner": level + 1,
        "on_paper": context.get("on_paper", False),
    }
