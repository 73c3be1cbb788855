"""How long backups are kept: as long as people are told who delete their account, and no longer."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from portal.core.backup.databases import kept_aside, moment_of
from portal.core.backup.services import database, media_folder

# docs/privacy.md says so.
KEEP: Final = timedelta(days=30)


def forget_old(at: datetime | None = None) -> int:
    """Remove what is older than KEEP; returns how many. Called daily by the worker.

    That is: backups in VAR_DIR/backups, half-made ones too, and the database and media that a restore
    set aside. Raises BackupError, OSError.
    """
    before = (at or timezone.now()) - KEEP
    old = [path for path in _backups() if _made_at(path) < before]
    if media := media_folder():
        old += kept_aside(media, before)
    for path in old:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return len(old) + database().forget_kept(before)


def _backups() -> list[Path]:
    folder = Path(settings.VAR_DIR) / "backups"
    return [*folder.glob("*.tar"), *folder.glob("*.tar.part")]


def _made_at(path: Path) -> datetime:
    """By its name, which a copy keeps; by its date for names that somebody gave."""
    changed = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_default_timezone())
    return moment_of(path.name, "portal-") or changed
