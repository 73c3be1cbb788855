import pytest
from django.utils import translation

from civic_pages.models import NewsPage, Rubric
from portal.core.originals import original_locale_id
from portal.places.models import District, Topic
from portal.places.selectors import attach_localised_terms, localised_terms
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known_locales(db):
    """The locales are asked for once a process."""
    original_locale_id()


def translated(term, english, name):
    copy = term.copy_for_translation(english)
    copy.name = name
    copy.save()
    return copy


@pytest.fixture
def topics(english):
    """Two topics; in English only one of them, whose name sorts last there."""
    transport = Topic.objects.create(name="Транспорт")
    budget = Topic.objects.create(name="Бюджет")
    translated(budget, english, "Zoning and budget")
    return transport, budget


@pytest.fixture
def news(news_index, topics, english):
    rubric = Rubric.objects.create(name="Подія")
    translated(rubric, english, "Event")
    items = NewsPageFactory.create_batch(3, parent=news_index, rubric=rubric)
    for item in items:
        item.topics.set(topics)
        item.save()
    return items


def fetched():
    return NewsPage.objects.select_related("rubric").prefetch_related("topics", "districts")


def test_ukrainian_terms_stay_without_a_query(topics, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert localised_terms(topics) == list(topics)


def test_terms_in_english_keep_ukrainian_ones_that_have_no_translation(
    topics, django_assert_num_queries
):
    with translation.override("en"), django_assert_num_queries(1):
        shown = localised_terms(topics)
    assert [term.name for term in shown] == ["Zoning and budget", "Транспорт"]


def test_a_translated_term_knows_its_original_without_a_query(topics, django_assert_num_queries):
    with translation.override("en"):
        shown = localised_terms(topics)
    with django_assert_num_queries(0):
        assert [term.original for term in shown] == [topics[1], topics[0]]


def test_terms_of_several_models_cost_a_query_each(topics, english, django_assert_num_queries):
    district = District.objects.create(name="Подільський")
    translated(district, english, "Podilskyi")
    with django_assert_num_queries(2):
        shown = localised_terms([*topics, district], "en")
    assert {term.name for term in shown} == {"Podilskyi", "Zoning and budget", "Транспорт"}


def test_no_terms_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert localised_terms([], "en") == []
        assert attach_localised_terms([], "rubric", language="en") == []


def test_pages_show_terms_of_the_language(news, django_assert_num_queries):
    pages = list(fetched())
    with translation.override("en"), django_assert_num_queries(2):
        attach_localised_terms(pages, "rubric", "topics", "districts", "department")
        for page in pages:
            assert page.rubric.name == "Event"
            assert [topic.name for topic in page.topics.all()] == ["Zoning and budget", "Транспорт"]


def test_pages_in_ukrainian_cost_nothing(news, django_assert_num_queries):
    pages = list(fetched())
    with django_assert_num_queries(0):
        assert attach_localised_terms(pages, "rubric", "topics") == pages
        assert pages[0].rubric.name == "Подія"


def test_what_was_not_fetched_is_left_alone(news, django_assert_num_queries):
    pages = list(NewsPage.objects.all())
    with django_assert_num_queries(0):
        attach_localised_terms(pages, "rubric", "topics", language="en")


def test_a_page_without_the_term_is_no_error(news_index, topics):
    NewsPageFactory(parent=news_index)
    (page,) = attach_localised_terms(fetched(), "rubric", "topics", language="en")
    assert page.rubric is None
    assert list(page.topics.all()) == []
