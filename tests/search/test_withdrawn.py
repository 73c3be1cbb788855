"""What was taken away a moment ago is not among results, though its document is there still."""

import pytest

from portal.core.search_items import STAFF, mark_changed, search_sources
from search import engines
from search.indexing import drain, write_items
from search.models import SearchDocument
from search.results import Question
from search.services import find
from tests.search.shelf import Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(monkeypatch, settings):
    # Which engine finds the documents makes no difference here.
    settings.SEARCH_ENGINE = engines.database().name
    made = Shelf()
    monkeypatch.setitem(search_sources._items, "shelf", made)
    for number in range(3):
        made.put(str(number), f"Рада {number}", offered_to=("uk",))
    write_items("shelf", made.items(["0", "1", "2"]))
    drain.drain()
    return made


def shown(**more):
    answer = find(Question("рада", "uk", **more))
    assert answer.total >= len(answer.hits)
    return {hit.url for hit in answer.hits}


def test_what_is_gone_is_not_shown(shelf):
    shelf.drop("1")
    assert shown() == {"/0/", "/1/", "/2/"}
    mark_changed("shelf", ["1"])
    assert shown() == {"/0/", "/2/"}
    assert SearchDocument.objects.filter(source="shelf").count() == 3


def test_what_is_the_staffs_alone_now_is_the_staffs_alone(shelf):
    shelf.put("1", "Рада 1", audience=STAFF)
    mark_changed("shelf", ["1"])
    assert shown() == {"/0/", "/2/"}
    assert shown(audiences=("public", STAFF)) == {"/0/", "/1/", "/2/"}


def test_what_only_changed_is_shown(shelf):
    shelf.put("1", "Рада перша", offered_to=("uk",))
    mark_changed("shelf", ["1", "2"])
    assert shown() == {"/0/", "/1/", "/2/"}


def test_the_same_key_of_another_source_says_nothing(shelf):
    mark_changed("comments", ["1"])
    assert shown() == {"/0/", "/1/", "/2/"}


def test_one_that_cannot_be_read_keeps_the_rest(shelf, caplog):
    shelf.broken.add("1")
    mark_changed("shelf", ["1"])
    assert shown() == {"/0/", "/2/"}
    assert "shelf 1 cannot be read" in caplog.text


def test_nothing_is_read_where_nothing_waits(shelf):
    shelf.read.clear()
    shown()
    assert shelf.read == []


def test_full_matches_and_near_ones_stay_apart(shelf):
    shelf.put("3", "Рада міста", offered_to=("uk",))
    write_items("shelf", shelf.items(["3"]))
    drain.drain()
    shelf.drop("3")
    mark_changed("shelf", ["3"])
    answer = find(Question("рада міста", "uk"))
    assert answer.hits == []
    assert {hit.url for hit in answer.more} == {"/0/", "/1/", "/2/"}
