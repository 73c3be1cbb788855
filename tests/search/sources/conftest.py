import pytest

from search import engines


@pytest.fixture(autouse=True)
def only_the_database(settings):
    """What a source says is the same for every engine."""
    settings.SEARCH_ENGINE = engines.database().name
