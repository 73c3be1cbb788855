"""Deleting, unpublishing, moving and copying an original together with its translations."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry  # noqa: F401

from civic_pages.models import ForumPage, NewsIndexPage
from home.models import SectionPage, StandardPage
from portal.core.exceptions import Refusal
from portal.core.middleware import RefuseProtectedDeleteMiddleware, refusal
from tests.factories.pages import (
    ForumPageFactory,
    ForumSeriesPageFactory,
    SectionPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(home, english_home):
    return SectionPageFactory(parent=home, title="Про місто", slug="pro-misto")


@pytest.fixture
def page(section):
    return StandardPageFactory(parent=section, title="Правила", slug="pravyla")


def translated(page, english, title="Rules", live=True):
    copy = page.copy_for_translation(english)
    copy.title = title
    revision = copy.save_revision()
    if live:
        revision.publish()
    return type(page).objects.get(pk=copy.pk)


@pytest.fixture
def english_section(section, english):
    return translated(section, english, "About the city")


@pytest.fixture
def english_page(page, english_section, english):
    return translated(page, english)


def is_live(page):
    return Page.objects.live().filter(pk=page.pk).exists()


def exists(page):
    return Page.objects.filter(pk=page.pk).exists()


def fresh(page):
    """As the tree has it now: treebeard does not update objects in memory."""
    return Page.objects.get(pk=page.pk)


def titles_under(page):
    return [child.title for child in fresh(page).get_children()]


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


class TestDeleting:
    def test_an_original_with_a_live_translation_stays(self, page, english_page):
        with pytest.raises(Refusal, match="Rules"), transaction.atomic():
            page.delete()
        assert exists(page)
        assert is_live(english_page)

    def test_so_does_its_ancestor(self, section, page, english_page, english_section):
        english_section.unpublish()
        with pytest.raises(Refusal), transaction.atomic():
            section.delete()
        assert exists(page)
        assert exists(english_page)

    def test_so_it_does_by_a_queryset(self, page, english_page):
        with pytest.raises(Refusal), transaction.atomic():
            StandardPage.objects.filter(pk=page.pk).delete()
        assert exists(page)

    def test_the_admin_refuses_in_words_and_offers_to_unpublish(
        self, admin_client, page, english_page
    ):
        url = reverse("wagtailadmin_pages:delete", args=[page.pk])
        for response in (admin_client.get(url, follow=True), admin_client.post(url, follow=True)):
            assert response.status_code == 200
            assert "Rules" in messages_of(response)
            assert reverse("wagtailadmin_pages:unpublish", args=[page.pk]) in messages_of(response)
        assert exists(page)

    def test_the_ancestor_is_refused_before_it_is_confirmed(
        self, admin_client, section, english_page
    ):
        response = admin_client.get(
            reverse("wagtailadmin_pages:delete", args=[section.pk]), follow=True
        )
        assert "Rules" in messages_of(response)

    def test_bulk_deleting_is_refused_and_nothing_is_gone(
        self, admin_client, section, page, english_page
    ):
        other = StandardPageFactory(parent=section)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        url += f"?next=/admin/&id={other.pk}&id={page.pk}"
        response = admin_client.post(url, follow=True)
        assert "Rules" in messages_of(response)
        assert exists(other)
        assert exists(page)

    def test_after_unpublishing_the_translation_goes_with_its_original(self, page, english_page):
        page.unpublish()
        page.delete()
        assert not exists(page)
        assert not exists(english_page)

    def test_a_draft_translation_goes_with_its_original(
        self, admin_client, page, english_section, english
    ):
        draft = translated(page, english, live=False)
        url = reverse("wagtailadmin_pages:delete", args=[page.pk])
        assert "Rules" in messages_of(admin_client.get(url))
        admin_client.post(url)
        assert not exists(page)
        assert not exists(draft)

    def test_a_whole_subtree_goes_with_its_translations(
        self, section, page, english_section, english_page
    ):
        section.unpublish()
        page.unpublish()
        section.delete()
        assert not StandardPage.objects.exists()
        assert not SectionPage.objects.exists()
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_translation_alone_may_go(self, page, english_page):
        english_page.delete()
        assert exists(page)
        assert is_live(page)

    def test_an_alias_may_go(self, page, english_page):
        alias = page.create_alias(update_slug="dzerkalo")
        alias.delete()
        assert exists(page)
        assert exists(english_page)

    def test_each_page_is_logged_as_deleted_once(self, page, english_page, admin_client):
        page.unpublish()
        admin_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        logged = PageLogEntry.objects.filter(action="wagtail.delete").values_list("page", flat=True)
        assert sorted(logged) == sorted([page.pk, english_page.pk])

    def test_what_rows_hang_on_is_refused_in_words(self, rf, page, english_page):
        error = ProtectedError("", {page, english_page})
        assert "2" in refusal(error)

    def test_readers_get_an_error_not_a_redirect(self, rf):
        middleware = RefuseProtectedDeleteMiddleware(lambda request: None)
        assert middleware.process_exception(rf.get("/novyny/"), Refusal("ні")) is None
        assert middleware.process_exception(rf.get("/admin/"), ValueError()) is None


class TestUnpublishing:
    def test_translations_leave_together_with_their_original(self, page, english_page):
        page.unpublish()
        assert not is_live(english_page)
        assert exists(english_page)

    def test_from_the_admin_and_each_is_logged_once(self, admin_client, page, english_page):
        url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        assert "Rules" in admin_client.get(url).content.decode()
        admin_client.post(url)
        assert not is_live(english_page)
        logged = PageLogEntry.objects.filter(action="wagtail.unpublish").values_list(
            "page", flat=True
        )
        assert sorted(logged) == sorted([page.pk, english_page.pk])

    def test_in_bulk(self, admin_client, page, english_page):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
        admin_client.post(f"{url}?next=/admin/&id={page.pk}")
        assert not is_live(page)
        assert not is_live(english_page)

    def test_with_the_subpages_of_both(
        self, admin_client, section, page, english_page, english_section
    ):
        url = reverse("wagtailadmin_pages:unpublish", args=[section.pk])
        admin_client.post(url, {"include_descendants": "on"})
        assert not any(is_live(each) for each in (section, page, english_page, english_section))

    def test_by_the_schedule(self, page, english_page):
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
        call_command("publish_scheduled")
        assert not is_live(page)
        assert not is_live(english_page)
        assert Page.objects.get(pk=english_page.pk).expired

    def test_a_translation_alone_leaves_alone(self, page, english_page):
        english_page.unpublish()
        assert is_live(page)

    def test_an_alias_takes_nothing_with_it(self, page, english_page):
        page.create_alias(update_slug="dzerkalo").unpublish()
        assert is_live(page)
        assert is_live(english_page)


class TestMoving:
    def test_to_the_other_language_is_refused_in_code(self, page, english_section):
        with pytest.raises(Refusal):
            page.move(english_section, pos="last-child")
        assert Page.objects.get(pk=page.pk).url == "/pro-misto/pravyla/"

    def test_and_beside_a_page_of_it(self, page, english_page):
        with pytest.raises(Refusal):
            page.move(english_page, pos="right")

    def test_and_in_the_admin(self, admin_client, page, english_section):
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, english_section.pk])
        response = admin_client.post(url)
        assert response.status_code in (302, 403)
        assert Page.objects.get(pk=page.pk).url == "/pro-misto/pravyla/"

    def test_translations_move_with_their_original(self, home, page, english_page):
        page.move(home, pos="last-child")
        assert Page.objects.get(pk=page.pk).url == "/pravyla/"
        assert Page.objects.get(pk=english_page.pk).url == "/en/rules/"

    def test_from_the_admin_too(self, admin_client, home, page, english_page):
        admin_client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk]))
        assert Page.objects.get(pk=english_page.pk).url == "/en/rules/"
        assert Page.find_problems() == ([], [], [], [], [])

    def test_under_a_page_without_translation_is_refused(
        self, admin_client, home, page, english_page
    ):
        other = SectionPageFactory(parent=home, title="Лише українською")
        with pytest.raises(Refusal, match="Лише українською"):
            page.move(other, pos="last-child")
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])
        response = admin_client.post(url, follow=True)
        assert "Лише українською" in messages_of(response)
        assert Page.objects.get(pk=page.pk).url == "/pro-misto/pravyla/"

    def test_a_page_without_translation_goes_anywhere(self, home, page):
        other = SectionPageFactory(parent=home, slug="inshe")
        page.move(other, pos="last-child")
        assert Page.objects.get(pk=page.pk).url == "/inshe/pravyla/"

    def test_a_translation_does_not_leave_its_original(self, english_home, english_page):
        with pytest.raises(Refusal):
            english_page.move(english_home, pos="last-child")
        assert Page.objects.get(pk=english_page.pk).url == "/en/about-the-city/rules/"

    def test_to_a_reserved_address_is_refused(self, home, section):
        page = StandardPageFactory(parent=section, slug="media")
        with pytest.raises(Refusal, match="media"):
            page.move(home, pos="last-child")

    def test_a_new_order_is_that_of_both_languages(self, section, english_section, english):
        pages = [StandardPageFactory(parent=section, title=title) for title in "абв"]
        for page in (pages[0], pages[2]):
            translated(page, english, page.title.upper())
        fresh(pages[2]).move(fresh(section), pos="first-child")
        assert titles_under(english_section) == ["В", "А"]
        fresh(pages[2]).move(fresh(pages[1]), pos="right")
        assert titles_under(section) == ["а", "б", "в"]
        assert titles_under(english_section) == ["А", "В"]

    def test_forums_move_between_series(self, forum_index, english_home, english):
        translated(forum_index, english, "Forums")
        spring = ForumSeriesPageFactory(parent=forum_index, title="Весна")
        forum = ForumPageFactory(parent=forum_index)
        forum.move(spring, pos="last-child")
        assert ForumPage.objects.get(pk=forum.pk).get_parent().pk == spring.pk


class TestBeginning:
    def test_pages_are_made_under_ukrainian_parents_only(self, admin_client, home, english_home):
        assert StandardPage.can_create_at(home)
        assert not StandardPage.can_create_at(english_home)
        url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", english_home.pk])
        assert admin_client.get(url).status_code in (302, 403)

    def test_in_code_too(self, english_home):
        with pytest.raises(ValidationError):
            english_home.add_child(instance=StandardPage(title="Page", slug="page"))

    def test_a_page_in_another_language_than_its_parent_is_refused(self, home, english):
        with pytest.raises(ValidationError):
            home.add_child(instance=StandardPage(title="Page", slug="page", locale=english))

    def test_a_translation_is_not_copied_into_a_page_without_original(
        self, admin_client, english_page, english_home
    ):
        data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": english_home.pk}
        admin_client.post(reverse("wagtailadmin_pages:copy", args=[english_page.pk]), data)
        with pytest.raises((ValidationError, PermissionDenied)):
            english_page.copy(update_attrs={"slug": "copy"})
        assert StandardPage.objects.count() == 2

    def test_nor_under_a_ukrainian_page(self, admin_client, english_page, home):
        data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": home.pk}
        response = admin_client.post(
            reverse("wagtailadmin_pages:copy", args=[english_page.pk]), data
        )
        assert response.context["form"].errors
        assert StandardPage.objects.count() == 2

    def test_a_copy_of_an_original_begins_alone(self, page, english_page):
        copy = page.copy(update_attrs={"slug": "kopiia"})
        assert copy.translation_key != page.translation_key
        assert copy.is_original

    def test_translating_makes_no_alias_of_untranslated_parents(
        self, section, page, english, english_home
    ):
        copy = page.copy_for_translation(english, copy_parents=True)
        parent = copy.get_parent()
        assert parent.translation_key == section.translation_key
        assert parent.alias_of_id is None
        assert not parent.live

    def test_an_index_page_that_is_translated_on_the_way_has_its_address(
        self, news_index, english_home, english
    ):
        from tests.factories.pages import NewsPageFactory

        NewsPageFactory(parent=news_index).copy_for_translation(english, copy_parents=True)
        made = NewsIndexPage.objects.get(locale=english)
        assert (made.slug, made.live, made.alias_of_id) == ("news", False, None)

    def test_no_aliases_by_tree_synchronisation(self, page, english, home):
        from wagtail_localize.models import LocaleSynchronization

        with pytest.raises(Refusal):
            LocaleSynchronization.objects.create(locale=english, sync_from=home.locale)
        assert not Page.objects.exclude(alias_of=None).exists()

    def test_the_language_form_does_not_offer_it(self, admin_client, english):
        url = reverse("wagtaillocales:edit", args=[english.pk])
        assert "sync_from" not in admin_client.get(url).content.decode()
