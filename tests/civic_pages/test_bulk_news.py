import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from civic_pages.models import NewsIndexPage, NewsPage, Rubric
from civic_pages.services.bulk import make_news
from portal.core.models import Stamp
from portal.places.models import District, Topic
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(home):
    for model in (Rubric, Topic, District):
        for name in ("Перше", "Друге"):
            model.objects.create(name=name, locale=home.locale)
    ImageFactory()


def test_items_are_whole_pages(news_index, terms, client):
    NewsPageFactory(parent=news_index, slug="stara")
    assert make_news(count=5) == 5
    news_index.refresh_from_db()
    assert news_index.numchild == 6
    assert Page.find_problems() == ([], [], [], [], [])
    assert NewsPage.objects.child_of(news_index).live().count() == 6
    newest = NewsPage.objects.order_by("-pk").first()
    assert newest.date <= timezone.now()
    assert newest.rubric and newest.lead_image and newest.topics.count() in (1, 2)
    assert newest.is_original
    assert client.get(newest.url).status_code == 200


def test_they_can_be_edited_and_added_to(news_index):
    make_news(count=2)
    page = NewsPage.objects.last()
    page.title = "Нова назва"
    page.save_revision().publish()
    news_index.refresh_from_db()
    later = NewsPageFactory(parent=news_index)
    assert later.path > page.path
    assert make_news(count=3, seed=2) == 3
    assert Page.find_problems() == ([], [], [], [], [])


def test_slugs_are_addresses_of_their_own(news_index):
    make_news(count=40)
    make_news(count=40)
    slugs = list(NewsPage.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == len(slugs) == 80


def test_they_are_found(news_index):
    make_news(count=3)
    title = NewsPage.objects.first().title
    assert get_search_backend().search(title, NewsPage, operator="and").count() >= 1


def test_pages_turn(news_index):
    connection.run_on_commit.clear()  # the list was made in a transaction before this one
    before = Stamp.objects.count()
    make_news(count=1)
    assert Stamp.objects.count() == before + 1


def test_nothing_to_make_and_nowhere_to_put_it(home):
    with pytest.raises(NewsIndexPage.DoesNotExist):
        make_news(count=1)
    assert not NewsPage.objects.exists()


def test_the_number_of_queries_hardly_grows(news_index, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        make_news(count=100)
