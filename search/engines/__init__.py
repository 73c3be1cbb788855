"""The engines by name, and which of them answers."""

from functools import cache
from importlib import import_module
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from search.engines.base import Engine

SQLITE: Final = "sqlite"
POSTGRES: Final = "postgres"
ELASTICSEARCH: Final = "elasticsearch"
_MODULES: Final = {
    SQLITE: "search.engines.sqlite",
    POSTGRES: "search.engines.postgres",
    ELASTICSEARCH: "search.engines.elasticsearch",
}
_BY_VENDOR: Final = {"sqlite": SQLITE, "postgresql": POSTGRES}


def current() -> Engine:
    """The engine that settings name. Raises ImproperlyConfigured when it cannot be."""
    return named(chosen())


def database() -> Engine:
    """The engine of the database: always up to date, it answers when another one is away."""
    return named(_of_database())


def named(name: str) -> Engine:
    """The engine of this name. Raises ImproperlyConfigured when it is unknown or cannot be here."""
    if problem := problem_of(name):
        raise ImproperlyConfigured(problem)
    return _made(name)


def chosen() -> str:
    """The name that settings say, or imply: Elasticsearch where there is one, else the database."""
    name: str = settings.SEARCH_ENGINE
    return name or (ELASTICSEARCH if settings.ELASTICSEARCH_URL else _of_database())


def problem_of(name: str) -> str:
    """Why the engine cannot be used here, for whoever installs the portal; empty when it can."""
    if name not in _MODULES:
        return f"SEARCH_ENGINE is «{name}»; it can be {', '.join(_MODULES)}."
    if name == ELASTICSEARCH:
        return (
            "" if settings.ELASTICSEARCH_URL else f"SEARCH_ENGINE={name} needs ELASTICSEARCH_URL."
        )
    if name != _of_database():
        return f"SEARCH_ENGINE={name} does not go with a database of {connection.vendor}."
    return ""


def _of_database() -> str:
    return _BY_VENDOR.get(connection.vendor, connection.vendor)


@cache
def _made(name: str) -> Engine:
    engine: Engine = import_module(_MODULES[name]).make()
    return engine
