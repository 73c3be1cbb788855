"""The index beside what it is made from: what is missing, left over or different is said and mended."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from django.db import transaction

from portal.core.search_items import search_sources
from search import engines
from search.batches import batches
from search.engines.base import EngineAway
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexing import documents, lease, vocabulary
from search.indexing.drain import drain
from search.indexing.lease import Lease
from search.indexing.writing import index_things, take_out
from search.models import IndexState, SearchDocument

logger = logging.getLogger(__name__)

_BATCH: Final = 1000


@dataclass(slots=True)
class Drift:
    """Documents that were written, and those that had no thing any more; and the same of the node."""

    written: int = 0
    ghosts: int = 0
    node_written: int = 0
    node_ghosts: int = 0

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


def compare() -> Drift:
    """Compare everything and mend it. What is marked is worked off before, so that it is no drift.

    Raises LeaseTaken.
    """
    drain()
    drift = Drift()
    known = dict(search_sources.items())
    for source in known:
        _compare_source(source, drift)
    for source in SearchDocument.objects.order_by().values_list("source", flat=True).distinct():
        if source not in known:
            drift.ghosts += len(take_out(source, _indexed(source)).removed)
    IndexState.objects.filter(pk=1).update(analysis=documents.analysis_version())
    drain()
    if node := engines.node():
        _compare_node(node, drift)
    return drift


def _compare_source(source: str, drift: Drift) -> None:
    # In this order: what comes meanwhile is in neither list, or in the second only.
    indexed = _indexed(source)
    found = search_sources.get(source)
    there = list(found.object_ids()) if found is not None else []
    drift.ghosts += len(take_out(source, sorted(indexed.difference(there))).removed)
    drift.written += len(index_things(source, there).put)


def _indexed(source: str) -> set[str]:
    rows = SearchDocument.objects.filter(source=source).order_by()
    return set(rows.values_list("object_id", flat=True))


def _compare_node(node: ElasticsearchEngine, drift: Drift) -> None:
    """The node against the table, by keys and revisions."""
    try:
        with lease.taken() as writer:
            node.refresh()
            held = dict(node.held())
            wanted = dict(SearchDocument.objects.values_list("pk", "revision"))
            stale = [pk for pk, revision in wanted.items() if held.get(pk) != revision]
            ghosts = sorted(held.keys() - wanted.keys())
            _raise_revision(writer, stale)
            node.write(stale)
            node.delete(ghosts)
            node.refresh()
    except EngineAway as away:
        logger.warning("The search node is away (%s): it is compared another time.", away)
        return
    drift.node_written, drift.node_ghosts = len(stale), len(ghosts)


def _raise_revision(writer: Lease, document_ids: Sequence[int]) -> None:
    """The node takes no state that is older than what it has, or than a deletion that it remembers."""
    with transaction.atomic():
        revision = writer.renew().revision + 1
        for ids in batches(document_ids, _BATCH):
            SearchDocument.objects.filter(pk__in=ids).update(revision=revision)
        IndexState.objects.filter(pk=1).update(revision=revision)


def rebuild() -> int:
    """Make the database's index and the vocabulary anew from the documents; the number of documents.

    Readers see the old ones until then, if there are any. Raises LeaseTaken.
    """
    with lease.taken() as held, transaction.atomic():
        held.renew()
        number = engines.database().rebuild()
        _recount()
    return number


def rebuild_node() -> int:
    """Make the search node's index anew, if there is one; the number of documents.

    Readers see the old one until then. Raises LeaseTaken, RebuildGoesOn, EngineAway.
    """
    node = engines.node()
    number = node.rebuild() if node else 0
    drain()
    return number


def _recount() -> None:
    """Frequencies from the documents themselves."""
    vocabulary.clear()
    documents_seen = keys = 0
    rows = SearchDocument.objects.order_by("pk").only(
        "title", "text", "title_keys", "body_keys", "length", "labels"
    )
    for batch in batches(rows.iterator(chunk_size=_BATCH), _BATCH):
        difference = vocabulary.Difference()
        for row in batch:
            difference.add(row, vocabulary.forms_of(row))
            documents_seen += row.is_public
            keys += row.length if row.is_public else 0
        difference.write()
    state = IndexState.objects.get(pk=1)
    IndexState.objects.filter(pk=1).update(
        documents=documents_seen, keys=keys, vocabulary=state.vocabulary + 1
    )
