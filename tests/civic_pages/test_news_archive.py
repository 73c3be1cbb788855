"""The archive by year, month and day, and the catalogue it is cut from."""

import datetime as dt
import re

import pytest

from civic_pages.selectors.news_catalogue import Catalogue, bits, build, public_news
from tests.civic_pages.conftest import kyiv
from tests.factories import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(news_index):
    return [
        pages.NewsPageFactory(parent=news_index, title=title, date=date)
        for title, date in (
            ("Вечірня", kyiv(2018, 12, 7, 23, 59)),
            ("Ранкова", kyiv(2018, 12, 7, 0, 0)),
            ("Попередня", kyiv(2018, 12, 5, 10, 0)),
            ("Осіння", kyiv(2018, 9, 1, 10, 0)),
            ("Давня", kyiv(2013, 11, 13, 10, 0)),
            ("Новорічна", kyiv(2019, 1, 1, 0, 30)),
        )
    ]


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def titles(html):
    return re.findall(r'class="feed__link" href="[^"]+"[^>]*>([^<]+)<', html)


def steps(html):
    """Neighbours in the archive: where the two links lead."""
    part = html.split('class="archive-steps"')[1].split("</nav>")[0]
    return re.findall(r'href="(/novyny[^"]+)" rel="(\w+)"', part)


def test_a_day(client, news):
    html = read(client, "/novyny/2018/12/07/")
    assert titles(html) == ["Вечірня", "Ранкова"]
    assert "<h1>Новини: 7 грудня 2018</h1>" in html
    assert steps(html) == [("/novyny/2018/12/05/", "prev"), ("/novyny/2019/01/01/", "next")]
    assert 'rel="canonical" href="http://testserver/novyny/2018/12/07/"' in html
    assert re.search(r'href="/novyny/2018/12/07/" aria-current="date"', html)
    way = html.split('class="breadcrumbs"')[1].split("</nav>")[0]
    assert re.findall(r">([^<>]+)</(?:a|span)>", way) == [
        "Головна",
        "Новини",
        "Грудень 2018",
        "7 грудня 2018",
    ]


def test_a_month(client, news):
    html = read(client, "/novyny/2018/12/")
    assert titles(html) == ["Вечірня", "Ранкова", "Попередня"]
    assert "<h1>Новини: грудень 2018</h1>" in html
    assert steps(html) == [("/novyny/2018/09/", "prev"), ("/novyny/2019/01/", "next")]
    assert 'href="/novyny/2018/12/05/"' in html


def test_a_year(client, news):
    html = read(client, "/novyny/2018/")
    assert titles(html) == ["Вечірня", "Ранкова", "Попередня", "Осіння"]
    assert steps(html) == [("/novyny/2013/", "prev"), ("/novyny/2019/", "next")]
    assert re.search(r'href="/novyny/2018/09/"><span>Вересень</span>', html)


def test_a_day_without_news_between_others_says_so(client, news):
    html = read(client, "/novyny/2018/12/06/")
    assert "Того дня новин не було" in html
    assert steps(html) == [("/novyny/2018/12/05/", "prev"), ("/novyny/2018/12/07/", "next")]
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize(
    "path",
    [
        "2018/13/",
        "2018/00/",
        "2018/13/45/",
        "2018/02/30/",
        "2018/12/00/",
        "0001/",
        "0000/01/01/",
        "99999/",
        "9999/12/31/",
        "2018/12/07/01/",
        "2012/",
        "2020/01/01/",
        "2018/12/7x/",
        f"{'1' * 5000}/",
        "2018/12/?page=2",
        "2018/12/?page=abc",
        "٢٠١٨/",
    ],
)
def test_no_date_or_none_of_ours_is_a_404(client, news, path):
    response = client.get(f"/novyny/{path}")
    assert response.status_code == 404


def test_the_way_back_from_no_date(client, news):
    assert 'href="/novyny/"' in client.get("/novyny/2018/13/45/").content.decode()


@pytest.mark.parametrize(
    ("path", "full"),
    [("2018/9/", "2018/09/"), ("2018/12/7/", "2018/12/07/"), ("2018/012/", "2018/12/")],
)
def test_parts_without_their_zeros_lead_to_the_full_address(client, news, path, full):
    response = client.get(f"/novyny/{path}")
    assert (response.status_code, response.headers["Location"]) == (301, f"/novyny/{full}")


def test_only_the_page_is_read_of_the_query(client, news):
    assert len(titles(read(client, "/novyny/2018/?rubric=nema&from=x"))) == 4


def test_english(client, news, news_index, translated):
    translated(news_index, title="News")
    html = read(client, "/en/news/2018/12/07/")
    assert "<h1>News: 7 December 2018</h1>" in html
    assert titles(html) == ["Вечірня", "Ранкова"]
    assert 'href="/novyny/2018/12/07/"' in html


def test_queries_do_not_grow(client, news_index, remembering, django_assert_max_num_queries):
    def ask():
        with django_assert_max_num_queries(12) as queries:
            client.get("/novyny/2018/12/")
        return len(queries)

    client.get("/novyny/")
    pages.NewsPageFactory.create_batch(5, parent=news_index, date=kyiv(2018, 12, 7))
    few = ask()
    pages.NewsPageFactory.create_batch(35, parent=news_index, date=kyiv(2018, 12, 7))
    assert ask() == few


class TestCatalogue:
    @pytest.fixture
    def catalogue(self, news):
        return build(public_news())

    def test_positions_count_from_the_newest(self, catalogue, news):
        new_year, evening, morning, *_rest = catalogue.keys
        assert (new_year, evening, morning) == (news[5].pk, news[0].pk, news[1].pk)
        assert catalogue.newest(catalogue.everything, 1, 3) == [evening, morning]

    def test_years_are_the_citys(self, catalogue):
        """Half past midnight on New Year in Kyiv is still the old year in UTC."""
        assert catalogue.years == [2019, 2018, 2013]
        assert [catalogue.year(year).bit_count() for year in catalogue.years] == [1, 4, 1]
        assert catalogue.year(2015) == 0

    def test_periods_take_both_ends_in(self, catalogue):
        day = dt.date(2018, 12, 7)
        assert catalogue.period(day, day).bit_count() == 2
        assert catalogue.period(day, None).bit_count() == 3
        assert catalogue.period(None, day).bit_count() == 5
        assert catalogue.period(None, None) == catalogue.everything

    def test_neighbouring_days(self, catalogue):
        assert catalogue.day_before(dt.date(2018, 12, 7)) == dt.date(2018, 12, 5)
        assert catalogue.day_after(dt.date(2018, 12, 7)) == dt.date(2019, 1, 1)
        assert catalogue.day_before(dt.date(2013, 11, 13)) is None
        assert catalogue.day_after(dt.date(2019, 1, 1)) is None

    def test_days_with_their_numbers(self, catalogue):
        first, last = dt.date(2018, 12, 1), dt.date(2018, 12, 31)
        assert catalogue.days_between(first, last) == {
            dt.date(2018, 12, 5): 1,
            dt.date(2018, 12, 7): 2,
        }

    def test_nothing_at_all(self):
        empty = Catalogue()
        assert empty.everything == 0
        assert empty.years == []
        assert empty.newest(empty.everything) == []
        assert empty.period(dt.date(2018, 1, 1), None) == 0
        assert empty.terms_of("topic", 1) == []

    def test_bits(self):
        assert list(bits(0b1011)) == [0, 1, 3]
        assert list(bits(0)) == []
