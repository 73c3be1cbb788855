"""How each database is written to a file, and a file put in the place of the database."""

import gzip
import os
import shutil
import sqlite3
from abc import ABC, abstractmethod
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.db import connection, connections

# How long a database that is being written is waited for.
WAIT_SECONDS = 20


class BackupError(Exception):
    """A backup cannot be made or put back here. The text says what to do."""


class Database(ABC):
    """One kind of database. `file_name` is its name in the archive."""

    engine: str
    file_name: str

    @abstractmethod
    def version(self) -> str:
        """The server's version."""

    @abstractmethod
    def dump(self, target: Path) -> None:
        """Write a consistent state to the file while the portal goes on. Raises BackupError."""

    @abstractmethod
    def prepare(self, source: Path, folder: Path) -> None:
        """Bring the file into the form it is swapped in, and check it. Raises BackupError."""

    @abstractmethod
    def swap(self, stamp: datetime) -> str:
        """Put what was prepared in the database's place; returns where the old one is kept now."""

    @abstractmethod
    def undo(self) -> None:
        """Take the swap back."""

    @abstractmethod
    def discard(self) -> None:
        """Remove what was prepared and not used."""


class Sqlite(Database):
    engine = "sqlite"
    file_name = "database/portal.sqlite3.gz"

    def __init__(self) -> None:
        self.path = Path(connection.settings_dict["NAME"])
        self.prepared: Path | None = None
        self.kept: Path | None = None

    def version(self) -> str:
        return sqlite3.sqlite_version

    def dump(self, target: Path) -> None:
        if not self.path.exists():
            raise BackupError(f"There is no database at {self.path}.")
        copy = target.with_suffix(".copy")
        try:
            with (
                closing(sqlite3.connect(self.path, timeout=WAIT_SECONDS)) as source,
                closing(sqlite3.connect(copy)) as written,
            ):
                source.backup(written)
                written.execute("PRAGMA journal_mode=DELETE")
            with copy.open("rb") as plain, gzip.open(target, "wb", compresslevel=6) as packed:
                shutil.copyfileobj(plain, packed)
        except sqlite3.Error as error:
            raise BackupError(f"The database could not be read: {error}") from error
        finally:
            copy.unlink(missing_ok=True)

    def prepare(self, source: Path, folder: Path) -> None:
        # Beside the database, so that the swap is a renaming.
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.prepared = self.path.with_name(f"{self.path.name}.restoring-{os.getpid()}")
        try:
            with gzip.open(source, "rb") as packed, self.prepared.open("wb") as plain:
                shutil.copyfileobj(packed, plain)
            self.prepared.chmod(0o600)
            with closing(sqlite3.connect(self.prepared)) as database:
                if (answer := database.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                    raise BackupError(f"The database in it is damaged: {answer}")
                if database.execute("PRAGMA foreign_key_check").fetchone():
                    raise BackupError("The database in it holds rows that point to nothing.")
        except (OSError, EOFError, sqlite3.Error) as error:
            raise BackupError(f"The database in it cannot be read: {error}") from error

    def swap(self, stamp: datetime) -> str:
        assert self.prepared is not None  # noqa: S101 - prepare() comes first
        connections.close_all()
        self.kept = self.path.with_name(f"{self.path.name}.before-{stamp:%Y%m%d-%H%M%S}")
        if self.path.exists():
            self._close_log()
            self.path.rename(self.kept)
        try:
            self.prepared.rename(self.path)
        except OSError:
            self.undo()
            raise
        self.prepared = None
        return str(self.kept) if self.kept.exists() else ""

    def _close_log(self) -> None:
        """Bring everything written so far into the one file that is kept."""
        try:
            with closing(sqlite3.connect(self.path, timeout=WAIT_SECONDS)) as old:
                old.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise BackupError(
                    "The database is in use: stop the portal first, then restore."
                ) from error
            # It is damaged, which may be why it is replaced: its parts are kept as they are.
        for suffix in ("-wal", "-shm"):
            part = self.path.with_name(self.path.name + suffix)
            if part.exists() and self.kept is not None:
                part.rename(self.kept.with_name(self.kept.name + suffix))

    def undo(self) -> None:
        connections.close_all()
        if self.kept and self.kept.exists():
            self.kept.replace(self.path)

    def discard(self) -> None:
        if self.prepared:
            self.prepared.unlink(missing_ok=True)
