"""Work in the background: marks are worked off after each change, and once a minute."""

from portal.core.tasks import retried
from search.indexing import drain, marks

# Seconds between two looks for what a killed process left.
EVERY = 60


@retried(tries=3, queue_name="search")
def drain_changes() -> None:
    """Bring the index up to date with what was marked. Harmless when run twice, or at once."""
    drain.drain()


def look_after_index() -> None:
    """Once a minute: what a killed process left, or what the node could not take."""
    if marks.due():
        drain_changes.enqueue()
