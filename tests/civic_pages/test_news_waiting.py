"""An item with a future date is live from that date on, whatever way it was saved."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from civic_pages.models import NewsPage
from portal.core.chores import publish_scheduled
from tests.factories import pages

pytestmark = pytest.mark.django_db

SOON = timedelta(hours=2)


@pytest.fixture
def later():
    return timezone.now().replace(microsecond=0) + SOON


def stored(page):
    return NewsPage.objects.get(pk=page.pk)


def test_a_past_date_is_live_at_once(news_index):
    assert stored(pages.NewsPageFactory(parent=news_index)).live


def test_an_item_added_live_by_code_waits(client, news_index, later):
    page = pages.NewsPageFactory(parent=news_index, date=later)
    page = stored(page)
    assert not page.live
    assert page.go_live_at == later
    assert page.approved_schedule
    assert client.get(page.get_url()).status_code == 404
    assert page.title not in client.get(news_index.get_url()).content.decode()


def test_it_goes_live_on_its_date_and_not_before(client, news_index, later, at):
    page = pages.NewsPageFactory(parent=news_index, date=later)
    publish_scheduled()
    assert not stored(page).live
    at(later + timedelta(seconds=1))
    publish_scheduled()
    page = stored(page)
    assert page.live
    assert page.date == later
    assert client.get(page.get_url()).status_code == 200


def test_a_published_revision_waits(news_index, later):
    page = pages.NewsPageFactory(parent=news_index, live=False)
    page.date = later
    page.save_revision().publish()
    page = stored(page)
    assert not page.live
    assert page.approved_schedule


def test_a_revision_saved_without_validation_waits(news_index, later):
    """As an import or an old revision has it: the date is there, the schedule is not."""
    page = pages.NewsPageFactory(parent=news_index, live=False)
    page.date = later
    revision = page.save_revision(clean=False)
    assert revision.content["go_live_at"] is None
    revision.publish()
    assert not stored(page).live


def test_a_live_item_stays_as_it_is_until_its_new_date(news_index, later, at):
    page = pages.NewsPageFactory(parent=news_index, title="Старе")
    page.save_revision().publish()
    page = stored(page)
    page.title, page.date = "Нове", later
    page.save_revision().publish()
    page = stored(page)
    assert (page.live, page.title) == (True, "Старе")
    assert page.date < timezone.now()
    at(later + timedelta(seconds=1))
    publish_scheduled()
    page = stored(page)
    assert (page.live, page.title, page.date) == (True, "Нове", later)


def test_saving_a_live_row_with_a_future_date_takes_it_down_until_then(news_index, later, at):
    page = stored(pages.NewsPageFactory(parent=news_index))
    page.date = later
    page.save(update_fields=["date"])
    page = stored(page)
    assert (page.live, page.go_live_at) == (False, later)
    at(later + timedelta(seconds=1))
    publish_scheduled()
    assert stored(page).live


def test_saving_other_columns_of_a_live_item_does_nothing_else(news_index, later):
    page = stored(pages.NewsPageFactory(parent=news_index))
    page.date = later  # as the editor's form has it while a draft is saved
    page.save(update_fields=["latest_revision"], clean=False)
    assert stored(page).live


def test_a_later_schedule_than_the_date_stands(news_index, later):
    page = pages.NewsPageFactory(parent=news_index, live=False)
    page.date, page.go_live_at = later, later + SOON
    page.save_revision().publish()
    assert stored(page).go_live_at == later + SOON


def test_the_schedule_of_a_new_item_gives_its_date(news_index, later):
    """Written today, scheduled for tomorrow: in the feed it stands under tomorrow."""
    page = pages.NewsPageFactory(parent=news_index, live=False)
    page.go_live_at = later
    page.save_revision().publish()
    assert stored(page).date == later


def test_the_schedule_of_a_correction_leaves_the_date(news_index, later):
    page = pages.NewsPageFactory(parent=news_index)
    page.save_revision().publish()
    page = stored(page)
    published = page.date
    page.go_live_at = later
    page.clean()
    assert page.date == published


def test_a_translation_waits_with_its_original(news_index, translated, later):
    translated(news_index, title="News")
    page = stored(pages.NewsPageFactory(parent=news_index, date=later))
    version = translated(page, title="An item")
    assert (version.live, version.go_live_at) == (False, later)
    row = Page.objects.get(pk=version.pk).specific
    row.live = True
    row.save()
    assert not stored(version).live


def test_a_draft_without_a_date_does_not_break(news_index):
    page = NewsPage(title="Чернетка", date=None)
    page.wait_for_date()
    assert page.go_live_at is None
