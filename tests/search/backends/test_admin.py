"""The admin's own searches: explorer, choosers, listings, through their views."""

import json

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modelsearch.query import MATCH_ALL, And, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from civic_pages.models import NewsPage
from portal.core.models import PortalDocument, PortalImage
from portal.places.models import District
from tests.factories.media import DocumentFactory, ImageFactory
from tests.factories.pages import NewsPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"', '""', "'", "\0", "a\0b", "* ( ) : ^ -", "AND OR NOT", "NEAR(a b)", "«", "»«", "?!…", "🌳", "שלום",
    "<script>alert(1)</script>", "слово " * 3000, "ґ" * 10_000, "і та про", "title:рада", 'a"b"c', "%", "\\",
    "live:yes", "\ud800", "  ", "'рада",
]  # fmt: skip


@pytest.fixture
def library(news_index, home, index_now):
    pages = {
        "parks": NewsPageFactory(parent=news_index, title="Зелені зони міста", slug="zony"),
        "yards": NewsPageFactory(
            parent=news_index, title="Двори району", slug="dvory", lead="Про зелену зону."
        ),
        "rules": StandardPageFactory(parent=home, title="Правила громади", slug="pravyla"),
    }
    draft = NewsPage(title="Чернетка зони", slug="chernetka", live=False)
    news_index.add_child(instance=draft)
    ImageFactory(title="Зелена алея")
    DocumentFactory(title="Схема зелених зон")
    index_now()
    return pages | {"draft": draft}


def found(text, response):
    return text in response.content.decode()


def test_the_explorers_search_knows_all_forms_of_a_word(admin_client, library):
    response = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": "зелених зонах"})
    assert found("Зелені зони міста", response)
    assert found("Двори району", response)
    assert not found("Правила громади", response)


def test_drafts_are_found_by_their_words(admin_client, library):
    response = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": "чернеткою"})
    assert found("Чернетка зони", response)


def test_the_title_comes_before_the_text(library):
    best = list(Page.objects.autocomplete("зелена зона"))
    assert [page.title for page in best] == ["Зелені зони міста", "Двори району"]


def test_beginnings_of_words_are_found_as_one_types(admin_client, library):
    for typed in ("гро", "Правила гром", "грома"):
        response = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": typed})
        assert found("Правила громади", response), typed
    assert not list(Page.objects.search("грома"))


def test_conditions_of_the_listing_hold(admin_client, library, news_index):
    address = reverse("wagtailadmin_explore", args=[news_index.pk])
    response = admin_client.get(address, {"q": "зони"})
    assert found("Зелені зони міста", response)
    assert not found("Правила громади", response)
    live = Page.objects.live().autocomplete("зони")
    assert "Чернетка зони" not in [page.title for page in live]
    only = admin_client.get(
        reverse("wagtailadmin_pages:search"), {"q": "зони live:no", "ordering": "title"}
    )
    assert found("Чернетка зони", only)
    assert not found("Зелені зони міста", only)


def test_types_are_counted(admin_client, library):
    response = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": "зони"})
    counts = {each.model_class(): count for each, count in response.context["content_types"]}
    assert counts == {NewsPage: 3}


def test_choosers_find_pages_images_and_documents(admin_client, library):
    pages = admin_client.get(reverse("wagtailadmin_choose_page_search"), {"q": "зоною"})
    assert found("Зелені зони міста", pages)
    images = admin_client.get(reverse("wagtailimages_chooser:choose_results"), {"q": "зеленою"})
    assert found("Зелена алея", images)
    documents = admin_client.get(
        reverse("wagtaildocs_chooser:choose_results"), {"q": "зеленою зоною"}
    )
    assert found("Схема зелених зон", documents)
    nothing = admin_client.get(reverse("wagtaildocs_chooser:choose_results"), {"q": "алея"})
    assert not found("Схема зелених зон", nothing)


def test_listings_of_images_and_documents_search(admin_client, library):
    for view, title in (("wagtailimages:index", "Зелена алея"), ("wagtaildocs:index", "Схема зел")):
        assert found(title, admin_client.get(reverse(view), {"q": "зеленому"})), view
        assert not found(title, admin_client.get(reverse(view), {"q": "водій"})), view


def test_the_text_of_a_file_is_found_in_the_admin(index_now):
    file = ContentFile("Кошторис капітального ремонту".encode(), name="koshtorys.txt")
    document = DocumentFactory(title="Додаток", file=file)
    index_now()
    assert list(PortalDocument.objects.search("кошторисом")) == [document]
    assert list(PortalDocument.objects.search("ремонтувати")) == []


def test_everything_of_a_listing_is_found_for_actions_on_many(library):
    assert PortalImage.objects.values_list("pk", flat=True).search("алеєю").results() == [
        PortalImage.objects.get().pk
    ]


