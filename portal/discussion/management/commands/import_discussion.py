"""A discussion from a file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.discussion.services.importing import BadFile, carry_over


class Command(BaseCommand):
    help = (
        "Take a discussion over from a JSON file as the portal's own export writes it. All or nothing; "
        "the same file again changes nothing. Authors become no accounts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The JSON file.")
        parser.add_argument(
            "--to",
            default="",
            metavar="KEY",
            help="Another thing than the file names: p12 is the page, o12 the poll with that number.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = json.loads(options["file"].read_text(encoding="utf-8"))
            report = carry_over(data, to=options["to"], dry_run=options["dry_run"])
        except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise CommandError(
                _("The file cannot be read: %(reason)s") % {"reason": error}
            ) from error
        except BadFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _(
                "“%(page)s”: comments taken over: %(written)d, there already: %(same)d, never published: %(left)d."
            )
            % {
                "page": report.thing,
                "written": report.written,
                "same": report.same,
                "left": report.left_out,
            }
        )
        if options["dry_run"]:
            self.stdout.write(_("Nothing was changed: this was a trial."))
