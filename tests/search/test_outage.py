"""The search node goes away: reading and saving go on, nothing is lost, all is made up for."""

import copy

import pytest
from django.conf import settings as project_settings
from elastic_transport import ConnectionError as NodeConnectionError
from elastic_transport import Transport
from elasticsearch.helpers import BulkIndexError
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from search import outage, repairs
from search.backends import elastic
from search.models import IndexRepair, RepairKind
from search.services import search_pages
from tests.factories.pages import NewsPageFactory
from tests.search.conftest import make_page_index, refresh

DATABASE = {"BACKEND": "search.backends.database", "SEARCH_CONFIG": "simple"}
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens


def node_at(url):
    return {
        "default": {
            "BACKEND": "search.backends.elastic",
            "URLS": [url],
            "INDEX_PREFIX": "test_portal_outage_",
            "TIMEOUT": 2,
            "OPTIONS": {"max_retries": 0},
        },
        "database": DATABASE,
    }


@pytest.fixture
def away(settings, db):
    """Elasticsearch is configured and does not answer."""
    settings.WAGTAILSEARCH_BACKENDS = node_at(NOBODY)


@pytest.fixture
def calls(monkeypatch):
    """How often the node was asked."""
    made = []
    perform = Transport.perform_request

    def counted(self, *args, **kwargs):
        made.append(args)
        return perform(self, *args, **kwargs)

    monkeypatch.setattr(Transport, "perform_request", counted)
    return made


def titles(query):
    return [str(hit.page.title) for hit in search_pages(query, language="uk").hits]


# --- Without a node --------------------------------------------------------------------------------


def test_a_page_is_saved_and_its_change_remembered(away, news_index):
    page = NewsPageFactory(parent=news_index, title="Тополя")
    assert Page.objects.filter(pk=page.pk).exists()
    assert IndexRepair.objects.filter(
        kind=RepairKind.OBJECT, subject="civic_pages.NewsPage", object_id=str(page.pk)
    ).exists()


def test_a_page_is_deleted_and_that_is_remembered(away, news_index):
    page = NewsPageFactory(parent=news_index)
    IndexRepair.objects.all().delete()
    pk = page.pk
    page.delete()
    assert IndexRepair.objects.filter(object_id=str(pk)).exists()


def test_readers_find_in_the_database(away, news_index):
    NewsPageFactory(parent=news_index, title="Тополя біла", lead="У дворі.")
    assert titles("тополя дворі") == ["Тополя біла"]
    assert titles("тополя аеродинаміка") == []


def test_the_page_of_results_answers(away, client, news_index):
    NewsPageFactory(parent=news_index, title="Тополя біла")
    response = client.get("/poshuk/?q=тополя")
    assert response.status_code == 200
    assert "1 результат" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/pages/search/?q=тополя",
        "/admin/images/?q=тополя",
        "/admin/choose-page/search/?q=тополя",
    ],
)
def test_the_admin_searches_on(away, admin_client, news_index, path):
    NewsPageFactory(parent=news_index, title="Тополя біла")
    assert admin_client.get(path).status_code == 200


def test_autocomplete_goes_on(away, news_index):
    page = NewsPageFactory(parent=news_index, title="Тополя біла")
    found = get_search_backend().autocomplete("топ", Page.objects.live())
    assert [each.pk for each in found] == [page.pk]
    assert found.count() == 1


def test_an_editor_publishes_as_ever(away, admin_client, news_index):
    page = NewsPageFactory(parent=news_index, title="Тополя", live=False)
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.live


def test_the_node_is_not_waited_for_twice(away, calls, news_index):
    outage.end()
    calls.clear()
    NewsPageFactory(parent=news_index, title="Тополя")
    assert len(calls) == 1
    titles("тополя")
    NewsPageFactory(parent=news_index, title="Інша")
    assert len(calls) == 1


def test_after_a_pause_the_node_is_asked_again(away, calls, news_index, monkeypatch):
    titles("тополя")
    asked = len(calls)
    monkeypatch.setattr(outage, "_until", 0.0)
    titles("тополя")
    assert len(calls) == asked + 1


def test_making_up_forgets_nothing_while_the_node_is_away(away, news_index):
    NewsPageFactory(parent=news_index)
    waiting, since = repairs.waiting()
    assert waiting > 0
    assert since is not None
    assert repairs.make_up() == 0
    assert repairs.waiting()[0] == waiting


def test_without_elasticsearch_there_is_nothing_to_make_up(settings, db):
    settings.WAGTAILSEARCH_BACKENDS = {"default": DATABASE}
    IndexRepair.objects.create(subject="civic_pages.NewsPage", object_id="1")
    assert repairs.make_up() == 0
    assert repairs.waiting()[0] == 1


def test_an_answer_that_is_an_error_is_answered_by_the_database(away, news_index, monkeypatch):
    def refuse(*args, **kwargs):
        raise elastic.ApiError("illegal_argument", meta=copy.copy(_Meta()), body={})

    NewsPageFactory(parent=news_index, title="Тополя біла")
    outage.end()
    monkeypatch.setattr(Transport, "perform_request", refuse)
    assert titles("тополя") == ["Тополя біла"]
    assert not outage.is_on()


class _Meta:
    status = 400
    headers: dict[str, str] = {}


# --- With a node that comes back ----------------------------------------------------------------------


