"""A deleted page answers 410, its old addresses too, until somebody takes the address again."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from home.models import SectionPage, StandardPage
from portal.core.models import GoneAddress
from tests.factories.pages import SectionPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(home):
    section = SectionPageFactory(parent=home, slug="pro-misto")
    section.save_revision().publish()
    return section


def published(parent, **fields):
    page = StandardPageFactory(parent=parent, live=False, **fields)
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.fixture
def page(section):
    return published(section, slug="pravyla")


@pytest.mark.parametrize(
    "path", ["/pro-misto/pravyla/", "/pro-misto/pravyla/druk/", "/pro-misto/pravyla/print/"]
)
def test_a_deleted_page_answers_410(client, page, path):
    page.delete()
    response = client.get(path)
    assert response.status_code == 410
    assert "Set-Cookie" not in response.headers


def test_what_never_was_answers_404(client, page):
    page.delete()
    assert client.get("/pro-misto/insha/").status_code == 404
    assert client.get("/pro-misto/pravyla/dali/").status_code == 404


def test_without_the_slash_too(client, page):
    page.delete()
    assert client.get("/pro-misto/pravyla", follow=True).status_code == 410


def test_the_whole_subtree_is_gone(client, section, page):
    section.delete()
    assert client.get("/pro-misto/").status_code == 410
    assert client.get("/pro-misto/pravyla/").status_code == 410


def test_an_unpublished_page_that_is_deleted_was_public_once(client, page):
    page.unpublish()
    assert client.get("/pro-misto/pravyla/").status_code == 404
    StandardPage.objects.get(pk=page.pk).delete()
    assert client.get("/pro-misto/pravyla/").status_code == 410


def test_a_draft_nobody_saw_leaves_nothing(client, section):
    draft = StandardPageFactory(parent=section, slug="chernetka", live=False)
    draft.delete()
    assert client.get("/pro-misto/chernetka/").status_code == 404
    assert not GoneAddress.objects.exists()


def test_its_former_addresses_are_gone_with_it(client, page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "novi-pravyla"
        page.save()
    assert client.get("/pro-misto/pravyla/").status_code == 301
    page.delete()
    assert client.get("/pro-misto/pravyla/").status_code == 410
    assert client.get("/pro-misto/novi-pravyla/").status_code == 410


def test_a_redirect_comes_first(client, page, section):
    page.delete()
    Redirect.add_redirect("/pro-misto/pravyla/", redirect_to=section)
    response = client.get("/pro-misto/pravyla/")
    assert (response.status_code, response["Location"]) == (301, "/pro-misto/")


def test_a_page_that_takes_the_address_answers(client, page, section):
    page.delete()
    draft = StandardPageFactory(parent=section, slug="pravyla", live=False)
    assert client.get("/pro-misto/pravyla/").status_code == 410
    draft.save_revision().publish()
    assert client.get("/pro-misto/pravyla/").status_code == 200
    StandardPage.objects.get(pk=draft.pk).unpublish()
    assert client.get("/pro-misto/pravyla/").status_code == 404


def test_by_a_new_slug_with_what_stands_under_it(
    home, section, page, django_capture_on_commit_callbacks
):
    section.delete()
    other = SectionPageFactory(parent=home, slug="insha")
    published(other, slug="pravyla")
    with django_capture_on_commit_callbacks(execute=True):
        other.slug = "pro-misto"
        other.save()
    assert not GoneAddress.objects.exists()


def test_by_a_move(home, section, page):
    page.delete()
    other = published(home, slug="pravyla")
    other.move(SectionPage.objects.get(pk=section.pk), pos="last-child")
    assert not GoneAddress.objects.filter(path="/pro-misto/pravyla/").exists()


def test_english_addresses_too(client, section, page, english_home, english):
    section.copy_for_translation(english).save_revision().publish()
    version = page.copy_for_translation(english)
    version.title = "Rules"
    version.save_revision().publish()
    url = StandardPage.objects.get(pk=version.pk).url
    page.unpublish()
    page.delete()
    response = client.get(url)
    assert response.status_code == 410
    assert response.headers["Content-Language"] == "en"


def test_deleting_twice_at_one_address_is_no_error(section):
    for _time in range(2):
        published(section, slug="pravyla").delete()
    assert GoneAddress.objects.filter(path="/pro-misto/pravyla/").count() == 1


def test_an_address_too_long_to_keep_is_no_error(home):
    section = home
    for _step in range(6):
        section = SectionPageFactory(parent=section, slug="d" * 200)
        section.save_revision().publish()
    section.delete()
    assert all(len(gone.path) <= 1000 for gone in GoneAddress.objects.all())


def test_a_page_outside_any_site_is_no_error(section, page):
    Site.objects.all().delete()
    Site.clear_site_root_paths_cache()
    page.delete()
    assert not GoneAddress.objects.exists()


def test_the_admin_is_left_alone(admin_client, page):
    GoneAddress.objects.create(path="/admin/pages/999999/edit/")
    assert admin_client.get("/admin/pages/999999/edit/").status_code == 404


def test_an_ordinary_page_asks_nothing_for_it(client, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as queries:
        client.get(page.url)
    assert not any("core_goneaddress" in query["sql"] for query in queries.captured_queries)
