"""What a person took part in: theirs alone, unless an expert or official shows it on their page.

Every room in which people do something registers a `Part`: «My participation» shows it to its person, the
public page what everybody may read of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise

from portal.core.registry import Registry
from portal.people.models import User

# How many of each kind a page shows; all of them stand in the copy of one's data.
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing somebody did: where (`title` with its `lang`, «» for the page's own), when, and in which state.

    Without `at` nothing tells when: of a vote the portal does not know. `words` say what it was, `text` is what was written, `state` what its person should know: «waits for a
    moderator». `url` may be empty: a thing that is not open to its person any more.
    """

    title: str
    url: str
    at: datetime | None
    words: str
    lang: str = ""
    text: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of taking part. `own` is for the person, `public` for everybody; the newest first, `MOST` at most."""

    title: str | Promise
    own: Callable[[User], list[Deed]]
    public: Callable[[User], list[Deed]]


parts: Registry[Part] = Registry("kind of taking part")


def own_parts(user: User) -> list[tuple[Part, list[Deed]]]:
    return [(part, deeds) for part in parts if (deeds := part.own(user))]


def public_parts(user: User) -> list[tuple[Part, list[Deed]]]:
    """Nothing unless the person wants it shown."""
    if not user.shows_participation:
        return []
    return [(part, deeds) for part in parts if (deeds := part.public(user))]
