"""No Ukrainian text at an English address, whatever way a translation is published."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Task, Workflow, WorkflowTask
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import StandardPage
from portal.core.publishing import NotReadyToPublish
from portal.people.models import User
from portal.people.roles import CHIEF_EDITORS, EDITORS
from tests.factories.editor import publish
from tests.factories.pages import StandardPageFactory

pytestmark = pytest.mark.django_db

ENGLISH = {"Правила": "Rules", "Про правила.": "About the rules."}


@pytest.fixture
def page(home, english_home):
    """A published Ukrainian page with two strings to translate."""
    page = StandardPageFactory(parent=home, title="Правила", slug="pravyla", lead="Про правила.")
    page.save_revision().publish()
    return fresh(page)


@pytest.fixture
def translation(page, english):
    """As after «Translate»: a draft in Ukrainian."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(publish=False)
    return translation


@pytest.fixture
def version(translation):
    return translation.get_target_instance()


def translate(translation, *sources):
    """Translate these strings and save the draft."""
    segments = translation.source.stringsegment_set.filter(string__data__in=sources)
    assert segments.count() == len(sources)
    for segment in segments:
        segment.string.translations.create(
            locale=translation.target_locale,
            context=segment.context,
            data=ENGLISH[segment.string.data],
        )
    translation.save_target(publish=False)


def fresh(page):
    return StandardPage.objects.get(pk=page.pk)


def is_live(page):
    return Page.objects.live().filter(pk=page.pk).exists()


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def in_bulk(client, page, **data):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{url}?next=/admin/&id={page.pk}", data, follow=True)
    return messages_of(response)


def in_workflow(page, user):
    workflow = Workflow.objects.create(name="Погодження")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.create(name="Погодження"))
    return workflow.start(page, user)


def schedule(page, moment):
    """As if it had been scheduled once and its moment had come."""
    revision = fresh(page).save_revision()
    revision.approved_go_live_at = moment
    revision.content["go_live_at"] = moment.isoformat()
    revision.save()


class TestRefused:
    def test_in_bulk(self, admin_client, translation, version):
        translate(translation, "Правила")
        told = in_bulk(admin_client, version)
        assert "Про правила." in told
        assert "не перекладено" in told
        assert not is_live(version)

    def test_in_bulk_from_above(self, admin_client, english_home, version):
        assert "Правила" in in_bulk(admin_client, english_home, include_descendants="on")
        assert not is_live(version)

    def test_by_a_workflow(self, admin_user, version):
        state = in_workflow(version, admin_user)
        with pytest.raises(NotReadyToPublish):
            state.current_task_state.approve(user=admin_user)
        state.refresh_from_db()
        assert state.status == state.STATUS_IN_PROGRESS
        assert not is_live(version)

    def test_when_it_is_to_be_scheduled(self, version):
        version.go_live_at = timezone.now() + timedelta(days=1)
        with pytest.raises(NotReadyToPublish):
            version.save_revision().publish()
        assert not version.revisions.exclude(approved_go_live_at=None).exists()

    def test_by_the_clock_which_publishes_the_rest(self, home, page, version):
        other = StandardPageFactory(parent=home, live=False)
        past = timezone.now() - timedelta(hours=1)
        schedule(version, past)
        schedule(other, past + timedelta(minutes=1))
        call_command("publish_scheduled")
        assert (is_live(version), is_live(other)) == (False, True)
        assert version.revisions.exclude(approved_go_live_at=None).exists()

    def test_by_saving(self, version):
        version.live = True
        for fields in (None, ["live"]):
            with pytest.raises(NotReadyToPublish):
                version.save(update_fields=fields)
        assert not is_live(version)

    def test_when_the_translation_was_stopped(self, admin_client, translation, version):
        Translation.objects.update(enabled=False)
        response = publish(admin_client, edit_url(version), StandardPage, title="Rules")
        assert "Про правила." in messages_of(admin_client.get(response.url))
        assert not is_live(version)
        # What was written is kept.
        assert fresh(version).get_latest_revision_as_object().title == "Rules"

    def test_a_ukrainian_draft_of_a_live_page(self, translation, version):
        translate(translation, *ENGLISH)
        fresh(version).get_latest_revision().publish()
        StringTranslation.objects.filter(data="Rules").delete()
        live = fresh(version)
        live.title = "Правила"
        with pytest.raises(NotReadyToPublish):
            live.save_revision().publish()
        assert fresh(version).title == "Rules"


