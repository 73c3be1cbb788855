"""`manage.py evaluate_search --documents FILE --judgements FILE …`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import engines
from search.evaluation.files import BadFile
from search.evaluation.run import EngineMissing, evaluate


class Command(BaseCommand):
    help = (
        "Loads documents into a scratch index, asks the judged questions of it as the results page "
        "does, and prints how well they are answered. The real index is never touched."
    )
    # The scratch database is made here; the real one need not even exist.
    requires_migrations_checks = False
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--documents",
            type=Path,
            required=True,
            help="a JSON object a line: id, title, body, optional type and language",
        )
        parser.add_argument(
            "--judgements",
            type=Path,
            required=True,
            nargs="+",
            help="one or more files, a JSON object a line: qid, q, rel (a list of relevant ids)",
        )
        parser.add_argument("--engine", choices=engines.NAMES, help="default: the engine in use")
        parser.add_argument(
            "--out", type=Path, help="folder for «NAME.tsv»: qid, tab, ids, the best first"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            loaded, reports = evaluate(
                options["documents"],
                options["judgements"],
                engine_name=options["engine"],
                out=options["out"],
            )
        except (BadFile, EngineMissing, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{loaded.documents} documents on {loaded.engine}, "
            f"{loaded.documents / max(loaded.seconds, 0.001):.0f} a second"
        )
        for name, report in reports.items():
            self.stdout.write(f"\n{name}")
            for line in report.lines():
                self.stdout.write(f"  {line}")
