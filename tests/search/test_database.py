"""The engines in the project's own database: quick where the stock ones are not."""

import pytest
from django.db import connection
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from tests.factories.pages import NewsPageFactory

DATABASE = {"default": {"BACKEND": "search.backends.database", "SEARCH_CONFIG": "simple"}}


@pytest.fixture(autouse=True)
def database_engine(settings):
    settings.WAGTAILSEARCH_BACKENDS = DATABASE


@pytest.fixture
def poplars(news_index):
    """The word stands in the title of the first, in the text of the others."""
    pages = [NewsPageFactory(parent=news_index, title="Тополя тополя")]
    pages += [
        NewsPageFactory(parent=news_index, title=f"Двір {number}", lead="Там росте тополя.")
        for number in range(5)
    ]
    return pages


def keys(found):
    return [page.pk for page in found]


@pytest.mark.postgres
def test_postgres_has_the_index_its_search_needs(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'search_indexentry_title_body'"
        )
        (definition,) = cursor.fetchone()
    assert "gin" in definition
    assert "(title || body)" in definition


@pytest.mark.postgres
def test_postgres_uses_it(poplars):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM wagtailsearch_indexentry "
            "WHERE (title || body) @@ to_tsquery('simple', 'тополя')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "search_indexentry_title_body" in plan


@pytest.mark.sqlite
def test_sqlite_asks_for_the_best_once_not_once_a_hit(poplars, django_assert_num_queries):
    Page.objects.live().search("тополя").count()  # content types are asked once a process
    found = Page.objects.live().search("тополя")
    with django_assert_num_queries(3) as queries:
        assert len(found[:3]) == 3
    asked = [query["sql"] for query in queries.captured_queries if "MATCH" in query["sql"]]
    assert len(asked) == 1


@pytest.mark.sqlite
def test_sqlite_puts_the_rest_after_the_best(poplars, monkeypatch):
    monkeypatch.setattr("search.backends.database.RANKED", 2)
    found = Page.objects.live().search("тополя")
    every = keys(found[0:6])
    assert every[0] == poplars[0].pk
    assert len(set(every)) == 6
    assert keys(found[0:2]) == every[:2]
    assert keys(found[2:4]) == every[2:4]
    assert keys(found[5:9]) == every[5:]


def test_the_title_counts_more(poplars):
    found = Page.objects.live().search("тополя")
    assert keys(found[:1]) == [poplars[0].pk]
    assert found.count() == 6
    assert len(list(found)) == 6


def test_conditions_hold_for_the_best_too(poplars):
    poplars[0].unpublish()
    found = Page.objects.live().search("тополя")
    assert poplars[0].pk not in keys(found[:6])
    assert found.count() == 5


def test_an_own_order_is_kept(poplars):
    found = Page.objects.live().order_by("title").search("тополя", order_by_relevance=False)
    assert [page.title for page in found[:2]] == ["Двір 0", "Двір 1"]


@pytest.mark.parametrize("query", ["", '"', "\x00", '"\x00"'])
def test_nothing_to_look_for_finds_nothing(poplars, query):
    assert list(get_search_backend().search(query, Page)) == []
    assert list(get_search_backend().autocomplete(query, Page)) == []


def test_beginnings_of_words(poplars):
    found = get_search_backend().autocomplete("топ", Page.objects.live())
    assert keys(found[:1]) == [poplars[0].pk]
    assert found.count() == 1


def test_counts_by_type(poplars):
    ((_type, count),) = Page.objects.live().search("тополя").facet("content_type_id").items()
    assert count == 6
