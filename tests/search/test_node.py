"""The search node goes away and comes back: reading and saving go on, nothing is lost."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from elastic_transport import Transport

from portal.core.registry import Unhealthy
from portal.core.search_items import mark_changed, search_sources
from search import engines, health, outage, tasks
from search.engines import elastic_rebuild
from search.engines.base import EngineAway, Group, Match
from search.engines.elastic_rebuild import RebuildGoesOn
from search.indexing import comparing
from search.indexing.drain import drain
from search.models import IndexState, SearchChange, SearchDocument
from search.results import Question
from search.services import find
from tests.search.shelf import Shelf

pytestmark = pytest.mark.django_db
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens


@pytest.fixture(autouse=True)
def fresh_engines():
    engines._made.cache_clear()
    outage.end()
    yield
    engines._made.cache_clear()
    outage.end()


@pytest.fixture
def shelf(db, monkeypatch):
    """The only source there is."""
    made = Shelf()
    monkeypatch.setattr(search_sources, "_items", {"shelf": made})
    made.put("1", "Тополя біла", "У дворі.")
    return made


@pytest.fixture
def away(settings):
    """Elasticsearch is configured and does not answer."""
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = NOBODY
    engines._made.cache_clear()


@pytest.fixture
def node(settings, request, db):
    """A node that answers and has an index of this test alone."""
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}node_"
    engines._made.cache_clear()
    engine = engines.current()
    engine.rebuild()
    yield engine
    indices = engine.client.options(request_timeout=30).indices
    found = indices.get(index=f"{settings.ELASTICSEARCH_INDEX_PREFIX}search-v*")
    for name in found.body:
        indices.delete(index=name)


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


def index(*object_ids):
    mark_changed("shelf", object_ids)
    SearchChange.objects.update(after=timezone.now())
    outage.end()
    drain()


def titles(query):
    return [hit.plain_title for hit in find(Question(query, "uk")).hits]


def on_node(engine, key):
    engine.refresh()
    outage.end()
    ids = engine.full(Match((Group((key,)),)), 10).ids
    return sorted(SearchDocument.objects.filter(pk__in=ids).values_list("object_id", flat=True))


# --- Without a node -------------------------------------------------------------------------------


def test_what_changes_is_found_in_the_database_and_waits_for_the_node(away, shelf):
    index("1")
    assert titles("тополею") == ["Тополя біла"]
    waiting = SearchChange.objects.get()
    assert waiting.tries == 1
    assert waiting.after > timezone.now()


def test_it_is_tried_ever_later(away, shelf):
    mark_changed("shelf", ["1"])
    pauses = []
    for _number in range(8):
        now = timezone.now()
        SearchChange.objects.update(after=now)
        drain()
        pauses.append(round((SearchChange.objects.get().after - now).total_seconds()))
    assert pauses[:3] == [2, 4, 8]
    assert pauses[-1] == 60


def test_what_is_deleted_meanwhile_is_remembered_by_its_document(away, shelf):
    index("1")
    key = SearchDocument.objects.get().pk
    shelf.drop("1")
    index("1")
    assert SearchChange.objects.filter(source="", object_id=str(key)).exists()
    assert titles("тополя") == []


def test_readers_do_not_wait_for_the_node_twice(away, shelf, calls):
    index("1")
    calls.clear()
    for _number in range(3):
        assert titles("тополя") == ["Тополя біла"]
    assert len(calls) == 1


def test_after_a_pause_the_node_is_asked_again(away, shelf, calls):
    titles("тополя")
    asked = len(calls)
    outage.end()
    titles("тополя")
    assert len(calls) == asked + 1


def test_the_page_of_results_answers(away, shelf, client):
    index("1")
    response = client.get(reverse("search"), {"q": "тополя"})
    assert response.status_code == 200
    assert "Тополя" in response.content.decode()


def test_an_editor_saves_as_ever(away, news_index):
    from tests.factories.pages import NewsPageFactory

    page = NewsPageFactory(parent=news_index, title="Тополя")
    assert SearchChange.objects.filter(source="pages", object_id=str(page.pk)).exists()


def test_the_check_of_health_says_so(away):
    with pytest.raises(Unhealthy):
        health.check()


def test_the_command_says_so_and_the_documents_are_up_to_date(away, shelf):
    with pytest.raises(CommandError):
        call_command("update_index", stdout=io.StringIO())
    assert titles("тополя") == ["Тополя біла"]


def test_the_minutely_look_does_no_harm(away, shelf):
    mark_changed("shelf", ["1"])
    tasks.look_after_index()
    tasks.look_after_index()
    assert titles("тополя") == ["Тополя біла"]


# --- With one -------------------------------------------------------------------------------------


@pytest.mark.elasticsearch
def test_the_node_gets_what_it_missed(settings, shelf, node):
    index("1")
    url = settings.ELASTICSEARCH_URL
    settings.ELASTICSEARCH_URL = NOBODY
    engines._made.cache_clear()
    shelf.put("2", "Липа")
    shelf.put("3", "Клен")
    shelf.drop("1")
    index("1", "2", "3")
    assert titles("липа") == ["Липа"]
    settings.ELASTICSEARCH_URL = url
    engines._made.cache_clear()
    SearchChange.objects.update(after=timezone.now())
    tasks.look_after_index()
    assert not SearchChange.objects.exists()
    assert on_node(node, "липа") == ["2"]
    assert on_node(node, "клен") == ["3"]
    assert [pk for pk, _revision in node.held()] == list(
        SearchDocument.objects.order_by("pk").values_list("pk", flat=True)
    )


@pytest.mark.elasticsearch
def test_readers_are_answered_by_the_node(shelf, node, monkeypatch):
    index("1")
    node.refresh()
    database = engines.database()
    monkeypatch.setattr(type(database), "full", lambda *args: pytest.fail("asked the database"))
    assert titles("тополя") == ["Тополя біла"]


@pytest.mark.elasticsearch
def test_no_index_comes_into_being_by_accident(shelf, node):
    node.throw_away()
    index("1")
    assert not node.client.indices.exists(index=node.alias)
    assert SearchChange.objects.exists()
    assert titles("тополя") == ["Тополя біла"]


@pytest.mark.elasticsearch
def test_a_missing_index_is_seen_and_made(shelf, node):
    index("1")
    node.throw_away()
    with pytest.raises(Unhealthy, match="missing"):
        health.check()
    tasks.look_after_index()
    assert on_node(node, "тополя") == ["1"]
    health.check()


@pytest.mark.elasticsearch
def test_the_command_makes_a_missing_index(shelf, node):
    node.throw_away()
    out = io.StringIO()
    call_command("update_index", stdout=out)
    assert on_node(node, "тополя") == ["1"]


@pytest.mark.elasticsearch
def test_an_index_that_took_the_name_of_the_alias_is_replaced(shelf, node):
    node.throw_away()
    node.client.options(request_timeout=30).indices.create(index=node.alias)
    index("1")
    with pytest.raises(Unhealthy, match="missing"):
        health.check()
    tasks.look_after_index()
    assert on_node(node, "тополя") == ["1"]


@pytest.mark.elasticsearch
def test_old_and_half_built_indexes_are_taken_away(shelf, node, settings):
    indices = node.client.options(request_timeout=30).indices
    prefix = settings.ELASTICSEARCH_INDEX_PREFIX
    for name in (f"{node.alias}-20200101000000-killed", f"{prefix}search-v0-20200101000000-old"):
        indices.create(index=name)
    node.rebuild()
    assert len(indices.get(index=f"{prefix}search-v*").body) == 1


@pytest.mark.elasticsearch
def test_a_read_only_index_is_named_and_caught_up(shelf, node):
    indices = node.client.options(request_timeout=30).indices
    indices.put_settings(index=node.alias, settings={"index.blocks.read_only_allow_delete": True})
    index("1")
    assert SearchChange.objects.get().tries == 1
    assert titles("тополя") == ["Тополя біла"] or on_node(node, "тополя") == []
    with pytest.raises(Unhealthy, match="read-only"):
        health.check()
    with pytest.raises(CommandError, match="read_only"):
        call_command("update_index", stdout=io.StringIO())
    indices.put_settings(index=node.alias, settings={"index.blocks.read_only_allow_delete": None})
    SearchChange.objects.update(after=timezone.now())
    drain()
    assert on_node(node, "тополя") == ["1"]


@pytest.mark.elasticsearch
def test_of_two_rebuilds_the_second_says_that_one_goes_on(shelf, node, monkeypatch):
    state = IndexState.objects.filter(pk=1)
    soon = timezone.now() + dt.timedelta(minutes=1)
    state.update(rebuilder="another", rebuilder_until=soon)
    with pytest.raises(RebuildGoesOn):
        node.rebuild()
    with pytest.raises(CommandError):
        call_command("update_index", rebuild=True, stdout=io.StringIO())
    state.update(rebuilder_until=timezone.now() - dt.timedelta(seconds=1))
    assert node.rebuild() == SearchDocument.objects.count()


@pytest.mark.elasticsearch
def test_nothing_written_during_a_rebuild_is_lost(shelf, node, monkeypatch):
    shelf.put("2", "Липа")
    shelf.put("3", "Клен")
    index("1", "2", "3")
    write = elastic_rebuild._Rebuild._write
    turns = []

    def write_and_change(self, rows):
        write(self, rows)
        if not turns:
            turns.append(1)
            shelf.put("2", "Ясен")
            shelf.put("4", "Дуб")
            shelf.drop("3")
            index("2", "3", "4")
            assert on_node(node, "ясен") == ["2"]

    monkeypatch.setattr(elastic_rebuild._Rebuild, "_write", write_and_change)
    assert node.rebuild() == 3
    assert on_node(node, "ясен") == ["2"]
    assert on_node(node, "дуб") == ["4"]
    assert on_node(node, "липа") == on_node(node, "клен") == []
    assert dict(node.held()) == dict(SearchDocument.objects.values_list("pk", "revision"))


@pytest.mark.elasticsearch
def test_a_rebuild_that_fails_leaves_the_old_index(shelf, node, monkeypatch):
    index("1")

    def fail(*args):
        raise EngineAway("away")

    monkeypatch.setattr(elastic_rebuild._Rebuild, "_write", fail)
    with pytest.raises(EngineAway):
        node.rebuild()
    assert on_node(node, "тополя") == ["1"]
    assert len(node.client.indices.get(index=f"{node.alias}-*").body) == 1
    assert IndexState.objects.get(pk=1).rebuilder == ""


@pytest.mark.elasticsearch
def test_an_older_state_never_replaces_a_newer_one(shelf, node):
    index("1")
    document = SearchDocument.objects.get()
    SearchDocument.objects.update(revision=document.revision - 1, title_keys="старий")
    node.write([document.pk])
    assert on_node(node, "старий") == []
    assert on_node(node, "тополя") == ["1"]


@pytest.mark.elasticsearch
def test_drift_is_said_and_mended(shelf, node, caplog):
    shelf.put("2", "Липа")
    index("1", "2")
    lost = SearchDocument.objects.get(object_id="2").pk
    node.delete([lost])
    ghost = SearchDocument.objects.create(
        source="x", object_id="9", language="uk", kind="x", labels="", facets="{}"
    )
    node.write([ghost.pk])
    SearchDocument.objects.filter(pk=ghost.pk)._raw_delete("default")
    node.refresh()
    tasks.compare_nightly()
    assert "node_written=1, node_ghosts=1" in caplog.text
    assert on_node(node, "липа") == ["2"]
    assert not comparing.compare()
