"""What SQLite and PostgreSQL share: one table of tokens beside the documents, joined to them.

`search_tokens` holds a document's tokens in the form of the database; a row without a document is as
good as none, so every question goes through the documents.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, ClassVar, Final

from django.db import OperationalError, ProgrammingError, connection, transaction

from search import facets
from search.engines import expressions
from search.engines.base import Candidates, EngineAway, Match, Order
from search.engines.expressions import AnyOf
from search.models import DocumentState, SearchDocument

DOCUMENTS: Final = SearchDocument._meta.db_table
_STATES: Final = DocumentState._meta.db_table
_BATCH: Final = 500
_NEWEST: Final = "moment DESC NULLS LAST, id DESC"

Params = list[Any]


class SqlEngine(ABC):
    """An engine inside the portal's database; what it writes belongs to the caller's transaction."""

    name: ClassVar[str]
    # How the documents are joined: by the narrow index where the database must be told.
    documents: ClassVar[str] = f"{DOCUMENTS} d"

    # --- what each database says in its own way

    @abstractmethod
    def tokens_where(self, demands: Sequence[AnyOf]) -> tuple[str, Params]:
        """A condition on `search_tokens` that each of the demands is met; there is at least one."""

    @property
    @abstractmethod
    def key_column(self) -> str:
        """The column of `search_tokens` with the document's key."""

    @abstractmethod
    def insert(self, rows: Sequence[SearchDocument]) -> None:
        """Write the tokens of documents of which there are none."""

    @abstractmethod
    def clear(self) -> None:
        """Forget all tokens."""

    # --- the protocol

    def full(self, match: Match, limit: int, order: Order = "relevance") -> Candidates:
        demands = [expressions.of_group(group) for group in match.groups]
        hits, params = self._hits(match, demands)
        ids = self._column(f"{hits} LIMIT %s", [*params, limit + 1])
        if len(ids) <= limit:
            return Candidates(ids, len(ids))
        if order == "date":
            rows = self._rows(
                f"WITH hits AS MATERIALIZED ({hits}) SELECT id, (SELECT COUNT(*) FROM hits) "  # noqa: S608
                f"FROM hits ORDER BY {_NEWEST} LIMIT %s",
                [*params, limit],
            )
        else:
            scores, more = self._scores(
                match, [(expressions.in_title(group), group) for group in match.groups]
            )
            rows = self._rows(
                f"WITH hits AS MATERIALIZED ({hits}), scores AS ({scores}) "  # noqa: S608
                "SELECT hits.id, (SELECT COUNT(*) FROM hits) "
                "FROM hits LEFT JOIN scores ON scores.id = hits.id "
                "ORDER BY COALESCE(scores.score, 0) DESC, hits.moment DESC NULLS LAST, "
                "hits.id DESC LIMIT %s",
                [*params, *more, limit],
            )
        return Candidates([row[0] for row in rows], rows[0][1] if rows else 0)

    def partial(self, match: Match, limit: int) -> Sequence[int]:
        if not match.groups:
            return []
        hits, params = self._hits(match, [expressions.of_any_group(match)])
        scores, more = self._scores(
            match, [(expressions.of_group(group), group) for group in match.groups]
        )
        return self._column(
            f"WITH hits AS MATERIALIZED ({hits}), scores AS ({scores}) "  # noqa: S608
            "SELECT hits.id FROM hits LEFT JOIN scores ON scores.id = hits.id "
            "ORDER BY COALESCE(scores.score, 0) DESC, hits.moment DESC NULLS LAST, hits.id DESC "
            "LIMIT %s",
            [*params, *more, limit],
        )

    def counts(self, match: Match, *, partial: bool = False) -> dict[str, dict[str, int]]:
        demands = (
            [expressions.of_any_group(match)]
            if partial
            else [expressions.of_group(group) for group in match.groups]
        )
        hits, params = self._hits(match, demands, columns="d.facets", choices=False)
        rows = self._rows(
            f"SELECT facets, COUNT(*) FROM ({hits}) AS hits GROUP BY facets",  # noqa: S608
            params,
        )
        return facets.count(rows, match)

    def subquery(self, match: Match, *, partial: bool = False) -> tuple[str, Params]:
        """SQL for the keys of all documents that `full` or `partial` would find, in no order."""
        demands = (
            [expressions.of_any_group(match)]
            if partial
            else [expressions.of_group(group) for group in match.groups]
        )
        return self._hits(match, demands, columns="d.id")

    def write(self, document_ids: Iterable[int]) -> None:
        for ids in batches(document_ids):
            with transaction.atomic():
                self.delete(ids)
                self.insert(list(SearchDocument.objects.filter(pk__in=ids)))

    def delete(self, document_ids: Iterable[int]) -> None:
        for ids in batches(document_ids):
            marks = ", ".join(["%s"] * len(ids))
            with connection.cursor() as cursor:
                cursor.execute(
                    f"DELETE FROM search_tokens WHERE {self.key_column} IN ({marks})",  # noqa: S608
                    ids,
                )

    def rebuild(self) -> int:
        """In one transaction: readers see the old state until it ends."""
        number = 0
        with transaction.atomic():
            self.clear()
            documents = SearchDocument.objects.order_by("pk").iterator(chunk_size=_BATCH)
            while rows := list(islice(documents, _BATCH)):
                self.insert(rows)
                number += len(rows)
        return number

    def refresh(self) -> None:
        return  # What was written is found at once.

    def throw_away(self) -> None:
        return  # The table goes with its database.

    # --- SQL

    def _hits(
        self,
        match: Match,
        demands: Sequence[AnyOf],
        *,
        columns: str = "d.id, d.moment",
        choices: bool = True,
    ) -> tuple[str, Params]:
        """A question for the documents that meet the demands and the filters of `match`."""
        demands = [*demands, *expressions.of_labels(match, choices=choices)]
        where: list[str] = []
        params: Params = []
        source = self.documents
        if not all(demands):
            where.append("1 = 0")
        elif demands:
            condition, params = self.tokens_where(demands)
            where.append(condition)
            source = f"search_tokens JOIN {source} ON d.id = search_tokens.{self.key_column}"
        for sign, moment in ((">=", match.first), ("<", match.last)):
            if moment is not None:
                where.append(f"d.moment {sign} %s")
                params.append(connection.ops.adapt_datetimefield_value(moment))
        if choices and (states := match.choices.get(facets.STATE)):
            where.append(self._in_state(match, states, params))
        condition = f" WHERE {' AND '.join(where)}" if where else ""
        return f"SELECT {columns} FROM {source}{condition}", params  # noqa: S608

    def _in_state(self, match: Match, states: Sequence[str], params: Params) -> str:
        if match.now is None:
            return "1 = 0"
        now = connection.ops.adapt_datetimefield_value(match.now)
        params.extend([*states, now, now])
        marks = ", ".join(["%s"] * len(states))
        return (
            f"EXISTS (SELECT 1 FROM {_STATES} s WHERE s.document_id = d.id AND s.state IN ({marks}) "  # noqa: S608
            "AND (s.begins IS NULL OR s.begins <= %s) AND (s.ends IS NULL OR s.ends > %s))"
        )

    def _scores(self, match: Match, weighed: Sequence[tuple[AnyOf, Any]]) -> tuple[str, Params]:
        """A question for (document, sum of the weights of the groups that it holds)."""
        parts: list[str] = []
        params: Params = []
        for terms, group in weighed:
            if not terms:
                continue
            condition, more = self.tokens_where([terms])
            parts.append(
                f"SELECT {self.key_column} AS id, {expressions.weight(group)} AS weight "  # noqa: S608
                f"FROM search_tokens WHERE {condition}"
            )
            params.extend(more)
        if not parts:
            return "SELECT 0 AS id, 0 AS score", []
        return (
            f"SELECT id, SUM(weight) AS score FROM ({' UNION ALL '.join(parts)}) AS found GROUP BY id",  # noqa: S608
            params,
        )

    def _rows(self, sql: str, params: Params) -> list[tuple[Any, ...]]:
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                rows: list[tuple[Any, ...]] = cursor.fetchall()
        except (OperationalError, ProgrammingError) as error:
            raise EngineAway(str(error)) from error
        return rows

    def _column(self, sql: str, params: Params) -> list[int]:
        return [row[0] for row in self._rows(sql, params)]


def batches(document_ids: Iterable[int]) -> Iterator[list[int]]:
    """The keys in lists that fit into one statement."""
    left = iter(document_ids)
    while ids := list(islice(left, _BATCH)):
        yield ids
