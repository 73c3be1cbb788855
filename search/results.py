"""What is asked and what is answered: the shapes between the results page and the search."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.utils.safestring import SafeString

PER_PAGE = 20
# How deep pages of results go; 1,000 candidates are ranked.
MAX_PAGES = 50

Sort = Literal["relevance", "date"]


class NoSuchPage(ValueError):
    """The page or the value of a filter does not exist in these results."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks. `choices`: facet → chosen values, several at once.

    `language` is the reader's; `within` names a thing («pages:12») whose parts are searched; `literal`
    asks for the words as they stand, without repair. `audience`: what the asker may see.
    """

    query: str
    language: str
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    within: str = ""
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    literal: bool = False
    # Feeds show no facets.
    with_counts: bool = True
    audiences: tuple[str, ...] = ("public",)


@dataclass(frozen=True, slots=True)
class Hit:
    """One found thing. `title` and `text` are escaped, with found words in <mark>.

    `state` is a key of `search_states`, empty for what has none; `state_ends` when it turns. `deadline`
    is there while people may take part.
    `place` counts from 1 over all pages; `document` is the primary key of the search document.
    `districts` are keys of terms; `within` names what it belongs to, as «source:id», but not itself.
    """

    document: int
    place: int
    kind: str
    title: SafeString
    text: SafeString
    plain_title: str
    url: str
    language: str
    path: tuple[str, ...]
    moment: datetime | None
    state: str = ""
    state_ends: datetime | None = None
    deadline: datetime | None = None
    districts: tuple[int, ...] = ()
    within: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repair:
    """«Results are shown for …»: `shown` is the question that was answered.

    `also` are words that were as likely to be meant as some of it, and are among the results too.
    """

    typed: str
    shown: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results. `total` are those that hold all words; where there is none and `is_partial`
    is set, those that hold at least one.

    `more` fills up a first page of few full matches with the nearest partial ones; `total` and `counts`
    (facet → value → number of hits) leave them out. `terms`: keys that were looked for, to mark other
    texts with.
    """

    query: str
    hits: list[Hit] = field(default_factory=list)
    more: list[Hit] = field(default_factory=list)
    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    repair: Repair | None = None
    is_partial: bool = False
    # More was found than pages show.
    is_capped: bool = False
    page: int = 1
    has_words: bool = False
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the box: a title leads to its thing, a word (or words) to its results.

    `start` and `end` bound the part of `text` that was typed.
    """

    text: str
    kind: str = ""
    url: str = ""
    start: int = 0
    end: int = 0
