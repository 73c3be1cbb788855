"""Bits of labels, whatever the database."""

import pytest
from django.db import connection

from search.engines import kept
from search.engines.base import EngineAway
from search.models import SearchDocument
from tests.search.engines.library import document


def row(pk, **facts):
    made = document("рада", **facts)
    SearchDocument.objects.filter(pk=made.pk).update(id=pk)
    return SearchDocument.objects.get(pk=pk)


def test_bits_far_apart_are_put_together(db):
    near, far = row(3, kind="news"), row(3 * kept.PART + 5, kind="news", topics=(7,))
    kept.write([near.pk, far.pk], [near, far])
    found = kept.read(None, ["type:news", "topic:7", "topic:8"])
    both = 1 << near.pk | 1 << far.pk
    assert found == {"type:news": both, "topic:7": 1 << far.pk}
    assert kept.read(1 << near.pk, ["type:news", "topic:7"]) == {"type:news": 1 << near.pk}
    assert kept.read(None, None)[kept.ALL] == both
    assert kept.parts_of(both) == [0, 3]


def test_what_a_document_no_longer_is_goes(db):
    first, second = row(1, kind="news"), row(2, kind="news")
    kept.write([1, 2], [first, second])
    changed = document("рада", kind="forums")
    first.facets, first.labels = changed.facets, changed.labels
    kept.write([1, 9], [first])
    assert kept.read(None, ["type:news", "type:forums"]) == {"type:news": 4, "type:forums": 2}
    kept.write([1, 2], ())
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_bits")
        assert cursor.fetchone() == (0,)


def test_labels_that_no_database_takes_are_held_by_nothing(db):
    assert kept.read(None, ["type:a\0b", "type:\ud800"]) == {}


def test_a_table_that_is_not_there_is_an_engine_that_is_away(db):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_bits")
    with pytest.raises(EngineAway):
        kept.read(None, None)
