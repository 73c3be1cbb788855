"""Bring the catalogues in step with the code and show what waits for a translation."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.core import catalogues


class Command(BaseCommand):
    help = "Updates portal/locale from the code and lists the strings without a translation."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = catalogues.update()
        catalogues.compile_all()
        for line in waiting:
            self.stdout.write(line)
        self.stdout.write(f"{len(waiting)} to write.")
