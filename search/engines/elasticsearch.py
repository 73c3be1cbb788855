"""Elasticsearch 8: tokens as keywords, exact and without an analyser; written after the commit.

Readers and writers know one alias, whose name holds the version of the mapping: code of another
version does not meet an index that it cannot read. No index comes into being but by a rebuild.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from portal.core.search_items import search_states
from search import outage
from search.batches import batches
from search.engines import expressions
from search.engines.base import FACETS, Candidates, EngineAway, Match, Order
from search.engines.elastic_documents import TELLING, action, micros
from search.engines.expressions import AnyOf
from search.engines.sql import BATCH
from search.facets import STATE
from search.models import SearchDocument

logger = logging.getLogger(__name__)

# Raise it when the mapping changes: a new index is made beside the old one.
FORMAT: Final = 1
TIMEOUT: Final = 2
# Seconds that writing some hundred documents, or making an index, may take: no reader waits for it.
PATIENCE: Final = 30
_DEEPEST: Final = 10_000
_MOST_VALUES: Final = 10_000
_NEWEST: Final[list[dict[str, Any]]] = [
    {"moment": {"order": "desc", "missing": "_last"}},
    {"document": {"order": "desc"}},
]
_FULL_DISK: Final = "index.blocks.read_only_allow_delete"
_CONFLICT: Final = 409
_NOT_FOUND: Final = 404
# Of one document; any other refusal is one of the whole node: read-only, full, overloaded.
_REFUSED: Final = 400

Query = dict[str, Any]


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(self, url: str, alias: str) -> None:
        self.alias = alias
        self.client = Elasticsearch(
            [url], request_timeout=TIMEOUT, max_retries=0, retry_on_timeout=False
        )

    # --- reading

    def full(
        self, match: Match, limit: int, order: Order = "relevance", *, counted: bool = False
    ) -> Candidates:
        demands = expressions.of_groups(match, partial=False)
        weighed = [expressions.in_title(group) for group in match.groups]
        by_score = _score(match, weighed) if order == "relevance" else []
        return self._search(match, demands, by_score, limit, counted=counted)

    def partial(self, match: Match, limit: int, *, counted: bool = False) -> Candidates:
        demands = expressions.of_groups(match, partial=True)
        by_score = _score(match, expressions.of_groups(match, partial=False))
        return self._search(match, demands, by_score, limit, counted=counted)

    def _search(
        self,
        match: Match,
        demands: Sequence[AnyOf],
        by_score: Sequence[Query],
        limit: int,
        *,
        counted: bool,
    ) -> Candidates:
        """Hits and counts in one request. Choices narrow the hits only after all was counted."""
        query = _all_of([*map(_any_of, demands), *_filters(match)])
        query["bool"]["should"] = by_score
        choices = _choices(match)
        more: dict[str, Any] = {"post_filter": _all_of(choices)} if choices else {}
        if counted:
            more["aggregations"] = {facet: _counted(facet, match) for facet in FACETS}
        answer = self._ask(
            query=query,
            size=min(limit, _DEEPEST),
            sort=[{"_score": "desc"}, *_NEWEST] if by_score else _NEWEST,
            track_total_hits=True,
            stored_fields="_none_",
            # Nothing else of thousands of lines is read: what was sorted by ends with the key.
            filter_path="hits.total.value,hits.hits.sort,aggregations",
            **more,
        )
        hits = answer["hits"]
        return Candidates(
            ids=[hit["sort"][-1] for hit in hits.get("hits", ())],
            total=hits["total"]["value"],
            counts={facet: _told(answer["aggregations"][facet]) for facet in more["aggregations"]}
            if counted
            else {},
        )

    def _ask(self, **question: Any) -> Any:
        if outage.is_on():
            raise EngineAway("the node failed a moment ago")
        try:
            return self.client.search(
                index=self.alias, allow_partial_search_results=False, **question
            )
        except TransportError as error:
            outage.begin(error)
            raise EngineAway(str(error)) from error
        except ApiError as error:
            if error.status_code != _NOT_FOUND:
                outage.begin(error)
            raise EngineAway(_said(error)) from error

    # --- writing

    def write(self, document_ids: Iterable[int]) -> None:
        for ids in batches(document_ids, BATCH):
            rows = SearchDocument.objects.filter(pk__in=ids).only(*TELLING)
            rows = rows.prefetch_related("states")
            operations: list[Any] = []
            for row in rows:
                operations += action(row)
            found = {row.pk for row in rows}
            operations += _deletions(pk for pk in ids if pk not in found)
            self.bulk(operations)

    def delete(self, document_ids: Iterable[int]) -> None:
        for ids in batches(document_ids, BATCH):
            self.bulk(_deletions(ids))

    def bulk(self, operations: list[Any], index: str | None = None) -> None:
        """Do these operations, on the alias or on an index that is being made.

        A single document that is refused is logged. Raises EngineAway for what concerns them all.
        """
        if not operations:
            return
        try:
            answer = self.client.options(request_timeout=PATIENCE).bulk(
                index=index or self.alias, require_alias=index is None, operations=operations
            )
        except (TransportError, ApiError) as error:
            raise EngineAway(_said(error)) from error
        if not answer["errors"]:
            return
        for each in answer["items"]:
            for result in each.values():
                self._check(result)

    @staticmethod
    def _check(result: dict[str, Any]) -> None:
        error = result.get("error")
        # A newer state of the document is there already.
        if error is None or result["status"] == _CONFLICT:
            return
        if result["status"] == _REFUSED:
            logger.error("Elasticsearch refuses document %s: %s", result["_id"], error)
            return
        raise EngineAway(f"{error.get('type')}: {error.get('reason')}")

    def held(self) -> Iterator[tuple[int, int]]:
        """All documents of the index with their revisions. Raises EngineAway."""
        after: list[Any] | None = None
        client = self.client.options(request_timeout=PATIENCE)
        while True:
            try:
                hits = client.search(
                    index=self.alias,
                    size=_DEEPEST,
                    sort=[{"document": "asc"}],
                    search_after=after,
                    stored_fields="_none_",
                    docvalue_fields=[{"field": "revision"}],
                    allow_partial_search_results=False,
                )["hits"]["hits"]
            except (TransportError, ApiError) as error:
                raise EngineAway(_said(error)) from error
            for hit in hits:
                yield hit["sort"][0], hit["fields"]["revision"][0]
            if len(hits) < _DEEPEST:
                return
            after = hits[-1]["sort"]

    def problem(self) -> str:
        """What is wrong with the index, in one word; empty when it can be read and written.

        Raises EngineAway when the node does not say.
        """
        try:
            if not self.client.indices.exists_alias(name=self.alias):
                return "missing"
            told = self.client.indices.get_settings(index=self.alias, flat_settings=True)
        except (TransportError, ApiError) as error:
            raise EngineAway(_said(error)) from error
        blocks = ("index.blocks.write", "index.blocks.read_only", _FULL_DISK)
        settings_of = [each["settings"] for each in told.body.values()]
        if any(each.get(block) == "true" for each in settings_of for block in blocks):
            return "read-only"
        return ""

    def rebuild(self) -> int:
        from search.engines.elastic_rebuild import rebuild

        return rebuild(self)

    def refresh(self) -> None:
        """Raises EngineAway."""
        try:
            self.client.options(request_timeout=PATIENCE).indices.refresh(index=self.alias)
        except (TransportError, ApiError) as error:
            raise EngineAway(_said(error)) from error

    def throw_away(self) -> None:
        """Delete the index that stands behind the alias."""
        client = self.client.options(request_timeout=PATIENCE, ignore_status=_NOT_FOUND)
        found = client.indices.get_alias(name=self.alias)
        names = [name for name in found.body if name.startswith(f"{self.alias}-")]
        if names:
            client.indices.delete(index=",".join(names))


# --- questions in Elasticsearch's language


def _all_of(queries: Iterable[Query]) -> Query:
    return {"bool": {"filter": list(queries)}}


def _any_of(terms: AnyOf) -> Query:
    exact = [term.token for term in terms if not term.is_beginning]
    either: list[Query] = [{"terms": {"tokens": exact}}] if exact else []
    either += [{"prefix": {"tokens": {"value": each.token}}} for each in terms if each.is_beginning]
    if not either:
        return {"match_none": {}}
    return either[0] if len(either) == 1 else {"bool": {"should": either}}


def _filters(match: Match) -> list[Query]:
    """Everything but the choices."""
    found = [_any_of(each) for each in expressions.of_labels(match)]
    bounds = {
        sign: micros(moment)
        for sign, moment in (("gte", match.first), ("lt", match.last))
        if moment is not None
    }
    if bounds:
        found.append({"range": {"moment": bounds}})
    return found


def _choices(match: Match) -> list[Query]:
    found = [_any_of(each) for each in expressions.of_choices(match)]
    if states := match.choices.get(STATE):
        found.append({"bool": {"should": [_in_state(state, match) for state in states]}})
    return found


def _score(match: Match, demands: Sequence[AnyOf]) -> list[Query]:
    """Adds up the weights of the groups, each where its demand is met."""
    return [
        {"constant_score": {"filter": _any_of(terms), "boost": weight}}
        for terms, group in zip(demands, match.groups, strict=True)
        if (weight := expressions.weight(group)) and terms
    ]


def _in_state(state: str, match: Match) -> Query:
    if match.now is None:
        return {"match_none": {}}
    return {"term": {f"states.{expressions.state_field(state)}": micros(match.now)}}


def _counted(facet: str, match: Match) -> Query:
    """Counts the values of the facet, with all choices but its own."""
    values = _values(facet, match)
    others = _choices(match.without(facet))
    return {"filter": _all_of(others), "aggs": {"values": values}} if others else values


def _values(facet: str, match: Match) -> Query:
    if facet != STATE:
        return {"terms": {"field": facet, "size": _MOST_VALUES}}
    states = dict.fromkeys([name for name, _state in search_states.items()])
    states |= dict.fromkeys(match.choices.get(STATE, ()))
    return {"filters": {"filters": {state: _in_state(state, match) for state in states}}}


def _told(aggregation: Query) -> dict[str, int]:
    """How many documents have each value, of what was `_counted`."""
    buckets = aggregation.get("values", aggregation)["buckets"]
    pairs = (
        ((name, each["doc_count"]) for name, each in buckets.items())
        if isinstance(buckets, dict)
        else ((each["key"], each["doc_count"]) for each in buckets)
    )
    return {value: number for value, number in pairs if number}


def _deletions(document_ids: Iterable[int]) -> list[Any]:
    return [{"delete": {"_id": str(pk)}} for pk in document_ids]


def _said(error: TransportError | ApiError) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def make(scratch: str = "") -> ElasticsearchEngine:
    """The engine; a scratch has an index of its own, empty from the beginning."""
    prefix = settings.ELASTICSEARCH_INDEX_PREFIX
    name = f"{prefix}scratch-{scratch}" if scratch else f"{prefix}search-v{FORMAT}"
    engine = ElasticsearchEngine(settings.ELASTICSEARCH_URL, name)
    if scratch:
        engine.rebuild()
    return engine
