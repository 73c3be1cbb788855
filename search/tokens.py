"""What a document is matched by: one set of exact tokens, the same on every engine.

A key of the text stands as it is; what stands for something else carries a mark that no key begins
with: keys of the title, words of the title (for their beginnings), both of a draft's title, labels.
A token consists of lower-case ASCII letters, digits and letters beyond ASCII, so that no engine's
tokenizer or query language finds anything to split or to obey in it.
"""

import re
from collections.abc import Iterable
from typing import Final, Protocol

from django.utils import timezone

from portal.core.search_items import SearchItem

# Longer words are cut, in documents as in questions.
LONGEST: Final = 64
# PostgreSQL's tsvector ends at 1 MB; what a text of many megabytes holds beyond is not matched.
MOST_BYTES: Final = 800_000
_IN_TITLE: Final = "ᵗ"
_WORD: Final = "ʷ"
_DRAFT: Final = "ᵈ"
_DRAFT_WORD: Final = "ᵉ"
_LABEL: Final = "ˡ"
_PLAIN = re.compile(r"[0-9a-z\u00a1-\ud7ff\uf900-\U000effff]+")
_PLAIN_ROW = re.compile(r"[0-9a-z\u00a1-\ud7ff\uf900-\U000effff ]*")
_STRANGE = re.compile(r"[^0-9a-z\u00a1-\ud7ff\uf900-\U000effff]")


class HasKeys(Protocol):
    """What of a search document is matched."""

    title_keys: str
    body_keys: str
    title_words: str
    draft_keys: str
    draft_words: str
    labels: str


def key(text: str) -> str:
    """The token of a key, anywhere in the document. Any text gives one; most are their own token."""
    text = text[:LONGEST]
    return text if _PLAIN.fullmatch(text) else _STRANGE.sub(_spelt, text) or "ǂ"


def in_title(text: str) -> str:
    """The token of a key that stands in the title."""
    return _IN_TITLE + key(text)


def word(text: str) -> str:
    """The token of a word of the title; a beginning of the word is a beginning of the token."""
    return _WORD + key(text)


def in_draft(text: str) -> str:
    """The token of a key that stands in a title which readers do not know yet."""
    return _DRAFT + key(text)


def draft_word(text: str) -> str:
    """The token of a word of such a title; a beginning of the word is a beginning of the token."""
    return _DRAFT_WORD + key(text)


def label(text: str) -> str:
    """The token of a label («type:news»)."""
    return _LABEL + _STRANGE.sub(_spelt, text)[:200]


def of_document(document: HasKeys) -> list[str]:
    """All tokens of a document, each once; the title's and the labels before the body's."""
    title = _keys(document.title_keys)
    found = [
        *map(label, document.labels.split()),
        *(_IN_TITLE + each for each in title),
        *map(word, document.title_words.split()),
        *map(in_draft, document.draft_keys.split()),
        *map(draft_word, document.draft_words.split()),
        *title,
        *_keys(document.body_keys),
    ]
    tokens = list(dict.fromkeys(found))
    left = MOST_BYTES
    for number, token in enumerate(tokens):
        left -= len(token.encode()) + 1
        if left < 0:
            return tokens[:number]
    return tokens


def _keys(row: str) -> list[str]:
    """The tokens of keys joined by spaces."""
    keys = row.split()
    # Looking at all of them at once is several times faster; hardly any is not its own token.
    if _PLAIN_ROW.fullmatch(row) and max(map(len, keys), default=0) <= LONGEST:
        return keys
    return list(map(key, keys))


def labels_of(source: str, item: SearchItem) -> list[str]:
    """The labels of a thing: its filters, who may see it, to whom it is offered, where it belongs."""
    found = [
        f"source:{source}",
        f"audience:{item.audience}",
        *(f"{facet}:{value}" for facet, values in facet_values(item).items() for value in values),
        *(f"offered:{language}" for language in item.offered_to or (item.language,)),
        *(f"within:{key}" for key in item.within),
        *(f"uses:{key}" for key in item.uses),
    ]
    return list(dict.fromkeys("".join(each.split()) for each in found))


def facet_values(item: SearchItem) -> dict[str, list[str]]:
    """The values of each facet but the state, as texts."""
    return {
        "type": [item.kind],
        "topic": [str(pk) for pk in item.topics],
        "district": [str(pk) for pk in item.districts],
        "department": [] if item.department is None else [str(item.department)],
        "year": [] if item.moment is None else [str(timezone.localtime(item.moment).year)],
        "language": [item.language],
    }


def clean(keys: Iterable[str]) -> str:
    """Keys as a document stores them: joined by spaces, none empty, none too long."""
    given = list(keys)
    row = " ".join(given)
    if max(map(len, given), default=0) <= LONGEST and row.split() == given:
        return row
    return " ".join(part for each in given for part in each[:LONGEST].split())


def _spelt(found: re.Match[str]) -> str:
    """A sign that no token may hold: «ː» for the colon, else its number."""
    return "ː" if found[0] == ":" else f"ǂ{ord(found[0]):x}"
