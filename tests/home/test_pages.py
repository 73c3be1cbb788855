"""The front page, sections and standard pages as editors make them and readers find them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText
from wagtail.test.utils import WagtailPageTestCase

from civic_pages.models import ConsultationIndexPage, ForumIndexPage, NewsIndexPage, NewsPage
from home.models import HomePage, SectionPage, StandardPage
from tests.factories.editor import filled_form, publish
from tests.factories.pages import SectionPageFactory, StandardPageFactory


@pytest.fixture
def section(home):
    return SectionPageFactory(
        parent=home, title="Про портал", slug="pro-portal", lead="Хто веде цей портал."
    )


@pytest.fixture
def page(section):
    return StandardPageFactory(
        parent=section,
        title="Правила",
        slug="pravyla",
        lead="Коротко про головне.",
        body=[("text", RichText("<p>Пишемо <b>просто</b>.</p>"))],
    )


class TestTree(WagtailPageTestCase):
    def test_the_front_page_holds_indexes_sections_and_pages(self):
        self.assertAllowedSubpageTypes(
            HomePage,
            {NewsIndexPage, ForumIndexPage, ConsultationIndexPage, SectionPage, StandardPage},
        )
        self.assertCanNotCreateAt(HomePage, NewsPage)
        self.assertCanNotCreateAt(HomePage, HomePage)

    def test_a_section_holds_sections_and_pages(self):
        self.assertAllowedSubpageTypes(SectionPage, {SectionPage, StandardPage})
        self.assertAllowedParentPageTypes(SectionPage, {HomePage, SectionPage})
        self.assertCanNotCreateAt(SectionPage, NewsIndexPage)

    def test_a_standard_page_holds_nothing(self):
        self.assertAllowedSubpageTypes(StandardPage, set())
        self.assertAllowedParentPageTypes(StandardPage, {HomePage, SectionPage})


@pytest.mark.parametrize("model", [HomePage, SectionPage, StandardPage])
def test_each_type_opens_saves_and_is_previewed(admin_client, home, section, page, model):
    shown = {HomePage: home, SectionPage: section, StandardPage: page}[model]
    url = f"/admin/pages/{shown.pk}/edit/"
    data = filled_form(admin_client, url, model, title="Нова назва")
    preview = f"{url}preview/"
    answer = admin_client.post(preview, data)
    assert answer.json() == {"is_valid": True, "is_available": True}
    html = admin_client.get(preview).content.decode()
    assert "<title>Нова назва" in html
    assert "wagtail-userbar" in html
    assert publish(admin_client, url, model, title="Нова назва").status_code == 302
    assert "<title>Нова назва" in admin_client.get(shown.get_url()).content.decode()


@pytest.mark.parametrize("model", [SectionPage, StandardPage])
def test_a_new_page_is_previewed_with_a_title_alone(admin_client, home, section, model):
    name = model._meta.model_name
    url = f"/admin/pages/add/home/{name}/{section.pk}/"
    data = filled_form(admin_client, url, model, title="Щойно почата")
    preview = f"{url}preview/"
    assert admin_client.post(preview, data).json()["is_available"]
    assert "Щойно почата" in admin_client.get(preview).content.decode()


def test_what_is_begun_in_english_is_refused(admin_client, english_home):
    response = admin_client.get(f"/admin/pages/add/home/standardpage/{english_home.pk}/")
    assert response.status_code in (302, 403)


def test_a_section_lists_its_pages_in_the_order_of_the_tree(client, section, page):
    StandardPageFactory(parent=section, title="Абетка", slug="abetka")
    StandardPageFactory(parent=section, title="Чернетка", slug="chernetka", live=False)
    html = client.get("/pro-portal/").content.decode()
    assert html.index(">Правила</a>") < html.index(">Абетка</a>")
    assert "Коротко про головне." in html
    assert "Хто веде цей портал." in html
    main = html.split("<main")[1].split("</main>")[0]
    assert "Чернетка" not in main


def test_a_group_inside_is_shown_with_its_pages(client, section):
    group = SectionPageFactory(parent=section, title="Посібники", slug="posibnyky")
    StandardPageFactory(parent=group, title="Як подати пропозицію", slug="yak", lead="Три кроки.")
    html = client.get("/pro-portal/").content.decode()
    assert '<a href="/pro-portal/posibnyky/">Посібники</a></h2>' in html
    assert "Як подати пропозицію" in html
    assert "Три кроки." in html


def test_what_is_closed_is_not_listed(client, section, page):
    link = f'href="{page.url}"'
    assert link in client.get("/pro-portal/").content.decode()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert link not in client.get("/pro-portal/").content.decode()


def test_a_section_of_many_costs_as_many_queries(client, section, page):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/pro-portal/").status_code == 200
        return len(queries)

    client.get("/pro-portal/")
    few = count()
    for number in range(20):
        StandardPageFactory(parent=section, slug=f"s-{number}")
    assert count() == few <= 9


def test_a_standard_page_has_its_text_its_date_and_its_sisters(client, section, page):
    StandardPageFactory(parent=section, title="Заява про доступність", slug="dostupnist")
    page.save_revision().publish()
    html = client.get("/pro-portal/pravyla/").content.decode()
    assert "Пишемо <b>просто</b>." in html
    assert "Оновлено" in html
    assert '<a href="/pro-portal/dostupnist/">Заява про доступність</a>' in html
    assert '<a href="/pro-portal/pravyla/" aria-current="page">Правила</a>' in html


@pytest.mark.parametrize("alone", [True, False])
def test_no_list_of_sisters_where_there_are_none(client, home, section, page, alone):
    path = "/pro-portal/pravyla/"
    if not alone:
        StandardPageFactory(parent=home, slug="nahori")
        StandardPageFactory(parent=home, slug="poruch")
        path = "/nahori/"
    assert 'id="sisters"' not in client.get(path).content.decode()


def test_a_standard_page_costs_few_queries(client, section, page, django_assert_max_num_queries):
    for number in range(10):
        StandardPageFactory(parent=section, slug=f"s-{number}")
    client.get("/pro-portal/pravyla/")
    with django_assert_max_num_queries(9):
        client.get("/pro-portal/pravyla/")


def test_the_way_here_is_shown(client, section, page):
    html = client.get("/pro-portal/pravyla/").content.decode()
    way = html.split('<nav class="breadcrumbs"')[1].split("</nav>")[0]
    assert '<a href="/">Головна</a>' in way
    assert '<a href="/pro-portal/">Про портал</a>' in way
    assert '<span aria-current="page">Правила</span>' in way


def test_what_is_not_translated_is_offered_in_ukrainian(
    client, english_home, english, section, page
):
    twin = section.copy_for_translation(english)
    twin.title = twin.draft_title = "About"
    twin.save_revision().publish()
    html = client.get("/en/about/").content.decode()
    assert 'lang="uk"' in html.split("<main")[1]
    assert 'href="/pro-portal/pravyla/"' in html


@pytest.mark.django_db
def test_pages_are_only_read(client, page):
    answer = client.options(page.url)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    strict = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "delete", "patch"):
        assert getattr(strict, method)(page.url).status_code == 405
    assert client.head(page.url).status_code == 200


def test_a_standard_page_is_printed(client, settings, page):
    sheet = client.get(f"{page.url}druk/")
    assert sheet.status_code == 200
    assert "Пишемо <b>просто</b>." in sheet.text
    assert 'name="robots" content="noindex"' in sheet.text
    assert f'rel="canonical" href="{settings.BASE_URL}{page.url}"' in sheet.text
    assert f'href="{page.url}druk/"' in client.get(page.url).text


@pytest.mark.parametrize("address", ["print/", "druk/2/", "druk"])
def test_no_other_address_is_a_sheet(client, page, address):
    assert client.get(f"{page.url}{address}").status_code in (301, 404)


def test_a_section_has_no_sheet(client, section):
    assert client.get(f"{section.url}druk/").status_code == 404
