"""What raises the content version, and what does not."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.db.models import F
from django.db.models.signals import m2m_changed
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from civic_pages.models import NewsPage
from portal.core.models import Stamp
from portal.core.pagecache import stamp
from portal.core.pagecache.receivers import is_quiet
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def turns():
    """Whether the version has changed since the last time it was asked.

    Each time is a transaction of its own: within one the version is raised once.
    """
    seen = [stamp.read()]

    def asked():
        connection.run_on_commit.clear()
        seen.append(stamp.read())
        return seen[-1] != seen[-2]

    return asked


@pytest.fixture
def page(news_index, turns):
    page = NewsPageFactory(parent=news_index)
    turns()
    return page


def test_bump_turns_the_version(turns):
    stamp.bump()
    assert turns()
    assert not turns()


def test_a_rollback_takes_it_back(turns):
    with pytest.raises(RuntimeError), transaction.atomic():
        stamp.bump()
        raise RuntimeError
    assert not turns()


@pytest.mark.django_db(transaction=True)
def test_many_bumps_in_a_transaction_are_one_row(home):
    before = Stamp.objects.count()
    with transaction.atomic():
        for _ in range(5):
            stamp.bump()
    assert Stamp.objects.count() == before + 1
    stamp.bump()
    assert Stamp.objects.count() == before + 2


@pytest.mark.django_db(transaction=True)
def test_a_bump_after_a_savepoint_that_was_rolled_back_counts(home):
    before = stamp.read()
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            stamp.bump()
            raise RuntimeError
        stamp.bump()
    assert stamp.read() != before


def test_old_rows_are_removed_but_the_last(turns):
    old = timezone.now() - timezone.timedelta(days=1)
    Stamp.objects.all().delete()
    Stamp.objects.bulk_create([Stamp(raised_at=old) for _ in range(3)])
    # Those of one moment are all the newest.
    assert stamp.prune() == 0
    stamp.bump()
    assert stamp.prune() == 3
    assert stamp.prune() == 0
    assert Stamp.objects.count() == 1


def test_rows_older_than_the_newest_are_removed_but_the_last(turns):
    old = timezone.now() - timezone.timedelta(days=1)
    Stamp.objects.all().delete()
    for hours in range(3):
        Stamp.objects.create(raised_at=old + timezone.timedelta(hours=hours))
    assert stamp.prune() == 2
    assert stamp.prune() == 0


def test_a_version_never_comes_again_though_the_sequence_stays_behind(turns):
    """As after a restore whose row took the time for its number: later rows have lower ones."""
    Stamp.objects.all().delete()
    Stamp.objects.create(pk=1_700_000_000)
    seen = [stamp.read()]
    for number in range(1, 6):
        Stamp.objects.create(pk=number)
        seen.append(stamp.read())
        # An hour goes by.
        Stamp.objects.update(raised_at=F("raised_at") - timezone.timedelta(hours=2))
        stamp.prune()
        Stamp.objects.update(raised_at=F("raised_at") + timezone.timedelta(hours=2))
        seen.append(stamp.read())
        # What is left is what has the highest number and what came last.
        assert set(Stamp.objects.values_list("pk", flat=True)) == {1_700_000_000, number}
    # But for the first time, when there was nothing to remove.
    assert seen.pop(2) == seen[1]
    assert len(set(seen)) == len(seen), seen


def test_a_late_commit_of_a_lower_number_is_told_from_the_row_it_replaces():
    old = timezone.now() - timezone.timedelta(hours=2)
    Stamp.objects.all().delete()
    Stamp.objects.create(pk=109, raised_at=old)
    newest = Stamp.objects.create(pk=110)
    seen = [stamp.read()]
    Stamp.objects.create(pk=108, raised_at=newest.raised_at - timezone.timedelta(seconds=1))
    seen.append(stamp.read())
    assert stamp.prune() == 1
    seen.append(stamp.read())
    assert len(set(seen)) == 3


def test_without_rows_there_is_a_version_too():
    Stamp.objects.all().delete()
    assert stamp.read() == "0"
    assert stamp.prune() == 0


# --- What readers see ------------------------------------------------------------------------------


def test_publishing(page, turns):
    page.title = "Нова назва"
    revision = page.save_revision()
    assert not turns()
    revision.publish()
    assert turns()


def test_unpublishing_moving_and_deleting(page, home, turns):
    page.unpublish()
    assert turns()
    one, other = StandardPageFactory(parent=home), StandardPageFactory(parent=home)
    turns()
    other.move(one, pos="left")
    assert turns()
    one.refresh_from_db()
    one.delete()
    assert turns()


def test_restricting_a_page(page, turns):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert turns()


def test_words_and_settings(page, turns):
    from civic_pages.models import Rubric

    rubric = Rubric.objects.create(name="Місто", locale=page.locale)
    assert turns()
    rubric.name = "Столиця"
    rubric.save()
    assert turns()
    Site.objects.get().save()
    assert turns()


def test_a_picture(turns):
    image = ImageFactory()
    assert turns()
    image.credit = "Фото: Олена"
    image.save()
    assert turns()


def test_relations_of_a_page(page, turns):
    for action, counts in (("pre_add", False), ("post_add", True), ("post_clear", True)):
        m2m_changed.send(sender=NewsPage.topics.through, instance=page, action=action)
        assert turns() is counts


def test_a_scheduled_page_goes_live(news_index, turns):
    page = NewsPageFactory(parent=news_index, live=False)
    page.go_live_at = timezone.now() + timezone.timedelta(hours=1)
    page.save_revision().publish()
    turns()
    page.refresh_from_db()
    page.scheduled_revision.publish()
    assert turns()


# --- What they do not -------------------------------------------------------------------------------


def test_a_draft_and_its_editing_in_the_admin(page, admin_client, turns):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    turns()
    assert admin_client.get(edit).status_code == 200
    assert not turns()
    page.title = "Чернетка"
    page.save_revision(user=None)
    page.save_revision(overwrite_revision=page.latest_revision)
    assert not turns()


def test_a_new_draft(news_index, turns):
    NewsPageFactory(parent=news_index, live=False)
    assert not turns()


def test_signing_in(django_user_model, turns):
    django_user_model.objects.create_superuser("a@example.org", "very long password")
    client = Client()
    assert client.login(username="a@example.org", password="very long password")
    SessionStore().save()
    assert not turns()


def test_a_picture_made_while_rendering(turns):
    image = ImageFactory()
    turns()
    image.get_rendition("width-32|format-jpeg")
    assert not turns()


def test_updates_past_the_signals_must_say_so(page, turns):
    NewsPage.objects.update(author="Олена")
    assert not turns()


def test_reading_a_page(client, home, page, turns):
    turns()
    client.get("/")
    client.get(page.url)
    client.get("/nema/")
    assert not turns()


def test_a_model_may_call_itself_quiet():
    class Whisper:
        raises_version = False

    assert is_quiet(Whisper)
