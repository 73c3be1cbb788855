"""Making up for what the search node missed: remembered at once, put in when the node is back."""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from elastic_transport import TransportError
from elasticsearch import ApiError
from modelsearch.index import get_indexed_instance
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from search import outage
from search.models import IndexRepair, RepairKind

logger = logging.getLogger(__name__)

# Seconds between two looks for something to make up for, and what one look may take.
EVERY = 60
_LONGEST_LOOK = 45
# A rebuild that has not ended after this was killed.
_LONGEST_REBUILD = timedelta(hours=1)
# From so many missed changes on the whole index is made anew.
MANY = 2_000
_GONE = 404


def remember(model: type[Any], *pks: Any) -> None:
    """The objects' documents may be wrong in the index: look at them again later."""
    IndexRepair.objects.bulk_create(
        [IndexRepair(subject=model._meta.label, object_id=str(pk)) for pk in pks], batch_size=1000
    )


def begin_rebuild(index_name: str) -> None:
    """From now on what is saved is remembered too: the new index begins with an older state."""
    IndexRepair.objects.create(kind=RepairKind.REBUILDING, subject=index_name)


def end_rebuild(index_name: str) -> None:
    """The new index is asked from now on: what was saved since it was begun is put in.

    What had been remembered before is in it already.
    """
    backend = get_search_backend()
    markers = IndexRepair.objects.filter(kind=RepairKind.REBUILDING, subject=index_name)
    begun = markers.order_by("pk").values_list("pk", flat=True).first() or 0
    own = [row for row in _waiting_rows() if _index_name(backend, row.subject) == index_name]
    IndexRepair.objects.filter(pk__in=[row.pk for row in own if row.pk < begun]).delete()
    markers.delete()
    _look_at(backend, [row for row in own if row.pk > begun])


def is_rebuilding() -> bool:
    since = timezone.now() - _LONGEST_REBUILD
    return IndexRepair.objects.filter(kind=RepairKind.REBUILDING, created_at__gt=since).exists()


def waiting() -> tuple[int, datetime | None]:
    """How many changes wait for the node, and since when."""
    rows = IndexRepair.objects.filter(kind=RepairKind.OBJECT)
    oldest = rows.order_by("created_at").values_list("created_at", flat=True).first()
    return rows.count(), oldest


def make_up() -> int:
    """Put in what was missed; the number of objects looked at. Periodic, harmless when run twice.

    Ends at the first sign that the node is away: nothing is forgotten before it is written.
    """
    backend = get_search_backend()
    if not hasattr(backend, "es") or is_rebuilding():
        return 0
    rows = _waiting_rows()
    try:
        if len(rows) > MANY or not _has_index(backend):
            return _rebuild(len(rows))
        return _look_at(backend, rows)
    except TransportError as error:
        outage.begin(error)
        return 0


def _has_index(backend: Any) -> bool:
    name = backend.get_index_for_model(Page).name
    return bool(backend.es.indices.exists_alias(name=name))


def _rebuild(missed: int) -> int:
    logger.warning("Making the search index anew: %d missed changes.", missed)
    try:
        call_command("update_index", backend_name="default", verbosity=0)
    except (TransportError, ApiError):
        # Not made: the next look begins again.
        IndexRepair.objects.filter(kind=RepairKind.REBUILDING).delete()
        raise
    return missed


def _waiting_rows() -> list[IndexRepair]:
    return list(IndexRepair.objects.filter(kind=RepairKind.OBJECT).order_by("pk")[: 2 * MANY])


def _index_name(backend: Any, label: str) -> str:
    """The index that holds objects of the model; empty for a model that is no more."""
    try:
        return str(backend.get_index_for_model(apps.get_model(label)).name)
    except LookupError:
        return ""


def _look_at(backend: Any, rows: list[IndexRepair]) -> int:
    began = time.monotonic()
    listed: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        listed.setdefault((row.subject, row.object_id), []).append(row.pk)
    done = 0
    for (label, pk), row_pks in listed.items():
        if time.monotonic() - began > _LONGEST_LOOK:
            break
        try:
            _write(backend, label, pk)
        except ApiError as error:
            # This object only: its document is refused, or the index is gone and comes back anew.
            logger.exception("The search index refuses %s %s.", label, pk)
            if error.status_code == _GONE:
                break
        IndexRepair.objects.filter(pk__in=row_pks).delete()
        done += 1
    if done:
        outage.end()
        logger.info("Put %d missed changes into the search index.", done)
    return done


def _write(backend: Any, label: str, pk: str) -> None:
    """The object's document as the database has it now, or none. Raises what the node raises."""
    try:
        model = apps.get_model(label)
    except LookupError:
        return
    index = backend.get_index_for_model(model)
    found = model._default_manager.filter(pk=pk).first()
    instance = get_indexed_instance(found) if found is not None else None
    if instance is not None:
        index.put_now(instance)
    else:
        index.delete_now(model, pk)
