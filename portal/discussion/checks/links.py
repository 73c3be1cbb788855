"""Links: those of new accounts, and many at once."""

from django.conf import settings

from portal.discussion.checks import Finding, Writing
from portal.discussion.enums import Check
from portal.people.links import are_links_held, links_in


def links_of_new_accounts(writing: Writing) -> Finding | None:
    """Any link of who has come lately and has proved no identity (docs/roles.md)."""
    if not are_links_held(writing.user, writing.text):
        return None
    return Finding(Check.LINKS, _named(links_in(writing.text)))


def many_links(writing: Writing) -> Finding | None:
    """More links than an argument needs, whoever writes them; the same place twice counts once."""
    found = set(links_in(writing.text))
    if len(found) <= settings.DISCUSSION_MOST_LINKS:
        return None
    return Finding(Check.MANY_LINKS, str(len(found)))


def _named(links: list[str]) -> str:
    return ", ".join(dict.fromkeys(links))[:200]
