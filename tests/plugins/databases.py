"""One migrated template database for all runs; each run and each parallel worker gets a copy.

Migrating from nothing takes a quarter of a minute, copying some milliseconds. The template is named
after a hash of every migration, so a changed migration makes a new one by itself. Tests that need real
transactions put the copy back afterwards: what the migrations made (the front page, the locales)
is there for the next test too.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

_FOLDER = Path(settings.BASE_DIR) / "var" / "test-databases"
_KEEP_SECONDS = 7 * 24 * 3600
_LOCK_NUMBER = 7_016_112


def migrations_hash():
    """Changes whenever a migration of any installed application does."""
    digest = hashlib.sha256(settings.LANGUAGE_CODE.encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"{config.name}/{path.name}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _migrate():
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def _point_to(name):
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _remove(database):
    """The file with what SQLite keeps beside it: a log left by a killed run would spoil the next."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)


class SqliteCopies:
    """Templates are files in var/test-databases; the copy is a file too, with production's locking."""

    def __init__(self, worker):
        self.template = _FOLDER / f"{migrations_hash()}.sqlite3"
        given = connection.settings_dict["TEST"].get("NAME")
        self.temporary = None if given else tempfile.TemporaryDirectory(prefix="portal-test-")
        folder = Path(self.temporary.name) if self.temporary else Path(given).parent
        self.copy = folder / (
            f"{worker}.sqlite3" if self.temporary else f"{Path(given).name}{worker}"
        )

    def setup(self):
        _FOLDER.mkdir(parents=True, exist_ok=True)
        with (_FOLDER / f"{self.template.stem}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.template.exists():
                self._forget_old()
                self._make_template()
        self.restore()
        _point_to(str(self.copy))

    def _make_template(self):
        building = self.template.with_suffix(".part")
        _remove(building)
        _point_to(str(building))
        _migrate()
        with contextlib.closing(sqlite3.connect(building)) as database:
            # One file without a log beside it, so that it can be copied as a file.
            database.execute("PRAGMA journal_mode=DELETE")
        building.rename(self.template)

    @staticmethod
    def _forget_old():
        for path in _FOLDER.iterdir():
            if path.stat().st_mtime < time.time() - _KEEP_SECONDS:
                path.unlink(missing_ok=True)

    def restore(self):
        connections.close_all()
        _remove(self.copy)
        shutil.copyfile(self.template, self.copy)
        os.utime(self.template)

    def teardown(self):
        connections.close_all()
        if self.temporary:
            self.temporary.cleanup()


class PostgresCopies:
    """Templates are databases of their own, marked with the day they were made."""

    def __init__(self, worker):
        self.suffix = f"_{migrations_hash()}"
        self.copy = f"test_portal_{worker}_{os.getpid()}"
        self.template = ""

    @contextlib.contextmanager
    def _server(self) -> Iterator[object]:
        with connection.creation._nodb_cursor() as cursor:
            yield cursor

    def _templates(self, cursor):
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'portal\_template\_%'")
        return [name for (name,) in cursor.fetchall()]

    def setup(self):
        with self._server() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK_NUMBER])
            known = self._templates(cursor)
            ready = [name for name in known if name.endswith(self.suffix)]
            if ready:
                self.template = ready[0]
            else:
                today = int(time.time() // 86_400)
                for name in known:
                    if int(name.split("_")[2]) < today - 7:
                        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
                self.template = f"portal_template_{today}{self.suffix}"
                cursor.execute('DROP DATABASE IF EXISTS "portal_building"')
                cursor.execute('CREATE DATABASE "portal_building"')
                _point_to("portal_building")
                _migrate()
                cursor.execute(f'ALTER DATABASE "portal_building" RENAME TO "{self.template}"')
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_NUMBER])
        _point_to(self.copy)
        self.restore()

    def restore(self):
        connections.close_all()
        with self._server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')
            # From version 15 on there is a choice; copying files is several times quicker here.
            how = "STRATEGY FILE_COPY" if cursor.db.pg_version >= 150_000 else ""
            cursor.execute(f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.template}" {how}')

    def teardown(self):
        connections.close_all()
        with self._server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Replaces pytest-django's own: copies instead of migrating."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    kind = SqliteCopies if connection.vendor == "sqlite" else PostgresCopies
    with django_db_blocker.unblock():
        copies = kind(worker or "main")
        copies.setup()
    patch = pytest.MonkeyPatch()
    # Instead of emptying every table after a test with real transactions.
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: copies.restore())
    yield
    patch.undo()
    with django_db_blocker.unblock():
        copies.teardown()
