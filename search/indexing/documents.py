"""A search document made of an item: cleaned, cut to what the tables hold, with its digest."""

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from portal.core.search_items import SearchItem
from search import analysing, facets, tokens
from search.analysing import MOST_LETTERS, Text, Words
from search.models import DocumentState, SearchDocument

# Raise it when the rules of the analyser or of this module change: documents are written anew then.
_RULES: Final = 2
_TITLE: Final = 1000
_LEAD: Final = 2000

Identity = tuple[str, str]
# What an item changes of a document that is there.
FIELDS: Final = (
    "kind",
    "moment",
    "deadline",
    "facets",
    "revision",
    "digest",
    "length",
    "url",
    "path",
    "details",
    "labels",
    "title",
    "title_words",
    "title_keys",
    "body_keys",
    "draft_words",
    "draft_keys",
    "lead",
    "text",
)


@cache
def analysis_version() -> str:
    """Changes with the rules and with the dictionary."""
    try:
        dictionary = version("pymorphy3-dicts-uk")
    except PackageNotFoundError:
        dictionary = ""
    return f"{_RULES}:{dictionary}"[:40]


@dataclass(frozen=True, slots=True)
class Draft:
    """An item with all that can be said of it without analysing its words."""

    source: str
    item: SearchItem
    title: str
    text: str
    lead: str
    digest: str

    @property
    def identity(self) -> Identity:
        """The thing and the language: what is unique within a source."""
        return self.item.object_id, self.item.language

    @property
    def words_in(self) -> Text:
        return Text(self.title if self.item.has_own_title else "", self.text)


def draft(source: str, item: SearchItem) -> Draft:
    """The item with texts that every database takes, and the digest of all that is written."""
    title = _clean(item.title, _TITLE).replace("\n", " ")
    # Not `asdict`, which copies all there is: values are only written down.
    facts = {each.name: getattr(item, each.name) for each in fields(item)}
    facts |= {"title": title, "text": _clean(item.text, MOST_LETTERS)}
    facts["draft_title"] = _clean(item.draft_title, _TITLE)
    facts["lead"] = _clean(item.lead, _LEAD)
    facts["states"] = [(each.state, each.begins, each.ends) for each in item.states]
    written = json.dumps([analysis_version(), source, facts], default=str, sort_keys=True)
    return Draft(
        source=source,
        item=item,
        title=title,
        text=facts["text"],
        lead=facts["lead"],
        digest=hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def document(made: Draft, words: Words, *, revision: int) -> SearchDocument:
    """The unsaved document."""
    item = made.item
    draft_title = analysing.words_of(Text(_clean(item.draft_title, _TITLE), ""))
    return SearchDocument(
        source=made.source,
        object_id=item.object_id,
        language=item.language,
        kind=item.kind,
        moment=item.moment,
        deadline=item.deadline,
        facets=facets.pack(item),
        revision=revision,
        digest=made.digest,
        length=len(words.title_keys) + len(words.body_keys),
        url=item.url,
        path=[_clean(each, _TITLE) for each in item.path],
        details=_clean_details(item.details),
        labels=" ".join(tokens.labels_of(made.source, item)),
        title=made.title,
        title_words=tokens.clean(words.title_words),
        title_keys=tokens.clean(words.title_keys),
        body_keys=tokens.clean(words.body_keys),
        draft_words=tokens.clean(draft_title.title_words),
        draft_keys=tokens.clean(draft_title.title_keys),
        lead=made.lead,
        text=made.text,
    )


def states(row: SearchDocument, item: SearchItem) -> list[DocumentState]:
    """The unsaved windows of a saved document."""
    return [
        DocumentState(document=row, state=each.state, begins=each.begins, ends=each.ends)
        for each in item.states
    ]


def _clean(text: str, longest: int) -> str:
    """Without what PostgreSQL refuses: NUL, and halves of letters beyond the first plane."""
    text = text[:longest].replace("\0", " ")
    return text.encode("utf-8", "ignore").decode()


def _clean_details(details: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _clean(value, _TITLE) if isinstance(value, str) else value
        for key, value in details.items()
    }
