"""Results made by hand: what the page shows is tested apart from what is found."""

from datetime import UTC, datetime

from django.utils.html import format_html

from portal.core.search_items import (
    SearchKind,
    SearchState,
    search_kinds,
    search_sources,
    search_states,
)
from search import services
from search.results import Hit, NoSuchPage, Results

KINDS = {
    "news": SearchKind("Новини", "Новина"),
    "consultations": SearchKind("Консультації", "Консультація", has_parts=True),
    "documents": SearchKind("Документи", "Документ"),
}
STATES = {
    "open": SearchState("Триває", "open", "circle-dot"),
    "answered": SearchState("Звіт оприлюднено", "answered", "check-circle"),
}


def hit(place=1, **fields):
    words = {
        "document": place,
        "place": place,
        "kind": "news",
        "title": format_html("Правила <mark>зелених</mark> зон {}", place),
        "text": format_html("…як доглядати <mark>{}</mark> зони", "зелені"),
        "plain_title": f"Правила зелених зон {place}",
        "url": f"/novyny/zony-{place}/",
        "language": "uk",
        "path": ("Новини",),
        "moment": datetime(2019, 6, 3, 10, 5, tzinfo=UTC),
    }
    return Hit(**{**words, **fields})


def answer(monkeypatch, **fields):
    """`find` gives these results; what it was asked is in the list that is returned."""
    asked = []

    def find(question):
        asked.append(question)
        found = Results(**{"query": question.query, "page": question.page, **fields})
        if question.page > max(1, -(-found.total // question.per_page)):
            raise NoSuchPage("page")
        return found

    monkeypatch.setattr(services, "find", find)
    return asked


def register(monkeypatch):
    """Kinds, states and a source that do not hang on what rooms register."""
    monkeypatch.setattr(search_kinds, "_items", dict(KINDS))
    monkeypatch.setattr(search_states, "_items", dict(STATES))
    monkeypatch.setattr(search_sources, "_items", {"pages": object()})
