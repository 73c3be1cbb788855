"""Never an English page without its Ukrainian one, whatever way it is published."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Task, Workflow, WorkflowTask
from wagtail_localize.models import Translation, TranslationSource

from civic_pages.models import NewsPage
from home.models import StandardPage
from portal.core.exceptions import Refusal
from tests.factories.editor import publish
from tests.factories.pages import NewsPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home, english_home):
    """A Ukrainian page that is not on the site."""
    page = StandardPageFactory(parent=home, title="Правила", slug="pravyla", live=False)
    page.save_revision()
    return StandardPage.objects.get(pk=page.pk)


@pytest.fixture
def version(page, english):
    copy = page.copy_for_translation(english)
    copy.title = "Rules"
    copy.save_revision()
    return StandardPage.objects.get(pk=copy.pk)


@pytest.fixture
def tomorrow():
    return (timezone.now() + timedelta(days=1)).replace(microsecond=0)


@pytest.fixture
def scheduled(page, tomorrow):
    page.go_live_at = tomorrow
    page.save_revision().publish()
    assert not is_live(page)
    return page


def is_live(page):
    return Page.objects.live().filter(pk=page.pk).exists()


def fresh(page):
    return StandardPage.objects.get(pk=page.pk)


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


class TestRefused:
    def test_in_code(self, version):
        with pytest.raises(Refusal, match="Правила"):
            version.get_latest_revision().publish()
        version.live = True
        for fields in (None, ["live"]):
            with pytest.raises(Refusal):
                version.save(update_fields=fields)
        assert not is_live(version)

    def test_by_the_button_of_the_form(self, admin_client, page, version):
        response = publish(admin_client, edit_url(version), StandardPage, title="The rules")
        response = admin_client.get(response.url)
        assert "Правила" in messages_of(response)
        assert edit_url(page) in messages_of(response)
        assert not is_live(version)
        # What was written is kept.
        assert fresh(version).get_latest_revision_as_object().title == "The rules"

    def test_in_bulk(self, admin_client, home, page, version):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = admin_client.post(f"{url}?next=/admin/&id={version.pk}", follow=True)
        assert "Правила" in messages_of(response)
        assert not is_live(version)

    def test_by_the_translators_button(self, admin_client, page, version, english):
        synced(page, english)
        response = admin_client.post(edit_url(version), {"action": "publish"}, follow=True)
        assert "Правила" in messages_of(response)
        assert edit_url(page) in messages_of(response)
        assert not is_live(version)

    def test_by_a_workflow(self, admin_client, admin_user, version):
        task = Task.objects.create(name="Погодження")
        workflow = Workflow.objects.create(name="Погодження")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        state = workflow.start(version, admin_user)
        with pytest.raises(Refusal):
            state.current_task_state.approve(user=admin_user)
        state.refresh_from_db()
        assert state.status == state.STATUS_IN_PROGRESS
        assert not is_live(version)

    def test_a_draft_may_be_saved_and_looked_at(self, admin_client, version):
        assert admin_client.get(edit_url(version)).status_code == 200
        url = reverse("wagtailadmin_pages:view_draft", args=[version.pk])
        assert admin_client.get(url).status_code == 200
        version.title = "The rules"
        version.save_revision()
        version.save()


class TestAllowed:
    def test_after_its_original(self, page, version):
        page.get_latest_revision().publish()
        version.get_latest_revision().publish()
        assert is_live(version)

    def test_one_that_is_live_is_saved_while_its_original_leaves(self, page, version):
        page.get_latest_revision().publish()
        version.get_latest_revision().publish()
        Page.objects.filter(pk=page.pk).update(live=False)
        fresh(version).save()
        assert is_live(version)


class TestHeld:
    """A translation of a page that is scheduled goes out with it, not before."""

    def test_it_waits_for_the_moment_of_its_original(self, scheduled, version, tomorrow):
        version.get_latest_revision().publish()
        revision = version.revisions.get(approved_go_live_at__isnull=False)
        assert revision.approved_go_live_at == tomorrow
        assert not is_live(version)

    def test_a_later_moment_of_its_own_stands(self, scheduled, version, tomorrow):
        version.go_live_at = tomorrow + timedelta(days=1)
        version.save_revision().publish()
        revision = version.revisions.get(approved_go_live_at__isnull=False)
        assert revision.approved_go_live_at == tomorrow + timedelta(days=1)

    def test_the_translators_button_says_when(
        self, admin_client, scheduled, version, english, django_capture_on_commit_callbacks
    ):
        synced(scheduled, english)
        with django_capture_on_commit_callbacks(execute=True):
            response = admin_client.post(edit_url(version), {"action": "publish"}, follow=True)
        year = timezone.localtime(scheduled.go_live_at).year
        assert f"{year} р." in messages_of(response)
        assert not is_live(version)
        assert version.revisions.filter(approved_go_live_at__isnull=False).exists()

    def test_the_schedule_publishes_the_original_first(self, scheduled, version):
        version.get_latest_revision().publish()
        past = timezone.now() - timedelta(minutes=1)
        for each in (version, scheduled):
            each.revisions.exclude(approved_go_live_at=None).update(
                approved_go_live_at=past, content=due(each, past)
            )
        version.revisions.update(approved_go_live_at=past - timedelta(hours=1))
        call_command("publish_scheduled")
        assert is_live(scheduled)
        assert is_live(version)

    def test_without_its_original_it_waits_on(self, caplog, page, version, tomorrow):
        version.go_live_at = tomorrow
        version.save_revision().publish()
        past = timezone.now() - timedelta(minutes=1)
        version.revisions.exclude(approved_go_live_at=None).update(
            approved_go_live_at=past, content=due(version, past)
        )
        call_command("publish_scheduled")
        assert not is_live(version)
        assert caplog.records == []
        page.get_latest_revision().publish()
        call_command("publish_scheduled")
        assert is_live(version)

    def test_news_wait_too(self, news_index, english_home, english):
        item = NewsPageFactory(parent=news_index, date=timezone.now() + timedelta(days=1))
        item = NewsPage.objects.get(pk=item.pk)
        news_index.copy_for_translation(english).save_revision().publish()
        version = item.copy_for_translation(english)
        version.save_revision().publish()
        assert not is_live(version)
        assert version.revisions.filter(approved_go_live_at=item.date).exists()


class TestTold:
    def test_the_translator_is_told_before_she_presses(
        self, admin_client, page, version, english, tomorrow
    ):
        synced(page, english)
        assert edit_url(page) in messages_of(admin_client.get(edit_url(version)))
        page.go_live_at = tomorrow
        page.save_revision().publish()
        assert " р." in messages_of(admin_client.get(edit_url(version)))
        page.go_live_at = None
        page.save_revision().publish()
        assert edit_url(page) not in messages_of(admin_client.get(edit_url(version)))

    def test_what_left_with_the_original_is_named_when_it_comes_back(
        self, admin_client, page, version
    ):
        page.get_latest_revision().publish()
        version.get_latest_revision().publish()
        response = publish(admin_client, edit_url(page), StandardPage)
        assert "Rules" not in messages_of(admin_client.get(response.url))
        fresh(page).unpublish()
        assert not is_live(version)
        response = publish(admin_client, edit_url(page), StandardPage)
        told = messages_of(admin_client.get(response.url))
        assert "Rules" in told
        assert edit_url(version) in told

    def test_a_translation_that_never_was_there_is_not(self, admin_client, page, version):
        response = publish(admin_client, edit_url(page), StandardPage)
        assert "Rules" not in messages_of(admin_client.get(response.url))


def synced(page, english):
    """As after «Translate»: wagtail-localize's own editor, with all its strings translated."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=english)
    for segment in source.stringsegment_set.all():
        segment.string.translations.create(
            locale=english, context=segment.context, data=segment.string.data.upper()
        )


def due(page, moment):
    """The content of a scheduled revision whose moment was `moment`."""
    content = page.revisions.exclude(approved_go_live_at=None).latest("pk").content
    return {**content, "go_live_at": moment.isoformat()}
