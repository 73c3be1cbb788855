"""What readers call a thing besides its own words: its kind, topics, districts and department.

Nobody writes into a consultation that it is one, or that it is about ecology, for both stand beside
its title; whoever asks for «консультація екологія» means it nevertheless.
"""

from typing import Final

from django.utils import translation

from portal.core.search_items import WHOLE_CITY, SearchFacts, search_kinds
from search.values import Values

# The kind of every page that has no other: its name tells nothing.
_PLAIN: Final = "pages"


class Names:
    """The names in every language; one query for each language that is asked for."""

    def __init__(self) -> None:
        self._values: dict[str, Values] = {}

    def line(self, facts: SearchFacts, language: str) -> str:
        """«Консультація · Екологія · Голосіївський»; empty for what has no such names."""
        found = [self._kind(facts.kind, language)]
        terms = [
            *(("topic", pk) for pk in facts.topics),
            # «Усе місто» would be words of nearly all news.
            *(("district", pk) for pk in facts.districts if pk not in WHOLE_CITY),
            *([("department", facts.department)] if facts.department is not None else []),
        ]
        if terms:
            values = self._in(language)
            named = (values.stored(facet, str(pk)) for facet, pk in terms)
            found += [value.label for value in named if value]
        return " · ".join(filter(None, found))

    def _in(self, language: str) -> Values:
        if language not in self._values:
            self._values[language] = Values(language)
        return self._values[language]

    def _kind(self, kind: str, language: str) -> str:
        registered = search_kinds.get(kind) if kind != _PLAIN else None
        if registered is None:
            return ""
        with translation.override(language):
            return str(registered.single)
