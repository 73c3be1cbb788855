"""What an engine does: it matches keys and labels, and counts. It does not rank.

Every engine gives the same documents in the same order for the same match, so that the ranking in
Python, which orders what they give, comes out the same everywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Group:
    """One word of the question: any of `keys` is a hit. `weight` is its rarity (IDF).

    With a `beginning` (folded as `analysis.surface` does) a word of the title that begins so is a hit
    too; with `drafts` the title that readers do not know yet counts as one. A group without keys and beginning is held by no document. Weights count in thousandths,
    so that sums are the same whatever the order and the engine.
    """

    keys: tuple[str, ...] = ()
    weight: float = 1.0
    beginning: str = ""
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Which documents are meant.

    Labels are «facet:value» (type, topic, district, department, year, language), «audience:public»,
    «offered:uk», «within:pages:12», «source:pages»; `search.tokens.labels_of` makes them.
    `groups`: the words that count; none means all documents. `labels`: every one must stand among the
    document's labels («audience:public»). `choices`: facet name → values of which one must apply;
    the values of «state» are those at `now`. `first` and `last` bound the moment: [first, last).
    """

    groups: tuple[Group, ...] = ()
    labels: tuple[str, ...] = ()
    # Any one of these labels must be there; none for no such demand.
    any_label: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None
    now: datetime | None = None

    def without(self, facet: str) -> "Match":
        """The same without the choice in one facet."""
        return replace(self, choices={k: v for k, v in self.choices.items() if k != facet})


Order = Literal["relevance", "date"]
# Names of the facets, in order of display; «state» is computed from windows, the rest are labels.
FACETS = ("type", "topic", "district", "department", "year", "state", "language")


# Facet → value → number of documents; a facet stands here even if it has no values.
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Primary keys of documents, in no order, and how many there are in all.

    `counts`, where they were asked for: how many of all documents have each value of each facet, each
    facet without its own choice.
    """

    ids: Sequence[int]
    total: int
    counts: Counts = field(default_factory=dict)


class Engine(Protocol):
    """Matches keys. All methods raise `EngineAway` when the engine cannot be asked now."""

    name: str

    def full(
        self, match: Match, limit: int, order: Order = "relevance", *, counted: bool = False
    ) -> Candidates:
        """Documents that hold every group, at most `limit`.

        When there are more: by «relevance» those with the greatest sum of weights of the groups in
        their title, the newest of equals (by moment, none last, then the higher key); by «date» the
        newest.
        """
        ...

    def partial(self, match: Match, limit: int, *, counted: bool = False) -> Candidates:
        """Documents that hold at least one group; at most `limit`: those with the greatest sum of
        weights of groups held, the newest of equals."""
        ...

    def write(self, document_ids: Iterable[int]) -> None:
        """Take over these documents as the table has them now."""
        ...

    def delete(self, document_ids: Iterable[int]) -> None:
        """Forget these documents; no error for what is not there."""
        ...

    def rebuild(self) -> int:
        """Make the index anew from the table while it goes on answering; the number of documents."""
        ...

    def refresh(self) -> None:
        """Make what was written visible now: for tests and evaluations, which do not wait a second."""
        ...


class EngineAway(Exception):
    """The engine does not answer; the database answers instead."""


class DatabaseAway(EngineAway):
    """The portal's own database does not answer, or its index is missing or broken."""