@pytest.fixture
def node(settings, db, monkeypatch):
    """A real node with an index of its own; the database must not answer in its place."""
    settings.WAGTAILSEARCH_BACKENDS = node_at(project_settings.ELASTICSEARCH_URL)

    def forbidden(self):
        raise AssertionError("The node was to answer.")

    monkeypatch.setattr(elastic.Results, "_in_database", forbidden)
    make_page_index()
    yield get_search_backend()
    settings.WAGTAILSEARCH_BACKENDS = node_at(project_settings.ELASTICSEARCH_URL)
    es = get_search_backend().es.options(request_timeout=60)
    for name in es.indices.get(index="test_portal_outage_*"):
        es.indices.delete(index=name)


@pytest.fixture
def switch(settings, node):
    """Takes the node away and brings it back."""

    def turn(on):
        url = project_settings.ELASTICSEARCH_URL if on else NOBODY
        settings.WAGTAILSEARCH_BACKENDS = node_at(url)
        outage.end()

    return turn


@pytest.mark.elasticsearch
def test_the_node_finds_what_was_saved(node, news_index):
    page = NewsPageFactory(parent=news_index, title="Тополя біла")
    refresh()
    assert titles("тополя") == ["Тополя біла"]
    page.title = "Верба плакуча"
    page.save_revision().publish()
    refresh()
    assert titles("тополя") == []
    assert titles("верба") == ["Верба плакуча"]
    page.delete()
    refresh()
    assert titles("верба") == []


@pytest.mark.elasticsearch
def test_what_was_missed_is_made_up_for(node, switch, news_index):
    kept = NewsPageFactory(parent=news_index, title="Тополя біла")
    gone = NewsPageFactory(parent=news_index, title="Тополя чорна")
    refresh()
    assert len(titles("тополя")) == 2

    switch(on=False)
    NewsPageFactory(parent=news_index, title="Тополя третя")
    kept.title = "Верба плакуча"
    kept.save_revision().publish()
    gone.delete()
    assert repairs.waiting()[0] >= 3

    switch(on=True)
    assert repairs.make_up() >= 3
    refresh()
    assert titles("тополя") == ["Тополя третя"]
    assert titles("верба") == ["Верба плакуча"]
    assert repairs.waiting()[0] == 0
    assert not outage.is_on()


@pytest.mark.elasticsearch
def test_many_missed_changes_make_the_index_anew(node, switch, news_index, monkeypatch):
    monkeypatch.setattr(repairs, "MANY", 2)
    switch(on=False)
    for number in range(4):
        NewsPageFactory(parent=news_index, title=f"Тополя {number}")
    switch(on=True)
    repairs.make_up()
    refresh()
    assert len(titles("тополя")) == 4
    assert repairs.waiting()[0] == 0


@pytest.mark.elasticsearch
def test_a_missing_index_is_never_made_by_accident(node, news_index, settings):
    name = node.get_index_for_model(Page).name
    for index in node.es.indices.get_alias(name=name):
        node.es.indices.delete(index=index)
    NewsPageFactory(parent=news_index, title="Тополя")
    assert not node.es.indices.exists(index=name)
    assert repairs.waiting()[0] > 0
    repairs.make_up()
    refresh()
    assert node.es.indices.exists_alias(name=name)
    assert titles("тополя") == ["Тополя"]


@pytest.mark.elasticsearch
def test_what_is_saved_during_a_rebuild_is_in_the_new_index(node, news_index):
    rebuilder = node.rebuilder_class(node.get_index_for_model(Page))
    filled = rebuilder.start()
    for model in (Page, type(news_index)):
        filled.add_model(model)
    assert repairs.is_rebuilding()
    NewsPageFactory(parent=news_index, title="Тополя пізня")
    rebuilder.finish()
    refresh()
    assert titles("тополя") == ["Тополя пізня"]
    assert not repairs.is_rebuilding()


@pytest.mark.elasticsearch
@pytest.mark.parametrize("beginning", ["то", "тополин", "електропостачання"])
def test_beginnings_of_words_are_found_also_long_ones(node, news_index, beginning):
    page = NewsPageFactory(parent=news_index, title="Тополине електропостачання")
    refresh()
    found = get_search_backend().autocomplete(beginning, Page.objects.live())
    assert [each.pk for each in found] == [page.pk]


@pytest.mark.elasticsearch
def test_a_document_that_is_refused_keeps_no_other_from_its_turn(node, news_index, monkeypatch):
    good = NewsPageFactory(parent=news_index, title="Тополя")
    repairs.remember(type(news_index), 999_999_999)
    IndexRepair.objects.create(subject="nothing.Here", object_id="1")
    repairs.remember(type(good), good.pk)
    assert repairs.make_up() == 3
    assert repairs.waiting()[0] == 0


@pytest.mark.elasticsearch
def test_many_documents_are_written_in_one_request(node, news_index):
    pages = [NewsPageFactory(parent=news_index, title=f"Тополя {number}") for number in range(3)]
    backend = get_search_backend()
    for page in pages:
        backend.delete(page)
    refresh()
    assert titles("тополя") == []
    backend.add_bulk(type(pages[0]), pages)
    refresh()
    assert len(titles("тополя")) == 3
    assert repairs.waiting()[0] == 0


@pytest.mark.elasticsearch
@pytest.mark.parametrize(
    "error",
    [
        NodeConnectionError("away"),
        BulkIndexError("1 document failed", [{"index": {"status": 400}}]),
    ],
)
def test_many_documents_that_were_not_written_are_remembered_in_one_query(
    node, news_index, monkeypatch, error, django_assert_num_queries
):
    pages = [NewsPageFactory(parent=news_index, title=f"Тополя {number}") for number in range(3)]
    backend = get_search_backend()

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(backend, "bulk", fail)
    index = backend.get_index_for_model(Page)
    with django_assert_num_queries(2):  # whether a rebuild goes on, and the rows
        index.add_items(type(pages[0]), pages)
    assert repairs.waiting()[0] == 3
