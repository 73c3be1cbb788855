"""Queries whose SQL is written once: for what is read on every page, by its keys alone.

Django writes the SQL of a queryset anew each time it is read: a millisecond or two of processor time
where thirty columns of four tables are asked for, more than the database takes to answer.

    @prepared(most=50)
    def _named(keys: list[int]) -> QuerySet[Comment]:
        return Comment.objects.filter(pk__in=keys).select_related("user")

    rows = _named([1, 2, 3])  # a list of comments

The function is called once, with marks in place of the values, and must not look at them. A value is an `int`, a `str`, or a list of either with at most `most` of them; it may also
be the end of a slice.
"""

import copy
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, ParamSpec, TypeVar, get_args, get_origin

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

P = ParamSpec("P")
R = TypeVar("R", bound=Model)

# Marks: numbers that fit every column of numbers, and texts that nobody types.
_NUMBER: Final = 1_987_650_000
_TEXT: Final = "\ue000{}\ue000"


def prepared(most: int = 0) -> Callable[[Callable[P, QuerySet[R, Any]]], Callable[P, list[Any]]]:
    """Make a function that builds a queryset into one that reads its rows, as the queryset would."""

    def decorate(build: Callable[P, QuerySet[R, Any]]) -> Callable[P, list[Any]]:
        query = _Prepared(build, most)

        @functools.wraps(build)
        def read(*args: P.args, **kwargs: P.kwargs) -> list[Any]:
            return query.read(*args, **kwargs)

        return read

    return decorate


@dataclass(frozen=True, slots=True)
class _Written:
    """`slots`: for each value of the SQL its place among those that are given, or None and the value."""

    queryset: Any
    compiler: Any
    sql: str
    slots: tuple[tuple[int | None, Any], ...]

    def rows(self, values: list[Any]) -> list[Any]:
        bound = tuple(each if place is None else values[place] for place, each in self.slots)
        # Compilers know their connection, and one of those belongs to each thread.
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, bound)
        query: Any = _Ready(compiler)
        reading: Any = QuerySet(self.queryset.model, query=query, using=DEFAULT_DB_ALIAS)
        reading._fields = self.queryset._fields
        return list(self.queryset._iterable_class(reading))


class _Prepared:
    def __init__(self, build: Callable[..., Any], most: int) -> None:
        self._build = build
        self._signature = inspect.signature(build)
        self._most = most
        self._written: _Written | None = None

    def read(self, *args: Any, **kwargs: Any) -> list[Any]:
        given = self._signature.bind(*args, **kwargs).arguments
        values: list[Any] = []
        for name, parameter in self._signature.parameters.items():
            if get_origin(parameter.annotation) is list:
                values += self._filled(name, given[name])
            else:
                values.append(given[name])
        if self._written is None:
            # Two threads at the start may both write it: they write the same.
            self._written = self._write()
        return self._written.rows(values)

    def _filled(self, name: str, values: list[Any]) -> list[Any]:
        if len(values) > self._most:
            raise ValueError(f"{name}: {len(values)} values, prepared for {self._most}.")
        # NULL is equal to nothing.
        return [*values, *[None] * (self._most - len(values))]

    def _write(self) -> _Written:
        marks: list[Any] = []
        arguments = {}
        for name, parameter in self._signature.parameters.items():
            kind = parameter.annotation
            is_list = get_origin(kind) is list
            many = [
                _mark(get_args(kind)[0] if is_list else kind, len(marks) + number)
                for number in range(self._most if is_list else 1)
            ]
            marks += many
            arguments[name] = many if is_list else many[0]
        queryset = self._build(**arguments)
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        places = {mark: place for place, mark in enumerate(marks)}
        slots = [(places.get(each), each) for each in params]
        sql, slots = _with_slice(sql, slots, places)
        if lacking := set(places.values()) - {place for place, _each in slots}:
            raise LookupError(f"{self._build.__qualname__}: values {lacking} are not in its SQL.")
        return _Written(queryset, compiler, sql, tuple(slots))


class _Ready:
    """Stands for the query of a queryset whose SQL is written."""

    def __init__(self, compiler: Any) -> None:
        self._compiler = compiler

    def get_compiler(self, using: str) -> Any:
        return self._compiler


def _mark(kind: Any, number: int) -> Any:
    if kind is int:
        return _NUMBER + number
    if kind is str:
        return _TEXT.format(number)
    raise TypeError(f"{kind!r}: a value is a number, a text or a list of either.")


def _with_slice(sql: str, slots: list[Any], places: dict[Any, int]) -> tuple[str, list[Any]]:
    """The end of a slice is no value for Django: it stands written out, behind all of them."""
    before, word, end = sql.rpartition(" LIMIT ")
    if word and end.isdecimal() and int(end) in places:
        return f"{before}{word}%s", [*slots, (places[int(end)], None)]
    return sql, slots


__all__ = ["prepared"]
