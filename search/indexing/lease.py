"""One process writes documents at a time, and one makes the node's index anew: leases in the one row of
the index's state.

Whoever writes renews the lease inside the transaction of each batch. The update locks the row, so two
batches never overlap, and a batch of a holder that was thought dead finds its lease gone and is
rolled back: what it read may be old by then.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.core.tasks import worker_id
from search.models import IndexState

_LOOK_AGAIN: Final = 0.2
# Seconds; a file may take most of a minute to be read.
_RENEW_AFTER: Final = 10.0

T = TypeVar("T")


class LeaseLost(Exception):
    """Another process has it now. What was not committed is not written."""


class LeaseTaken(Exception):
    """Another process has it, and did not end in time."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is leased: the column that names the holder; whoever is not heard of for `holds` is dead."""

    column: str
    holds: timedelta

    @property
    def until(self) -> str:
        """The column that says until when nobody else may."""
        return f"{self.column}_until"


# A batch takes seconds.
WRITING: Final = Kind("writer", timedelta(seconds=90))
REBUILDING: Final = Kind("rebuilder", timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class Lease:
    holder: str
    kind: Kind = WRITING

    def renew(self) -> IndexState:
        """Inside a transaction: the state, locked until its end. Raises LeaseLost."""
        row = self._row()
        if not row.update(**{self.kind.until: timezone.now() + self.kind.holds}):
            raise LeaseLost(self.holder)
        return row.get()

    def renew_now(self) -> None:
        """Outside a transaction: hold it for as long again. Raises LeaseLost."""
        with transaction.atomic():
            self.renew()

    def give_back(self) -> None:
        """Harmless for a lease that was lost."""
        self._row().update(**{self.kind.column: "", self.kind.until: None})

    def _row(self) -> QuerySet[IndexState]:
        return IndexState.objects.filter(pk=1, **{self.kind.column: self.holder})

    def while_reading(self, things: Iterable[T]) -> Iterator[T]:
        """The things, and the lease held on however long each of them takes. Raises LeaseLost."""
        renewed = time.monotonic()
        for thing in things:
            if time.monotonic() - renewed > _RENEW_AFTER:
                self.renew_now()
                renewed = time.monotonic()
            yield thing


def take(kind: Kind = WRITING) -> Lease | None:
    """The lease, or None while another process holds it."""
    IndexState.objects.get_or_create(pk=1)
    now = timezone.now()
    lease = Lease(worker_id(), kind)
    free = IndexState.objects.filter(
        Q((kind.column, "")) | Q((f"{kind.until}__lt", now)) | Q((kind.until, None)), pk=1
    )
    taken = free.update(**{kind.column: lease.holder, kind.until: now + kind.holds})
    return lease if taken else None


@contextmanager
def taken(wait: float = 30.0, kind: Kind = WRITING) -> Iterator[Lease]:
    """The lease, waited for at most `wait` seconds. Raises LeaseTaken."""
    until = time.monotonic() + wait
    while (lease := take(kind)) is None:
        if time.monotonic() >= until:
            raise LeaseTaken(f"Another process holds the lease of the {kind.column}.")
        time.sleep(_LOOK_AGAIN)
    try:
        yield lease
    finally:
        lease.give_back()
