import pytest

from portal.core.search_items import search_sources
from search import engines
from tests.search.shelf import Shelf


@pytest.fixture(autouse=True)
def only_the_database(settings):
    """What the node has besides is in test_node.py."""
    settings.SEARCH_ENGINE = engines.database().name


@pytest.fixture
def shelf(db, monkeypatch):
    made = Shelf()
    monkeypatch.setitem(search_sources._items, "shelf", made)
    return made
