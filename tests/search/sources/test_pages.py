"""What search knows of pages."""

import datetime as dt

import pytest
from wagtail.models import Page, PageViewRestriction

from civic_pages.models import ConsultationPage, NewsPage
from portal.core.models import BasePage
from portal.core.search_items import search_sources
from portal.places.models import Department, District, Topic
from search.models import SearchChange
from tests.factories.pages import (
    ConsultationPageFactory,
    ForumPageFactory,
    ForumSeriesPageFactory,
    NewsPageFactory,
    StandardPageFactory,
)
from tests.search.sources.asking import document, item, items, translated

pytestmark = pytest.mark.django_db


def test_a_news_item_says_what_it_is(news, news_index):
    topic, district = Topic.objects.create(name="Екологія"), District.objects.create(name="Поділ")
    department = Department.objects.create(name="Департамент")
    news.topics, news.districts, news.department = [topic], [district], department
    news.save()
    found = item(news)
    assert (found.kind, found.title, found.moment) == (
        "news",
        "Рада міста",
        dt.datetime(2020, 3, 4, 12, tzinfo=dt.UTC),
    )
    assert (found.topics, found.districts) == ((topic.pk,), (district.pk,))
    assert found.department == department.pk
    assert found.url == news.url
    assert found.lead == "Про бюджет."
    assert found.text.splitlines()[0] == "Про бюджет."
    assert found.path == (news_index.title,)
    assert found.within == (f"pages:{news_index.pk}", f"pages:{news.pk}")
    assert found.audience == "public"
    assert found.offered_to == ("uk", "en")


def test_its_kind_and_terms_are_words_of_a_page(consultation_index, english_home, english):
    topic, district = Topic.objects.create(name="Екологія"), District.objects.create(name="Поділ")
    topic.copy_for_translation(english).save()
    Topic.objects.filter(locale=english).update(name="Ecology")
    page = ConsultationPageFactory(parent=consultation_index, slug="skvery", title="Сквери")
    page.topics, page.districts = [topic], [district]
    page.department = Department.objects.create(name="Управління парків")
    page.save()
    translated(page, english, title="Squares")
    found = items(page)
    line = found[str(page.pk), "uk"].text.splitlines()[-1]
    assert line == "Консультація · Екологія · Поділ · Управління парків"
    line = found[str(page.pk), "en"].text.splitlines()[-1]
    assert line == "Consultation · Ecology · Поділ · Управління парків"


def test_a_page_of_no_kind_and_without_terms_has_its_own_words_only(home):
    page = StandardPageFactory(parent=home, slug="about", title="Про портал", lead="Що тут є.")
    assert item(page).text == "Що тут є."


def test_a_term_under_another_name_is_found_by_it(news, english, index_now):
    topic = Topic.objects.create(name="Екологія")
    news.topics = [topic]
    news.save_revision().publish()
    index_now()
    assert "Екологія" in document(news).text
    other = Topic.objects.create(name="Транспорт")
    SearchChange.objects.all().delete()
    other.save()
    assert not SearchChange.objects.exists()
    topic.name = "Довкілля"
    topic.save()
    index_now()
    assert "Довкілля" in document(news).text
    assert "Екологія" not in document(news).text
    SearchChange.objects.all().delete()
    topic.copy_for_translation(english).save()
    assert SearchChange.objects.filter(source="pages", object_id=str(news.pk)).exists()


def test_the_text_is_that_of_the_blocks_without_marks(news):
    news.body = [
        ("text", "<p>Перший <b>абзац</b> &amp; <a href='https://a.example'>посилання</a></p>"),
        ("quote", {"text": "Цитата", "person": "Хтось", "position": ""}),
    ]
    news.save()
    text = item(news).text
    assert "Перший абзац & посилання" in text
    assert "Цитата" in text
    assert "<" not in text


def test_a_translation_is_the_same_thing(news, english, english_home):
    english_news = translated(news, english, title="City council", lead="On the budget.")
    found = items(news)
    assert set(found) == {(str(news.pk), "uk"), (str(news.pk), "en")}
    assert found[str(news.pk), "en"].title == "City council"
    assert found[str(news.pk), "en"].offered_to == ("en",)
    assert found[str(news.pk), "uk"].offered_to == ("uk",)
    assert found[str(news.pk), "en"].details == {"page": english_news.pk}
    assert found[str(news.pk), "en"].within == found[str(news.pk), "uk"].within
    assert items(english_news) == {}


def test_an_unpublished_translation_leaves_its_readers_the_original(news, english, english_home):
    copy = translated(news, english, title="City council", lead="On the budget.")
    copy.unpublish()
    found = items(news)
    assert found[str(news.pk), "en"].audience == "staff"
    assert found[str(news.pk), "uk"].offered_to == ("uk", "en")


def test_a_draft_is_for_the_staff_with_its_latest_words(news_index):
    page = NewsPage(title="Перша назва", slug="draft", live=False, lead="Старе")
    news_index.add_child(instance=page)
    page.title, page.lead, page.body = "Остання назва", "Нове", [("text", "<p>Тіло</p>")]
    page.save_revision()
    found = item(page)
    assert found.audience == "staff"
    assert found.title == "Остання назва"
    assert found.text.splitlines() == ["Нове", "Тіло", "Новина"]


