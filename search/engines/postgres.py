"""PostgreSQL: the tokens as a tsvector made without its parser, found by a GIN index."""

from collections.abc import Sequence

from django.db import connection

from search import tokens
from search.engines import sql
from search.engines.expressions import AnyOf, Term
from search.models import SearchDocument


class PostgresEngine(sql.SqlEngine):
    name = "postgres"
    key_column = "document_id"

    def tokens_where(self, demands: Sequence[AnyOf]) -> tuple[str, sql.Params]:
        return "search_tokens.tokens @@ %s::tsquery", [
            " & ".join(f"({' | '.join(map(_written, terms))})" for terms in demands)
        ]

    def insert(self, rows: Sequence[SearchDocument]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_tokens (document_id, tokens) VALUES (%s, array_to_tsvector(%s)) "
                "ON CONFLICT (document_id) DO UPDATE SET tokens = excluded.tokens",
                [(row.pk, tokens.of_document(row)) for row in rows],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_tokens")


def _written(term: Term) -> str:
    """The token as a quoted lexeme: tokens hold neither quotes nor backslashes."""
    return f"'{term.token}':*" if term.is_beginning else f"'{term.token}'"


def make(scratch: str = "") -> PostgresEngine:
    """The engine; a scratch is the business of whoever made the database."""
    return PostgresEngine()
