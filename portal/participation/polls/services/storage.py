"""Rows made anew, so that neither their order nor a system column tells when they came, or beside what.

A database keeps the order of inserts (SQLite's rowid, PostgreSQL's ctid) and PostgreSQL also which rows
one transaction wrote (xmin). Rows that are deleted and inserted in one transaction, each table in a
random order of its own, have lost both.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from secrets import SystemRandom
from typing import Any, Final

from django.db import DatabaseError, OperationalError, connection, models

from portal.participation.polls.models import Ballot, Participation, Round, TextAnswer, Trace
from portal.participation.polls.results.counting import CHUNK

logger = logging.getLogger(__name__)

# Whose old rows would tell something.
_TABLES: Final = (Ballot, Participation, TextAnswer, Trace)
# How long tables are waited for to be written anew, before what is free in them is only given back.
_LOCK_TIMEOUT: Final = "10s"


def ballots_anew(round_: Round) -> Iterator[list[Ballot]]:
    """All ballots of a round, some at a time, in the order of their keys, which is one of chance.

    Each is written anew once the caller has gone on, with what the caller changed of it. To be used up
    inside a transaction with the round locked.
    """
    last = ""
    while chunk := next_ballots(round_, last):
        last = chunk[-1].key
        yield chunk
        write_ballots(round_, chunk)


def next_ballots(round_: Round, after: str, size: int = CHUNK) -> list[Ballot]:
    """The ballots that follow a key. Waits for changes of them that are under way."""
    rows = Ballot.objects.select_for_update().filter(round=round_, key__gt=after)
    return list(rows.order_by("key")[:size])


def write_ballots(round_: Round, ballots: list[Ballot]) -> None:
    """Put these in the place of the rows that they were read from."""
    first, last = ballots[0].key, ballots[-1].key
    remove(Ballot.objects.filter(round=round_, key__range=(first, last)))
    Ballot.objects.bulk_create(ballots)


def participation_ids(round_: Round) -> list[uuid.UUID]:
    """In a random order."""
    ids = list(Participation.objects.filter(round=round_).values_list("pk", flat=True))
    SystemRandom().shuffle(ids)
    return ids


def write_participations(
    ids: list[uuid.UUID], change: Callable[[Participation], bool] = lambda _row: True
) -> None:
    """Put rows with new ids in the place of these; `change` may change one and says whether it stays."""
    for start in range(0, len(ids), CHUNK):
        rows = Participation.objects.filter(pk__in=ids[start : start + CHUNK])
        kept = [row for row in rows.select_for_update() if change(row)]
        SystemRandom().shuffle(kept)
        remove(rows)
        for row in kept:
            row.pk = uuid.uuid4()
        Participation.objects.bulk_create(kept)


def texts_anew(round_: Round) -> None:
    """Write text answers anew in the order of their ids, which is one of chance."""
    last = uuid.UUID(int=0)
    while True:
        rows = TextAnswer.objects.filter(round=round_, pk__gt=last)
        chunk = list(rows.order_by("pk")[:CHUNK])
        if not chunk:
            return
        first, last = chunk[0].pk, chunk[-1].pk
        remove(TextAnswer.objects.filter(round=round_, pk__range=(first, last)))
        TextAnswer.objects.bulk_create(chunk)


def remove(rows: models.QuerySet[Any]) -> None:
    """Delete rows in one statement, telling nobody."""
    # `delete()` reads every row for those who hear of deleted ones; nobody is to hear of these.
    rows._raw_delete(rows.db)


def overwrite_deleted() -> None:
    """From now on SQLite overwrites what is deleted on this connection; before the transaction."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def give_up_old() -> None:
    """Leave nothing of the deleted rows in the database's files; after the commit.

    Other transactions may be in the way: then the next round that is sealed or shuffled does it.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in _TABLES)
        try:
            cursor.execute(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
            # Fresh files: a plain VACUUM leaves the bytes of old rows in their pages.
            _vacuum(cursor, f"VACUUM (FULL, ANALYZE) {names}", f"VACUUM (ANALYZE) {names}")
        except DatabaseError as error:
            logger.warning("Old ballots were not vacuumed: %s", type(error).__name__)
        finally:
            cursor.execute("RESET lock_timeout")


def _vacuum(cursor: Any, wanted: str, instead: str) -> None:
    try:
        cursor.execute(wanted)
    except OperationalError:
        cursor.execute(instead)
