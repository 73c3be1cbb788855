"""What tests of search need: pages in the index, and a search node that comes and goes."""

import pytest
from django.conf import settings
from modelsearch.index import get_indexed_models
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from search import outage
from tests.factories.pages import NewsPageFactory, StandardPageFactory


@pytest.fixture(autouse=True)
def node_is_asked():
    """An outage seen by one test is none of the next one's."""
    outage.end()
    yield
    outage.end()


@pytest.fixture(autouse=True)
def empty_index(request):
    """On Elasticsearch each test begins with an index of what the migrations made."""
    if settings.ELASTICSEARCH_URL and "db" in request.fixturenames:
        request.getfixturevalue("db")
        backend = get_search_backend()
        name = backend.get_index_for_model(Page).name
        if backend.es.indices.exists_alias(name=name):
            empty_page_index(backend, name)
        else:
            make_page_index()


def empty_page_index(backend, name):
    """Document by document: making an index takes seconds, which tests would wait for."""
    es = backend.es.options(request_timeout=60)
    es.indices.refresh(index=name)
    hits = es.search(index=name, query={"match_all": {}}, size=5000, source=False)["hits"]["hits"]
    backend.bulk(
        es,
        [{"_op_type": "delete", "_index": hit["_index"], "_id": hit["_id"]} for hit in hits],
        refresh=True,
    )


def make_page_index():
    """What `update_index` does, for pages alone."""
    backend = get_search_backend()
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(Page))
    index = rebuilder.start()
    models = [model for model in get_indexed_models() if issubclass(model, Page)]
    for model in models:
        index.add_model(model)
    for model in models:
        index.add_items(model, list(model.get_indexed_objects()))
    rebuilder.finish()


@pytest.fixture
def found(news_index, home):
    """Three pages with words to find; the index is up to date."""
    pages = [
        NewsPageFactory(
            parent=news_index,
            title="Правила утримання зелених зон",
            slug="zony",
            lead="Місто питає, як доглядати парки й сквери.",
        ),
        NewsPageFactory(
            parent=news_index,
            title="Солом’янський район оновлює двори",
            slug="dvory",
            lead="Перші двори вже готові, зелених зон побільшало.",
        ),
        StandardPageFactory(parent=home, title="Правила користування", slug="pravyla"),
    ]
    refresh()
    return pages


def refresh():
    """What was written is found from now on: Elasticsearch makes it visible once a second."""
    get_search_backend().get_index_for_model(Page).refresh()