@pytest.mark.parametrize("query", HOSTILE)
def test_any_input_is_answered(admin_client, library, query):
    for view in (
        "wagtailadmin_pages:search", "wagtailadmin_choose_page_search", "wagtailimages:index",
        "wagtailimages_chooser:choose_results", "wagtaildocs:index", "wagtailusers_users:index",
        "wagtailsnippets_places_district:list",
    ):  # fmt: skip
        response = admin_client.get(reverse(view), {"q": query.encode("utf-8", "ignore")})
        assert response.status_code == 200, view


@pytest.mark.parametrize("query", HOSTILE)
def test_any_text_can_be_searched_for_in_code(library, query):
    for things in (Page.objects.all(), PortalImage.objects.all(), District.objects.all()):
        backend = get_search_backend()
        assert len(backend.search(query, things)) >= 0
        assert backend.autocomplete(query, things).count() >= 0


def test_short_lists_are_found_by_parts_of_words(admin_client, db):
    District.objects.create(name="Солом’янський")
    District.objects.create(name="Подільський")
    address = reverse("wagtailsnippets_places_district:list")
    response = admin_client.get(address, {"q": "дільс"})
    assert found("Подільський", response)
    assert not found("Солом’янський", response)


def test_composed_questions_mean_what_they_say(library):
    def ask(query):
        return {page.title for page in Page.objects.search(query)}

    parks, yards = PlainText("зелені зони", operator="and"), PlainText("двори")
    assert ask(parks) == {"Зелені зони міста", "Двори району"}
    assert ask(And([parks, yards])) == {"Двори району"}
    assert ask(And([parks, Not(yards)])) == {"Зелені зони міста"}
    assert ask(Or([PlainText("громади"), yards])) == {"Правила громади", "Двори району"}
    assert ask(PlainText("громади двори", operator="or")) == {"Правила громади", "Двори району"}
    assert ask(Phrase("правила громади")) == {"Правила громади"}
    assert len(ask(MATCH_ALL)) == Page.objects.count()


def test_results_are_counted_sliced_and_ordered(news_index, index_now):
    for number in range(30):
        NewsPageFactory(parent=news_index, title=f"Рада {number:02}", slug=f"rada-{number}")
    index_now()
    results = Page.objects.autocomplete("рад")
    assert results.count() == 30
    assert results[5:10].count() == 5
    everything = [page.pk for page in results]
    assert [page.pk for page in results[10:20]] == everything[10:20]
    assert [page.pk for page in results[25:40]] == everything[25:40]
    assert list(results[100:120]) == []
    ordered = Page.objects.order_by("-title").search("рада", order_by_relevance=False)
    assert [page.title for page in ordered[:2]] == ["Рада 29", "Рада 28"]


def test_what_comes_after_the_ranked_follows_the_newest_first(news_index, index_now, monkeypatch):
    from search.backends import admin

    for number in range(12):
        NewsPageFactory(parent=news_index, title=f"Рада {number}", slug=f"rada-{number}")
    index_now()
    monkeypatch.setattr(admin, "RANKED", 5)
    results = Page.objects.search("рада")
    pks = [page.pk for page in results]
    assert len(set(pks)) == 12
    assert [page.pk for page in results[3:8]] == pks[3:8]
    assert [page.pk for page in results[8:20]] == pks[8:]


def test_the_number_of_queries_does_not_grow(news_index, index_now):
    def ask():
        with CaptureQueriesContext(connection) as queries:
            results = Page.objects.autocomplete("рада")
            assert len(results[:20]) == results.count()
        return len(queries)

    def add(first, number):
        for each in range(first, first + number):
            NewsPageFactory(parent=news_index, title=f"Рада {each}", slug=f"rada-{each}")
        index_now()

    add(0, 3)
    few = ask()
    add(3, 12)
    assert ask() == few <= 7


def test_saving_leaves_no_task_of_wagtails_own_index(news_index, monkeypatch):
    from modelsearch import tasks

    def fail(*args, **kwargs):
        raise AssertionError("indexed by Wagtail")

    monkeypatch.setattr(type(tasks.insert_or_update_object_task), "enqueue", fail)
    from django.db.models.signals import post_save

    senders = json.dumps([str(receiver) for receiver in post_save.receivers])
    assert "modelsearch" not in senders


def test_a_published_page_is_found_by_the_title_of_its_draft(
    admin_client, client, library, index_now
):
    page = library["parks"]
    page.title = "Звільнення очільника парків"
    page.save_revision()
    index_now()
    for typed in ("звільненням", "звіль"):
        response = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": typed})
        assert found("Звільнення очільника парків", response), typed
    assert Page.objects.search("зелена зона")[0].pk == page.pk
    assert not list(Page.objects.search("призначенням"))
    answer = client.get("/poshuk/", {"q": "звільнення очільника"})
    assert "/zony/" not in answer.content.decode()
    suggested = client.get("/poshuk/pidkazky/", {"q": "звіл"})
    assert suggested.json()["items"] == []
