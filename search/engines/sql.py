"""What SQLite and PostgreSQL share: tokens tell which documents hold the words, bits all the rest.

`search_tokens` holds a document's tokens in the form of the database. It is only asked for the keys of
documents; they are filtered, counted and chosen from as sets (`bitmaps`, `kept`), which costs next to
nothing for each of thousands. Both are written in the transaction that writes the documents.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import connection, transaction

from portal.core.search_items import PUBLIC
from search.batches import batches
from search.engines import bitmaps, expressions, kept, tables
from search.engines.base import FACETS, Candidates, Counts, DatabaseAway, Group, Match, Order
from search.engines.bitmaps import Bits
from search.engines.expressions import AnyOf
from search.engines.statements import Params, joined, marks, rows, told
from search.facets import STATE
from search.models import DocumentState, SearchDocument

DOCUMENTS: Final = SearchDocument._meta.db_table
_STATES: Final = DocumentState._meta.db_table
BATCH: Final = 500
# So many documents are asked for their states or moments one by one; for more, all are read in order.
_FEW: Final = 1000
_AT_ONCE: Final = 10_000
# A question that reads words and labels, whatever it finds.
_ANY: Final = Match(groups=(Group(beginning="а"),), labels=(f"audience:{PUBLIC}",))


@dataclass(frozen=True, slots=True)
class _Hits:
    """Documents that are meant without any choice; of each facet chosen in those that meet the choice;
    the documents of labels and of states."""

    base: Bits = 0
    chosen: Mapping[str, Bits] = field(default_factory=dict)
    labels: Mapping[str, Bits] = field(default_factory=dict)
    states: Mapping[str, Bits] = field(default_factory=dict)

    def among(self, facet: str = "") -> Bits:
        """Those that meet all choices but the one in `facet`."""
        found = self.base
        for name, bits in self.chosen.items():
            if name != facet:
                found &= bits
        return found

    def counts(self) -> Counts:
        counts: Counts = {facet: {} for facet in FACETS}
        among = {facet: self.among(facet) for facet in FACETS}
        for label, bits in self.labels.items():
            facet, value = kept.facet_of(label)
            if facet and (number := (among[facet] & bits).bit_count()):
                counts[facet][value] = number
        for state, bits in self.states.items():
            if number := (among[STATE] & bits).bit_count():
                counts[STATE][state] = number
        return counts


class SqlEngine(ABC):
    """An engine inside the portal's database; what it writes belongs to the caller's transaction."""

    name: str

    # --- what each database says in its own way

    @abstractmethod
    def tokens_where(self, demands: Sequence[AnyOf]) -> tuple[str, Params]:
        """A condition on `search_tokens` that each of the demands is met; there is at least one."""

    def keys_where(self, demands: Sequence[AnyOf]) -> tuple[str, Params]:
        """An expression for the keys of documents that meet each of the demands, `joined`."""
        condition, params = self.tokens_where(demands)
        keys = joined(self.key_column)
        return f"(SELECT {keys} FROM search_tokens WHERE {condition})", params  # noqa: S608

    @property
    @abstractmethod
    def key_column(self) -> str:
        """The column of `search_tokens` with the document's key."""

    @abstractmethod
    def clear(self) -> None:
        """Leave an empty `search_tokens`, whatever was there; made, where there was none."""

    @abstractmethod
    def insert(self, documents: Sequence[SearchDocument]) -> None:
        """Write the tokens of documents of which there are none."""

    # --- the protocol

    def full(
        self, match: Match, limit: int, order: Order = "relevance", *, counted: bool = False
    ) -> Candidates:
        demands = [*expressions.of_groups(match, partial=False), *_by_tokens(match)]
        hits = self._hits(match, self._holding(demands) if demands else None, counted=counted)
        among = hits.among()
        weights: list[Bits] = []
        if order == "relevance" and among.bit_count() > limit:
            weights = self._weights(match, [expressions.in_title(each) for each in match.groups])
        return self._candidates(hits, among, weights, limit, counted=counted)

    def partial(self, match: Match, limit: int, *, counted: bool = False) -> Candidates:
        terms = [expressions.of_group(group) for group in match.groups]
        each = self._holding_each(terms)
        found = 0
        for bits in each:
            found |= bits
        if found and (demands := _by_tokens(match)):
            found &= self._holding(demands)
        hits = self._hits(match, found, counted=counted)
        weights = bitmaps.sums(zip(each, map(expressions.weight, match.groups), strict=True))
        return self._candidates(hits, hits.among(), weights, limit, counted=counted)

    def subquery(self, match: Match, *, partial: bool = False) -> tuple[str, Params]:
        """SQL for the keys of all documents that `full` or `partial` would find, in no order."""
        demands = [
            *expressions.of_groups(match, partial=partial),
            *expressions.of_labels(match),
            *expressions.of_choices(match),
        ]
        if not all(demands):
            return f"SELECT id FROM {DOCUMENTS} WHERE 1 = 0", []  # noqa: S608
        source, key = ("search_tokens", self.key_column) if demands else (DOCUMENTS, "id")
        where: list[str] = []
        params: Params = []
        if demands:
            condition, params = self.tokens_where(demands)
            where.append(condition)
        if bounds := _bounds(match, params):
            where.append(f"{key} IN (SELECT id FROM {DOCUMENTS} WHERE {bounds})")  # noqa: S608
        if states := match.choices.get(STATE):
            holds = _holds(match, params)
            params += states
            where.append(
                f"{key} IN (SELECT document_id FROM {_STATES} WHERE {holds} "  # noqa: S608
                f"AND state IN ({marks(len(states))}))"
            )
        condition = f" WHERE {' AND '.join(where)}" if where else ""
        return f"SELECT {key} FROM {source}{condition}", params  # noqa: S608

    def write(self, document_ids: Iterable[int]) -> None:
        for ids in batches(document_ids, BATCH):
            with transaction.atomic():
                documents = list(SearchDocument.objects.filter(pk__in=ids))
                self._forget(ids)
                self.insert(documents)
                kept.write(ids, documents)

    def delete(self, document_ids: Iterable[int]) -> None:
        for ids in batches(document_ids, BATCH):
            with transaction.atomic():
                self._forget(ids)
                kept.write(ids, ())

    def rebuild(self) -> int:
        """In one transaction: readers see the old state until it ends. Makes what is missing."""
        number = 0
        with transaction.atomic():
            self.clear()
            kept.clear()
            documents = SearchDocument.objects.order_by("pk").iterator(chunk_size=BATCH)
            for some in batches(documents, BATCH):
                self.insert(some)
                kept.write([row.pk for row in some], some)
                number += len(some)
        return number

    def check(self) -> None:
        """Raises DatabaseAway where the index is missing or cannot be read."""
        if missing := tables.missing(connection):
            raise DatabaseAway(f"There is no {', '.join(part.name for part in missing)}.")
        self.full(_ANY, 1)

    def refresh(self) -> None:
        return  # What was written is found at once.

    def throw_away(self) -> None:
        return  # The tables go with their database.

    def _forget(self, ids: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM search_tokens WHERE {self.key_column} IN ({marks(len(ids))})",  # noqa: S608
                ids,
            )

    # --- sets of documents

    def _hits(self, match: Match, found: Bits | None, *, counted: bool) -> _Hits:
        """Of the documents `found` by their tokens (None: of all) those that the filters let through."""
        if match.first or match.last:
            dated = self._dated(match)
            found = dated if found is None else found & dated
        if found == 0:
            return _Hits()
        wanted = [each for each in expressions.labels_in(match) if all(map(kept.is_kept, each))]
        chosen_in = expressions.chosen_in(match)
        timed = match.now is not None and (counted or bool(match.choices.get(STATE)))
        needed = [label for each in (*wanted, *chosen_in.values()) for label in each]
        labels = kept.read(found, None if counted else [kept.ALL, kept.TIMED, *needed])
        base = labels.get(kept.ALL, 0) if found is None else found
        for each in wanted:
            base &= _any_of(each, labels)
        chosen = {
            facet: _any_of(each, labels)
            if all(map(kept.is_kept, each))
            else self._holding([expressions.of_any_label(each)])
            for facet, each in chosen_in.items()
        }
        states = self._states(match, base & labels.get(kept.TIMED, 0)) if timed else {}
        if names := match.choices.get(STATE):
            chosen[STATE] = _any_of(names, states)
        return _Hits(base, chosen, labels, states)

    def _candidates(
        self, hits: _Hits, among: Bits, weights: list[Bits], limit: int, *, counted: bool
    ) -> Candidates:
        sure, tied = bitmaps.best(among, weights, limit)
        ids = bitmaps.ids_in(sure)
        ids += self._newest(tied, limit - len(ids))
        return Candidates(ids, among.bit_count(), hits.counts() if counted else {})

    def _holding(self, demands: Sequence[AnyOf]) -> Bits:
        """Documents that meet each of the demands."""
        if not all(demands):
            return 0
        sql, params = self.keys_where(demands)
        ((keys,),) = rows(f"SELECT {sql}", params)
        return told(keys)

    def _holding_each(self, demands: Sequence[AnyOf]) -> list[Bits]:
        """For each of the demands the documents that meet it."""
        found: list[Bits] = [0] * len(demands)
        parts: list[str] = []
        params: Params = []
        for number, demand in enumerate(demands):
            if demand:
                sql, more = self.keys_where([demand])
                parts.append(f"SELECT {number}, {sql}")
                params += more
        if parts:
            for number, keys in rows(" UNION ALL ".join(parts), params):
                found[number] = told(keys)
        return found

    def _weights(self, match: Match, demands: Sequence[AnyOf]) -> list[Bits]:
        """Sums of the weights of the groups, each for the documents that meet its demand."""
        each = self._holding_each(demands)
        return bitmaps.sums(zip(each, map(expressions.weight, match.groups), strict=True))

    def _dated(self, match: Match) -> Bits:
        params: Params = []
        bounds = _bounds(match, params)
        ((keys,),) = rows(f"SELECT {joined('id')} FROM {DOCUMENTS} WHERE {bounds}", params)  # noqa: S608
        return told(keys)

    def _states(self, match: Match, among: Bits) -> dict[str, Bits]:
        """By state the documents that are in it; at least those `among` these."""
        if not among:
            return {}
        params: Params = []
        where = _holds(match, params)
        if among.bit_count() <= _FEW:
            ids = bitmaps.ids_in(among)
            where += f" AND document_id IN ({marks(len(ids))})"
            params += ids
        found = rows(
            f"SELECT state, {joined('document_id')} FROM {_STATES} WHERE {where} GROUP BY state",  # noqa: S608
            params,
        )
        return {state: told(keys) for state, keys in found}

    def _newest(self, among: Bits, number: int) -> list[int]:
        """The `number` newest: by moment, none last, then the higher key."""
        if number <= 0 or not among:
            return []
        count = among.bit_count()
        # So many documents would be gone through, if hits lie evenly among all.
        on_the_way = number * among.bit_length() // count
        found = (
            self._walked(among, number) if on_the_way < count else self._looked_up(among, number)
        )
        if len(found) < number:
            left = among & ~bitmaps.of_ids(found)
            found += bitmaps.highest(left, number - len(found))
        return found

    @staticmethod
    def _walked(among: Bits, number: int) -> list[int]:
        """The newest with a moment, met on the way from the newest of all."""
        held = among.to_bytes((among.bit_length() + 7) // 8, "little")
        found: list[int] = []
        before: Params = []
        step = max(_FEW, 2 * number * len(held) * 8 // among.bit_count())
        while True:
            further = "AND (moment, id) < (%s, %s) " if before else ""
            page = rows(
                f"SELECT moment, id FROM {DOCUMENTS} WHERE moment IS NOT NULL {further}"  # noqa: S608
                "ORDER BY moment DESC, id DESC LIMIT %s",
                [*before, step],
            )
            for _moment, pk in page:
                if pk >> 3 < len(held) and held[pk >> 3] >> (pk & 7) & 1:
                    found.append(pk)
                    if len(found) == number:
                        return found
            if len(page) < step:
                return found
            before = list(page[-1])

    @staticmethod
    def _looked_up(among: Bits, number: int) -> list[int]:
        """The newest with a moment, each asked for it."""
        dated = [
            row
            for ids in batches(bitmaps.ids_in(among), _AT_ONCE)
            for row in rows(
                f"SELECT moment, id FROM {DOCUMENTS} "  # noqa: S608
                f"WHERE moment IS NOT NULL AND id IN ({marks(len(ids))})",
                ids,
            )
        ]
        dated.sort(reverse=True)
        return [pk for _moment, pk in dated[:number]]


def _by_tokens(match: Match) -> list[AnyOf]:
    """The demands of labels of which no bits are kept."""
    return [
        expressions.of_any_label(each)
        for each in expressions.labels_in(match)
        if not all(map(kept.is_kept, each))
    ]


def _any_of(names: Iterable[str], among: Mapping[str, Bits]) -> Bits:
    found = 0
    for name in names:
        found |= among.get(name, 0)
    return found


def _bounds(match: Match, params: Params) -> str:
    """A condition on the moment; empty where it is not bound."""
    bounds: list[str] = []
    for sign, moment in ((">=", match.first), ("<", match.last)):
        if moment is not None:
            bounds.append(f"moment {sign} %s")
            params.append(connection.ops.adapt_datetimefield_value(moment))
    return " AND ".join(bounds)


def _holds(match: Match, params: Params) -> str:
    """A condition on the windows of states: they are open now."""
    if match.now is None:
        return "1 = 0"
    now = connection.ops.adapt_datetimefield_value(match.now)
    params += [now, now]
    return "(begins IS NULL OR begins <= %s) AND (ends IS NULL OR ends > %s)"
