"""From an address to its page: few queries, the same answers as Wagtail's own routing."""

import pytest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction, Site

from home.models import StandardPage
from portal.core.originals import locale_ids
from portal.core.remember import memory
from portal.core.serving import find_route, find_site
from tests.factories.pages import (
    NewsPageFactory,
    SectionPageFactory,
    StandardPageFactory,
)


def request_to(path, host="testserver"):
    return RequestFactory().get(path, headers={"host": host})


@pytest.fixture
def section(home):
    return SectionPageFactory(parent=home, title="Про портал", slug="pro-portal")


@pytest.fixture
def page(section):
    return StandardPageFactory(parent=section, title="Правила", slug="pravyla")


@pytest.mark.parametrize(
    "path", ["pro-portal/pravyla/", "/pro-portal/pravyla", "pro-portal//pravyla/"]
)
def test_a_page_is_found_with_its_parents_at_hand(
    page, section, home, path, django_assert_num_queries
):
    request = request_to(f"/{path}")
    with django_assert_num_queries(3):  # the site, the pages along the address, the page in full
        route = find_route(request, path)
    assert route.page == page
    assert isinstance(route.page, StandardPage)
    with django_assert_num_queries(0):
        parent = route.page.get_parent()
        assert (parent.pk, parent.get_parent().pk) == (section.pk, home.pk)


def test_the_front_page_costs_the_site_and_the_page(home, django_assert_num_queries):
    request = request_to("/")
    locale_ids()  # asked once a process
    with django_assert_num_queries(2):
        assert find_route(request, "").page == home


def test_an_index_page_answers_its_own_addresses(news_index):
    NewsPageFactory(parent=news_index, slug="rik")
    page, args, _kwargs = find_route(request_to("/novyny/2018/"), "novyny/2018/")
    assert page == news_index
    assert args


@pytest.mark.parametrize(
    "path",
    [
        "nema/",
        "pro-portal/nema/",
        "pravyla/",
        "pro-portal/pravyla/dali/",
        "pro-portal/pro-portal/",
        "a/" * 40,
    ],
)
def test_what_is_not_there_is_not_found(page, path):
    assert find_route(request_to(f"/{path}"), path) is None


def test_an_unpublished_page_is_not_found(page):
    page.unpublish()
    assert find_route(request_to("/pro-portal/pravyla/"), "pro-portal/pravyla/") is None


def test_the_same_slug_elsewhere_is_another_page(home, page, section):
    other = SectionPageFactory(parent=home, slug="inshe")
    twin = StandardPageFactory(parent=other, slug="pravyla")
    assert find_route(request_to("/inshe/pravyla/"), "inshe/pravyla/").page == twin
    assert find_route(request_to("/pro-portal/pravyla/"), "pro-portal/pravyla/").page == page


def test_english_addresses_lead_to_english_pages_only(client, english_home, page):
    assert client.get("/en/").status_code == 200
    assert client.get("/en/pro-portal/pravyla/").status_code == 404


def test_without_an_english_front_page_nothing_is_english(client, page):
    assert client.get("/en/").status_code == 404
    assert client.get("/en/pro-portal/").status_code == 404


def test_a_draft_english_front_page_is_not_shown(client, english_home):
    english_home.unpublish()
    assert client.get("/en/").status_code == 404


def test_a_restriction_above_holds_for_the_page(client, page, section):
    PageViewRestriction.objects.create(
        page=section, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    response = client.get("/pro-portal/pravyla/")
    assert b"password" in response.content
    assert "private" in response.headers["Cache-Control"]


def test_a_restriction_beside_the_page_does_not(client, page, home):
    other = SectionPageFactory(parent=home, slug="inshe")
    PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/pro-portal/pravyla/").status_code == 200


def test_an_alias_is_restricted_as_its_source_is(client, page, section, home):
    other = SectionPageFactory(parent=home, slug="inshe")
    page.create_alias(parent=other, update_slug="pravyla")
    assert client.get("/inshe/pravyla/").status_code == 200
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/inshe/pravyla/").status_code == 302


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("testserver", "localhost"),
        ("other.example.org", "other.example.org"),
        ("other.example.org:8000", "other.example.org"),
        ("unknown.example.org", "localhost"),
    ],
)
def test_the_site_is_chosen_by_host_as_wagtail_does(home, host, expected, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Site.objects.create(hostname="other.example.org", port=443, root_page=home)
    request = request_to("/", host)
    assert find_site(request).hostname == expected
    again = request_to("/", host)
    assert Site.find_for_request(again) == find_site(request)


def test_public_is_part_of_the_query(section, page, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(StandardPage.objects.live().public()) == [page]
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    with django_assert_num_queries(1):
        assert not StandardPage.objects.live().public()
    assert list(StandardPage.objects.not_public()) == [page]


# --- Lists right under the front page ----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_list_is_found_once_for_each_content_version(news_index, django_assert_num_queries):
    find_route(request_to("/novyny/"), "novyny/")
    request = request_to("/novyny/")
    find_site(request)
    with django_assert_num_queries(1):  # the content version
        route = find_route(request_to("/novyny/"), "novyny/")
    assert route.page == news_index
    with django_assert_num_queries(0):
        assert route.page.get_parent().depth == 2
    news_index.title = "Усі новини"
    news_index.save_revision().publish()
    assert find_route(request_to("/novyny/"), "novyny/").page.title == "Усі новини"
    news_index.unpublish()
    assert find_route(request_to("/novyny/"), "novyny/") is None


@pytest.mark.django_db(transaction=True)
def test_what_a_render_adds_to_a_list_stays_its_own(news_index):
    page = find_route(request_to("/novyny/"), "novyny/").page
    page.title, page.note = "Інша", "моя"
    page.get_parent().title = "Інша"
    again = find_route(request_to("/novyny/"), "novyny/").page
    assert again.title == news_index.title
    assert not hasattr(again, "note")
    assert again.get_parent().title != "Інша"


@pytest.mark.django_db(transaction=True)
def test_an_editor_gets_the_list_as_it_is_stored_now(news_index):
    """A draft raises no version, and the editors' bar tells of it."""
    stranger = request_to("/novyny/")
    assert not find_route(stranger, "novyny/").page.has_unpublished_changes
    news_index.title = "Чернетка"
    news_index.save_revision()
    editor = request_to("/novyny/")
    editor.COOKIES["sessionid"] = "abc"
    assert find_route(editor, "novyny/").page.has_unpublished_changes


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["nema/", "xx/", "%00/"])
def test_random_addresses_are_not_remembered(home, path):
    find_route(request_to("/"), "inshe/")
    before = len(memory._values)
    assert find_route(request_to("/"), path) is None
    assert len(memory._values) == before


@pytest.mark.django_db(transaction=True)
def test_random_hosts_fill_nothing(home, settings):
    settings.ALLOWED_HOSTS = ["*"]
    find_site(request_to("/"))
    before = len(memory._values)
    for number in range(5):
        assert find_site(request_to("/", f"host-{number}:{8000 + number}")).hostname == "localhost"
    assert len(memory._values) == before
