"""The kinds of things that may be discussed; `civic_pages` and others register theirs.

    kinds.register("news", Kind(_("News")))

Who may write and whether comments are read first stands in `KindSettings`, which an administrator edits;
what is said here holds until then.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from portal.core.registry import Registry
from portal.people.enums import Level


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` in the plural. `level`: who may write; `premoderated`: read before they are published."""

    label: str | Promise
    level: Level = Level.EMAIL
    premoderated: bool = False


kinds: Registry[Kind] = Registry("kind of discussed things")
