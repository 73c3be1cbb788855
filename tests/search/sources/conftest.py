import datetime as dt

import pytest

from search import engines
from tests.factories.pages import NewsPageFactory


@pytest.fixture(autouse=True)
def only_the_database(settings):
    """What a source says is the same for every engine."""
    settings.SEARCH_ENGINE = engines.database().name


@pytest.fixture
def news(news_index):
    return NewsPageFactory(
        parent=news_index,
        title="Рада міста",
        slug="rada",
        lead="Про бюджет.",
        date=dt.datetime(2020, 3, 4, 12, tzinfo=dt.UTC),
    )
