"""Bring the catalogues in step with the code and the packages, and show what waits for a translation."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.core.catalogues import files, ours, packages


class Command(BaseCommand):
    help = (
        "Updates the catalogues from code and packages and lists the strings without a translation."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = ours.update()
        of_packages = packages.update()
        files.compile_all()
        for line in waiting:
            self.stdout.write(line)
        self.stdout.write(f"{len(waiting)} of ours to write.")
        for entry in of_packages:
            self.stdout.write(str(entry))
        self.stdout.write(f"{len(of_packages)} of packages to write, in {files.PACKAGES}.")
        if options["verbosity"] > 1:
            for count in packages.counts():
                self.stdout.write(
                    f"{count.package}: {count.strings} strings, {count.own} Ukrainian by themselves, "
                    f"{count.ours} by us, {count.lacking} lack it"
                )
