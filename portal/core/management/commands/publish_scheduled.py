"""Wagtail's command with each item on its own: one that cannot be published keeps no other waiting."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.core import scheduled


class Command(BaseCommand):
    help = "Publish what is due and take down what has expired."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dryrun", "--dry-run", action="store_true", help="Only say what would be done."
        )

    def handle(self, *, dryrun: bool, **options: Any) -> None:
        if dryrun:
            for what in [*scheduled.expired(), *scheduled.due()]:
                self.stdout.write(str(what))
            return
        done = scheduled.publish_and_expire()
        self.stdout.write(
            f"Published: {done.published}, taken down: {done.expired}, failed: {done.failed}."
        )
