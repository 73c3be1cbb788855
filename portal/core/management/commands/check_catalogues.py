"""Fail when a string of ours lacks a translation, or a translation lost its string."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core import catalogues


class Command(BaseCommand):
    help = "Checks that every string stands translated in both catalogues."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if lines := catalogues.problems():
            raise CommandError(
                "\n".join([*lines, "Run `make messages` and write what is missing."])
            )
        self.stdout.write("The catalogues are complete.")
