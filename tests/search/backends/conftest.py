import pytest

from search import engines


@pytest.fixture(autouse=True)
def only_the_database(settings):
    """The admin asks the database, whatever readers ask."""
    settings.SEARCH_ENGINE = engines.database().name
