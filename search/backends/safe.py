"""What every engine needs: questions without syntax of any engine in them."""

from typing import Any

from modelsearch.query import Phrase, PlainText

from search.text import fold_apostrophes


def safe_query(query: Any) -> Any:
    """Plain questions without quotes and control characters, which SQLite and PostgreSQL fail on."""
    if isinstance(query, str):
        return _safe_text(query)
    if isinstance(query, PlainText):
        return PlainText(_safe_text(query.query_string), operator=query.operator)
    if isinstance(query, Phrase):
        return Phrase(_safe_text(query.query_string))
    return query


def _safe_text(text: str) -> str:
    without = "".join(" " if sign == '"' or not sign.isprintable() else sign for sign in text)
    return " ".join(fold_apostrophes(without).split())


class SafeQueries:
    """First base of an engine: makes every question safe, the admin's too."""

    def _search(self, query_compiler_class: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super()._search(query_compiler_class, safe_query(query), *args, **kwargs)  # type: ignore[misc]
