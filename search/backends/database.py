"""Search in the project's own database: SQLite's FTS5 or PostgreSQL's full text."""

from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When
from modelsearch.query import MatchAll, Not

from search.backends.safe import SafeQueries

# How many of the best are put in order by relevance; the rest follows, newest first.
RANKED = 200

SearchBackend: Any


def _place(keys: list[Any]) -> Case:
    """The order of `keys`; what is not among them comes after."""
    return Case(
        *(When(pk=key, then=Value(place)) for place, key in enumerate(keys)),
        default=Value(len(keys)),
        output_field=IntegerField(),
    )


if connection.vendor == "sqlite":
    from modelsearch.backends.database.sqlite import sqlite as stock

    class WeightedRank(stock.BM25):
        """FTS5's own rank with weights for its columns, in their order: autocomplete, body, title."""

        def __init__(self, *weights: float) -> None:
            super().__init__()
            self.weights = weights

        def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, list[Any]]:
            weights = ", ".join(str(weight) for weight in self.weights)
            return f"bm25({stock.SQLiteFTSIndexEntry._meta.db_table}, {weights})", []

    class RankedQueryCompiler(stock.SQLiteSearchQueryCompiler):
        """The stock one asks FTS5 once for every found page to order them: minutes at 10,000 pages.

        Here the best are asked for once, in order; a word in the title counts more than in the text.
        """

        rank_weights = (0.0, 1.0, 8.0)

        def search(
            self, config: Any, start: int | None, stop: int | None, score_field: str | None = None
        ) -> QuerySet[Any]:
            query = stock.normalize(self.query)
            is_plain = score_field is None and not isinstance(query, MatchAll | Not)
            if not is_plain or not self.order_by_relevance:
                found: QuerySet[Any] = super().search(config, start, stop, score_field)
                return found
            matches = self._matches(query, config)
            found = self.queryset.filter(pk__in=matches.values_list("index_entry__object_id"))
            if stop is None and not start:
                # To be counted, or read as a whole: in no order at all.
                return found.order_by("-pk")
            best = self._best(matches)
            if stop is not None and stop <= len(best):
                best = best[start:stop]
                return self.queryset.filter(pk__in=best).order_by(_place(best))
            return found.order_by(_place(best), "-pk")[start:stop]

        def _matches(self, query: Any, config: Any) -> QuerySet[Any]:
            expression = stock.MatchExpression(
                self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(query, config=config)
            )
            types = stock.get_descendants_content_types_pks(self.queryset.model)
            matches: QuerySet[Any] = stock.SQLiteFTSIndexEntry.objects.filter(
                expression, index_entry__content_type__in=types
            )
            return matches

        def _best(self, matches: QuerySet[Any]) -> list[Any]:
            """Keys of the most relevant matches that the question's own conditions let through, in order."""
            ranked = matches.annotate(score=WeightedRank(*self.rank_weights)).order_by("score")
            keys = list(ranked.values_list("index_entry__object_id", flat=True)[:RANKED])
            allowed = {
                str(pk)
                for pk in self.queryset.filter(pk__in=keys).order_by().values_list("pk", flat=True)
            }
            return [key for key in keys if key in allowed]

    class RankedAutocompleteCompiler(RankedQueryCompiler, stock.SQLiteAutocompleteQueryCompiler):
        """The same for the beginnings of words."""

        rank_weights = (1.0, 0.0, 0.0)

    class SQLiteBackend(SafeQueries, stock.SQLiteSearchBackend):
        query_compiler_class = RankedQueryCompiler
        autocomplete_query_compiler_class = RankedAutocompleteCompiler

    SearchBackend = SQLiteBackend
else:
    from modelsearch.backends.database.postgres import postgres

    class PostgresBackend(SafeQueries, postgres.PostgresSearchBackend):
        pass

    SearchBackend = PostgresBackend
