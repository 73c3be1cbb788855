"""manage.py backup [FILE]"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.backup import BackupError, make_backup


class Command(BaseCommand):
    help = "Write the database and all media into one checked file, while the portal goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="Default: backups/portal-DATE-TIME.tar in VAR_DIR."
        )

    def handle(self, *, file: Path | None, **options: Any) -> None:
        try:
            path = make_backup(file, say=self.stderr.write)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
