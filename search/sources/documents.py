"""Files of the library, with the text that is in them.

Readers find those that a page offers which they may read; the staff finds all. What a page offers is
read from its search document: it names the files, and changes with the page.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from wagtail.documents import get_document_model

from portal.core.originals import locale_ids
from portal.core.search_items import PUBLIC, STAFF, SearchItem
from search import engines
from search.engines.base import Match
from search.models import SearchDocument
from search.sources import files
from search.sources.pages import SOURCE as PAGES

SOURCE: Final = "documents"
# More pages than that need not be known to say that a file is offered.
_MOST_PAGES: Final = 5000

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Use:
    """Where a file is offered to readers."""

    languages: set[str] = field(default_factory=set)
    within: set[str] = field(default_factory=set)
    path: tuple[str, ...] = ()


class DocumentSource:
    def object_ids(self) -> Iterator[str]:
        rows = get_document_model().objects.order_by("pk").values_list("pk", flat=True)
        return (str(pk) for pk in rows.iterator(chunk_size=2000))

    def items(self, object_ids: Sequence[str]) -> Iterable[SearchItem]:
        """A constant number of queries; a file that was never read is read, each once in its life."""
        documents = list(
            get_document_model().objects.filter(pk__in=object_ids).prefetch_related("tags")
        )
        uses = _uses([str(document.pk) for document in documents])
        for document, text in files.with_texts(documents):
            yield _item(document, text, uses.get(str(document.pk)))


def _item(document: Any, text: str, use: _Use | None) -> SearchItem:
    languages = list(locale_ids())
    own = settings.LANGUAGE_CODE
    if use and own not in use.languages:
        own = min(use.languages)
    tags = " ".join(tag.name for tag in document.tags.all()) if use is None else ""
    extension = PurePath(document.file.name or "").suffix.lstrip(".").upper()
    return SearchItem(
        object_id=str(document.pk),
        language=own,
        kind=SOURCE,
        title=document.title,
        url=document.url,
        text="\n".join(filter(None, (text, tags))),
        path=use.path if use else (),
        moment=document.created_at,
        audience=PUBLIC if use else STAFF,
        offered_to=tuple(languages),
        within=tuple(sorted(use.within)) if use else (),
        details={"extension": extension, "size": document.file_size or 0},
    )


def _uses(keys: Sequence[str]) -> dict[str, _Use]:
    """By the key of the file; two queries. The first page by its age gives the path."""
    if not keys:
        return {}
    match = Match(
        labels=(f"source:{PAGES}", f"audience:{PUBLIC}"),
        any_label=tuple(f"uses:{SOURCE}:{key}" for key in keys),
    )
    pages = engines.database().full(match, _MOST_PAGES).ids
    rows = SearchDocument.objects.filter(pk__in=pages).order_by("pk")
    found: dict[str, _Use] = {}
    for row in rows.only("language", "labels", "path", "title"):
        labels = row.labels.split()
        within = {each.removeprefix("within:") for each in labels if each.startswith("within:")}
        for label in labels:
            if not label.startswith(f"uses:{SOURCE}:"):
                continue
            use = found.setdefault(label.rpartition(":")[2], _Use())
            use.languages.add(row.language)
            use.within |= within
            use.path = use.path or (*row.path, row.title)
    return found
