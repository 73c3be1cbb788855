"""The content version: raised by every change a reader could see, read by every web worker.

Services that change rows past Django's signals (`queryset.update()`, `bulk_create()`) call `bump()`.
"""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Manager, Max, Sum
from django.utils import timezone


def bump() -> None:
    """Raise the version: cached pages are made anew within a second of the commit.

    Part of the transaction it is called in: a rollback takes it back, a commit cannot lose it.
    Called many times in one transaction it writes one row.
    """
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        # What was registered in a savepoint that was rolled back is not in this list any more.
        if any(entry[1] is _raised for entry in connection.run_on_commit):
            return
        transaction.on_commit(_raised)
    _rows().create()


def _rows() -> Manager[Any]:
    # By name: querysets of models ask for the version, too.
    return apps.get_model("core", "Stamp")._default_manager


def _raised() -> None:
    """Marks a transaction whose version is raised already."""


def read() -> str:
    """The version in the database now: two versions are equal only if nothing came between.

    The last number alone would not do: a transaction that began early commits a lower one late, and
    a sequence may stay behind its table. So it is joined by the moment of the newest row and by how
    many rows there are and which.
    """
    seen = _rows().aggregate(
        last=Max("pk"), newest=Max("raised_at"), count=Count("pk"), total=Sum("pk")
    )
    if not seen["count"]:
        return "0"
    moment = int(seen["newest"].timestamp() * 1_000_000)
    return f"{seen['last']}.{seen['count']}.{seen['total']}.{moment}"


def prune(*, older_than: timedelta = timedelta(hours=1)) -> int:
    """Remove rows that served their purpose; returns how many. Turns the version once."""
    old = _rows().filter(raised_at__lt=timezone.now() - older_than)
    # The last row and the newest stay, so that a version that was seen never comes again.
    seen = _rows().aggregate(last=Max("pk"), newest=Max("raised_at"))
    return old.exclude(pk=seen["last"]).exclude(raised_at=seen["newest"]).delete()[0]
