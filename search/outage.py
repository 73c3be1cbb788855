"""Whether the search node answers: after a failure nobody waits for it again for a while."""

import logging
import time

logger = logging.getLogger(__name__)

# Seconds without asking the node after it failed; each question would cost the whole timeout.
PAUSE = 10.0

_until = 0.0


def is_on() -> bool:
    """Whether the node failed a moment ago in this process."""
    return time.monotonic() < _until


def begin(error: Exception) -> None:
    """Remember a failure. Logged once a pause, not once a reader."""
    global _until  # noqa: PLW0603 (one value a process is the point)
    if not is_on():
        logger.warning("Elasticsearch does not answer (%s); searching in the database.", error)
    _until = time.monotonic() + PAUSE


def end() -> None:
    """The node answers again, or is to be asked again."""
    global _until  # noqa: PLW0603
    _until = 0.0
