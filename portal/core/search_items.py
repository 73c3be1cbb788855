"""What rooms say about the things that can be found; `search` alone writes the index.

A room registers a `SearchSource` in `search_sources` (in its `AppConfig.ready`) and calls `mark_changed`
in the transaction in which one of its things changes. `search` reads the thing again after the commit,
so a source says what the database holds now and knows nothing of engines.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from django.utils.functional import Promise

from portal.core.registry import Registry

PUBLIC = "public"
STAFF = "staff"
# The districts of what concerns the whole city; no term has this key.
WHOLE_CITY: Final = (0,)


@dataclass(frozen=True, slots=True)
class StateWindow:
    """The thing is in `state` from `begins` on and before `ends`; None is open on that side."""

    state: str
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """What a page type says of one of its pages for search; the rest is the same for all.

    Terms are primary keys of Ukrainian originals; `districts` are `WHOLE_CITY` for what concerns all of
    them, and empty for what has nothing to do with places. Until the `deadline` readers may take part.
    What is not `is_offered` is found in the admin only.
    """

    kind: str = "pages"
    moment: datetime | None = None
    deadline: datetime | None = None
    topics: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    department: int | None = None
    states: tuple[StateWindow, ...] = ()
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class SearchItem:
    """One thing in one language, as a reader may find it.

    `object_id` names it within its source, in any language; with the source and the language it is
    unique. `text` is plain, a passage a line. `draft_title` is one that readers do not know yet: the admin
    finds by it, the site does not. Terms (`topics`, `districts`, `department`) and the `deadline` are those
    of `SearchFacts`. `within` names what it belongs to, itself included, as «source:id»,
    for a search within a consultation or a series. `offered_to` are the languages whose readers get it
    without asking: its own, and those in which it is not there. `uses` are the things («documents:5»)
    whose items hang on this one: they are read again whenever it changes. `path` are the titles above it, the
    root left out. `details` is what the results page shows besides (a file's type and size). A title that
    is another thing's («Comment on: …») is shown, but not looked into: `has_own_title` is off.
    """

    object_id: str
    language: str
    kind: str
    title: str
    url: str
    text: str = ""
    lead: str = ""
    draft_title: str = ""
    path: tuple[str, ...] = ()
    moment: datetime | None = None
    deadline: datetime | None = None
    topics: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    department: int | None = None
    states: tuple[StateWindow, ...] = ()
    audience: str = PUBLIC
    offered_to: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    has_own_title: bool = True


class SearchSource(Protocol):
    """The things of one room. Both methods take a constant number of queries for any number of keys."""

    def object_ids(self) -> Iterator[str]:
        """All there is, in a stable order."""
        ...

    def items(self, object_ids: Sequence[str]) -> Iterable[SearchItem]:
        """What those things are now, in every language they have; nothing for what is no more."""
        ...


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A kind of thing among results: `label` in the plural («News»), `single` for one hit.

    `has_parts`: readers look through what belongs to one such thing (the forums of a series, the files
    of a consultation), so the results offer to. `weight`: what a word in it counts beside one in a page.
    """

    label: str | Promise
    single: str | Promise
    has_parts: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class SearchState:
    """A state as readers see it: `word`, and the look of its chip (components/chip.html)."""

    word: str | Promise
    kind: str = "closed"
    icon: str = "circle-dot"


# By name: pages, images, documents …
search_sources: Registry[SearchSource] = Registry("search source")
# By the value of `SearchItem.kind`, in the order of the facet.
search_kinds: Registry[SearchKind] = Registry("kind of search result")
# By the value of `StateWindow.state`, in the order of the facet.
search_states: Registry[SearchState] = Registry("state of a search result")
# Filled by `search`: keeps the marks and has them worked off.
mark_receivers: Registry[Callable[[str, Sequence[str]], None]] = Registry("receiver of marks")


def mark_changed(source: str, object_ids: Iterable[object]) -> None:
    """Say, in the transaction of the change, that these things of a source are to be looked at again.

    Also for what is deleted, and for what only may have changed: it is read again after the commit.
    """
    keys = list(dict.fromkeys(str(each) for each in object_ids))
    if keys:
        for receive in mark_receivers:
            receive(source, keys)
