"""Documents into the table: with their states, the database's index and the vocabulary, in one transaction."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from typing import Final

from django.db import transaction
from django.db.models import F

from portal.core.search_items import SearchItem, SearchSource, mark_changed, search_sources
from search import analysing, engines
from search.analysing import Analyse, Words
from search.batches import batches
from search.engines.base import Engine
from search.indexing import documents, lease
from search.indexing.documents import Draft, Identity
from search.indexing.lease import Lease
from search.indexing.vocabulary import Difference
from search.models import DocumentState, IndexState, SearchChange, SearchDocument

logger = logging.getLogger(__name__)

_BATCH: Final = 500
# Things that are read and written under one lease.
_SLICE: Final = 5000
# Fewer are analysed sooner than processes begin.
_WORTH_PROCESSES: Final = 400
# Marks of documents that are gone from the table and still to be taken out of the search node.
GONE: Final = ""


@dataclass(slots=True)
class Written:
    """What a batch did, by primary keys of documents."""

    put: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)

    def extend(self, other: "Written") -> None:
        self.put += other.put
        self.removed += other.removed
        self.same += other.same


def write_items(
    source: str,
    items: Iterable[SearchItem],
    *,
    engine: Engine | None = None,
    processes: int | None = None,
) -> Written:
    """Write any number of items; all languages of a thing come one after another.

    Analysed in several processes. Without `engine`, the one in use learns of it by marks that are
    worked off after the commit; a given one is written at once. Waits for another writer; raises
    LeaseTaken when that takes too long, EngineAway where `engine` is.
    """
    done = Written()
    # Things are read under the lease: what another process read later must not be written over.
    with lease.taken() as held:
        rest = (
            list(group)
            for _key, group in groupby(held.while_reading(items), key=lambda item: item.object_id)
        )
        first = list(islice(rest, _WORTH_PROCESSES))
        many = len(first) == _WORTH_PROCESSES
        with analysing.in_processes(processes) if many else nullcontext(analysing.here) as analyse:
            # While one batch is written the next one is analysed.
            waiting: deque[Batch] = deque()
            for things in batches(chain(first, rest), _BATCH):
                waiting.append(Batch.begin(source, things, analyse))
                if len(waiting) > 1:
                    done.extend(_finish(held, waiting.popleft(), engine))
            while waiting:
                done.extend(_finish(held, waiting.popleft(), engine))
    if engine is not None:
        engine.refresh()
    return done


def index_things(source: str, object_ids: Iterable[str]) -> Written:
    """Read many things of a registered source and write them, without marks: for what comes in bulk.

    Unchanged ones are not written. Between slices other writers have their turn. Raises LeaseTaken,
    KeyError for an unknown source.
    """
    found = search_sources.get(source)
    if found is None:
        raise KeyError(source)
    done = Written()
    for some in batches(object_ids, _SLICE):
        done.extend(write_items(source, _read(found, some)))
    return done


def take_out(source: str, object_ids: Iterable[str]) -> Written:
    """Remove the documents of things that are no more. Raises LeaseTaken."""
    done = Written()
    for some in batches(object_ids, _BATCH):
        with lease.taken() as held:
            done.extend(_finish(held, Batch.of(source, some, ()), None))
    return done


def _read(source: SearchSource, object_ids: Iterable[str]) -> Iterator[SearchItem]:
    for some in batches(object_ids, _BATCH):
        yield from source.items(some)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some things of a source with what they are now; their analysis has begun."""

    source: str
    object_ids: Sequence[str]
    wanted: frozenset[Identity]
    # What is new or differs from its document.
    new: dict[Identity, Draft]
    gone: frozenset[Identity]
    words: Callable[[], list[Words]]

    @classmethod
    def of(
        cls,
        source: str,
        object_ids: Sequence[str],
        items: Iterable[SearchItem],
        analyse: Analyse = analysing.here,
    ) -> "Batch":
        """What has to be done for these things: unchanged ones are not analysed."""
        drafts = [documents.draft(source, item) for item in items]
        digests = _digests(source, object_ids)
        new = {each.identity: each for each in drafts if digests.get(each.identity) != each.digest}
        wanted = frozenset(each.identity for each in drafts)
        return cls(
            source=source,
            object_ids=object_ids,
            wanted=wanted,
            new=new,
            gone=frozenset(digests.keys() - wanted),
            words=analyse([each.words_in for each in new.values()]),
        )

    @classmethod
    def begin(cls, source: str, things: Iterable[list[SearchItem]], analyse: Analyse) -> "Batch":
        keys = [thing[0].object_id for thing in things]
        return cls.of(source, keys, (item for thing in things for item in thing), analyse)


