"""Making a backup and putting one back."""

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils import timezone

from portal.core.backup import archive
from portal.core.backup.archive import Manifest, Writer, extract, read_checked
from portal.core.backup.databases import STAMP, BackupError, Database, Sqlite
from portal.core.registry import after_restore

Say = Callable[[str], object]


def database() -> Database:
    if connection.vendor == "sqlite":
        return Sqlite()
    from portal.core.backup.postgres import Postgres

    return Postgres()


def make_backup(target: Path | None = None, *, say: Say = lambda text: None) -> Path:
    """Write database and media into one file; returns its path.

    The portal may go on meanwhile: the database is taken at one moment, the media after it, so that every
    file the database knows of is there. Raises BackupError, OSError.
    """
    moment = timezone.localtime()
    path = target or Path(settings.VAR_DIR) / "backups" / f"portal-{moment:{STAMP}}.tar"
    if path.exists():
        raise BackupError(f"{path} is there already.")
    path.parent.mkdir(parents=True, exist_ok=True)
    source = database()
    manifest = Manifest(
        made_at=moment.isoformat(timespec="seconds"),
        versions={
            **{name: version(name) for name in ("django", "wagtail")},
            "python": sys.version.split()[0],
            "database": source.version(),
        },
        engine=source.engine,
        migrations=_applied_migrations(),
        media="files" if media_folder() else "kept by the object storage",
    )
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        dump = Path(folder) / "database"
        source.dump(dump)
        writer = Writer(path, manifest)
        try:
            writer.add(source.file_name, dump)
            for name, file in _media_files():
                try:
                    writer.add(f"{archive.MEDIA}/{name}", file)
                except FileNotFoundError:
                    say(f"{name} was deleted meanwhile and is left out.")
            return writer.close()
        except BaseException:
            writer.abandon()
            raise


def restore_backup(path: Path, *, say: Say = lambda text: None) -> None:
    """Put the backup in the place of database and media; what was there is kept aside.

    Nothing is touched before the whole file was checked and its database loaded beside the other.
    Raises BadArchive, BackupError, OSError.
    """
    manifest = read_checked(path)
    target = database()
    _check_fits(manifest, target)
    say(f"The file is whole: {len(manifest.files)} files, made at {manifest.made_at}.")
    media = media_folder()
    beside = media.parent if media else Path(settings.VAR_DIR)
    beside.mkdir(parents=True, exist_ok=True)
    moment = timezone.localtime()
    with tempfile.TemporaryDirectory(dir=beside, prefix=".restore-") as name:
        folder = Path(name)
        extract(path, folder)
        try:
            target.prepare(folder / target.file_name, folder)
            kept = target.swap(moment)
        finally:
            target.discard()
        try:
            kept_media = _swap_media(folder / archive.MEDIA, media, moment) if media else ""
        except OSError:
            target.undo()
            raise
    for text in filter(None, (kept, kept_media)):
        say(f"What was there is kept: {text}")
    call_command("migrate", interactive=False, verbosity=0)
    _forget_what_was_seen()


def catch_up(*, say: Say = lambda text: None) -> None:
    """Do once more on what was put back what must not be undone by it. Raises OSError."""
    for function in after_restore:
        function(say)


def _check_fits(manifest: Manifest, target: Database) -> None:
    if manifest.engine != target.engine:
        raise BackupError(
            f"It was made from {manifest.engine}, this portal uses {target.engine}: set DATABASE_URL accordingly."
        )
    if target.file_name not in manifest.files:
        raise BackupError("It holds no database.")
    known = MigrationLoader(None).disk_migrations
    unknown = [
        f"{label}.{name}"
        for label, names in manifest.migrations.items()
        for name in names
        if (label, name) not in known
    ]
    if unknown:
        raise BackupError(
            f"It was made by a newer or another portal; this one does not know {', '.join(unknown[:5])}."
        )


def _applied_migrations() -> dict[str, list[str]]:
    """The names of all applied migrations that the code knows, by application."""
    known = MigrationLoader(None).disk_migrations
    applied: dict[str, list[str]] = {}
    for label, name in sorted(MigrationRecorder(connection).applied_migrations()):
        if (label, name) in known:
            applied.setdefault(label, []).append(name)
    return applied


def media_folder() -> Path | None:
    """Where uploaded files are kept; nothing when an object storage keeps them."""
    return Path(settings.MEDIA_ROOT) if isinstance(default_storage, FileSystemStorage) else None


def _media_files() -> Iterator[tuple[str, Path]]:
    root = media_folder()
    if root is None:
        return
    for path in sorted(root.rglob("*")):
        # A link could lead anywhere; Django makes none.
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(root).as_posix(), path


def _swap_media(new: Path, media: Path, moment: datetime) -> str:
    """Rename the folders; returns where the old one is kept. Raises OSError with both as they were."""
    new.mkdir(exist_ok=True)
    kept = media.with_name(f"{media.name}.before-{moment:{STAMP}}")
    had = media.exists()
    if had:
        media.rename(kept)
    try:
        new.rename(media)
    except OSError:
        if had:
            kept.rename(media)
        raise
    media.chmod(0o755)
    return str(kept) if had else ""


def _forget_what_was_seen() -> None:
    """Cached pages show what is no more: the version must be one that nobody has seen."""
    from portal.core.models import Stamp
    from portal.core.runner.steps import NEVER, Stamps

    with contextlib.suppress(DatabaseError):
        Stamp.objects.create(pk=int(timezone.now().timestamp()))
        _go_on_after(Stamp)
    # Demo content has no place in what was restored.
    Stamps(Path(settings.VAR_DIR) / "steps.json").set("demo", NEVER)


def _go_on_after(model: type[Model]) -> None:
    """Let the next row follow the highest: PostgreSQL counts on from what it gave out itself."""
    statements = connection.ops.sequence_reset_sql(no_style(), [model])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
