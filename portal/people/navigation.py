"""The pages of an account, in the order of its side navigation. Every part of the room adds its own."""

from dataclasses import dataclass

from django.utils.functional import Promise

from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the account: `url_name` without arguments; small `order` first.

    Pages whose address begins with the entry's stand under it; `also` names others that do.
    """

    label: str | Promise
    url_name: str
    order: int
    also: frozenset[str] = frozenset()


account_menu: Registry[Entry] = Registry("page of the account")
