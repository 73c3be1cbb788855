"""PostgreSQL: written by pg_dump, put back by pg_restore into a database of its own, then renamed."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections
from psycopg.sql import SQL, Composed, Identifier, Literal

from portal.core.backup.databases import BackupError, Database, moment_of

NO_TOOLS = "%s is missing: install PostgreSQL's client programs (Debian: apt-get install postgresql-client)."
# PostgreSQL cuts longer names; ours get a suffix.
_LONGEST_NAME = 35
_PASSED_ON = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}


class Postgres(Database):
    engine = "postgresql"
    file_name = "database/portal.pgdump"

    def __init__(self) -> None:
        self.settings: dict[str, Any] = connection.settings_dict
        self.name: str = self.settings["NAME"]
        self.prepared = ""
        self.kept = ""

    def version(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return str(cursor.fetchone()[0])

    def dump(self, target: Path) -> None:
        self._run(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={target}",
            self.name,
        )

    def prepare(self, source: Path, folder: Path) -> None:
        self._run("pg_restore", "--list", str(source))
        self.prepared = f"{self.name[:_LONGEST_NAME]}_restoring_{os.getpid()}"
        with self._server() as server:
            server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(self.prepared)))
            server.execute(self._same_kind_of_database(server))
        arguments = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        self._run("pg_restore", *arguments, f"--dbname={self.prepared}", str(source))

    def swap(self, stamp: datetime) -> str:
        self.kept = f"{self.name[:_LONGEST_NAME]}_before_{stamp:%Y%m%d_%H%M%S}"
        self._exchange(aside=self.kept, new=self.prepared)
        self.prepared = ""
        return f"the database {self.kept}"

    def undo(self) -> None:
        self.prepared = f"{self.name[:_LONGEST_NAME]}_undone_{os.getpid()}"
        self._exchange(aside=self.prepared, new=self.kept)
        self.discard()

    def discard(self) -> None:
        if self.prepared:
            with self._server() as server:
                server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(self.prepared)))
            self.prepared = ""

    def forget_kept(self, before: datetime) -> int:
        prefix = f"{self.name[:_LONGEST_NAME]}_before_"
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database ORDER BY datname")
            names = [name for (name,) in cursor.fetchall()]
        old = [name for name in names if (moment := moment_of(name, prefix)) and moment < before]
        if old:
            with self._server() as server:
                for name in old:
                    server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
        return len(old)

    def _same_kind_of_database(self, server: Any) -> Composed:
        """CREATE DATABASE with the sort order and alphabet of the one it is to replace."""
        found = server.execute(
            "SELECT datcollate, datctype FROM pg_database WHERE datname = %s", [self.name]
        ).fetchone()
        text = SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
            Identifier(self.prepared)
        )
        if found:
            text += SQL(" LC_COLLATE {} LC_CTYPE {}").format(Literal(found[0]), Literal(found[1]))
        return text

    def _exchange(self, *, aside: str, new: str) -> None:
        """Both renamings or none; whoever is connected is sent away and comes back to the new one."""
        connections.close_all()
        rename = SQL("ALTER DATABASE {} RENAME TO {}")
        with self._server() as server, server.transaction():
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [self.name],
            )
            server.execute(rename.format(Identifier(self.name), Identifier(aside)))
            server.execute(rename.format(Identifier(new), Identifier(self.name)))

    @contextmanager
    def _server(self) -> Iterator[Any]:
        """A connection to the server that stands in none of the databases concerned. Raises BackupError."""
        arguments = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        given = {
            name: self.settings[key] for name, key in arguments.items() if self.settings.get(key)
        }
        given.update(
            {key: value for key, value in self.settings["OPTIONS"].items() if key.startswith("ssl")}
        )
        try:
            with psycopg.connect(
                dbname="postgres", autocommit=True, connect_timeout=5, **given
            ) as server:
                yield server
        except psycopg.Error as error:
            raise BackupError(
                f"PostgreSQL refuses: {error} The portal's account must be allowed to make databases "
                "(ALTER ROLE … CREATEDB) and own its own."
            ) from error

    def _run(self, program: str, *arguments: str) -> None:
        known = {
            name: str(self.settings[key])
            for key, name in _PASSED_ON.items()
            if self.settings.get(key)
        }
        if mode := self.settings["OPTIONS"].get("sslmode"):
            known["PGSSLMODE"] = str(mode)
        try:
            done = subprocess.run(  # noqa: S603 - our own arguments
                [program, *arguments],
                env={**os.environ, **known},
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise BackupError(NO_TOOLS % program) from error
        if done.returncode != 0:
            raise BackupError(f"{program} failed: {done.stderr.strip()[-2000:]}")
