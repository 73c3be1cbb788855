"""What stands inside a section and beside a standard page."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.models import Page

from portal.core.languages import foreign_language, with_fallback
from portal.core.querysets import restricted


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a list: enough for a card or a link. `lang` is set when it is in another language."""

    title: str
    url: str
    lead: str = ""
    lang: str = ""
    is_current: bool = False
    children: tuple["Entry", ...] = ()

    @property
    def has_children(self) -> bool:
        return bool(self.children)


def entries_of(section: Page, request: HttpRequest) -> list[Entry]:
    """The section's pages in the order of the tree, groups with what is in them; one query (two in English)."""
    rows = list(
        _listed(section)
        .filter(depth__in=[section.depth + 1, section.depth + 2])
        .annotate(
            shown_lead=Coalesce(
                "standardpage__lead", "sectionpage__lead", Value(""), output_field=TextField()
            ),
        )
    )
    top = [row for row in rows if row.depth == section.depth + 1]
    return [
        replace(
            _entry(row, request),
            children=tuple(
                _entry(child, request)
                for child in rows
                if child.depth == row.depth + 1 and child.path.startswith(row.path)
            ),
        )
        for row in top
    ]


def sisters_of(page: Page, request: HttpRequest) -> tuple[Page | None, list[Entry]]:
    """The section a standard page is in, and the pages in it; nothing right under the front page."""
    parent = page.get_parent()
    if parent is None or parent.depth <= _FRONT_PAGE_DEPTH:
        return None, []
    rows = _listed(parent).filter(depth=page.depth).annotate(shown_lead=Value(""))
    entries = [replace(_entry(row, request), is_current=row.pk == page.pk) for row in rows]
    return parent, entries if len(entries) > 1 else []


_FRONT_PAGE_DEPTH = 2


def _listed(parent: Page) -> QuerySet[Page]:
    pages = Page.objects.live().filter(~restricted())
    shown: QuerySet[Page] = with_fallback(pages, under=parent).order_by("path")
    return shown


def _entry(row: Any, request: HttpRequest) -> Entry:
    return Entry(row.title, row.get_url(request) or "", row.shown_lead, foreign_language(row))
