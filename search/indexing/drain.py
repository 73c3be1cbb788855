"""Working off the marks: read what is marked, write its documents, forget the marks.

The order matters: list the marks, read the things, write, forget exactly the marks that were listed. A
mark made meanwhile stays, and its thing is read again. One process does so at a time (`lease`); it
looks once more after it gave the lease back, so a mark that came too late for it, while its maker was
turned away, is not left lying.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from django.db import Error as DatabaseError
from django.db.models import F, QuerySet
from django.utils import timezone

from portal.core.search_items import SearchItem, search_sources
from search import engines
from search.engines.base import EngineAway
from search.indexing import lease, marks, writing
from search.indexing.lease import Lease, LeaseLost
from search.models import SearchChange

logger = logging.getLogger(__name__)

# Marks worked off together, and things read together.
_LISTED: Final = 1000
_TOGETHER: Final = 100
_LONGEST_PAUSE: Final = 60
# How often a thing that fails is tried; then only the nightly comparison comes back to it.
_TRIES: Final = 12


def drain() -> int:
    """Work off all that is due; returns how many things were looked at. Nothing while another does so."""
    done = 0
    while True:
        held = lease.take()
        if held is None:
            return done
        try:
            done += _work_off(held)
        except LeaseLost:
            # Whoever has it now does the rest; marks are only forgotten after the writing.
            logger.warning("The lease on the search index went to another process.")
            return done
        finally:
            held.give_back()
        if not marks.due():
            return done


def _work_off(held: Lease) -> int:
    done = 0
    while rows := list(
        SearchChange.objects.filter(after__lte=timezone.now()).order_by("pk")[:_LISTED]
    ):
        try:
            done += _round(held, rows)
        except EngineAway as away:
            logger.warning("The index cannot be written (%s): changes wait.", away)
            _put_off(SearchChange.objects.filter(after__lte=timezone.now()))
            return done
    return done


def _round(held: Lease, rows: Sequence[SearchChange]) -> int:
    listed: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        listed.setdefault(row.source, {}).setdefault(row.object_id, []).append(row.pk)
    done = 0
    order = {name: place for place, (name, _source) in enumerate(search_sources.items())}
    for source, things in sorted(listed.items(), key=lambda each: order.get(each[0], -1)):
        if source == writing.GONE:
            if node := engines.node():
                node.delete([int(pk) for pk in things])
            _forget(things.values())
            continue
        object_ids = list(things)
        for start in range(0, len(object_ids), _TOGETHER):
            some = object_ids[start : start + _TOGETHER]
            done += len(some)
            _index(held, source, {object_id: things[object_id] for object_id in some})
    return done


def _index(held: Lease, source: str, things: dict[str, list[int]]) -> None:
    """Write some things; when they fail together, each alone, so that one keeps no other back."""
    try:
        _write(held, source, list(things))
    except (LeaseLost, EngineAway):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a room's source raises
        if len(things) > 1:
            for object_id, pks in things.items():
                _index(held, source, {object_id: pks})
            return
        _fail(source, things, error)
        return
    _forget(things.values())


def _write(held: Lease, source: str, object_ids: Sequence[str]) -> None:
    batch = writing.Batch.of(source, object_ids, held.while_reading(_items(source, object_ids)))
    written = writing.write_batch(held, batch)
    if node := engines.node():
        node.delete(written.removed)
        # The unchanged too: an earlier try may have ended between the database and the node.
        node.write([*written.put, *written.same])


def _items(source: str, object_ids: Sequence[str]) -> Iterable[SearchItem]:
    """What the things are now; nothing where the source is no more."""
    found = search_sources.get(source)
    return found.items(object_ids) if found is not None else ()


def _fail(source: str, things: dict[str, list[int]], error: Exception) -> None:
    (object_id, pks) = next(iter(things.items()))
    rows = SearchChange.objects.filter(pk__in=pks)
    logger.error("%s %s cannot be indexed.", source, object_id, exc_info=error)
    try:
        rows.filter(tries__gte=_TRIES).delete()
        _put_off(rows)
    except DatabaseError:
        # The database itself is away; the marks stay as they are.
        logger.exception("The changes that wait could not be put off.")
        raise


def _put_off(rows: QuerySet[SearchChange]) -> None:
    """Try again later, ever later, at most a minute."""
    now = timezone.now()
    most = _LONGEST_PAUSE.bit_length()
    # From the top down, so that none is put off twice.
    for tries in range(most, -1, -1):
        pause = timedelta(seconds=min(2 ** (tries + 1), _LONGEST_PAUSE))
        those = rows.filter(tries__gte=most) if tries == most else rows.filter(tries=tries)
        those.update(tries=F("tries") + 1, after=now + pause)


def _forget(groups: Iterable[list[int]]) -> None:
    pks = [pk for group in groups for pk in group]
    SearchChange.objects.filter(pk__in=pks).delete()
