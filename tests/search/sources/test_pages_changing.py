"""What makes search look at a page again."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction, Revision

from civic_pages.models import NewsPage
from home.models import StandardPage
from portal.core.scheduled import publish_and_expire
from search.models import SearchChange, SearchDocument
from tests.factories.pages import (
    ConsultationPageFactory,
    ForumPageFactory,
    ForumSeriesPageFactory,
)
from tests.search.sources.asking import document, item, translated

pytestmark = pytest.mark.django_db


def test_publishing_unpublishing_and_deleting(news_index, index_now):
    page = NewsPage(title="Рада", slug="rada", live=False, date=timezone.now())
    news_index.add_child(instance=page)
    index_now()
    assert "audience:staff" in document(page).labels
    page.save_revision().publish()
    index_now()
    assert "audience:public" in document(page).labels
    page.refresh_from_db()
    page.unpublish()
    index_now()
    assert "audience:staff" in document(page).labels
    key = page.pk
    page.delete()
    index_now()
    assert not SearchDocument.objects.filter(source="pages", object_id=str(key)).exists()


def test_a_translation_marks_its_original(news, english, english_home, index_now):
    index_now()
    copy = translated(news, english, title="City council", lead="On the budget.")
    index_now()
    assert document(news, "en").title == "City council"
    assert "offered:en" not in document(news).labels
    copy.delete()
    index_now()
    assert "offered:en" in document(news).labels
    assert not SearchDocument.objects.filter(object_id=str(news.pk), language="en").exists()


def test_a_restriction_closes_and_opens_what_is_below(news, news_index, index_now):
    index_now()
    restriction = PageViewRestriction.objects.create(page=news_index, restriction_type="login")
    index_now()
    assert "audience:staff" in document(news).labels
    restriction.delete()
    index_now()
    assert "audience:public" in document(news).labels


def test_moving_changes_what_is_below(forum_index, index_now):
    first = ForumSeriesPageFactory(parent=forum_index, title="Перша", slug="persha")
    second = ForumSeriesPageFactory(parent=forum_index, title="Друга", slug="druha")
    forum = ForumPageFactory(parent=first, slug="forum")
    index_now()
    forum.move(second, pos="last-child")
    index_now()
    assert document(forum).path == [forum_index.title, "Друга"]
    assert f"within:pages:{second.pk}" in document(forum).labels.split()
    assert "/druha/" in document(forum).url


def test_a_new_address_or_name_of_what_stands_above_is_seen_below(forum_index, index_now):
    series = ForumSeriesPageFactory(parent=forum_index, title="Серія", slug="seriia")
    forum = ForumPageFactory(parent=series, slug="forum")
    index_now()
    series.slug = "nova"
    series.save()
    index_now()
    assert "/nova/" in document(forum).url
    series.refresh_from_db()
    series.title = "Нова назва"
    series.save_revision().publish()
    index_now()
    assert document(forum).path[-1] == "Нова назва"


def test_the_schedule_publishes_for_search_too(home, index_now):
    page = StandardPage(title="Рада", slug="rada", live=False)
    home.add_child(instance=page)
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.save_revision().publish()
    index_now()
    assert "audience:staff" in document(page).labels
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    past = timezone.now() - dt.timedelta(seconds=1)
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    assert publish_and_expire().published == 1
    index_now()
    assert "audience:public" in document(page).labels


def test_marking_a_page_costs_one_query(news, django_assert_num_queries):
    from search.receivers import _page

    with django_assert_num_queries(1):
        _page(news)
    assert SearchChange.objects.filter(source="pages", object_id=str(news.pk)).exists()


def test_until_when_people_take_part_stands_in_the_document(consultation_index, index_now):
    page = ConsultationPageFactory(parent=consultation_index, slug="c")
    index_now()
    assert document(page).deadline == page.closes_at
    assert item(consultation_index).deadline is None


def test_a_title_that_is_not_published_is_the_admins(news, index_now):
    news.title = "Звільнення очільника"
    news.save_revision()
    assert SearchChange.objects.filter(source="pages", object_id=str(news.pk)).exists()
    index_now()
    row = document(news)
    assert (row.title, row.draft_words) == ("Рада міста", "звільнення очільника")
    assert "звільнення" not in row.title_keys + row.body_keys + row.text
    news.get_latest_revision().publish()
    index_now()
    row = document(news)
    assert (row.title, row.draft_words, row.draft_keys) == ("Звільнення очільника", "", "")
