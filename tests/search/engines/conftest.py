import pytest

from search import engines
from tests.plugins.servers import on_postgres


def _engines():
    """Those of this environment; the real ones come with CI's servers."""
    yield (
        pytest.param("sqlite", marks=pytest.mark.sqlite)
        if not on_postgres()
        else pytest.param("postgres", marks=pytest.mark.postgres)
    )
    yield pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)


@pytest.fixture(params=_engines())
def engine(request, db):
    """An engine with nothing in it."""
    found = engines.named(request.param)
    found.rebuild()
    return found


@pytest.fixture
def settle(engine):
    """Makes what was written visible: Elasticsearch does so once a second."""
    return engine.refresh
