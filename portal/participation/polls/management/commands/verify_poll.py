"""`manage.py verify_poll FILE`: recount a published list of ballots. Asks no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.participation.polls.results import verifying


class Command(BaseCommand):
    help = (
        "Count the ballots of a published list (JSON or CSV) anew, follow its chain of hashes, and say "
        "what does not hold. Ends with 1 when anything does not."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The list as it was downloaded.")
        parser.add_argument(
            "--head",
            default="",
            help="The checksum as it was announced on the page or in the feed, to compare with.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            published = verifying.read(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except verifying.Unreadable as error:
            raise CommandError(f"{path}: {error}") from error
        if found := list(verifying.faults(published, head=options["head"])):
            raise CommandError("\n".join(found))
        data = published.data
        voided = sum(line.reason is not None for line in published.ballots)
        self.stdout.write(
            f"«{data['title']}», round {data['round']}: {len(published.ballots)} ballots, "
            f"{voided} of them voided. Everything holds.\nHead: {data['head']}"
        )
