import pytest

from portal.core.search_items import SearchState, search_states
from search import engines
from tests.plugins.servers import on_postgres
from tests.search.engines.library import STATES


def _engines():
    """Those of this environment; the real ones come with CI's servers."""
    yield (
        pytest.param("sqlite", marks=pytest.mark.sqlite)
        if not on_postgres()
        else pytest.param("postgres", marks=pytest.mark.postgres)
    )
    yield pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)


@pytest.fixture(params=_engines())
def engine(request, db, settings, monkeypatch):
    """An engine with nothing in it."""
    for state in STATES:
        if state not in dict(search_states.items()):
            monkeypatch.setitem(search_states._items, state, SearchState(state))
    with engines.scratch(request.param) as found:
        yield found


@pytest.fixture
def settle(engine):
    """Makes what was written visible: Elasticsearch does so once a second."""
    return engine.refresh
