"""Bring news from another site in: pages, pictures, redirects from the old addresses."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.contrib.redirects.models import Redirect

from civic_pages.importing import blocks, html
from civic_pages.importing.fetching import Fetcher, FetchError
from civic_pages.importing.shapes import Gallery, Part, Picture, Text
from civic_pages.importing.sources import BrokenItem, SourceItem
from civic_pages.models import NewsIndexPage, NewsPage, Rubric
from civic_pages.models.imports import ImportedImage, ImportedItem
from portal.core.models import PortalImage
from portal.core.pagecache.rules import TRACKING
from portal.people.models import User

# As long as the column of Redirect.
_MAX_OLD_PATH = 255
# As long as the column of ImportedImage.
_MAX_ADDRESS = 1000
_IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})


@dataclass
class ImportReport:
    """What one run did."""

    created: int = 0
    known: int = 0
    images: int = 0
    broken: list[BrokenItem] = field(default_factory=list)
    lost_images: list[BrokenItem] = field(default_factory=list)
    lost_parts: list[BrokenItem] = field(default_factory=list)
    unknown_rubrics: set[str] = field(default_factory=set)


@dataclass(kw_only=True)
class NewsImport:
    """One run over one source.

    `source` names the site the items come from: with an item's own name it tells known from new.
    `rubric` is for items none of whose categories is the name of a rubric; `live=False` leaves
    drafts; without `fetcher` pictures stay links to the old site.
    """

    index: NewsIndexPage
    source: str
    fetcher: Fetcher | None
    rubric: Rubric | None = None
    live: bool = True
    user: User | None = None
    report: ImportReport = field(default_factory=ImportReport)

    def run(self, items: Iterable[SourceItem | BrokenItem]) -> Iterator[ImportReport]:
        """Import item by item, giving the report after each one; a broken item stops nothing."""
        for item in items:
            if isinstance(item, BrokenItem):
                self.report.broken.append(item)
            else:
                self._import(item)
            yield self.report

    def _import(self, item: SourceItem) -> None:
        if ImportedItem.objects.filter(source=self.source, guid=item.guid[:500]).exists():
            self.report.known += 1
            return
        try:
            # Pictures first: nothing slow happens inside the transaction.
            lost: list[str] = []
            parts = html.parts(item.html, base_url=item.url, lost=lost)
            images = self._images([*_picture_urls(parts), item.image_url])
            with transaction.atomic():
                self._create(item, parts, images)
        except (ValidationError, DatabaseError, ValueError, RecursionError) as error:
            reason = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self.report.broken.append(BrokenItem(name=item.url or item.guid, reason=reason))
        else:
            self.report.created += 1
            name = item.url or item.guid
            self.report.lost_parts.extend(BrokenItem(name=name, reason=what) for what in lost)

    def _create(self, item: SourceItem, parts: list[Part], images: dict[str, PortalImage]) -> None:
        date = item.date or timezone.now()
        page = NewsPage(
            title=Truncator(item.title).chars(255),
            lead=Truncator(item.lead or _first_words(parts)).chars(600),
            date=date,
            rubric=self._rubric(item.categories),
            author=item.author[:150],
            lead_image=images.get(item.image_url),
            body=blocks.body(parts, images.get),
            first_published_at=date if self.live else None,
            owner=self.user,
            live=False,
            locale=self.index.locale,
        )
        self.index.add_child(instance=page)
        revision = page.save_revision(user=self.user)
        if self.live:
            revision.publish(user=self.user)
            # Readers would be told that every item was updated today.
            NewsPage.objects.filter(pk=page.pk).update(last_published_at=date)
        ImportedItem.objects.create(source=self.source, guid=item.guid[:500], page=page)
        self._redirect(item.url, page)

    def _redirect(self, url: str, page: NewsPage) -> None:
        """The old path leads to the new page; a page of the portal at that path goes first anyway.

        A draft gets none: readers would be led to a page that is not there.
        """
        old_path = _old_path(url)
        if (
            self.live
            and 1 < len(old_path) <= _MAX_OLD_PATH
            and old_path != Redirect.normalise_path(page.url or "")
        ):
            Redirect.objects.get_or_create(
                old_path=old_path, site=None, defaults={"redirect_page": page}
            )

    def _rubric(self, categories: list[str]) -> Rubric | None:
        if not hasattr(self, "_rubrics"):
            self._rubrics = {
                rubric.name.casefold(): rubric for rubric in Rubric.objects.originals()
            }
        for category in categories:
            if rubric := self._rubrics.get(category.casefold()):
                return rubric
        self.report.unknown_rubrics.update(categories)
        return self.rubric

    # --- Pictures ---------------------------------------------------------------------------------

    def _images(self, urls: Iterable[str]) -> dict[str, PortalImage]:
        wanted = {url for url in urls if url}
        known = {
            row.url: row.image
            for row in ImportedImage.objects.filter(url__in=wanted).select_related("image")
        }
        for url in sorted(wanted - known.keys()):
            try:
                known[url] = self._fetch_image(url)
            except (FetchError, ValidationError, OSError, ValueError) as error:
                self.report.lost_images.append(BrokenItem(name=url, reason=str(error)))
        return known

    def _fetch_image(self, url: str) -> PortalImage:
        """Raises FetchError, ValidationError or OSError when the picture cannot be had or is none."""
        if self.fetcher is None:
            raise FetchError("pictures are not fetched in this run")
        if len(url) > _MAX_ADDRESS:
            raise FetchError("the address is too long")
        fetched = self.fetcher.fetch(url)
        if fetched.content_type and fetched.content_type not in _IMAGE_TYPES:
            raise FetchError(f"it is no picture but {fetched.content_type}")
        name = PurePosixPath(unquote(urlsplit(fetched.url).path)).name or "zobrazhennia"
        file = ImageFile(io.BytesIO(fetched.content), name=name[-100:])
        image = PortalImage(title=name[:255], uploaded_by_user=self.user, file=file)
        image.full_clean(exclude=["width", "height"])
        with transaction.atomic():
            image.save()
            ImportedImage.objects.create(url=url, image=image)
        self.report.images += 1
        return image


def _old_path(url: str) -> str:
    """The path a redirect is kept under, without marks of tracking; empty when there can be none.

    `/?p=123` is the front page to the portal, and redirects are asked only where nothing is found.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.path in {"", "/"}:
        return ""
    pairs = [pair for pair in parts.query.split("&") if not TRACKING.match(pair.partition("=")[0])]
    query = "&".join(filter(None, pairs))
    return Redirect.normalise_path(parts.path + (f"?{query}" if query else ""))


def _picture_urls(parts: list[Part]) -> list[str]:
    return [
        picture.url
        for part in parts
        for picture in (part.pictures if isinstance(part, Gallery) else (part,))
        if isinstance(picture, Picture)
    ]


def _first_words(parts: list[Part]) -> str:
    """A lead for an item without one: the beginning of its text, to the end of a sentence if near."""
    for part in parts:
        if isinstance(part, Text):
            words = html.plain_text(part.html)
            cut = words[:300]
            end = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? "))
            return (
                words
                if len(words) <= len(cut)
                else (cut[: end + 1] if end > 0 else f"{cut.rstrip()}…")
            )
    return ""