def write_batch(held: Lease, batch: Batch) -> Written:
    """Make the documents of these things what they are now: changed, new, or gone. Raises LeaseLost."""
    words = dict(zip(batch.new, batch.words(), strict=True))
    with transaction.atomic():
        state = held.renew()
        old = _old_rows(batch, {*batch.new, *batch.gone})
        difference = Difference()
        rows: list[SearchDocument] = []
        for identity, each in batch.new.items():
            row = documents.document(each, words[identity], revision=state.revision + 1)
            difference.add(row, words[identity].forms, words[identity].names)
            rows.append(row)
        for row in old.values():
            difference.take_away(row)
        removed = [row.pk for identity, row in old.items() if identity in batch.gone]
        written = Written(
            put=_save(rows, old, batch.new),
            removed=removed,
            same=_primary_keys(batch, batch.wanted - batch.new.keys()),
        )
        if removed:
            _remove(removed)
        _mark_used([*rows, *old.values()])
        database = engines.database()
        database.delete(removed)
        database.write(written.put)
        _count(state, rows, old, names_changed=difference.write())
    return written


def _finish(held: Lease, batch: Batch, engine: Engine | None) -> Written:
    written = write_batch(held, batch)
    _tell(engine, batch, written)
    return written


def _digests(source: str, object_ids: Sequence[str]) -> dict[Identity, str]:
    rows = SearchDocument.objects.filter(source=source, object_id__in=object_ids)
    return {
        (object_id, language): digest
        for object_id, language, digest in rows.values_list("object_id", "language", "digest")
    }


def _old_rows(batch: Batch, identities: set[Identity]) -> dict[Identity, SearchDocument]:
    """Those that are replaced or removed, with what the vocabulary loses."""
    rows = SearchDocument.objects.filter(source=batch.source, object_id__in=batch.object_ids).only(
        "object_id", "language", "labels", "title", "text", "title_keys", "body_keys", "length"
    )
    found = {(row.object_id, row.language): row for row in rows}
    return {identity: row for identity, row in found.items() if identity in identities}


def _primary_keys(batch: Batch, identities: frozenset[Identity]) -> list[int]:
    if not identities:
        return []
    rows = SearchDocument.objects.filter(source=batch.source, object_id__in=batch.object_ids)
    found = rows.values_list("pk", "object_id", "language")
    return [pk for pk, object_id, language in found if (object_id, language) in identities]


def _save(
    rows: Sequence[SearchDocument],
    old: dict[Identity, SearchDocument],
    new: dict[Identity, Draft],
) -> list[int]:
    """Primary keys of what was written. A document keeps its key as long as it is there."""
    changed: list[SearchDocument] = []
    created: list[SearchDocument] = []
    for row in rows:
        if before := old.get((row.object_id, row.language)):
            row.pk = before.pk
            changed.append(row)
        else:
            created.append(row)
    SearchDocument.objects.bulk_create(created)
    SearchDocument.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=list(documents.FIELDS)
    )
    DocumentState.objects.filter(document__in=[row.pk for row in changed]).delete()
    DocumentState.objects.bulk_create(
        state
        for row in rows
        for state in documents.states(row, new[row.object_id, row.language].item)
    )
    return [row.pk for row in rows]


def _remove(removed: Sequence[int]) -> None:
    SearchDocument.objects.filter(pk__in=removed).delete()
    if engines.node():
        # In the same transaction: nobody else knows that the node still holds them.
        SearchChange.objects.bulk_create(
            SearchChange(source=GONE, object_id=str(pk)) for pk in removed
        )


def _mark_used(rows: Iterable[SearchDocument]) -> None:
    """Things whose items hang on these, before or now, are looked at again; without a task of their own."""
    used = {
        label.removeprefix("uses:")
        for row in rows
        for label in row.labels.split()
        if label.startswith("uses:")
    }
    SearchChange.objects.bulk_create(
        SearchChange(source=source, object_id=object_id)
        for source, _colon, object_id in (key.partition(":") for key in sorted(used))
    )


def _count(
    state: IndexState,
    rows: Sequence[SearchDocument],
    old: dict[Identity, SearchDocument],
    *,
    names_changed: bool,
) -> None:
    if not rows and not old:
        return
    coming = [row.length for row in rows if row.is_public]
    going = [row.length for row in old.values() if row.is_public]
    IndexState.objects.filter(pk=1).update(
        documents=F("documents") + len(coming) - len(going),
        keys=F("keys") + sum(coming) - sum(going),
        revision=state.revision + 1,
        vocabulary=F("vocabulary") + int(names_changed),
    )


def _tell(engine: Engine | None, batch: Batch, written: Written) -> None:
    """The engine that is not the database's own."""
    if engine is not None:
        if engine.name != engines.database().name:
            engine.delete(written.removed)
            engine.write(written.put)
    elif engines.node() and search_sources.get(batch.source) is not None:
        mark_changed(batch.source, {object_id for object_id, _language in batch.new})
