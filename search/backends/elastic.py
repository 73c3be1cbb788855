"""Elasticsearch 8 that may go away: saving goes on and is made up for, searching asks the database.

Also, against the stock engine: all words must be there, long beginnings of words are found, one
apostrophe for all, no index made by accident without its mapping.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from copy import deepcopy
from typing import Any, TypeVar

from elastic_transport import TransportError
from elasticsearch import ApiError, NotFoundError
from elasticsearch.helpers import BulkIndexError
from modelsearch.backends import elasticsearch8 as stock
from modelsearch.backends.elasticsearchbase import ElasticsearchAtomicIndexRebuilder
from wagtail.search.backends import get_search_backend

from search import outage, repairs
from search.backends.safe import SafeQueries
from search.text import fold_apostrophes

logger = logging.getLogger(__name__)

T = TypeVar("T")

# The node is away, overloaded, or its index is not there.
FAILURES = (TransportError, ApiError)
# The name in settings of the engine that answers instead.
FALLBACK = "database"
# More than there are page types; the stock value is ten.
_FACET_SIZE = 100
_LONGEST_BEGINNING = 25
# Seconds that making an index or writing a thousand documents may take.
_BULK_TIMEOUT = 60


class Mapping(stock.Elasticsearch8Mapping):
    def get_document(self, obj: Any) -> dict[str, Any]:
        return {name: _folded(value) for name, value in super().get_document(obj).items()}


class Index(stock.Elasticsearch8Index):
    """Writes what it can and remembers what it cannot."""

    # Not while an index is being filled that nobody asks yet: there a failure is a failure.
    is_public = True

    def add_item(self, item: Any) -> None:
        if stock.class_is_indexed(item.__class__):
            self._write(lambda: self.put_now(item), type(item), [item.pk])

    def add_items(self, model: Any, items: Iterable[Any]) -> None:
        found = list(items)
        if found and stock.class_is_indexed(model):
            self._write(lambda: self.put_all_now(model, found), model, [item.pk for item in found])

    def delete_item(self, item: Any) -> None:
        if stock.class_is_indexed(item.__class__):
            self._write(lambda: self.delete_now(type(item), item.pk), type(item), [item.pk])

    def put_now(self, item: Any) -> None:
        """Write one document. Raises what the client raises."""
        mapping = self.mapping_class(item.__class__)
        self.es.index(
            index=self.name,
            id=mapping.get_document_id(item),
            document=mapping.get_document(item),
            # An index that is missing must not come into being without its mapping.
            require_alias=self.is_public,
        )

    def put_all_now(self, model: type[Any], items: Iterable[Any]) -> None:
        """Write documents of one model in few requests. Raises what the client raises."""
        mapping = self.mapping_class(model)
        actions = [
            {"_id": mapping.get_document_id(item)} | mapping.get_document(item) for item in items
        ]
        self.backend.bulk(
            self.es.options(request_timeout=_BULK_TIMEOUT),
            actions,
            index=self.name,
            require_alias=self.is_public,
        )

    def delete_now(self, model: type[Any], pk: Any) -> None:
        """Take one document out; it is no error when it is not there."""
        with suppress(NotFoundError):
            self.es.delete(index=self.name, id=str(pk))

    def _write(self, act: Callable[[], None], model: type[Any], pks: Sequence[Any]) -> None:
        if not self.is_public:
            act()
            return
        if repairs.is_rebuilding():
            # The index that is about to take this one's place must get it too.
            repairs.remember(model, *pks)
        if outage.is_on():
            repairs.remember(model, *pks)
            return
        try:
            act()
        except TransportError as error:
            outage.begin(error)
            repairs.remember(model, *pks)
        except (ApiError, BulkIndexError):
            logger.exception("The search index refuses %s %s.", model._meta.label, pks)
            repairs.remember(model, *pks)


class Results(stock.Elasticsearch8SearchResults):
    """Asks the node; when it does not answer, the database answers the same question."""

    def _do_search(self) -> list[Any]:
        return self._ask(lambda: list(super(Results, self)._do_search()), list)

    def _do_count(self) -> int:
        return self._ask(lambda: super(Results, self)._do_count(), lambda found: found.count())

    def facet(self, field_name: str) -> dict[Any, int]:
        return self._ask(
            lambda: super(Results, self).facet(field_name), lambda found: found.facet(field_name)
        )

    def _backend_do_search(self, body: dict[str, Any], **kwargs: Any) -> Any:
        for aggregation in body.get("aggregations", {}).values():
            aggregation["terms"]["size"] = _FACET_SIZE
        return super()._backend_do_search(body, **kwargs)

    def _ask(self, node: Callable[[], T], database: Callable[[Any], T]) -> T:
        if not outage.is_on():
            try:
                return node()
            except FAILURES as error:
                if isinstance(error, TransportError):
                    outage.begin(error)
        return database(self._in_database())

    def _in_database(self) -> Any:
        compiler = self.query_compiler
        backend = get_search_backend(FALLBACK)
        is_autocomplete = isinstance(compiler, AutocompleteCompiler)
        ask = backend.autocomplete if is_autocomplete else backend.search
        found = ask(
            compiler.query, compiler.queryset, order_by_relevance=compiler.order_by_relevance
        )
        if self._score_field:
            found = found.annotate_score(self._score_field)
        return found[self.start : self.stop]


class Compiler(stock.Elasticsearch8SearchQueryCompiler):
    mapping_class = Mapping
    DEFAULT_OPERATOR = "and"


class AutocompleteCompiler(stock.Elasticsearch8AutocompleteQueryCompiler):
    mapping_class = Mapping
    DEFAULT_OPERATOR = "and"


class Rebuilder(ElasticsearchAtomicIndexRebuilder):
    """Makes the index anew beside the old one; what is saved meanwhile is put in afterwards."""

    def __init__(self, index: Index) -> None:
        super().__init__(index)
        self.index.is_public = False
        # Nobody waits for this as readers wait for an answer.
        patient = index.es.options(request_timeout=_BULK_TIMEOUT)
        self.alias.es = self.index.es = patient

    def start(self) -> Any:
        repairs.begin_rebuild(self.alias.name)
        return super().start()

    def finish(self) -> None:
        super().finish()
        outage.end()
        repairs.end_rebuild(self.alias.name)


class Backend(SafeQueries, stock.Elasticsearch8SearchBackend):
    mapping_class = Mapping
    index_class = Index
    results_class = Results
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    atomic_rebuilder_class = Rebuilder

    settings = deepcopy(stock.Elasticsearch8SearchBackend.settings)
    settings["settings"]["analysis"]["filter"]["edgengram"] |= {
        "min_gram": 2,
        "max_gram": _LONGEST_BEGINNING,
    }


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return fold_apostrophes(value)
    if isinstance(value, list):
        return [_folded(each) for each in value]
    return value


SearchBackend = Backend
