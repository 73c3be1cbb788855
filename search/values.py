"""Values of the facets: as the index stores them, as addresses name them, as readers call them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.listings.filters import YEARS, TermFilter, read_terms
from portal.core.remember import current_request, remember
from portal.core.search_items import WHOLE_CITY, search_kinds, search_states
from portal.places.models import Department, District, Topic

# In the words of a reader, by facet; the order is that of `search.engines.base.FACETS`.
HEADINGS: Final[Mapping[str, str | Promise]] = {
    "type": _("Kind"),
    "topic": _("Topic"),
    "district": _("District"),
    "department": _("Department"),
    "year": _("Year"),
    "state": _("State"),
    "language": _("Language"),
}
_TERMS: Final = (
    TermFilter("topic", HEADINGS["topic"], Topic, ""),
    TermFilter("district", HEADINGS["district"], District, ""),
    TermFilter("department", HEADINGS["department"], Department, ""),
)
# Facets whose values stand in an order of their own; in the others what is found most comes first.
ORDERED: Final = frozenset({"type", "state", "language"})
_DIGITS_OF_YEAR: Final = 4
# In addresses; districts have names of their own there.
_WHOLE_CITY: Final = "whole-city"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet. `stored` stands in the index, `address` in addresses."""

    stored: str
    address: str
    label: str


class Values:
    """All values of the closed facets in one language: one query, whatever their number."""

    def __init__(self, language: str) -> None:
        found = {
            "type": [Value(key, key, str(each.label)) for key, each in search_kinds.items()],
            "state": [Value(key, key, str(each.word)) for key, each in search_states.items()],
            "language": [
                Value(code, code, capfirst(str(name))) for code, name in settings.LANGUAGES
            ],
        }
        for key, options in read_terms(_TERMS, language).items():
            found[key] = [Value(str(each.stored), each.value, each.label) for each in options]
        # Before all districts: it is all of them.
        found.setdefault("district", []).insert(
            0, Value(str(*WHOLE_CITY), _WHOLE_CITY, gettext("Whole city"))
        )
        self._stored = {
            facet: {value.stored: value for value in values} for facet, values in found.items()
        }
        self._addressed = {
            facet: {value.address: value for value in values} for facet, values in found.items()
        }
        self._places = {
            facet: {value.stored: place for place, value in enumerate(values)}
            for facet, values in found.items()
        }

    def addressed(self, facet: str, address: str) -> Value:
        """The value that an address names. Raises ValueError for one there is not."""
        value = _year(address) if facet == "year" else self._addressed.get(facet, {}).get(address)
        if value is None:
            raise ValueError(f"{facet}: {address}")
        return value

    def stored(self, facet: str, stored: str) -> Value | None:
        """The value that the index holds; None for a term that has gone since."""
        return _year(stored) if facet == "year" else self._stored.get(facet, {}).get(stored)

    def place(self, facet: str, stored: str) -> int:
        """Where the value stands in the facet's own order: by name, or as it was registered."""
        return self._places.get(facet, {}).get(stored, 0)


def _year(text: str) -> Value | None:
    is_year = len(text) == _DIGITS_OF_YEAR and text.isascii() and text.isdigit()
    return Value(text, text, text) if is_year and int(text) in YEARS else None


def values_in(language: str, request: HttpRequest | None = None) -> Values:
    """The values in `language`, which is the active one; read once for a content version."""
    return remember(
        request or current_request(), f"search-values:{language}", lambda: Values(language)
    )
