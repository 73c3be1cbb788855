"""Editors' picks: for the same words in any form, in the reader's language, only what is public."""

import pytest
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from search.promotions import promoted
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(news_index):
    return NewsPageFactory(
        parent=news_index, title="Як подати пропозицію до консультації", slug="yak-podaty"
    )


def pick(query, page=None, **fields):
    return SearchPromotion.objects.create(query=Query.get(query), page=page, **fields)


def titles(query, language="uk"):
    return [each.title for each in promoted(query, language)]


@pytest.mark.parametrize(
    "query", ["подати пропозицію", "Подання? ні: подати пропозиції!", "пропозицій подати", "як подати пропозицію"]
)  # fmt: skip
def test_the_same_words_in_any_form_bring_it(page, query):
    pick("подати пропозицію", page)
    found = titles(query)
    assert (page.title in found) is ("Подання" not in query)


@pytest.mark.parametrize(
    "query", ["", "пропозиція", "подати", "подати пропозицію депутату", "?!", "і"]
)
def test_other_words_do_not(page, query):
    pick("подати пропозицію", page)
    assert titles(query) == []


def test_what_is_not_public_is_not_shown(page):
    pick("пропозиція", page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert titles("пропозиція") == []


def test_what_is_taken_back_is_not_shown(page):
    pick("пропозиція", page)
    page.unpublish()
    assert titles("пропозиція") == []


def test_readers_get_their_own_language(page, english_home):
    pick("proposal", page)
    assert titles("proposals", "en") == []
    assert titles("proposals") == [page.title]


def test_a_link_elsewhere_may_stand_there(db):
    pick(
        "дія",
        external_link_url="https://diia.gov.ua/",
        external_link_text="Дія",
        description="Опис",
    )
    (found,) = promoted("Дії", "uk")
    assert (found.title, found.url, found.text, found.leads_away) == (
        "Дія", "https://diia.gov.ua/", "Опис", True,
    )  # fmt: skip


def test_the_page_of_results_shows_it_first(client, page):
    pick("пропозиція", page, description="Покрокова інструкція.")
    html = client.get("/poshuk/", {"q": "пропозиції"}).content.decode()
    assert "Рекомендуємо" in html
    assert "Покрокова інструкція." in html
    assert 'href="/novyny/yak-podaty/"' in html
    narrowed = client.get("/poshuk/", {"q": "пропозиції", "year": "2019"}).content.decode()
    assert "Рекомендуємо" not in narrowed


def test_editors_set_it_without_a_second_log(admin_client, page):
    address = reverse("wagtailsearchpromotions:add")
    form = admin_client.get(address, {"query": "подати пропозицію"}).content.decode()
    assert 'value="подати пропозицію"' in form
    assert "query-chooser" not in form
    answer = admin_client.post(
        address,
        {
            "query_string": "Подати пропозицію",
            "editors_picks-TOTAL_FORMS": "1",
            "editors_picks-INITIAL_FORMS": "0",
            "editors_picks-0-page": page.pk,
            "editors_picks-0-ORDER": "1",
        },
    )
    assert answer.status_code == 302
    assert titles("подайте пропозицію") == [page.title]
    index = admin_client.get(reverse("wagtailsearchpromotions:index")).content.decode()
    assert "подати пропозицію" in index
    assert "Перегляди" not in index


def test_the_menu_has_one_place_for_search(admin_client):
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert html.count(reverse("wagtailsearchpromotions:index")) == 1
    assert reverse("wagtailsearchpromotions:search_terms") not in html
