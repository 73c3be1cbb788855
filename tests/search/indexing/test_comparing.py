"""The nightly comparison and the command: what drifted is said and mended."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.core.search_items import mark_changed, search_sources
from search import engines, health, tasks
from search.engines.base import DatabaseAway, Group, Match
from search.indexing import comparing, documents, lease, writing
from search.models import IndexState, SearchChange, SearchDocument, SearchForm, SearchTerm


@pytest.fixture
def alone(shelf, monkeypatch):
    """The only source there is."""
    monkeypatch.setattr(search_sources, "_items", {"shelf": shelf})
    for number in range(3):
        shelf.put(str(number), f"Рада {number}")
    comparing.compare()
    return shelf


def found(key):
    ids = engines.database().full(Match((Group((key,)),)), 100).ids
    return sorted(SearchDocument.objects.filter(pk__in=ids).values_list("object_id", flat=True))


def test_what_nobody_marked_is_found_out(alone):
    alone.put("1", "Бюджет")
    alone.put("7", "Кошторис")
    alone.drop("2")
    drift = comparing.compare()
    assert (drift.written, drift.ghosts) == (2, 1)
    assert found("бюджет") == ["1"]
    assert found("кошторис") == ["7"]
    assert found("рада") == ["0"]
    assert not comparing.compare()


def test_a_source_that_is_no_more_leaves_nothing(alone, monkeypatch):
    monkeypatch.setattr(search_sources, "_items", {})
    assert comparing.compare().ghosts == 3
    assert not SearchDocument.objects.exists()
    assert not SearchTerm.objects.exists()


def test_what_is_marked_is_no_drift(alone):
    alone.put("1", "Бюджет")
    mark_changed("shelf", ["1"])
    assert not comparing.compare()
    assert found("бюджет") == ["1"]


def test_drift_is_logged(alone, caplog):
    alone.put("1", "Бюджет")
    tasks.compare_nightly()
    assert "written=1" in caplog.text


def test_an_index_of_other_rules_is_made_anew_once(alone, monkeypatch):
    monkeypatch.setattr(documents, "analysis_version", lambda: "other")
    tasks.look_after_index()
    assert IndexState.objects.get(pk=1).analysis == "other"
    revisions = set(SearchDocument.objects.values_list("revision", flat=True))
    tasks.look_after_index()
    assert set(SearchDocument.objects.values_list("revision", flat=True)) == revisions


def test_an_empty_portal_gets_its_index_by_itself(alone):
    for model in (SearchDocument, SearchTerm, SearchForm, IndexState, SearchChange):
        model.objects.all().delete()
    tasks.look_after_index()
    assert found("рада") == ["0", "1", "2"]


def test_the_command_says_what_it_did(alone):
    alone.put("1", "Бюджет")
    out = io.StringIO()
    call_command("update_index", stdout=out)
    assert "1" in out.getvalue()
    assert found("бюджет") == ["1"]


def test_a_rebuild_mends_the_engine_and_the_vocabulary(alone):
    kept = dict(SearchTerm.objects.values_list("key", "frequency"))
    state = IndexState.objects.values("documents", "keys").get(pk=1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_tokens")
    SearchTerm.objects.update(frequency=77)
    IndexState.objects.update(documents=9, keys=9)
    call_command("update_index", rebuild=True, stdout=io.StringIO())
    assert found("рада") == ["0", "1", "2"]
    assert dict(SearchTerm.objects.values_list("key", "frequency")) == kept
    assert IndexState.objects.values("documents", "keys").get(pk=1) == state


def test_the_command_says_who_writes(alone, monkeypatch):
    monkeypatch.setattr(lease, "_LOOK_AGAIN", 0)
    taken = lease.taken
    monkeypatch.setattr(lease, "taken", lambda wait=0: taken(0))
    held = lease.take()
    with pytest.raises(CommandError):
        call_command("update_index", stdout=io.StringIO())
    held.give_back()


def test_things_are_read_under_the_lease(alone):
    seen = []
    read = alone.items

    def look(object_ids):
        seen.append(lease.take())
        return read(object_ids)

    alone.items = look
    writing.index_things("shelf", ["0"])
    assert seen == [None]


def test_an_unknown_source_is_an_error(db):
    with pytest.raises(KeyError):
        writing.index_things("nothing", ["1"])


def test_words_of_what_only_the_staff_finds_are_not_counted(alone):
    before = IndexState.objects.values("documents", "keys").get(pk=1)
    alone.put("1", "Таємниця", audience="staff")
    writing.index_things("shelf", ["1"])
    assert not SearchTerm.objects.filter(key="таємниця").exists()
    assert not SearchForm.objects.filter(form="таємниця").exists()
    assert IndexState.objects.get(pk=1).documents == before["documents"] - 1
    comparing.rebuild()
    assert not SearchTerm.objects.filter(key="таємниця").exists()
    alone.put("1", "Таємниця")
    writing.index_things("shelf", ["1"])
    assert SearchTerm.objects.get(key="таємниця").frequency == 1
    assert IndexState.objects.get(pk=1).documents == before["documents"]


@pytest.mark.parametrize("table", ["search_tokens", "search_bits"])
@pytest.mark.parametrize("anew", [True, False])
def test_a_table_of_the_index_that_is_gone_is_made(alone, table, anew):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")
    told = io.StringIO()
    call_command("update_index", rebuild=anew, stdout=io.StringIO(), stderr=told)
    assert found("рада") == ["0", "1", "2"]
    assert (table in told.getvalue()) is not anew
    alone.put("1", "Бюджет")
    writing.index_things("shelf", ["1"])
    assert found("бюджет") == ["1"]
    assert health.check() is None


@pytest.mark.sqlite
def test_a_table_that_is_broken_is_made_anew(alone):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_tokens_data")
    with pytest.raises(DatabaseAway):
        engines.database().check()
    told = io.StringIO()
    call_command("update_index", stdout=io.StringIO(), stderr=told)
    assert "malformed" in told.getvalue()
    assert found("рада") == ["0", "1", "2"]


def test_a_fault_of_the_database_is_not_called_one_of_the_node(alone, monkeypatch):
    def fail(*_anything):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(lease, "take", fail)
    with (
        translation.override("en"),
        pytest.raises(CommandError, match="The database does not take the index"),
    ):
        call_command("update_index", stdout=io.StringIO())


def test_nothing_is_made_where_nothing_is_missing(alone):
    told = io.StringIO()
    with CaptureQueriesContext(connection) as asked:
        call_command("update_index", stdout=io.StringIO(), stderr=told)
    assert told.getvalue() == ""
    assert not [each for each in asked if each["sql"].startswith(("CREATE", "DROP"))]
