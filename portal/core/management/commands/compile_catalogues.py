"""Compile the translation catalogues, without the gettext tools."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.core.catalogues import files


class Command(BaseCommand):
    help = "Write the .mo file beside each .po file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--stale", action="store_true", help="Only where the .po file is newer."
        )

    def handle(self, *, stale: bool, **options: Any) -> None:
        written = files.compile_all(only_stale=stale)
        if options["verbosity"] > 1:
            self.stdout.write("\n".join(str(path) for path in written))
