"""Short lists (people, districts, rubrics): found by parts of words in the fields that they name."""

import re
from typing import Any, Final

from modelsearch.backends.database.fallback import (
    DatabaseSearchBackend,
    DatabaseSearchQueryCompiler,
)
from modelsearch.query import Phrase, PlainText

_MOST_WORDS: Final = 12
_MOST_LETTERS: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class PartsCompiler(DatabaseSearchQueryCompiler):
    """Any filter and order of the queryset may be used; any text is a question."""

    def check(self) -> None:
        return


class PartsBackend(DatabaseSearchBackend):
    query_compiler_class = PartsCompiler
    autocomplete_query_compiler_class = PartsCompiler

    def _search(self, query_compiler_class: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        safe = _safe(query)
        if isinstance(safe, PlainText | Phrase) and not safe.query_string:
            safe = ""
        return super()._search(query_compiler_class, safe, *args, **kwargs)


def _safe(query: Any) -> Any:
    if isinstance(query, str):
        return _clean(query)
    if isinstance(query, PlainText):
        return PlainText(_clean(query.query_string), operator=query.operator)
    if isinstance(query, Phrase):
        return Phrase(_clean(query.query_string))
    return query


def _clean(text: str) -> str:
    """The first words without control characters; a database would refuse NUL, or thousands of words."""
    words = _CONTROL.sub(" ", text).split()
    return " ".join(words[:_MOST_WORDS])[:_MOST_LETTERS]
