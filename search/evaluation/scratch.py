"""A database of its own for an evaluation: made empty, thrown away afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import load_backend
from django.utils.crypto import get_random_string

from search.vocabulary import DatabaseVocabulary

# The last migration of the index itself; what follows belongs to the city's lists.
_MIGRATION = ("search", "0002_engine_indexes")


@contextmanager
def scratch_database(*, sqlite: bool) -> Iterator[None]:
    """Within it the default connection leads to an empty database with the tables of the index.

    A SQLite file, or a schema of its own in the configured PostgreSQL database. The connection that
    was there before is put back untouched, whatever happens within.
    """
    with tempfile.TemporaryDirectory(prefix="portal-evaluation-") as folder:
        real = connections[DEFAULT_DB_ALIAS]
        schema = "" if sqlite else f"evaluation_{get_random_string(12).lower()}"
        configuration = _configuration(real.settings_dict, Path(folder), schema)
        scratch = load_backend(configuration["ENGINE"]).DatabaseWrapper(
            configuration, DEFAULT_DB_ALIAS
        )
        # Times are those of production, where no statement is written down, whatever DEBUG says.
        scratch.make_debug_cursor = scratch.make_cursor
        connections[DEFAULT_DB_ALIAS] = scratch
        DatabaseVocabulary.forget()
        try:
            if schema:
                _execute(f'CREATE SCHEMA "{schema}"')
            MigrationExecutor(scratch).migrate([_MIGRATION])
            yield
        finally:
            try:
                if schema:
                    _execute(f'DROP SCHEMA "{schema}" CASCADE')
            finally:
                scratch.close()
                connections[DEFAULT_DB_ALIAS] = real
                DatabaseVocabulary.forget()


def _configuration(real: dict[str, Any], folder: Path, schema: str) -> dict[str, Any]:
    made = deepcopy(real)
    if schema:
        made["OPTIONS"] = made.get("OPTIONS", {}) | {"options": f"-c search_path={schema}"}
        return made
    return made | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "evaluation.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # Thrown away: nothing has to survive a power cut.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;",
        },
    }


def _execute(sql: str) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql)
