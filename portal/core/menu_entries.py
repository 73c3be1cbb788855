"""Sections that are no pages of the tree, for the menus: a room names its own in `AppConfig.ready`."""

from dataclasses import dataclass

from django.utils.functional import Promise

from portal.core.registry import Registry


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """`url_name` leads to the section's list, in the reader's language."""

    label: str | Promise
    url_name: str


# In the order of the menu, after the sections of the tree.
menu_entries: Registry[MenuEntry] = Registry("entry of the menu")
