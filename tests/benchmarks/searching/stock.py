"""Wagtail's own search over the scratch documents: its backends as they come, nothing set."""

import contextlib
import functools

DEPTH = 100
_MIGRATION = ("wagtailsearch", "0010_add_text_fields")


@contextlib.contextmanager
def over_documents(engine_name):
    """Gives a function that answers a question with at most DEPTH ids, best first.

    Wagtail's tables are made in the scratch database, an index of its own on the node.
    """
    from django.conf import settings
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.utils.crypto import get_random_string
    from modelsearch.backends import get_search_backend

    MigrationExecutor(connection).migrate([_MIGRATION])
    # It remembers keys of the database by its name, which the scratch has taken.
    ContentType.objects.clear_cache()
    model = _model()
    if engine_name == "elasticsearch":
        backend = get_search_backend(
            "modelsearch.backends.elasticsearch8",
            URLS=[settings.ELASTICSEARCH_URL],
            INDEX_PREFIX=f"bench_{get_random_string(8).lower()}_",
        )
    else:
        backend = get_search_backend("modelsearch.backends.database")
    try:
        _fill(backend, model)
        yield lambda question: [
            found.object_id for found in backend.search(question, model)[:DEPTH]
        ]
    finally:
        if engine_name == "elasticsearch":
            for name in backend.es.indices.get(index=f"{backend.index_prefix}*"):
                backend.es.indices.delete(index=name)
        ContentType.objects.clear_cache()


@functools.cache
def _model():
    """The documents as a page would be declared: the title counts twice."""
    from django.db import connection
    from modelsearch.abstract_models import TextIDGenericRelation
    from modelsearch.backends.database.postgres import weights
    from wagtail.search import index
    from wagtail.search.models import IndexEntry

    from search.models import SearchDocument

    class StockDocument(index.Indexed, SearchDocument):
        search_fields = [index.SearchField("title", boost=2), index.SearchField("text")]

        class Meta:
            proxy = True
            app_label = "search"

    # As is done for every model when Django starts.
    TextIDGenericRelation(IndexEntry).contribute_to_class(StockDocument, "index_entries")
    if connection.vendor == "postgresql":
        weights.BOOSTS_WEIGHTS.clear()
        weights.WEIGHTS_VALUES.clear()
        weights.set_weights()
    return StockDocument


def _fill(backend, model):
    """As its update_index does, but for what other models' tables, which the scratch lacks, left over."""
    found = backend.get_index_for_model(model)
    found.delete_stale_entries = lambda: None
    rebuilder = backend.rebuilder_class(found)
    index = rebuilder.start()
    index.add_model(model)
    index.add_items(model, list(model.objects.order_by("pk")))
    rebuilder.finish()
    index.refresh()
