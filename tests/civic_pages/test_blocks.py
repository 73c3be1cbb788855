"""The news list of a body, and the bodies themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction, ReferenceIndex

from civic_pages.models import Rubric
from portal.places.models import District, Topic
from tests.factories.blocks import stream
from tests.factories.pages import NewsPageFactory


@pytest.fixture
def rubric(home):
    return Rubric.objects.create(name="Форуми", locale=home.locale)


def news_list(**parts):
    return (
        "news_list",
        {"title": "", "count": 5, "rubric": None, "topic": None, "district": None, **parts},
    )


def shown(*blocks):
    return str(stream(*blocks).render_as_block())


def test_latest_news_come_first(news_index):
    now = timezone.now()
    for days in range(4):
        NewsPageFactory(
            parent=news_index, title=f"Новина {days} днів", date=now - timedelta(days=days)
        )
    html = shown(news_list(count=3, title="Що нового"))
    assert html.index("Новина 0 днів") < html.index("Новина 1 днів") < html.index("Новина 2 днів")
    assert "Новина 3 днів" not in html
    assert '<h2 class="cards-title">Що нового</h2>' in html


def test_list_of_one_rubric_topic_and_district(news_index, rubric, home):
    topic = Topic.objects.create(name="Екологія", locale=home.locale)
    district = District.objects.create(name="Дарницький", locale=home.locale)
    wanted = NewsPageFactory(parent=news_index, title="Саме ця", rubric=rubric)
    wanted.topics, wanted.districts = [topic], [district]
    wanted.save()
    NewsPageFactory(parent=news_index, title="Інша новина", rubric=rubric)
    for parts in (
        {"topic": topic.pk},
        {"district": district.pk},
        {"rubric": rubric.pk, "topic": topic.pk},
    ):
        html = shown(news_list(**parts))
        assert "Саме ця" in html
        assert "Інша новина" not in html
    assert "Інша новина" in shown(news_list(rubric=rubric.pk))


@pytest.mark.parametrize("count", [None, 0, -3, 10_000])
def test_wrong_count_breaks_nothing(count, news_index):
    NewsPageFactory(parent=news_index, title="Новина")
    html = shown(news_list(count=count))
    assert ("Новина" in html) is (count == 10_000)


def test_hidden_news_are_not_listed(news_index):
    draft = NewsPageFactory(parent=news_index, title="Чернетка")
    draft.unpublish()
    secret = NewsPageFactory(parent=news_index, title="Для своїх")
    PageViewRestriction.objects.create(
        page=secret, restriction_type=PageViewRestriction.PASSWORD, password="х"
    )
    assert shown(news_list(title="Що нового")).strip() == ""


@pytest.mark.django_db
def test_list_without_news_shows_nothing():
    assert shown(news_list(title="Що нового")).strip() == ""
    assert shown(("news_list", {})).strip() == ""


def test_rubric_that_is_gone_does_not_break_the_list(news_index):
    NewsPageFactory(parent=news_index, title="Новина")
    assert "Новина" in shown(news_list(rubric=999_999))


def test_menu_of_terms_holds_originals_only(rubric, english):
    rubric.copy_for_translation(english).save()
    block = stream(news_list())[0].block.child_blocks["rubric"]
    assert [choice.pk for choice in block.field.queryset] == [rubric.pk]
    assert block.get_form_state(rubric) == [str(rubric.pk)]
    assert block.get_form_state(None) in ([""], [])


def test_body_holds_three_lists_at_most():
    from django.core.exceptions import ValidationError

    body = stream(*[news_list()] * 4)
    with pytest.raises(ValidationError):
        body.stream_block.clean(body)
    three = stream(*[news_list()] * 3)
    assert three.stream_block.clean(three)


def test_term_in_a_body_is_known_to_be_in_use(news_index, rubric):
    news = NewsPageFactory(parent=news_index)
    news.body = stream(news_list(rubric=rubric.pk))
    news.save()
    ReferenceIndex.create_or_update_for_object(news)
    assert ReferenceIndex.get_references_to(rubric).exists()


def test_number_of_queries_does_not_grow_with_the_list(
    news_index, rubric, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(12):
        NewsPageFactory(parent=news_index, title=f"Новина {number}", rubric=rubric)
    shown(news_list(count=2))  # what is asked once a process: locales, the root of the site
    with CaptureQueriesContext(connection) as spent:
        shown(news_list(count=2))
    with django_assert_num_queries(len(spent)):
        shown(news_list(count=12))


def test_list_in_english_offers_untranslated_news_in_ukrainian(news_index, english_home):
    NewsPageFactory(parent=news_index, title="Новина без перекладу")
    with translation.override("en"):
        html = shown(news_list())
    assert "Новина без перекладу" in html
    assert 'lang="uk"' in html
