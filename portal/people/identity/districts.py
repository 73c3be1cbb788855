"""The district of the city that a proven address names. Unsure means none.

Streets are named as districts are («вул. Подільська»), and other cities have districts of the same
names (a Шевченківський район is in six). So the address must name this city (CITY_NAME), and the
district's name must stand beside the word «район» or «р-н», in any form.
"""

from collections.abc import Iterable
from typing import Final

from django.conf import settings

from portal.core.ukrainian.analysis import word_keys
from portal.core.ukrainian.tokens import fold, tokens
from portal.places.models import District

_DISTRICT_WORDS: Final = frozenset({"р-н", "район", "району", "районі", "р-ну", "р-ні"})


def district_of(address: str) -> District | None:
    """The one district of the city's list that the address lies in, or None."""
    words = [token.text for token in tokens(address)]
    city = [fold(token.text) for token in tokens(settings.CITY_NAME)]
    if not city or not _contains(words, city):
        return None
    found = [
        district
        for district in District.objects.originals()
        if _names(words, _own_words(district.name))
    ]
    return found[0] if len(found) == 1 else None


def _own_words(name: str) -> list[str]:
    """The words of a district's name but for «район»."""
    return [token.text for token in tokens(name) if token.text not in _DISTRICT_WORDS]


def _names(words: list[str], name: list[str]) -> bool:
    """Whether the name stands beside «район» somewhere, each word in any form."""
    if not name:
        return False
    beside = [index for index, word in enumerate(words) if word in _DISTRICT_WORDS]
    places = [
        span
        for index in beside
        for span in (words[max(0, index - len(name)) : index], words[index + 1 :][: len(name)])
    ]
    return any(_same_words(span, name) for span in places)


def _same_words(some: list[str], others: list[str]) -> bool:
    return len(some) == len(others) and all(
        set(word_keys(one)) & set(word_keys(other)) for one, other in zip(some, others, strict=True)
    )


def _contains(words: Iterable[str], part: list[str]) -> bool:
    """Whether `part` stands in `words` in one piece, letter by letter."""
    known = list(words)
    return any(
        known[index : index + len(part)] == part for index in range(len(known) - len(part) + 1)
    )
