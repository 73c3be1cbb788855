"""Write our Ukrainian of packages as patches for those packages."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from portal.core.catalogues import upstream


class Command(BaseCommand):
    help = "Writes, for each package, what it lacks in Ukrainian as a catalogue and a patch."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", type=Path, help="The folder to write to, instead of upstream in VAR_DIR."
        )

    def handle(self, *, to: Path | None, **options: Any) -> None:
        for path in upstream.write(to or Path(settings.VAR_DIR) / "upstream"):
            self.stdout.write(str(path))
