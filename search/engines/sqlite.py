"""SQLite: an FTS5 table without positions, columns and ranks; it answers which rows hold which tokens."""

from collections.abc import Sequence

from django.db import connection

from search import tokens
from search.engines import sql, tables
from search.engines.expressions import AnyOf, Term
from search.engines.statements import Params
from search.models import SearchDocument


class SqliteEngine(sql.SqlEngine):
    name = "sqlite"
    key_column = "rowid"

    def tokens_where(self, demands: Sequence[AnyOf]) -> tuple[str, Params]:
        return "search_tokens MATCH %s", [
            " AND ".join(f"({' OR '.join(map(_written, terms))})" for terms in demands)
        ]

    def clear(self) -> None:
        # A table that is broken can be dropped, but not be emptied.
        tables.drop(connection)
        tables.make(connection)

    def insert(self, documents: Sequence[SearchDocument]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_tokens (rowid, tokens) VALUES (%s, %s)",
                [(row.pk, " ".join(tokens.of_document(row))) for row in documents],
            )


def _written(term: Term) -> str:
    """The token as a string of FTS5's language: tokens hold no quotes."""
    return f'"{term.token}" *' if term.is_beginning else f'"{term.token}"'


def make(scratch: str = "") -> SqliteEngine:
    """The engine; a scratch is the business of whoever made the database."""
    return SqliteEngine()
