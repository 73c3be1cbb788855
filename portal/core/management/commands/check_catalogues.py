"""Fail when a string of ours or of a package lacks a translation, or a translation lost its string."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.catalogues import ours, packages, typography, wording


class Command(BaseCommand):
    help = "Checks that every string of ours and of installed packages stands translated."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if lines := [
            *ours.problems(),
            *packages.problems(),
            *wording.problems(),
            *typography.problems(),
        ]:
            raise CommandError(
                "\n".join([*lines, "Run `make messages` and write what is missing."])
            )
        self.stdout.write("The catalogues are complete.")
