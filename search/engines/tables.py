"""The tables that documents are matched and counted in: what each database is best at, so Django has no
models of them.

The migration makes them, and a rebuild makes those that have gone: what is in them can be made anew from
the documents at any time.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper


class Part(NamedTuple):
    """A table, an index or a function, and the statements that make it."""

    name: str
    statements: Sequence[str]


# In the order in which they are made.
PARTS: Final[Mapping[str, Sequence[Part]]] = {
    "sqlite": [
        # No positions, no sizes: nothing ranks by them. Letters beyond ASCII are left as they come.
        Part(
            "search_tokens",
            [
                "CREATE VIRTUAL TABLE search_tokens "
                "USING fts5(tokens, detail=none, columnsize=0, tokenize='ascii')"
            ],
        ),
        Part(
            "search_bits",
            [
                "CREATE TABLE search_bits (label text NOT NULL, part integer NOT NULL, "
                "bits blob NOT NULL, PRIMARY KEY (part, label))"
            ],
        ),
    ],
    "postgresql": [
        # Searches read nothing but the keys, so tokens lie apart, and a page holds the keys of many.
        # PostgreSQL only puts apart what makes a row longer than two kilobytes; the blanks see to that
        # and take no room themselves, for they are compressed.
        Part(
            "search_tokens",
            [
                "CREATE TABLE search_tokens (document_id bigint PRIMARY KEY, tokens tsvector NOT NULL, "
                "blanks text GENERATED ALWAYS AS (repeat(' ', 2048)) STORED) "
                "WITH (toast_tuple_target = 128)",
                "ALTER TABLE search_tokens ALTER tokens SET STORAGE EXTERNAL, "
                "ALTER blanks SET STORAGE MAIN",
            ],
        ),
        # A batch's tokens wait in a list of 16 MB until they go into the index together.
        Part(
            "search_tokens_gin",
            [
                "CREATE INDEX search_tokens_gin ON search_tokens USING gin (tokens) "
                "WITH (fastupdate = on, gin_pending_list_limit = 16384)"
            ],
        ),
        # The planner takes reading all rows for cheap, and does not know that their tokens lie apart.
        Part(
            "search_holding(tsquery)",
            [
                "CREATE FUNCTION search_holding(tsquery) RETURNS bigint[] LANGUAGE sql STABLE "
                "SET enable_seqscan = off AS $$ SELECT array_agg(document_id) "
                "FROM search_tokens WHERE tokens @@ $1 $$"
            ],
        ),
        Part(
            "search_bits",
            [
                "CREATE TABLE search_bits (label text NOT NULL, part integer NOT NULL, "
                "bits bytea NOT NULL, PRIMARY KEY (part, label))",
                "ALTER TABLE search_bits ALTER bits SET STORAGE PLAIN",
            ],
        ),
    ],
}


def missing(database: BaseDatabaseWrapper) -> list[Part]:
    """The parts that are not there. One query."""
    parts = PARTS[database.vendor]
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            asked = ", ".join(
                f"to_reg{'procedure' if '(' in part.name else 'class'}(%s) IS NOT NULL"
                for part in parts
            )
            cursor.execute(f"SELECT {asked}", [part.name for part in parts])
            found = cursor.fetchone()
        else:
            cursor.execute("SELECT name FROM sqlite_master")
            names = {name for (name,) in cursor.fetchall()}
            found = [part.name in names for part in parts]
    return [part for part, is_there in zip(parts, found, strict=True) if not is_there]


def make(database: BaseDatabaseWrapper) -> None:
    """Make what is missing; nothing else is touched, so that readers of the rest need not wait."""
    with database.cursor() as cursor:
        for part in missing(database):
            for statement in part.statements:
                cursor.execute(statement)


def drop(database: BaseDatabaseWrapper) -> None:
    """Drop all there is, whole or broken."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS search_holding(tsquery)")
        cursor.execute("DROP TABLE IF EXISTS search_bits")
        cursor.execute("DROP TABLE IF EXISTS search_tokens")
