"""Ways to see a list: one of them is always taken, the first unless the address says otherwise."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet, Value

from portal.core.listings.filters import Chosen, Option, OptionFilter, Text, tally


class WayFilter(OptionFilter):
    """A key with few values, of which the first stands in no address.

    It is no filter to a reader: no facet, not among those in use, counted for nothing.
    """

    narrows = False

    def __init__(self, key: str, heading: Text, ways: Sequence[tuple[str, Text]]) -> None:
        super().__init__(key, heading)
        self.ways = ways
        self.default = ways[0][0]

    def options(self) -> list[Option]:
        return [Option(value, str(label), value) for value, label in self.ways]

    def read(self, query: Mapping[str, str], options: Sequence[Option]) -> Chosen:
        first, *others = self.options()
        wanted = query.get(self.key)
        if wanted is None:
            return Chosen({}, first.stored, first.label)
        for option in others:
            if option.value == wanted:
                return Chosen({self.key: wanted}, option.stored, option.label)
        raise ValueError(wanted)


class TabFilter(WayFilter):
    """Parts of a list that are shown one at a time, each with its count: coming and past."""

    def __init__(
        self,
        key: str,
        heading: Text,
        ways: Sequence[tuple[str, Text]],
        restrict: Callable[[QuerySet[Any], str], QuerySet[Any]],
    ) -> None:
        super().__init__(key, heading, ways)
        self._restrict = restrict

    def restrict(self, rows: QuerySet[Any], stored: Any) -> QuerySet[Any]:
        return self._restrict(rows, stored)

    def tallies(self, rows: QuerySet[Any]) -> list[QuerySet[Any]]:
        return [
            tally(self._restrict(rows, value), self.key, Value(value))
            for value, _label in self.ways
        ]


class SortFilter(WayFilter):
    """Orders of a list. Another than the first is for readers, not for robots."""

    is_indexed = False

    def __init__(
        self,
        heading: Text,
        ways: Sequence[tuple[str, Text]],
        sort: Callable[[QuerySet[Any], str], QuerySet[Any]],
    ) -> None:
        super().__init__("sort", heading, ways)
        self._sort = sort

    def restrict(self, rows: QuerySet[Any], stored: Any) -> QuerySet[Any]:
        return self._sort(rows, stored)
