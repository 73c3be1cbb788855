"""An index that is not there: a clear answer everywhere, never an error of the server."""

import pytest
from django.db import connection

from portal.core.registry import Unhealthy
from search import engines, health

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_index(home, settings):
    """The database's own index is gone, and it is the database that is asked."""
    settings.SEARCH_ENGINE = engines.database().name
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_tokens")


# On PostgreSQL the failed statement ends the transaction that a test stands in, as no request does.
@pytest.mark.sqlite
@pytest.mark.parametrize(
    "address",
    [
        "/poshuk/?q=рада",
        "/poshuk/rss/?q=рада",
        "/poshuk/feed.json?q=рада",
        "/poshuk/pidkazky/?q=рад",
    ],
)
def test_readers_are_told_that_the_search_is_away(client, no_index, address):
    response = client.get(address)
    assert response.status_code == 503
    assert "Пошук тимчасово не працює" in response.content.decode()
    assert response["Retry-After"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/search/?q=рада",
        "/admin/images/?q=рада",
        "/admin/documents/?q=рада",
        "/admin/choose-page/search/?q=рада",
    ],
)
def test_so_are_editors(admin_client, no_index, address):
    assert admin_client.get(address).status_code == 503


def test_pages_and_an_empty_box_are_there_nevertheless(client, no_index):
    assert client.get("/").status_code == 200
    assert client.get("/poshuk/").status_code == 200


def test_other_errors_stay_errors(client, home, monkeypatch):
    from search import services

    def fail(_question):
        raise RuntimeError("something else")

    monkeypatch.setattr(services, "find", fail)
    with pytest.raises(RuntimeError):
        client.get("/poshuk/?q=рада")


def test_whoever_runs_the_portal_is_told(no_index):
    with pytest.raises(Unhealthy, match="search_tokens"):
        health.check()


def test_an_index_that_is_there_is_healthy(db):
    assert health.check() is None
