"""Rows made anew, so that neither their order nor a system column tells when they came, or beside what.

A database keeps the order of inserts (SQLite's rowid, PostgreSQL's ctid) and PostgreSQL also which rows
one transaction wrote (xmin). Rows that were written anew, each table in a random order of its own, have lost
both. All of it is done by the database itself, in few statements: whoever votes meanwhile waits for it.
What they leave behind in the files of PostgreSQL goes once a night, for that stops the votes of all polls.
"""

import hashlib
import logging
import uuid
from collections.abc import Iterator, Sequence
from secrets import SystemRandom
from typing import Any, Final, NamedTuple

from django.db import DatabaseError, OperationalError, connection, models
from django.db.models import TextField
from django.db.models.functions import Cast

from portal.participation.polls.models import Ballot, Participation, Round, TextAnswer, Trace
from portal.participation.polls.results.counting import CHUNK

logger = logging.getLogger(__name__)

# Whose old rows would tell something.
_TABLES: Final = (Ballot, Participation, TextAnswer, Trace)
# How long tables are waited for to be written anew, before what is free in them is only given back. All who
# come after wait behind.
_LOCK_TIMEOUT: Final = "3s"
# Fields of a participation by which a second ballot is known.
MARKS: Final = ("person_mark", "mail_mark", "browser_mark")
# Below all that SQLite takes in one statement.
_IDS_A_STATEMENT: Final = 500

# By vendor. SQLite moves a row to a new place when its rowid is another; 62 bits of chance leave room for rows
# that come later. PostgreSQL writes a row anew where it is inserted; what is deleted by the same statement
# is locked first, so a change that is under way is waited for and comes along.
_MOVE_BALLOTS: Final = {
    "sqlite": """
        UPDATE {ballots} SET rowid = random() & 4611686018427387903
        WHERE round_id = %s AND key > %s AND key <= %s""",
    "postgresql": """
        WITH moved AS (
            DELETE FROM {ballots} WHERE round_id = %s AND key > %s AND key <= %s RETURNING *
        ) INSERT INTO {ballots} SELECT * FROM moved ORDER BY key""",
}
_MOVE_PEOPLE: Final = {
    "sqlite": """
        UPDATE {people}
        SET rowid = random() & 4611686018427387903, id = lower(hex(randomblob(16)))
        WHERE id IN ({ids})""",
    "postgresql": """
        WITH moved AS (DELETE FROM {people} WHERE id IN ({ids}) RETURNING *)
        INSERT INTO {people} ({columns})
        SELECT {columns_anew} FROM moved ORDER BY gen_random_uuid()""",
}
_PART_TEXTS: Final = {
    "sqlite": """
        INSERT INTO {texts} (id, round_id, question, text)
        SELECT lower(hex(randomblob(16))), round_id, each.key, each.value
        FROM {ballots}, json_each({ballots}.texts) AS each
        WHERE round_id = %s AND voiding_id IS NULL AND {ballots}.texts <> '{{}}'
        ORDER BY randomblob(16)""",
    "postgresql": """
        INSERT INTO {texts} (id, round_id, question, text)
        SELECT gen_random_uuid(), round_id, each.key, each.value
        FROM {ballots}, jsonb_each_text({ballots}.texts) AS each
        WHERE round_id = %s AND voiding_id IS NULL
        ORDER BY gen_random_uuid()""",
}


class Row(NamedTuple):
    """A ballot as far as it is counted. JSON is the text that the database has."""

    key: str
    channel: str
    answers: str
    texts: str
    district_id: int | None
    age_group: str
    voiding_id: int | None


def rows(round_: Round, after: str = "", size: int | None = None) -> Iterator[Row]:
    """Ballots of a round in the order of their keys, from the one behind `after`; `size` of them, or all."""
    found = Ballot.objects.filter(round=round_, key__gt=after).order_by("key")
    found = found.annotate(
        answers_text=Cast("answers", TextField()), texts_text=Cast("texts", TextField())
    )
    listed = found.values_list(
        "key", "channel", "answers_text", "texts_text", "district_id", "age_group", "voiding_id"
    )
    return (Row(*row) for row in listed[:size].iterator(chunk_size=CHUNK))


