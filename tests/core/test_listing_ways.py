"""Tabs and orders of a list: always one of them, the first by default."""

import pytest
from django.test import RequestFactory

from civic_pages.models import NewsPage
from portal.core.listings import Listing, NotInList, SortFilter, TabFilter, TermFilter
from portal.places.models import District
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(home):
    return District.objects.create(name="Дарницький", locale=home.locale)


@pytest.fixture
def rows(news_index, district):
    for title, urgent in (("А", True), ("Б", False), ("В", False)):
        page = NewsPageFactory(parent=news_index, title=title, is_urgent=urgent)
        page.districts = [district]
        page.save()
    return NewsPage.objects.order_by("title")


def by_urgency(rows, value):
    return rows.filter(is_urgent=value == "urgent")


def by_title(rows, value):
    return rows.order_by("-title" if value == "back" else "title")


def listing(rows, query=""):
    return Listing(
        RequestFactory().get(f"/novyny/{query}"),
        rows=rows,
        filters=[
            TabFilter("state", "Стан", [("calm", "Спокійні"), ("urgent", "Термінові")], by_urgency),
            SortFilter("Спершу", [("title", "за назвою"), ("back", "навпаки")], by_title),
            TermFilter("district", "Район", District, "districts"),
        ],
        path="/novyny/",
    )


def titles(found):
    return [page.title for page in found.items]


def test_the_first_way_is_taken_without_a_word_in_the_address(rows):
    found = listing(rows)
    assert titles(found) == ["Б", "В"]
    assert found.canonical == "/novyny/"
    assert not found.noindex
    assert not found.is_narrowed
    assert found.applied == []
    assert [facet.key for facet in found.facets] == ["district"]


def test_another_tab_is_a_page_of_its_own(rows):
    found = listing(rows, "?state=urgent")
    assert titles(found) == ["А"]
    assert found.canonical == "/novyny/?state=urgent"
    assert not found.noindex
    assert found.applied == []
    assert found.chosen("state") == "urgent"


def test_tabs_are_links_with_counts_that_keep_the_filters(rows, district):
    found = listing(rows, f"?district={district.slug}&state=urgent&page=1")
    calm, urgent = found.ways("state")
    assert (calm.url, calm.count, calm.is_current) == (
        f"/novyny/?district={district.slug}",
        2,
        False,
    )
    assert (urgent.count, urgent.is_current) == (1, True)
    assert urgent.url == f"/novyny/?district={district.slug}&state=urgent"
    assert found.facets[0].links[0].url == "/novyny/?state=urgent"
    assert found.noindex


def test_an_order_turns_the_rows_and_stays_out_of_robots_sight(rows):
    found = listing(rows, "?sort=back")
    assert titles(found) == ["В", "Б"]
    assert found.noindex
    first, second = found.ways("sort")
    assert (first.url, first.is_current) == ("/novyny/", False)
    assert second.is_current
    assert second.nofollow
    assert listing(rows).facets[0].links[0].nofollow is False


@pytest.mark.parametrize("query", ["?state=calm", "?state=nothing", "?sort=title", "?sort=-title"])
def test_an_unknown_way_is_a_404_and_the_first_has_one_address(rows, query):
    with pytest.raises(NotInList) as refused:
        listing(rows, query)
    assert refused.value.way_back == "/novyny/"
