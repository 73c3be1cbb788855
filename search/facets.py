"""What is counted beside the results: packed with each document, counted the same by every engine."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from portal.core.search_items import SearchItem, StateWindow
from search.engines.base import FACETS, Match
from search.tokens import facet_values

STATE = "state"
# Combinations of values that a process remembers: 2 MB.
_REMEMBERED = 4_096


def pack(item: SearchItem) -> str:
    """The item's values of all facets, equal for equal values, so that they can be counted together."""
    values: dict[str, Any] = {
        facet: sorted(set(found)) for facet, found in facet_values(item).items() if found
    }
    if item.states:
        windows = {(each.state, _iso(each.begins), _iso(each.ends)) for each in item.states}
        values[STATE] = sorted(windows, key=lambda window: [part or "" for part in window])
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


# (facet, value), the same object wherever it comes up again.
Pair = tuple[str, str]


@lru_cache(_REMEMBERED)
def unpack(packed: str) -> tuple[tuple[Pair, ...], tuple[StateWindow, ...]]:
    """Facets (but the state) with their values, and the windows of states."""
    values = json.loads(packed)
    windows = tuple(
        StateWindow(state, _moment(begins), _moment(ends))
        for state, begins, ends in values.pop(STATE, ())
    )
    return tuple(_pair(facet, value) for facet, found in values.items() for value in found), windows


@lru_cache(_REMEMBERED)
def _pair(facet: str, value: str) -> Pair:
    return facet, value


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
    found: dict[str, list[str]] = {}
    for facet, value in _pairs_at(packed, now):
        found.setdefault(facet, []).append(value)
    return {facet: tuple(values) for facet, values in found.items()}


def _pairs_at(packed: str, now: datetime | None) -> tuple[Pair, ...]:
    pairs, windows = unpack(packed)
    if not windows:
        return pairs
    return (*pairs, *(_pair(STATE, state) for state in states_at(windows, now)))


def count(rows: Iterable[tuple[str, int]], match: Match) -> dict[str, dict[str, int]]:
    """Counts of each facet, each without its own choice, of (packed facets, number) of all documents
    that `match` means without any choice."""
    chosen = {facet: frozenset(values) for facet, values in match.choices.items() if values}
    numbers: Counter[Pair] = Counter()
    for packed, number in rows:
        pairs = _pairs_at(packed, match.now)
        failed = _failed(chosen, pairs) if chosen else ()
        if len(failed) > 1:
            continue
        for pair in pairs:
            if not failed or pair[0] == failed[0]:
                numbers[pair] += number
    counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for (facet, value), number in numbers.items():
        if facet in counts:
            counts[facet][value] = number
    return counts


def _failed(chosen: Mapping[str, frozenset[str]], pairs: Iterable[Pair]) -> list[str]:
    """The facets whose choice these values do not meet."""
    met = {facet for facet, value in pairs if value in chosen.get(facet, ())}
    return [facet for facet in chosen if facet not in met]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