class Fingerprint:
    """Of all ballots of a round, to tell whether they are still what was read."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, row: Row) -> None:
        self._digest.update(repr(row).encode())

    def is_of(self, round_: Round) -> bool:
        """Whether the round's ballots are these and no others. One query."""
        now = Fingerprint()
        for row in rows(round_):
            now.add(row)
        return now._digest.digest() == self._digest.digest()


def move_ballots(round_: Round, after: str, size: int) -> str:
    """Write that many ballots anew that follow a key; returns the last one's, empty when none is left.

    Their order is that of their keys, which is one of chance. Inside a transaction with the round locked.
    """
    keys = Ballot.objects.filter(round=round_, key__gt=after).order_by("key")
    last = keys.values_list("key", flat=True)[:size]
    found = list(last)
    if not found:
        return ""
    _run(_MOVE_BALLOTS, [round_.pk, after, found[-1]])
    return found[-1]


def ids_of(rows: models.QuerySet[Any]) -> list[uuid.UUID]:
    """In a random order."""
    ids = list(rows.values_list("pk", flat=True))
    SystemRandom().shuffle(ids)
    return ids


def move_participations(ids: Sequence[uuid.UUID]) -> None:
    """Write these anew, with other ids, in a random order. Inside a transaction."""
    field = Participation._meta.pk
    columns = [str(each.column) for each in Participation._meta.concrete_fields]
    anew = ["gen_random_uuid()" if name == field.column else name for name in columns]
    for some in _portions(ids):
        _run(
            _MOVE_PEOPLE,
            [field.get_db_prep_value(each, connection) for each in some],
            ids=", ".join(["%s"] * len(some)),
            columns=", ".join(columns),
            columns_anew=", ".join(anew),
        )


def wipe(round_: Round) -> None:
    """Part texts from their ballots and take from these what could tell whose they are: two statements."""
    _run(_PART_TEXTS, [round_.pk])
    Ballot.objects.filter(round=round_).update(texts={}, district=None, age_group="", network="")


def has_mark() -> models.Q:
    """Participations that the seal has not come to: each has some mark until then."""
    found = models.Q()
    for mark in MARKS:
        found |= ~models.Q(**{mark: ""})
    return found


def wipe_participations(ids: Sequence[uuid.UUID]) -> None:
    """Take their marks. Without an account a row says nothing once these are gone, and goes as well."""
    for some in _portions(ids):
        rows = Participation.objects.filter(pk__in=some)
        remove(rows.filter(user=None))
        rows.update(**dict.fromkeys(MARKS, ""))


def remove_traces(ids: Sequence[uuid.UUID]) -> None:
    for some in _portions(ids):
        remove(Trace.objects.filter(pk__in=some))


def _portions(ids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    for start in range(0, len(ids), _IDS_A_STATEMENT):
        yield ids[start : start + _IDS_A_STATEMENT]


def remove(rows: models.QuerySet[Any]) -> None:
    """Delete rows in one statement, telling nobody."""
    # `delete()` reads every row for those who hear of deleted ones; nobody is to hear of these.
    rows._raw_delete(rows.db)


def _run(statements: dict[str, str], values: list[Any], **parts: str) -> None:
    names = {
        "ballots": Ballot._meta.db_table,
        "people": Participation._meta.db_table,
        "texts": TextAnswer._meta.db_table,
    }
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor].format(**names, **parts), values)


def overwrite_deleted() -> None:
    """From now on SQLite overwrites what is deleted on this connection; before the transaction."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def give_up_old(*, anew: bool = False) -> None:
    """Give back the room of deleted rows; after the commit.

    SQLite has overwritten them. PostgreSQL leaves their bytes in its pages until the tables are written `anew`,
    and nobody votes in any poll meanwhile (docs/polls.md has how long): for the night. Other transactions may
    be in the way: then the next night does it.
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
            if anew:
                _vacuum(cursor, f"VACUUM (FULL, ANALYZE) {names}", f"VACUUM (ANALYZE) {names}")
            else:
                cursor.execute(f"VACUUM (ANALYZE) {names}")
        except DatabaseError as error:
            logger.warning("Old ballots were not vacuumed: %s", type(error).__name__)
        finally:
            cursor.execute("RESET lock_timeout")


def _vacuum(cursor: Any, wanted: str, instead: str) -> None:
    try:
        cursor.execute(wanted)
    except OperationalError:
        cursor.execute(instead)
