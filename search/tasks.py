"""Work in the background: marks are worked off after each change; once a minute and once a day a look
whether all is well."""

import logging
from datetime import timedelta
from typing import Final

from portal.core.tasks import retried
from search import engines
from search.engines.base import EngineAway
from search.engines.elastic_rebuild import RebuildGoesOn
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexing import comparing, documents, drain, marks
from search.indexing.lease import LeaseTaken
from search.models import IndexState
from search.sources import files

# Seconds between two looks for what a killed process left, and between two comparisons.
EVERY: Final = 60
DAY: Final = 24 * 60 * 60

logger = logging.getLogger(__name__)


@retried(tries=3, queue_name="search")
def drain_changes() -> None:
    """Bring the index up to date with what was marked. Harmless when run twice, or at once."""
    drain.drain()


@retried(tries=2, queue_name="search", lease=timedelta(hours=6))
def compare_index() -> None:
    """Compare the index with what it is made from, say what differs, and mend it."""
    try:
        drift = comparing.compare()
    except LeaseTaken:
        logger.warning("The index is being written: it is compared another time.")
        return
    if drift:
        logger.warning("The search index had drifted and was mended: %s.", drift)
    files.forget_unused(files.hashes_in_use())


@retried(tries=2, queue_name="search", lease=timedelta(hours=6))
def rebuild_node() -> None:
    """Make the node's index, which is missing."""
    try:
        logger.warning("The search node got an index of %d documents.", engines.current().rebuild())
    except RebuildGoesOn:
        logger.info("The index of the search node is being made already.")
    except (EngineAway, LeaseTaken) as away:
        logger.warning("The index of the search node cannot be made now: %s", away)


def look_after_index() -> None:
    """Once a minute: what a killed process left, what the node could not take, an index of other rules."""
    if marks.due():
        drain_changes.enqueue()
    version = documents.analysis_version()
    IndexState.objects.get_or_create(pk=1)
    # Whoever turns the version has the work done.
    if IndexState.objects.filter(pk=1).exclude(analysis=version).update(analysis=version):
        compare_index.enqueue()
    if node := engines.node():
        _look_after_node(node)


def compare_nightly() -> None:
    compare_index.enqueue()


def _look_after_node(node: ElasticsearchEngine) -> None:
    try:
        problem = node.problem()
    except EngineAway:
        return
    if problem == "missing":
        rebuild_node.enqueue()
    elif problem:
        logger.error("The index of the search node is %s: changes wait.", problem)
