"""Links in what people write: found however they are written, so that new accounts can be kept from them."""

import re
from typing import Final

from portal.people.models import User
from portal.people.permissions import may_post_links

# «https://…», «www.…», and «сайт.ua/…»: a name with a dot before two letters or more, none of them after
# a blank. Initials and abbreviations («О. Коваль», «напр.», «т.ч.») are none.
_LINK: Final = re.compile(
    r"\w+://|\bwww\.|\b[\w-]{2,}\.(?:[a-z]{2,24}|укр|com\.ua)\b(?!@)", re.IGNORECASE
)
_WHOLE_LINK: Final = re.compile(rf"(?:{_LINK.pattern})[^\s<>()]*", re.IGNORECASE)
# What follows an address in a sentence.
_AFTER: Final = ".,;:!?»”’"
_ADDRESS: Final = re.compile(r"\S+@\S+\.\S+")


def has_links(text: str) -> bool:
    """Whether a text leads somewhere. E-mail addresses do not."""
    return bool(_LINK.search(_ADDRESS.sub(" ", text)))


def links_in(text: str) -> list[str]:
    """Every place a text leads to, as it is written up to the next blank, in its order."""
    return [found.group().rstrip(_AFTER) for found in _WHOLE_LINK.finditer(_ADDRESS.sub(" ", text))]


def are_links_held(user: User, text: str) -> bool:
    """Whether this text of this person waits for a moderator, or is refused where there is none."""
    return not may_post_links(user) and has_links(text)
