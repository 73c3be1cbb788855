"""Move news in from an RSS or Atom feed or a WordPress export."""

import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from civic_pages.importing.fetching import Fetcher, FetchError
from civic_pages.importing.sources import BrokenItem, SourceError, SourceItem, read
from civic_pages.models import NewsIndexPage, Rubric
from civic_pages.services.importing import ImportReport, NewsImport
from portal.core.originals import original_locale_id

_MAX_SOURCE_BYTES = 500 * 1024 * 1024
_BAR = 30


class Command(BaseCommand):
    help = (
        "Imports news from a file or an address: RSS, Atom or a WordPress export (WXR). Repeatable."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="a file, or an http(s) address of a feed")
        parser.add_argument(
            "--name",
            default="",
            help="name of the site the news comes from; by default its host or the file's name",
        )
        parser.add_argument(
            "--rubric", default="", help="address key of the rubric for items without a known one"
        )
        parser.add_argument(
            "--draft", action="store_true", help="leave drafts instead of publishing"
        )
        parser.add_argument("--no-images", action="store_true", help="do not fetch pictures")
        parser.add_argument(
            "--check", action="store_true", help="only read the source and say what is in it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with self._file(options["source"]) as path:
                names = [_name_of(item) for item in read(path)]
                if options["check"]:
                    self._say_what_is_in(path)
                else:
                    self._import(
                        path,
                        total=len(names),
                        host=next(filter(None, names), path.stem),
                        options=options,
                    )
        except (SourceError, FetchError, OSError) as error:
            raise CommandError(f"{options['source']}: {error}") from error

    @contextmanager
    def _file(self, source: str) -> Iterator[Path]:
        if urlsplit(source).scheme not in {"http", "https"}:
            path = Path(source)
            if not path.is_file():
                raise CommandError(f"{source}: there is no such file.")
            yield path
            return
        fetched = Fetcher(max_bytes=_MAX_SOURCE_BYTES, deadline=600).fetch(source)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "source.xml"
            path.write_bytes(fetched.content)
            yield path

    def _import(self, path: Path, *, total: int, host: str, options: dict[str, Any]) -> None:
        index = NewsIndexPage.objects.filter(locale_id=original_locale_id()).first()
        if index is None:
            raise CommandError(
                "There is no news list to import into: publish one under the front page first."
            )
        run = NewsImport(
            index=index,
            source=options["name"] or host,
            fetcher=None if options["no_images"] else Fetcher(),
            rubric=self._rubric(options["rubric"]),
            live=not options["draft"],
        )
        for number, _report in enumerate(run.run(read(path)), start=1):
            self._progress(number, total)
        self._report(run.report)

    def _rubric(self, slug: str) -> Rubric | None:
        if not slug:
            return None
        rubric = Rubric.objects.originals().filter(slug=slug).first()
        if rubric is None:
            known = ", ".join(Rubric.objects.originals().values_list("slug", flat=True))
            raise CommandError(f"There is no rubric «{slug}»; known ones: {known or 'none'}.")
        return rubric

    def _progress(self, done: int, total: int) -> None:
        if not self.stderr.isatty():
            return
        filled = _BAR * done // total
        end = "\n" if done == total else ""
        self.stderr.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total}", ending=end)

    def _say_what_is_in(self, path: Path) -> None:
        good = 0
        for item in read(path):
            if isinstance(item, SourceItem):
                good += 1
            else:
                self.stdout.write(f"broken: {item.name}: {item.reason}")
        self.stdout.write(f"{good} items can be imported.")

    def _report(self, report: ImportReport) -> None:
        for item in report.broken:
            self.stdout.write(f"skipped: {item.name}: {item.reason}")
        for item in report.lost_images:
            self.stdout.write(f"picture not fetched: {item.name}: {item.reason}")
        for item in report.lost_parts:
            self.stdout.write(f"not kept: {item.name}: {item.reason}")
        if report.unknown_rubrics:
            self.stdout.write(
                f"categories without a rubric: {', '.join(sorted(report.unknown_rubrics))}"
            )
        self.stdout.write(
            f"{report.created} imported, {report.known} known already, {len(report.broken)} skipped, "
            f"{report.images} pictures fetched, {len(report.lost_images)} not."
        )


def _name_of(item: SourceItem | BrokenItem) -> str:
    """The site an item comes from; empty when it does not say."""
    if not isinstance(item, SourceItem):
        return ""
    try:
        return urlsplit(item.url).hostname or ""
    except ValueError:
        return ""
