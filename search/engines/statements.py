"""Asking the portal's database: what fails there is an engine that is away."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection

from search.engines.base import DatabaseAway
from search.engines.bitmaps import Bits, of_ids

Params = list[Any]


def rows(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of the answer. Raises DatabaseAway."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
    except DatabaseError as error:
        raise DatabaseAway(str(error)) from error
    return found


def joined(column: str) -> str:
    """SQL for the whole numbers of a column as one value, which comes several times faster than rows."""
    if connection.vendor == "postgresql":
        return f"array_agg({column})"
    return f"group_concat({column}, ',')"


def told(keys: str | list[int] | None) -> Bits:
    """The documents whose keys were `joined`."""
    if isinstance(keys, str):
        return of_ids(map(int, keys.split(",")))
    return of_ids(keys or ())


def marks(number: int) -> str:
    """Places for so many parameters."""
    return ", ".join(["%s"] * number)
