"""Addresses that changed leave a 301, for the page and what stands under it, in both languages."""

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from civic_pages.models import NewsPage
from home.models import SectionPage, StandardPage
from tests.factories.pages import NewsPageFactory, SectionPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(home, english_home):
    return SectionPageFactory(parent=home, title="Про місто", slug="pro-misto")


@pytest.fixture
def page(section):
    return StandardPageFactory(parent=section, title="Правила", slug="pravyla")


def translated(page, english, title):
    copy = page.copy_for_translation(english)
    copy.title = title
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Changes of addresses are announced when the transaction is over."""

    def run(change):
        with django_capture_on_commit_callbacks(execute=True):
            change()

    return run


def moved_to(client, path):
    response = client.get(path)
    assert response.status_code == 301, path
    return response["Location"]


def renamed(page, slug):
    def change():
        page.slug = slug
        page.save_revision().publish()

    return change


def test_a_new_slug_leaves_a_redirect_for_the_subtree(client, section, page, committed):
    committed(renamed(section, "misto"))
    assert moved_to(client, "/pro-misto/") == "/misto/"
    assert moved_to(client, "/pro-misto/pravyla/") == "/misto/pravyla/"


def test_in_english_too(client, section, page, english, committed):
    english_section = translated(section, english, "About")
    translated(page, english, "Rules")
    committed(renamed(english_section, "the-city"))
    assert moved_to(client, "/en/about/") == "/en/the-city/"
    assert moved_to(client, "/en/about/rules/") == "/en/the-city/rules/"


def test_a_move_leaves_redirects_in_both_languages(client, home, page, english, committed):
    translated(page.get_parent().specific, english, "About")
    translated(page, english, "Rules")
    committed(lambda: page.move(home, pos="last-child"))
    assert moved_to(client, "/pro-misto/pravyla/") == "/pravyla/"
    assert moved_to(client, "/en/about/rules/") == "/en/rules/"


def test_a_chain_of_changes_leads_straight_to_the_page(client, page, committed):
    for slug in ("persha", "druha"):
        committed(renamed(StandardPage.objects.get(pk=page.pk), slug))
    assert moved_to(client, "/pro-misto/pravyla/") == "/pro-misto/druha/"
    assert moved_to(client, "/pro-misto/persha/") == "/pro-misto/druha/"


def test_coming_back_to_the_old_slug_makes_no_loop(client, page, committed):
    committed(renamed(page, "inshi"))
    committed(renamed(StandardPage.objects.get(pk=page.pk), "pravyla"))
    assert client.get("/pro-misto/pravyla/").status_code == 200
    assert moved_to(client, "/pro-misto/inshi/") == "/pro-misto/pravyla/"


class TestFirstPublication:
    """A translation takes its address from its own title, once."""

    def draft(self, page, english, title="Rules of the city"):
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.title = title
        return copy, copy.save_revision()

    def test_from_its_own_title(self, page, english, committed):
        copy, revision = self.draft(page, english)
        assert StandardPage.objects.get(pk=copy.pk).slug == "pravyla"
        committed(revision.publish)
        assert StandardPage.objects.get(pk=copy.pk).slug == "rules-of-the-city"

    def test_nobody_is_redirected_from_what_nobody_saw(self, page, english, committed):
        _copy, revision = self.draft(page, english)
        committed(revision.publish)
        assert not Redirect.objects.exists()

    def test_a_clash_is_counted(self, section, page, english, committed):
        other = StandardPageFactory(parent=section, slug="insha")
        for each in (page, other):
            _copy, revision = self.draft(each, english, "Rules")
            committed(revision.publish)
        slugs = (
            StandardPage.objects.filter(locale=english)
            .order_by("pk")
            .values_list("slug", flat=True)
        )
        assert list(slugs) == ["rules", "rules-2"]

    @pytest.mark.parametrize(
        ("title", "slug"),
        [
            ("2018", "storinka-2018"),
            ("RSS", "storinka-rss"),
            ("!", "storinka"),
            ("Правила", "pravyla"),
        ],
    )
    def test_a_title_that_gives_no_good_slug(self, page, english, committed, title, slug):
        copy, revision = self.draft(page, english, title)
        committed(revision.publish)
        assert StandardPage.objects.get(pk=copy.pk).slug == slug

    def test_what_the_editor_chose_stays(self, page, english, committed):
        copy, _revision = self.draft(page, english)
        copy.slug = "chosen"
        committed(copy.save_revision().publish)
        assert StandardPage.objects.get(pk=copy.pk).slug == "chosen"

    def test_later_titles_do_not_change_it(self, page, english, committed):
        copy, revision = self.draft(page, english)
        committed(revision.publish)
        copy = StandardPage.objects.get(pk=copy.pk)
        copy.title = "House rules"
        committed(copy.save_revision().publish)
        assert StandardPage.objects.get(pk=copy.pk).slug == "rules-of-the-city"

    def test_older_revisions_do_not_bring_the_copied_one_back(self, page, english, committed):
        copy, revision = self.draft(page, english)
        committed(revision.publish)
        committed(revision.publish)
        assert StandardPage.objects.get(pk=copy.pk).slug == "rules-of-the-city"
        reverted = revision.as_object()
        assert reverted.slug == "rules-of-the-city"
        committed(reverted.save_revision(previous_revision=revision).publish)
        assert StandardPage.objects.get(pk=copy.pk).slug == "rules-of-the-city"

    def test_a_later_change_leaves_a_redirect(self, client, page, english, committed):
        copy, revision = self.draft(page, english)
        committed(revision.publish)
        version = StandardPage.objects.get(pk=copy.pk)
        before = version.url
        committed(renamed(version, "rules"))
        assert moved_to(client, before) == StandardPage.objects.get(pk=copy.pk).url

    def test_the_address_in_the_editor_is_what_it_will_be(self, admin_client, page, english):
        copy, _revision = self.draft(page, english)
        assert copy.get_latest_revision_as_object().slug == "rules-of-the-city"

    def test_news_too(self, news_index, english_home, english, committed):
        item = NewsPageFactory(
            parent=news_index, title="Відкрито парк", slug="vidkryto-park", date=timezone.now()
        )
        copy, revision = self.draft(item, english, "A park is open")
        committed(revision.publish)
        assert NewsPage.objects.get(pk=copy.pk).url == "/en/news/a-park-is-open/"

    def test_a_page_published_on_its_way_down_the_tree(self, section, page, english, committed):
        copy, revision = self.draft(page, english)
        committed(revision.publish)
        parent = SectionPage.objects.get(locale=english)
        parent.title = "About"
        committed(parent.save_revision().publish)
        assert StandardPage.objects.get(pk=copy.pk).url == "/en/about/rules-of-the-city/"