def test_a_draft_of_a_published_page_changes_nothing(news):
    news.title = "Інша назва"
    news.save_revision()
    assert item(news).title == "Рада міста"


def test_an_unpublished_page_is_for_the_staff(news):
    news.unpublish()
    assert item(news).audience == "staff"


@pytest.mark.parametrize("of_parent", [False, True])
def test_a_closed_page_is_for_the_staff(news, news_index, of_parent):
    PageViewRestriction.objects.create(
        page=news_index if of_parent else news, restriction_type="login"
    )
    assert item(news).audience == "staff"


def test_the_front_page_and_aliases_are_no_results(news, news_index, home):
    alias = news.create_alias(parent=news_index, update_slug="alias")
    assert item(alias).audience == "staff"
    assert item(home).audience == "staff"
    assert items(Page.objects.get(depth=1)) == {}


def test_a_forum_of_a_series_is_within_it(forum_index):
    series = ForumSeriesPageFactory(parent=forum_index, title="Серія", slug="seriia")
    district = District.objects.create(name="Поділ")
    forum = ForumPageFactory(parent=series, slug="forum", district=district)
    found = item(forum)
    assert found.within == tuple(f"pages:{page.pk}" for page in (forum_index, series, forum))
    assert found.path == (forum_index.title, "Серія")
    assert (found.kind, found.districts) == ("forums", (district.pk,))
    assert item(series).kind == "forums"


def test_a_consultation_is_in_its_state_at_every_moment(consultation_index):
    page = ConsultationPageFactory(parent=consultation_index, slug="k")
    page.reported_at = page.closes_at + dt.timedelta(days=20)
    windows = item(page).states
    found = item(page)
    assert found.kind == "consultations"
    moments = [page.opens_at, page.closes_at, page.reported_at]
    moments += [page.closes_at - dt.timedelta(days=number) for number in range(6)]
    for moment in moments:
        for now in (moment - dt.timedelta(microseconds=1), moment):
            stored = ConsultationPage.objects.get(pk=page.pk)
            assert [
                each.state
                for each in windows
                if (each.begins is None or each.begins <= now)
                and (each.ends is None or now < each.ends)
            ] == [stored.state_at(now).lower()]


def test_a_draft_without_times_has_a_state_too(consultation_index):
    page = ConsultationPage(title="Чернетка", slug="chernetka", live=False)
    consultation_index.add_child(instance=page)
    assert [each.state for each in item(page).states] == ["planned"]


def test_every_page_type_says_its_facts():
    for model in BasePage.__subclasses__():
        assert model.search_facts is not None


def test_all_things_are_listed_once(news, english, english_home, home, news_index):
    translated(news, english, title="City council", lead="On the budget.")
    listed = list(search_sources.get("pages").object_ids())
    assert sorted(listed) == sorted({str(page.pk) for page in (home, news_index, news)})


def test_a_page_without_its_original_is_a_thing_of_its_own(news, english, english_home):
    copy = translated(news, english, title="City council", lead="On the budget.")
    Page.objects.filter(pk=news.pk).update(translation_key="00000000-0000-0000-0000-000000000001")
    assert set(items(copy)) == {(str(copy.pk), "en")}


def test_the_number_of_queries_does_not_grow(news_index):
    def make(first, number):
        pages = []
        for each in range(first, first + number):
            page = NewsPageFactory(parent=news_index, title=f"Новина {each}", slug=f"n-{each}")
            page.topics = [Topic.objects.create(name=f"Тема {each}")]
            page.body = [("text", "<p>Тіло</p>")]
            page.save()
            pages.append(page)
        return pages

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    few = make(0, 2)
    items(*few)
    many = make(2, 12)
    asked = []
    for pages in (few, many):
        with CaptureQueriesContext(connection) as queries:
            assert len(items(*pages)) == len(pages)
        # The content version is read by the clock, whatever is asked.
        asked.append([each["sql"] for each in queries if "core_stamp" not in each["sql"]])
    assert len(asked[1]) <= len(asked[0]), asked[1]


def test_standard_pages_are_pages(home):
    assert item(StandardPageFactory(parent=home, slug="about")).kind == "pages"


def test_without_districts_it_concerns_the_whole_city(
    news_index, consultation_index, forum_index, home
):
    series = ForumSeriesPageFactory(parent=forum_index, slug="series")
    district = District.objects.create(name="Поділ")
    news = NewsPageFactory(parent=news_index, slug="n")
    consultation = ConsultationPageFactory(parent=consultation_index, slug="c")
    forum = ForumPageFactory(parent=series, slug="f", district=None)
    for page in (news, consultation, forum):
        assert item(page).districts == (0,)
        assert "Усе місто" not in item(page).text
    news.districts, forum.district = [district], district
    news.save()
    forum.save()
    assert item(news).districts == item(forum).districts == (district.pk,)
    assert item(series).districts == ()
    assert item(StandardPageFactory(parent=home, slug="s")).districts == ()
