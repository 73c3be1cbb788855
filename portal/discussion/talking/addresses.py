"""Addresses of comments: a page shows three hundred of them, and `reverse` takes its time for each."""

import functools
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, override

# Stands in the pattern where the comment's key goes; no word of an address holds it.
_PLACE: Final = 987_654_321


@functools.lru_cache(maxsize=64)
def _around(name: str, language: str | None) -> tuple[str, str]:
    """What stands before and after the key of a comment. Raises NoReverseMatch for an unknown name."""
    with override(language):
        before, _place, after = reverse(f"discussion:{name}", args=[_PLACE]).partition(str(_PLACE))
    return before, after


def address(name: str, pk: int, language: str | None = None) -> str:
    """The address of a comment (`name` is `comment`, `reply`, `edit` …) in the active language.

    Whoever needs many asks once for the `language`, which is looked up anew each time otherwise.
    """
    before, after = _around(name, language or get_language())
    return f"{before}{pk}{after}"


def permalink(pk: int) -> str:
    """The comment's own address, with the place on the page to which it scrolls."""
    return f"{address('comment', pk)}#c{pk}"
