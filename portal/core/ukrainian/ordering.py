"""Ukrainian alphabetical order inside a query, for lists that the database sorts and cuts into pages.

Databases put є, і, ї and ґ after я, or before а, and count apostrophes as letters. `sorting.sort_key`, kept in
a column, is for lists of many rows that everybody reads; here is the same alphabet for staff's lists.
"""

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField
from django.db.models.sql.compiler import SQLCompiler

from portal.core.ukrainian.letters import ALPHABET, APOSTROPHES

# Where Unicode has no signs of its own, in the order of the alphabet; letters of Russian come last.
_FIRST: Final = 0xE000
_LETTERS: Final = ALPHABET + "ёъыэ"
_SMALL: Final = {letter: chr(_FIRST + place) for place, letter in enumerate(_LETTERS)}
_PLACES: Final = _SMALL | {letter.upper(): place for letter, place in _SMALL.items()}
_LATIN: Final = {letter.upper(): letter for letter in "abcdefghijklmnopqrstuvwxyz"}
# The stress mark and the soft hyphen are no letters either.
_UNHEARD: Final = APOSTROPHES + "\u0301\u00ad"
_FROM: Final = "".join([*_PLACES, *_LATIN, *_UNHEARD])
_TO: Final = "".join([*_PLACES.values(), *_LATIN.values()])
_TABLE: Final = str.maketrans(_PLACES | _LATIN | dict.fromkeys(_UNHEARD, ""))
_FUNCTION: Final = "portal_alphabetical"


def place_of(text: str | None) -> str | None:
    """What `text` is compared by, sign by sign in the order of Unicode."""
    return None if text is None else text.translate(_TABLE)


class Alphabetical(Func):
    """`annotate(by_title=Alphabetical("title"))`, and then `order_by("by_title")`.

    Case and apostrophes do not count; Latin letters come before Ukrainian ones, digits before both.
    """

    arity = 1
    function = _FUNCTION
    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        connection.ensure_connection()
        # Known to one connection only, and given anew for nothing.
        connection.connection.create_function(_FUNCTION, 1, place_of, deterministic=True)
        return self.as_sql(compiler, connection, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        sql, params = self.as_sql(
            compiler,
            connection,
            template='translate((%(expressions)s)::text, %%s, %%s) COLLATE "C"',
            **context,
        )
        return sql, (*params, _FROM, _TO)
