"""Names of places on a page, each given once: one poll may stand on a page twice."""

from collections import Counter

from django.http import HttpRequest

_ATTRIBUTE = "_poll_places"


def place_on_page(request: HttpRequest | None, name: str) -> str:
    """`name` as an `id`; with a number behind it when the page has that one already."""
    if request is None:
        return name
    given: Counter[str] = request.__dict__.setdefault(_ATTRIBUTE, Counter())
    given[name] += 1
    return name if given[name] == 1 else f"{name}-{given[name]}"
