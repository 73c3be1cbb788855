"""manage.py restore FILE"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.backup import BackupError, BadArchive, catch_up, restore_backup


class Command(BaseCommand):
    help = "Put a backup in the place of database and media; what was there is kept aside."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            restore_backup(file, say=self.stdout.write)
        except BadArchive as error:
            raise CommandError(
                f"Nothing was touched. {file} cannot be restored. {error}"
            ) from error
        except (BackupError, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        try:
            catch_up(say=self.stdout.write)
        except OSError as error:
            raise CommandError(
                "Restored, but people who have left since may be back. The worker removes them within a "
                f"day, once this is mended: {error}"
            ) from error
        self.stdout.write(
            "Restored. Start the portal anew, then bring search up to date: manage.py update_index"
        )
