"""What is counted beside the results: packed with each document, counted the same by every engine."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from portal.core.search_items import SearchItem, StateWindow
from search.engines.base import FACETS, Match
from search.tokens import facet_values

STATE = "state"


def pack(item: SearchItem) -> str:
    """The item's values of all facets, equal for equal values, so that they can be counted together."""
    values: dict[str, Any] = {
        facet: sorted(set(found)) for facet, found in facet_values(item).items() if found
    }
    if item.states:
        windows = {(each.state, _iso(each.begins), _iso(each.ends)) for each in item.states}
        values[STATE] = sorted(windows, key=lambda window: [part or "" for part in window])
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@lru_cache(maxsize=20_000)
def unpack(packed: str) -> tuple[Mapping[str, tuple[str, ...]], tuple[StateWindow, ...]]:
    """Values by facet (but the state), and the windows of states."""
    values = json.loads(packed)
    windows = tuple(
        StateWindow(state, _moment(begins), _moment(ends))
        for state, begins, ends in values.pop(STATE, ())
    )
    return {facet: tuple(found) for facet, found in values.items()}, windows


def states_at(windows: Iterable[StateWindow], now: datetime | None) -> tuple[str, ...]:
    """The states that hold at `now`; none where the moment is not said."""
    if now is None:
        return ()
    found = {
        each.state
        for each in windows
        if (each.begins is None or each.begins <= now) and (each.ends is None or each.ends > now)
    }
    return tuple(sorted(found))


def state_at(packed: str, now: datetime) -> tuple[str, datetime | None]:
    """The state at `now` and the moment it ends; an empty one for what has none.

    Where several hold at once, the one that began last.
    """
    _values, windows = unpack(packed)
    holding = [each for each in windows if each.state in states_at([each], now)]
    if not holding:
        return "", None
    last = max(holding, key=lambda each: (each.begins is not None, each.begins or now))
    return last.state, last.ends


def values_at(packed: str, now: datetime | None) -> dict[str, tuple[str, ...]]:
    """Values of all facets at `now`."""
    values, windows = unpack(packed)
    return {**values, STATE: states_at(windows, now)}


def count(rows: Iterable[tuple[str, int]], match: Match) -> dict[str, dict[str, int]]:
    """Counts of each facet, each without its own choice, of (packed facets, number) of all documents
    that `match` means without any choice."""
    counters: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    chosen = {facet: frozenset(values) for facet, values in match.choices.items() if values}
    for packed, number in rows:
        values = values_at(packed, match.now)
        failed = [
            facet for facet, wanted in chosen.items() if wanted.isdisjoint(values.get(facet, ()))
        ]
        for facet in _counted(failed):
            for value in values.get(facet, ()):
                counters[facet][value] += number
    return {facet: dict(counter) for facet, counter in counters.items()}


def _counted(failed: Sequence[str]) -> Sequence[str]:
    """The facets that count a document which fails these choices."""
    if not failed:
        return FACETS
    return failed if len(failed) == 1 and failed[0] in FACETS else ()


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
