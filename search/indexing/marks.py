"""What changed, kept in the transaction of the change; worked off after its commit."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from search.models import SearchChange

_BATCH = 1000


def receive(source: str, object_ids: Sequence[str]) -> None:
    """Keep the marks. Append-only: whoever saves waits for nobody."""
    SearchChange.objects.bulk_create(
        (SearchChange(source=source, object_id=object_id) for object_id in object_ids),
        batch_size=_BATCH,
    )
    _enqueue_once()


def due(now: datetime | None = None) -> bool:
    """Whether marks wait whose time has come."""
    return SearchChange.objects.filter(after__lte=now or timezone.now()).exists()


def waiting() -> tuple[int, datetime | None]:
    """How many marks wait, and since when."""
    oldest = SearchChange.objects.order_by("created_at").values_list("created_at", flat=True)
    return SearchChange.objects.count(), oldest.first()


def _enqueue_once() -> None:
    """Have the marks worked off after the commit: one task, however often is marked.

    A process that ends between commit and task loses nothing: the marks are looked for every minute.
    """
    here = set(connection.savepoint_ids)
    for entry in connection.run_on_commit:
        savepoints, function = entry[:2]
        # One that a rolled back savepoint could take with it does not count.
        if function is _enqueue and savepoints <= here:
            return
    transaction.on_commit(_enqueue)


def _enqueue() -> None:
    from search.tasks import drain_changes

    drain_changes.enqueue()
