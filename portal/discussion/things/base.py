"""What a discussion asks of the thing it is about, whatever that is."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.models import PageViewRestriction

from portal.core.registry import Registry
from portal.core.search_items import SearchFacts
from portal.discussion.models.discussions import KEY, THINGS
from portal.people.models import User


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing for whoever asks outside of a reader's request: letters, search, lists.

    `original` is of its own type. `titles` are those of the versions that are on the site, by language.
    `is_shown`: those who may read the thing see its discussion. `restrictions` are all that stand between
    it and readers.
    """

    things: "Things"
    key: str
    original: Any
    titles: dict[str, str]
    is_shown: bool
    restrictions: tuple[PageViewRestriction, ...] = ()

    @property
    def is_public(self) -> bool:
        return self.is_shown and not self.restrictions

    def language(self, wanted: str) -> str:
        """The language in which a reader of `wanted` meets it."""
        return wanted if wanted in self.titles else settings.LANGUAGE_CODE

    def title(self, language: str) -> str:
        return self.titles.get(self.language(language), str(self.original.title))

    def is_open_to(self, user: User) -> bool:
        """Whether a signed-in person may read it, who typed no password."""
        return self.is_shown and all(_lets_in(each, user) for each in self.restrictions)


class Things(ABC):
    """One kind of things. An «original» is the Ukrainian version, on which all of it hangs.

    What is asked for many at once takes a constant number of queries, and some more for each type of page
    among them.
    """

    letter: ClassVar[str]
    # What takes part; of pages, all that may.
    model: ClassVar[type[Model]]

    @property
    def column(self) -> str:
        """The key of `Discussion` that points to the originals."""
        return THINGS[self.letter]

    def key(self, original: Any) -> str:
        return f"{self.letter}{original.pk}"

    def takes(self, thing: Any) -> bool:
        return isinstance(thing, self.model)

    # --- For a reader's request -------------------------------------------------------------------

    @abstractmethod
    def readable(self, pk: int, request: HttpRequest) -> Any | None:
        """The original with this key, without its long texts, when its discussion is this reader's to read."""

    @abstractmethod
    def in_language(self, original: Any) -> Any:
        """The version in the active language, the original where there is none. Knows its original."""

    @abstractmethod
    def url(self, version: Any) -> str:
        """The address of the thing itself, in the active language where it depends on that."""

    def at(self, match: ResolverMatch, request: HttpRequest) -> Any | None:
        """The version that has the address `match`, if it is such a thing. Raises Http404."""
        return None

    # --- About one of them ------------------------------------------------------------------------

    @abstractmethod
    def kind_name(self, original: Any) -> str:
        """Under which name its `Kind` is registered (`portal/discussion/kinds.py`)."""

    @abstractmethod
    def over_at(self, original: Any) -> datetime | None:
        """From when on the thing itself ends the discussion; None while it does not."""

    @abstractmethod
    def topic_ids(self, original: Any) -> frozenset[int]:
        """Originals of the topics on which experts may answer."""

    @abstractmethod
    def may_set(self, user: User, original: Any) -> bool:
        """Whether somebody who does not moderate may close and set up its discussion: who publishes it."""

    # --- For tasks, lists and search --------------------------------------------------------------

    @abstractmethod
    def originals(self) -> QuerySet[Any]:
        """All originals of which some have discussions, in whatever state."""

    @abstractmethod
    def specific(self, original: Any) -> Any:
        """The same as its own type, where the column points to less."""

    @abstractmethod
    def load(self, pks: Iterable[int]) -> list[Thing]:
        """Those with the keys; what is no original is left out."""

    @abstractmethod
    def on_site(self) -> QuerySet[Any]:
        """Those that readers meet."""

    @abstractmethod
    def of_departments(self, ids: Iterable[int]) -> list[QuerySet[Any]]:
        """Those that belong to one of the departments, by whichever of their types."""

    @abstractmethod
    def facts(self, thing: Thing) -> SearchFacts:
        """What a search filters by."""

    @abstractmethod
    def within(self, things: Sequence[Thing]) -> dict[str, tuple[str, ...]]:
        """By key: what a comment belongs to for a search within it, as `SearchItem.within` has it."""

    @abstractmethod
    def connect(self) -> None:
        """Receivers of whatever changes what can be found of its comments."""

    def with_translation_key(self, key: Any) -> Any | None:
        """The original that a file names, as its own type. Raises ValidationError for what is no such key."""
        return self.originals().filter(translation_key=key).first()


# By letter, in the order in which a list of all names them.
things: Registry[Things] = Registry("discussed things")


def things_by_letter(letter: str) -> Things:
    """Raises LookupError for a letter that stands for nothing."""
    found = things.get(letter)
    if found is None:
        raise LookupError(f"No discussed things have the letter «{letter}».")
    return found


def things_for(thing: Any) -> Things | None:
    """What `thing` is, if it can have a discussion."""
    return next((each for each in things if each.takes(thing)), None)


def split(key: str) -> tuple[Things, int] | None:
    """What kind of thing a key names, and which; None for what is no key."""
    found = KEY.match(key)
    kind = things.get(found[1]) if found else None
    return (kind, int(found[2])) if found and kind else None


def things_of(keys: Iterable[str]) -> dict[str, Thing]:
    """Whatever is discussed under these keys; what is not there, or no original, is left out."""
    by_kind: dict[Things, set[int]] = {}
    for key in keys:
        if found := split(key):
            by_kind.setdefault(found[0], set()).add(found[1])
    return {thing.key: thing for kind, pks in by_kind.items() for thing in kind.load(pks)}


def _lets_in(restriction: PageViewRestriction, user: User) -> bool:
    if restriction.restriction_type == PageViewRestriction.LOGIN:
        return True
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        groups = {group.pk for group in restriction.groups.all()}
        return user.is_superuser or any(group.pk in groups for group in user.groups.all())
    return False
