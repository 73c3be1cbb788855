"""Making Elasticsearch's index anew beside the old one, which goes on answering and being written.

Every write of a document raises the revision of the whole. The new index is filled in the order of
keys, then gets what was written since it was begun, until little is left; the last of it, and what was
deleted meanwhile, under the lease that keeps writers out, and in the same moment the alias turns.
"""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from elastic_transport import TransportError
from elasticsearch import ApiError

from search import outage
from search.batches import batches
from search.engines.base import EngineAway
from search.engines.elastic_documents import MAPPINGS, TELLING, action
from search.indexing import lease
from search.indexing.lease import Lease, LeaseLost
from search.models import IndexState, SearchDocument

if TYPE_CHECKING:
    from search.engines.elasticsearch import ElasticsearchEngine

logger = logging.getLogger(__name__)

_BATCH: Final = 500
# Seconds that making an index or turning the alias may take.
_PATIENCE: Final = 60
# So few documents are left to the last step, which keeps writers waiting.
_FEW: Final = 500
_ROUNDS: Final = 20


class RebuildGoesOn(Exception):
    """Another process makes the index anew just now."""


def rebuild(engine: "ElasticsearchEngine") -> int:
    """Make the index anew; the number of documents. Raises RebuildGoesOn, EngineAway, LeaseTaken."""
    alone = lease.take(lease.REBUILDING)
    if alone is None:
        raise RebuildGoesOn
    try:
        outage.end()
        return _Rebuild(engine, alone).run()
    except (TransportError, ApiError) as error:
        raise EngineAway(f"{type(error).__name__}: {error}"[:300]) from error
    finally:
        alone.give_back()


class _Rebuild:
    def __init__(self, engine: "ElasticsearchEngine", alone: Lease) -> None:
        self.engine = engine
        self.indices = engine.client.options(request_timeout=_PATIENCE).indices
        self.forgiving = engine.client.options(request_timeout=_PATIENCE, ignore_status=404).indices
        stamp = timezone.now().strftime("%Y%m%d%H%M%S")
        self.index = f"{engine.alias}-{stamp}-{get_random_string(6).lower()}"
        self.alone = alone
        self.written: set[int] = set()
        self.revision = 0

    def run(self) -> int:
        self.indices.create(
            index=self.index,
            mappings=MAPPINGS,
            settings={
                "number_of_shards": 1,
                "auto_expand_replicas": "0-1",
                "refresh_interval": "-1",
            },
        )
        try:
            return self._fill()
        except BaseException:
            # Half-built: nobody asks it, and the next one would only find it in its way.
            self.forgiving.delete(index=self.index)
            raise

    def _fill(self) -> int:
        self.revision = _revision()
        self._write(SearchDocument.objects.order_by("pk"))
        for _round in range(_ROUNDS):
            if self._missed().count() <= _FEW:
                break
            self._catch_up()
        with lease.taken(wait=_PATIENCE) as held:
            self._catch_up()
            there = set(SearchDocument.objects.values_list("pk", flat=True))
            self._delete(self.written - there)
            self.indices.put_settings(index=self.index, settings={"refresh_interval": None})
            self.indices.refresh(index=self.index)
            held.renew_now()
            self._turn()
        self._tidy()
        return len(there)

    def _missed(self) -> QuerySet[SearchDocument]:
        return SearchDocument.objects.filter(revision__gt=self.revision)

    def _catch_up(self) -> None:
        missed, self.revision = self._missed().order_by("revision", "pk"), _revision()
        self._write(missed)

    def _write(self, rows: QuerySet[SearchDocument]) -> None:
        documents = rows.only(*TELLING).prefetch_related("states").iterator(chunk_size=_BATCH)
        for batch in batches(documents, _BATCH):
            self.engine.bulk([line for row in batch for line in action(row)], self.index)
            self.written.update(row.pk for row in batch)
            self._still_alone()

    def _still_alone(self) -> None:
        try:
            self.alone.renew_now()
        except LeaseLost as lost:
            raise RebuildGoesOn from lost

    def _delete(self, document_ids: Iterable[int]) -> None:
        for batch in batches(document_ids, _BATCH):
            self.engine.bulk([{"delete": {"_id": str(pk)}} for pk in batch], self.index)

    def _turn(self) -> None:
        """The alias leads to the new index from now on; an index that took its name goes."""
        alias = self.engine.alias
        actions: list[dict[str, Any]] = [{"add": {"index": self.index, "alias": alias}}]
        if self.indices.exists_alias(name=alias):
            old = self.indices.get_alias(name=alias)
            actions = [{"remove": {"index": name, "alias": alias}} for name in old.body] + actions
        elif self.indices.exists(index=alias):
            actions.insert(0, {"remove_index": {"index": alias}})
        self.indices.update_aliases(actions=actions)

    def _tidy(self) -> None:
        """Delete the old index, and what killed rebuilds and older versions left."""
        family = self.engine.alias.rpartition("-v")[0]
        patterns = [f"{self.engine.alias}-*", *([f"{family}-v*"] if family else [])]
        found = self.indices.get(index=",".join(patterns), expand_wildcards="open,closed")
        for name in found.body:
            if name != self.index:
                self.forgiving.delete(index=name)


def _revision() -> int:
    return IndexState.objects.filter(pk=1).values_list("revision", flat=True).first() or 0
