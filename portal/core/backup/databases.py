"""How each database is written to a file, and a file put in the place of the database."""

import glob
import gzip
import os
import re
import shutil
import sqlite3
from abc import ABC, abstractmethod
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection, connections
from django.utils import timezone

# How long a database that is being written is waited for.
WAIT_SECONDS = 20
# In the names of backups and of what a restore set aside, in the portal's own time.
STAMP: Final = "%Y%m%d-%H%M%S"
_STAMPED: Final = re.compile(r"(\d{8})[-_](\d{6})(?:-wal|-shm|\.tar|\.tar\.part)?")


class BackupError(Exception):
    """A backup cannot be made or put back here. The text says what to do."""


def moment_of(name: str, prefix: str) -> datetime | None:
    """The moment in a name that this package gave; None for a name that somebody else gave."""
    found = _STAMPED.fullmatch(name.removeprefix(prefix)) if name.startswith(prefix) else None
    try:
        naive = datetime.strptime("-".join(found.groups()), STAMP) if found else None  # noqa: DTZ007
    except ValueError:
        return None
    return timezone.make_aware(naive) if naive else None


def kept_aside(path: Path, before: datetime) -> list[Path]:
    """What restores have set aside of a file or folder before this moment."""
    prefix = f"{path.name}.before-"
    return [
        kept
        for kept in sorted(path.parent.glob(f"{glob.escape(prefix)}*"))
        if (moment := moment_of(kept.name, prefix)) and moment < before
    ]


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

    @abstractmethod
    def forget_kept(self, before: datetime) -> int:
        """Remove the databases that a restore set aside before this moment; returns how many."""


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
        self.kept = self.path.with_name(f"{self.path.name}.before-{stamp:{STAMP}}")
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

    def forget_kept(self, before: datetime) -> int:
        old = kept_aside(self.path, before)
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)