class TestAllowed:
    def test_when_all_is_translated(self, admin_client, translation, version):
        translate(translation, *ENGLISH)
        in_bulk(admin_client, version)
        assert is_live(version)
        assert (fresh(version).title, fresh(version).lead) == ("Rules", "About the rules.")

    def test_by_a_workflow(self, admin_user, translation, version):
        translate(translation, *ENGLISH)
        in_workflow(fresh(version), admin_user).current_task_state.approve(user=admin_user)
        assert is_live(version)

    def test_by_the_clock(self, translation, version):
        translate(translation, *ENGLISH)
        schedule(version, timezone.now() - timedelta(hours=1))
        call_command("publish_scheduled")
        assert is_live(version)

    def test_written_by_hand_after_the_translation_was_stopped(self, admin_client, version):
        Translation.objects.update(enabled=False)
        publish(
            admin_client, edit_url(version), StandardPage, title="Rules", lead="About the rules."
        )
        assert is_live(version)

    def test_a_live_page_whose_original_has_changed(self, page, translation, version):
        translate(translation, *ENGLISH)
        fresh(version).get_latest_revision().publish()
        page.lead = "Уже про інше."
        page.save_revision().publish()
        translation.source.update_from_db()
        fresh(version).save()
        fresh(version).save_revision().publish()
        assert fresh(version).lead == "About the rules."

    def test_what_the_translator_left_as_it_is(self, translation, version):
        translate(translation, *ENGLISH)
        StringTranslation.objects.filter(data="Rules").update(data="Правила")
        translation.save_target(publish=False)
        fresh(version).get_latest_revision().publish()
        assert is_live(version)

    def test_numbers_are_the_same_in_all_languages(self, home, english_home, english):
        page = StandardPageFactory(parent=home, title="112", slug="nomer", lead="")
        page.save_revision().publish()
        source, _created = TranslationSource.update_or_create_from_instance(page)
        translation = Translation.objects.create(source=source, target_locale=english)
        translation.save_target(publish=False)
        version = translation.get_target_instance()
        fresh(version).get_latest_revision().publish()
        assert is_live(version)

    def test_without_a_translation_to_compare_with(self, page, english):
        copy = page.copy_for_translation(english)
        copy.save_revision().publish()
        assert is_live(copy)


class TestAlias:
    """«Convert to alias page» would copy Ukrainian text to an English address, live at once."""

    @pytest.fixture(params=[EDITORS, CHIEF_EDITORS])
    def person(self, request, client):
        user = User.objects.create_user("person@example.org", "a long password")
        user.groups.add(Group.objects.get(name=request.param))
        client.force_login(user)
        return client

    def test_is_refused(self, person, version):
        url = reverse("wagtail_localize:convert_to_alias", args=[version.pk])
        for ask in (person.get, person.post):
            response = ask(url)
            assert response.url == edit_url(version)
            assert "українськ" in messages_of(person.get(response.url))
        version = fresh(version)
        assert (version.alias_of_id, version.live) == (None, False)
        assert Translation.objects.count() == 1

    def test_is_not_offered_to_the_translator(self, person, version):
        html = person.get(edit_url(version)).content.decode()
        assert "stopTranslationUrl" in html
        assert "convert_to_alias" not in html

    def test_nor_in_the_ordinary_form(self, person, version):
        Translation.objects.update(enabled=False)
        html = person.get(edit_url(version)).content.decode()
        assert "localize-restart-translation" in html
        assert "localize-convert-to-alias" not in html
