"""One process writes documents at a time: a lease in the one row of the index's state.

Whoever holds it renews it inside the transaction of each batch. The update locks the row, so two
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
from django.db.models import Q
from django.utils import timezone

from portal.core.tasks import worker_id
from search.models import IndexState

# A batch takes seconds; whoever is not heard of for so long is dead.
HOLDS: Final = timedelta(seconds=90)
_LOOK_AGAIN: Final = 0.2
# Seconds; a file may take most of a minute to be read.
_RENEW_AFTER: Final = 10.0

T = TypeVar("T")


class LeaseLost(Exception):
    """Another process writes now. What was not committed is not written."""


class LeaseTaken(Exception):
    """Another process writes, and did not end in time."""


@dataclass(frozen=True, slots=True)
class Lease:
    holder: str

    def renew(self) -> IndexState:
        """Inside a transaction: the state, locked until its end. Raises LeaseLost."""
        row = IndexState.objects.filter(pk=1, writer=self.holder)
        if not row.update(writer_until=timezone.now() + HOLDS):
            raise LeaseLost(self.holder)
        return row.get()

    def renew_now(self) -> None:
        """Outside a transaction: hold it for as long again. Raises LeaseLost."""
        with transaction.atomic():
            self.renew()

    def while_reading(self, things: Iterable[T]) -> Iterator[T]:
        """The things, and the lease held on however long each of them takes. Raises LeaseLost."""
        renewed = time.monotonic()
        for thing in things:
            if time.monotonic() - renewed > _RENEW_AFTER:
                self.renew_now()
                renewed = time.monotonic()
            yield thing


def take() -> Lease | None:
    """The lease, or None while another process holds it."""
    IndexState.objects.get_or_create(pk=1)
    now = timezone.now()
    lease = Lease(worker_id())
    free = IndexState.objects.filter(
        Q(writer="") | Q(writer_until__lt=now) | Q(writer_until=None), pk=1
    )
    return lease if free.update(writer=lease.holder, writer_until=now + HOLDS) else None


def give_back(lease: Lease) -> None:
    """Harmless for a lease that was lost."""
    IndexState.objects.filter(pk=1, writer=lease.holder).update(writer="", writer_until=None)


@contextmanager
def taken(wait: float = 30.0) -> Iterator[Lease]:
    """The lease, waited for at most `wait` seconds. Raises LeaseTaken."""
    until = time.monotonic() + wait
    while (lease := take()) is None:
        if time.monotonic() > until:
            raise LeaseTaken(f"The index is being written by another process for {wait:.0f} s.")
        time.sleep(_LOOK_AGAIN)
    try:
        yield lease
    finally:
        give_back(lease)
