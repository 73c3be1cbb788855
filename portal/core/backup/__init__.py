"""The whole portal in one file, and back: database and media, checked before anything is touched."""

from portal.core.backup.archive import BadArchive
from portal.core.backup.databases import BackupError
from portal.core.backup.services import catch_up, make_backup, restore_backup

__all__ = ["BackupError", "BadArchive", "catch_up", "make_backup", "restore_backup"]
