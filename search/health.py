"""Whether the indexes are there, can be read and written, for /readyz."""

import logging
from datetime import timedelta
from typing import Final

from django.utils import timezone

from portal.core.registry import Unhealthy
from search import engines
from search.engines.base import EngineAway
from search.indexing import marks

# The node gets what changed within seconds; what waits longer waits for something.
_LONGEST_WAIT: Final = timedelta(minutes=15)

logger = logging.getLogger(__name__)


def check() -> None:
    """Raises Unhealthy when nothing can be found, questions go past the node, or answers grow old."""
    try:
        engines.database().check()
    except EngineAway as away:
        raise Unhealthy(
            f"The database's index cannot be read: {away} (manage.py update_index makes it anew)"
        ) from away
    node = engines.node()
    if node is None:
        return
    try:
        problem = node.problem()
    except EngineAway as away:
        raise Unhealthy(str(away)) from away
    if problem:
        raise Unhealthy(f"The index of the search node is {problem}.")
    number, since = marks.waiting()
    if since is not None and since < timezone.now() - _LONGEST_WAIT:
        raise Unhealthy(f"{number} changes wait to be indexed since {since:%H:%M}.")
