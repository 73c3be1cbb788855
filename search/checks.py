"""Whether the settings of the search go together."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from search import engines


def engine_can_be(**_arguments: Any) -> list[CheckMessage]:
    """An error where SEARCH_ENGINE names what cannot be used here."""
    problem = engines.problem_of(settings.SEARCH_ENGINE)
    return [Error(problem, id="search.E001")] if problem else []
