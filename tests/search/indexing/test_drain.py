"""Marks: kept with the change, worked off after it, never lost."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from portal.core.search_items import StateWindow, mark_changed
from search import engines, tasks
from search.engines.base import Group, Match
from search.indexing import lease, writing
from search.indexing.drain import drain
from search.models import (
    DocumentState,
    IndexState,
    SearchChange,
    SearchDocument,
    SearchForm,
    SearchTerm,
)


def found(key):
    ids = engines.database().full(Match((Group((key,)),)), 10).ids
    return sorted(SearchDocument.objects.filter(pk__in=ids).values_list("object_id", flat=True))


def index(*object_ids):
    mark_changed("shelf", object_ids)
    return drain()


def vocabulary():
    state = IndexState.objects.get(pk=1)
    return (
        dict(SearchTerm.objects.values_list("key", "frequency")),
        dict(SearchForm.objects.values_list("form", "frequency")),
        (state.documents, state.keys),
    )


def test_a_marked_thing_is_found_after_the_drain(shelf):
    shelf.put("1", "Громадські слухання", "Про бюджет міста", topics=(3,))
    assert index("1") == 1
    document = SearchDocument.objects.get()
    assert found("слухання") == ["1"]
    assert "бюджет" in document.body_keys.split()
    assert "topic:3" in document.labels.split()
    assert document.title_words == "громадські слухання"
    assert not SearchChange.objects.exists()


def test_a_change_replaces_and_a_deletion_removes(shelf):
    shelf.put("1", "Рада", states=(StateWindow("open"),))
    shelf.put("1", "Council", language="en")
    index("1")
    key = SearchDocument.objects.get(language="uk").pk
    shelf.put("1", "Бюджет", states=(StateWindow("open"), StateWindow("closed")))
    index("1")
    assert (found("рада"), found("бюджет")) == ([], ["1"])
    assert SearchDocument.objects.get(language="uk").pk == key
    assert DocumentState.objects.count() == 2
    shelf.drop("1")
    index("1")
    assert found("бюджет") == []
    assert not SearchDocument.objects.exists()


def test_the_vocabulary_is_that_of_a_fresh_index(shelf):
    shelf.put("1", "Рада міста", "Київрада збирається, Київрада вирішує")
    shelf.put("2", "Бюджет міста", "Троєщина")
    shelf.put("3", "Зайва новина")
    index("1", "2", "3")
    shelf.put("2", "Кошторис міста", "Позняки")
    shelf.drop("3")
    index("2", "3")
    kept = vocabulary()
    SearchDocument.objects.all().delete()
    SearchTerm.objects.all().delete()
    SearchForm.objects.all().delete()
    IndexState.objects.all().delete()
    index("1", "2")
    assert kept == vocabulary()
    assert min(kept[0].values()) > 0
    assert "новина" not in kept[0]


def test_names_turn_the_version_of_the_vocabulary_and_common_words_do_not(shelf):
    shelf.put("1", "Рада")
    index("1")
    before = IndexState.objects.get(pk=1).vocabulary
    shelf.put("1", "Бюджет")
    index("1")
    assert IndexState.objects.get(pk=1).vocabulary == before
    shelf.put("1", "Бюджет Жвиґґлівки")
    index("1")
    assert IndexState.objects.get(pk=1).vocabulary == before + 1
    assert SearchForm.objects.filter(known=False).count() == 1


def test_what_did_not_change_is_not_written(shelf):
    shelf.put("1", "Рада")
    index("1")
    revision = SearchDocument.objects.get().revision
    index("1")
    assert SearchDocument.objects.get().revision == revision


def test_a_broken_thing_keeps_no_other_back(shelf, caplog):
    shelf.put("1", "Рада")
    shelf.put("2", "Бюджет")
    shelf.broken = {"1"}
    index("1", "2")
    assert found("бюджет") == ["2"]
    waiting = SearchChange.objects.get()
    assert (waiting.object_id, waiting.tries) == ("1", 1)
    assert waiting.after > timezone.now()
    assert "shelf 1 cannot be indexed" in caplog.text
    shelf.broken = set()
    SearchChange.objects.update(after=timezone.now())
    drain()
    assert found("рада") == ["1"]


def test_a_thing_that_always_fails_is_left_to_the_nightly_comparison(shelf):
    shelf.broken = {"1"}
    mark_changed("shelf", ["1"])
    SearchChange.objects.update(tries=12)
    drain()
    assert not SearchChange.objects.exists()


def test_marks_of_an_unknown_source_take_its_documents_out(shelf, monkeypatch):
    shelf.put("1", "Рада")
    index("1")
    from portal.core.search_items import search_sources

    monkeypatch.delitem(search_sources._items, "shelf")
    index("1")
    assert not SearchDocument.objects.exists()


def test_nothing_is_written_while_another_process_holds_the_lease(shelf):
    shelf.put("1", "Рада")
    held = lease.take()
    assert index("1") == 0
    assert SearchChange.objects.count() == 1
    held.give_back()
    assert drain() == 1


def test_the_lease_of_a_dead_process_runs_out(shelf):
    held = lease.take()
    IndexState.objects.update(writer_until=timezone.now() - dt.timedelta(seconds=1))
    shelf.put("1", "Рада")
    assert index("1") == 1
    with pytest.raises(lease.LeaseLost), transaction.atomic():
        held.renew()


def test_a_batch_whose_lease_was_lost_writes_nothing(shelf):
    held = lease.take()
    held.give_back()
    with pytest.raises(lease.LeaseLost):
        writing.write_batch(held, writing.Batch.of("shelf", ["1"], []))
    assert not SearchDocument.objects.exists()


def test_a_mark_made_while_its_thing_is_read_is_not_lost(shelf, monkeypatch):
    shelf.put("1", "Рада")
    read = shelf.items

    def read_and_change(object_ids):
        items = read(object_ids)
        if len(shelf.read) == 1:
            shelf.put("1", "Бюджет")
            mark_changed("shelf", ["1"])
        return items

    monkeypatch.setattr(shelf, "items", read_and_change)
    index("1")
    assert found("бюджет") == ["1"]


def test_strange_text_is_written(shelf):
    shelf.put("1", "Рада\0\ud800 🌳", "шалом שלום \0 <b>" + "х" * 300, lead="\0")
    index("1")
    assert found("рада") == ["1"]


def test_marking_is_rolled_back_with_the_change(shelf):
    with pytest.raises(RuntimeError), transaction.atomic():
        mark_changed("shelf", ["1"])
        raise RuntimeError
    assert not SearchChange.objects.exists()


def test_a_transaction_of_many_marks_has_one_task(shelf, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        mark_changed("shelf", ["1"])
        with pytest.raises(RuntimeError), transaction.atomic():
            mark_changed("shelf", ["2"])
            raise RuntimeError
        mark_changed("shelf", ["3"])
        mark_changed("shelf", [])
    assert len(callbacks) == 1


def test_the_drain_runs_after_the_commit(shelf, django_capture_on_commit_callbacks):
    shelf.put("1", "Рада")
    with django_capture_on_commit_callbacks(execute=True):
        mark_changed("shelf", ["1"])
        assert found("рада") == []
    assert found("рада") == ["1"]


def test_once_a_minute_what_a_killed_process_left_is_taken_up(shelf):
    shelf.put("1", "Рада")
    mark_changed("shelf", ["1"])
    tasks.look_after_index()
    assert found("рада") == ["1"]


def test_the_number_of_queries_does_not_grow(shelf, django_assert_max_num_queries):
    for number in range(40):
        shelf.put(str(number), f"Рада {number}")
    mark_changed("shelf", [str(number) for number in range(40)])
    with django_assert_max_num_queries(45):
        drain()


def test_many_items_are_written_in_several_processes(shelf):
    for number in range(450):
        shelf.put(str(number), "Рада", f"слово{number}")
    written = writing.write_items("shelf", shelf.things.values(), processes=2)
    assert len(written.put) == 450
    assert SearchTerm.objects.get(key="рада").frequency == 450
    assert found("слово449") == ["449"]


def test_the_lease_is_held_on_while_things_take_long_to_read(shelf, monkeypatch):
    monkeypatch.setattr(lease, "_RENEW_AFTER", -1)
    with lease.taken() as held:
        soon = timezone.now() + dt.timedelta(seconds=1)
        IndexState.objects.update(writer_until=soon)
        assert list(held.while_reading([1, 2])) == [1, 2]
        assert IndexState.objects.get(pk=1).writer_until > soon
        IndexState.objects.update(writer="another")
        with pytest.raises(lease.LeaseLost):
            list(held.while_reading([1]))
