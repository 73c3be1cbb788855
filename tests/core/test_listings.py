"""Lists narrowed by links: what an address means, what is counted, what is refused."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils import timezone

from civic_pages.enums import ConsultationFormat
from civic_pages.models import ConsultationPage, NewsPage, Rubric
from portal.core.listings import (
    ChoiceFilter,
    Listing,
    NotInList,
    PeriodFilter,
    TermFilter,
    YearFilter,
)
from portal.places.models import District, Topic
from tests.factories import pages

pytestmark = pytest.mark.django_db


def at(year, month=6, day=15, hour=12):
    return timezone.make_aware(dt.datetime(year, month, day, hour))


@pytest.fixture
def terms(home):
    """Two rubrics, a topic and two districts, in Ukrainian."""
    return {
        name: model.objects.create(name=label, slug=name, locale=home.locale)
        for name, model, label in (
            ("forumy", Rubric, "Форуми"),
            ("ekolohiia", Rubric, "Екологія"),
            ("budivnytstvo", Topic, "Будівництво"),
            ("darnytskyi", District, "Дарницький"),
            ("holosiivskyi", District, "Голосіївський"),
        )
    }


@pytest.fixture
def news(news_index, terms):
    """Five items: three on forums (two of Darnytskyi), one on ecology, one without any mark."""

    def item(date, rubric=None, districts=(), topics=()):
        page = pages.NewsPageFactory(parent=news_index, date=date, rubric=terms.get(rubric))
        page.districts = [terms[name] for name in districts]
        page.topics = [terms[name] for name in topics]
        page.save()
        return page

    return [
        item(at(2019), "forumy", ["darnytskyi"], ["budivnytstvo"]),
        item(at(2019, 1), "forumy", ["darnytskyi", "holosiivskyi"]),
        item(at(2018, 12, 31, 23), "forumy"),
        item(at(2018), "ekolohiia", ["holosiivskyi"]),
        item(at(2017)),
    ]


def listing(query="", **options):
    """The news as its list would have them."""
    return Listing(
        RequestFactory().get(f"/novyny/?{query}"),
        rows=NewsPage.objects.live().order_by("-date", "-pk"),
        filters=[
            TermFilter("rubric", "Рубрика", Rubric, "rubric", all_label="Усі рубрики"),
            TermFilter("district", "Район", District, "districts"),
            TermFilter("topic", "Тема", Topic, "topics"),
            YearFilter("date"),
            PeriodFilter("date"),
        ],
        path="/novyny/",
        **options,
    )


def counts(found, key):
    facet = next(facet for facet in found.facets if facet.key == key)
    return {link.label: link.count for link in facet.links}


def test_everything_without_filters(news):
    found = listing()
    assert found.total == 5
    assert found.items == news
    assert found.applied == []
    assert found.canonical == "/novyny/"
    assert not found.noindex


def test_one_filter_narrows_and_is_named(news):
    found = listing("rubric=forumy")
    assert found.items == news[:3]
    assert [(each.label, each.url) for each in found.applied] == [("Форуми", "/novyny/")]
    assert not found.noindex


def test_filters_work_together_and_robots_stay_out(news):
    found = listing("district=darnytskyi&rubric=forumy")
    assert found.items == news[:2]
    assert found.noindex


def test_counts_respect_the_other_filters_but_not_their_own(news):
    found = listing("rubric=forumy")
    assert counts(found, "rubric") == {"Екологія": 1, "Форуми": 3}
    assert counts(found, "district") == {"Голосіївський": 1, "Дарницький": 2}
    assert counts(found, "topic") == {"Будівництво": 1}
    assert counts(found, "year") == {"2019": 2, "2018": 1}
    whole = next(facet for facet in found.facets if facet.key == "rubric").everything
    assert (whole.count, whole.url, whole.is_current) == (5, "/novyny/", False)


def test_chosen_value_leads_back_and_others_keep_the_selection(news):
    found = listing("district=darnytskyi&rubric=forumy&page=1")
    rubric, district = (
        next(facet for facet in found.facets if facet.key == key) for key in ("rubric", "district")
    )
    chosen = next(link for link in rubric.links if link.is_current)
    assert chosen.url == "/novyny/?district=darnytskyi"
    other = next(link for link in district.links if link.label == "Голосіївський")
    assert other.url == "/novyny/?rubric=forumy&district=holosiivskyi"
    assert other.nofollow


def test_query_order_and_unknown_keys_do_not_matter(news):
    found = listing("utm_source=x&district=darnytskyi&q=abc&rubric=forumy&color=red")
    assert found.canonical == "/novyny/?rubric=forumy&district=darnytskyi"
    assert found.query == "rubric=forumy&district=darnytskyi"


def test_empty_value_asks_for_nothing(news):
    assert listing("rubric=&from=&page=").canonical == "/novyny/"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("year=2018", [2, 3]),
        ("from=2018-12-31", [0, 1, 2]),
        ("to=2018-06-15", [3, 4]),
        ("from=2018-12-31&to=2018-12-31", [2]),
        ("from=2018-06-15&to=2019-01-15", [1, 2, 3]),
    ],
)
def test_year_and_period_by_the_citys_clock(news, query, expected):
    assert listing(query).items == [news[number] for number in expected]


def test_year_turns_at_the_citys_midnight(news_index):
    """23:30 UTC on 31 December is already the next year in Kyiv."""
    page = pages.NewsPageFactory(
        parent=news_index, date=dt.datetime(2018, 12, 31, 23, 30, tzinfo=dt.UTC)
    )
    assert listing("year=2019").items == [page]
    assert counts(listing(), "year") == {"2019": 1}
    with pytest.raises(NotInList):
        listing("year=2018&page=2")


def test_year_without_rows_is_empty_not_an_error(news):
    found = listing("year=2016")
    assert found.total == 0
    assert found.noindex
    assert found.items == []


@pytest.mark.parametrize(
    "query",
    [
        "rubric=nema",
        "rubric=Forumy",
        "rubric=forumy&rubric=ekolohiia",
        "rubric=forumy%00",
        f"rubric={'x' * 10_000}",
        "district=forumy",
        "topic=1%27%20or%201=1",
        "page=abc",
        "page=0",
        "page=-1",
        "page=01",
        "page=1.0",
        "page=%D9%A1",
        "page=2",
        "page=99999",
        "page=9999999999999999999999",
        "year=0001",
        "year=99999",
        "year=abc",
        "year=9999",
        "from=2018-13-45",
        "from=20181231",
        "from=0001-01-01",
        "to=9999-12-31",
        "from=2019-01-01&to=2018-01-01",
    ],
)
def test_what_does_not_exist_is_refused_with_a_way_back(news, query):
    with pytest.raises(NotInList) as refused:
        listing(query)
    assert refused.value.way_back.startswith("/novyny/")


def test_unknown_page_keeps_the_filters_on_the_way_back(news):
    with pytest.raises(NotInList) as refused:
        listing("rubric=forumy&page=7")
    assert refused.value.way_back == "/novyny/?rubric=forumy"


def test_pages_are_links(news):
    found = listing("page=2", per_page=2)
    assert found.items == news[2:4]
    assert [(link.number, link.is_current) for link in found.pagination.links] == [
        (1, False),
        (2, True),
        (3, False),
    ]
    assert found.pagination.previous_url == "/novyny/"
    assert found.pagination.next_url == "/novyny/?page=3"
    assert found.canonical == "/novyny/?page=2"
    assert not listing().pagination


def test_deep_pages_end_where_the_archive_takes_over(news):
    found = listing(per_page=2, max_pages=2)
    assert found.pagination.is_capped
    assert found.pagination.last == 2
    with pytest.raises(NotInList):
        listing("page=3", per_page=2, max_pages=2)


def test_many_pages_leave_gaps(news_index):
    pages.NewsPageFactory.create_batch(12, parent=news_index)
    found = listing("page=6", per_page=1)
    assert [link.number for link in found.pagination.links] == [1, 0, 5, 6, 7, 0, 12]


def test_terms_are_shown_in_the_readers_language(news, terms, english):
    translated = terms["forumy"].copy_for_translation(english)
    translated.name = "Forums"
    translated.slug = ""
    translated.save()
    from django.utils import translation

    with translation.override("en"):
        found = listing("rubric=forumy")
        assert found.applied[0].label == "Forums"
        assert counts(found, "rubric") == {"Forums": 3, "Екологія": 1}


def test_the_number_of_queries_does_not_grow(news, news_index, django_assert_num_queries):
    def ask():
        found = listing("rubric=forumy")
        return found.items, found.facets, found.total

    with django_assert_num_queries(3):
        ask()
    pages.NewsPageFactory.create_batch(30, parent=news_index, rubric=news[0].rubric)
    with django_assert_num_queries(3):
        ask()


def test_remembered_counts_cost_no_query(news, django_assert_num_queries):
    kept = {}

    def remember(name, compute):
        if name not in kept:
            kept[name] = compute()
        return kept[name]

    listing(remember=remember)
    with django_assert_num_queries(1):
        found = listing(remember=remember)
        assert found.items, found.facets


class TestChoices:
    @pytest.fixture
    def consultations(self, consultation_index):
        return [
            pages.ConsultationPageFactory(
                parent=consultation_index, format=each, opens_at=opens, closes_at=None
            )
            for each, opens in (
                (ConsultationFormat.ELECTRONIC, at(2018)),
                (ConsultationFormat.ELECTRONIC, None),
                (ConsultationFormat.PUBLIC, at(2019)),
            )
        ]

    def find(self, query, **options):
        return Listing(
            RequestFactory().get(f"/konsultatsii/?{query}"),
            rows=ConsultationPage.objects.live().order_by("pk"),
            filters=[ChoiceFilter("format", "Формат", ConsultationFormat, **options)],
            path="/konsultatsii/",
        )

    def test_stored_choice(self, consultations):
        found = self.find("format=electronic", path="format")
        assert found.items == consultations[:2]
        assert [link.count for link in found.facets[0].links] == [2, 1, 0, 0]

    def test_computed_choice(self, consultations):
        def restrict(rows, choice):
            return rows.filter(opens_at__isnull=choice != ConsultationFormat.PUBLIC)

        found = self.find("format=public", restrict=restrict)
        assert found.items == [consultations[0], consultations[2]]
        assert [link.count for link in found.facets[0].links] == [1, 2, 1, 1]

    def test_a_choice_is_written_one_way(self, consultations):
        for query in ("format=ELECTRONIC", "format=4", "format=el"):
            with pytest.raises(NotInList):
                self.find(query, path="format")

    def test_stored_or_computed_not_both(self):
        with pytest.raises(ValueError, match="either"):
            ChoiceFilter("format", "Формат", ConsultationFormat)
