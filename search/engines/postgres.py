"""PostgreSQL: the tokens as a tsvector made without its parser, found by a GIN index."""

from collections.abc import Sequence

from django.db import connection

from search import tokens
from search.engines import sql, tables
from search.engines.expressions import AnyOf, Term
from search.engines.statements import Params
from search.models import SearchDocument


class PostgresEngine(sql.SqlEngine):
    name = "postgres"
    key_column = "document_id"

    def tokens_where(self, demands: Sequence[AnyOf]) -> tuple[str, Params]:
        return "search_tokens.tokens @@ %s::tsquery", [_question(demands)]

    def keys_where(self, demands: Sequence[AnyOf]) -> tuple[str, Params]:
        return "search_holding(%s::tsquery)", [_question(demands)]

    def clear(self) -> None:
        tables.make(connection)
        # To drop it, or to truncate it, would keep readers waiting for the end of the transaction.
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_tokens")

    def insert(self, documents: Sequence[SearchDocument]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_tokens (document_id, tokens) "
                "SELECT id, array_to_tsvector(string_to_array(words, ' ')) "
                "FROM unnest(%s::bigint[], %s::text[]) AS given (id, words) "
                "ON CONFLICT (document_id) DO UPDATE SET tokens = excluded.tokens",
                [
                    [row.pk for row in documents],
                    [" ".join(tokens.of_document(row)) for row in documents],
                ],
            )
            # Into the index together, which is several times faster than one by one; and now, for
            # searches would read through what is pending.
            cursor.execute("SELECT gin_clean_pending_list('search_tokens_gin')")


def _question(demands: Sequence[AnyOf]) -> str:
    return " & ".join(f"({' | '.join(map(_written, terms))})" for terms in demands)


def _written(term: Term) -> str:
    """The token as a quoted lexeme: tokens hold neither quotes nor backslashes."""
    return f"'{term.token}':*" if term.is_beginning else f"'{term.token}'"


def make(scratch: str = "") -> PostgresEngine:
    """The engine; a scratch is the business of whoever made the database."""
    return PostgresEngine()
