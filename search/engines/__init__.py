"""The engines by name, and which of them answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils.crypto import get_random_string

from search.engines.base import Engine

if TYPE_CHECKING:
    from search.engines.elasticsearch import ElasticsearchEngine
    from search.engines.sql import SqlEngine

SQLITE: Final = "sqlite"
POSTGRES: Final = "postgres"
ELASTICSEARCH: Final = "elasticsearch"
_MODULES: Final = {
    SQLITE: "search.engines.sqlite",
    POSTGRES: "search.engines.postgres",
    ELASTICSEARCH: "search.engines.elasticsearch",
}
NAMES: Final = tuple(_MODULES)
_BY_VENDOR: Final = {"sqlite": SQLITE, "postgresql": POSTGRES}


def current() -> Engine:
    """The engine that settings name. Raises ImproperlyConfigured when it cannot be."""
    return named(settings.SEARCH_ENGINE)


def database() -> "SqlEngine":
    """The engine of the database: always up to date, it answers when another one is away."""
    from search.engines.sql import SqlEngine

    found = named(_of_database())
    assert isinstance(found, SqlEngine)  # noqa: S101 - the database's engine speaks SQL
    return found


def node() -> "ElasticsearchEngine | None":
    """The engine besides the database's, which is written after the commit; None where there is none.

    Raises ImproperlyConfigured when it cannot be.
    """
    if settings.SEARCH_ENGINE != ELASTICSEARCH:
        return None
    from search.engines.elasticsearch import ElasticsearchEngine

    found = current()
    assert isinstance(found, ElasticsearchEngine)  # noqa: S101 - that is what the name stands for
    return found


def named(name: str) -> Engine:
    """The engine of this name. Raises ImproperlyConfigured when it is unknown or cannot be here."""
    if problem := problem_of(name):
        raise ImproperlyConfigured(problem)
    return _made(name)


@contextmanager
def scratch(name: str) -> Iterator[Engine]:
    """The engine with an index of its own, thrown away afterwards: no reader's question meets it.

    The engine of a database is as much a scratch as the database is. Raises as `named` does.
    """
    if problem := problem_of(name):
        raise ImproperlyConfigured(problem)
    engine = import_module(_MODULES[name]).make(get_random_string(12).lower())
    try:
        yield engine
    finally:
        engine.throw_away()


def problem_of(name: str) -> str:
    """Why the engine cannot be used here, for whoever installs the portal; empty when it can."""
    if name not in _MODULES:
        return f"There is no search engine «{name}»; it can be {', '.join(NAMES)}."
    if name == ELASTICSEARCH:
        return (
            ""
            if settings.ELASTICSEARCH_URL
            else f"The search engine {name} needs ELASTICSEARCH_URL."
        )
    if name != _of_database():
        return f"The search engine {name} does not go with a database of {connection.vendor}."
    return ""


def _of_database() -> str:
    return _BY_VENDOR.get(connection.vendor, connection.vendor)


@cache
def _made(name: str) -> Engine:
    engine: Engine = import_module(_MODULES[name]).make()
    return engine
