"""The style guide shows the components themselves, and only while developing."""

import re

import pytest
from django.conf import settings

from home.styleguide import SampleForm, styleguide
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsPageFactory


@pytest.fixture
def html(rf, home):
    def show():
        request = rf.get("/styleguide/")
        return styleguide(request).content.decode()

    return show


def test_outside_development_there_is_none(client, home):
    assert settings.DEBUG is False
    assert client.get("/styleguide/").status_code == 404
    assert client.get("/en/styleguide/").status_code == 404


@pytest.mark.parametrize(
    "component",
    ["card", "feed", "event", "row", "filters", "month", "pagination", "applied", "bar", "empty", "emergency",
     "chip", "facts", "search", "field", "error-summary", "quote", "callout", "table", "accordion",
     "timeline", "embed", "files", "person", "cta", "comment", "comment--official",
     "comment--expert", "comment--gap", "comment--focus", "comments__preview", "results", "search__list", "search__option"],
)  # fmt: skip
def test_every_component_is_shown(component, html):
    assert re.search(rf'class="(?:[\w -]* )?{component}[" ]', html())


def test_states_and_errors_are_shown(html):
    shown = html()
    for words in (
        "Триває прийом пропозицій",
        "Завершується",
        "Скасовано",
        "Перевірте введене",
        "disabled",
    ):
        assert words in shown
    assert 'aria-invalid="true"' in shown
    for theme in ("light", "dark", "contrast"):
        assert f'data-theme="{theme}"' in shown


def test_the_search_is_shown_in_its_states(html):
    shown = html().split('id="search-parts"')[1].split("</section>")[0].replace("\xa0", " ")
    for words in (
        "Показано результати для", "Точних збігів немає", "Рекомендуємо", "Усе місто", "до <time",
        "1 238 результатів", "Спробуйте так", "із цими фільтрами", "Правила утримання <b>зеле</b>", 'lang="en"',
    ):  # fmt: skip
        assert words in shown, words
    assert shown.count('aria-selected="true"') == 1


def test_pictures_of_the_library_are_shown_when_there_are_any(html, news_index):
    assert 'class="gallery"' not in html()
    ImageFactory(size=(1400, 900))
    ImageFactory(size=(1400, 900))
    NewsPageFactory(parent=news_index, title="Новина дня")
    shown = html()
    assert 'class="gallery"' in shown
    assert "Новина дня" in shown


def test_nothing_is_inline_and_no_id_stands_twice(html):
    shown = html()
    assert " style=" not in shown
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", shown)
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))


def test_fields_name_their_errors_and_their_help():
    form = SampleForm({"email": "olena@"})
    assert not form.is_valid()
    assert form["email"].aria_describedby == "id_email_error"
    assert form["name"].aria_describedby == "id_name_helptext id_name_error"


def test_password_of_a_page_is_asked_in_the_portals_form(client, news_index):
    from wagtail.models import PageViewRestriction

    news = NewsPageFactory(parent=news_index)
    PageViewRestriction.objects.create(
        page=news, restriction_type=PageViewRestriction.PASSWORD, password="таємно"
    )
    shown = client.get(news.url)
    assert shown.status_code == 200
    html = shown.content.decode()
    assert "Потрібен пароль" in html
    assert '<label class="field__label" for="id_password">' in html
    assert 'name="robots" content="noindex"' in html
    wrong = client.post(
        re.search(r'<form class="form" action="([^"]+)"', html)[1],
        {"password": "інше", "return_url": news.url},
    ).content.decode()
    assert 'class="error-summary"' in wrong
    assert 'href="#id_password"' in wrong
    assert 'aria-invalid="true"' in wrong
    address = re.search(r'<form class="form" action="([^"]+)"', html)[1]
    right = client.post(address, {"password": "таємно", "return_url": news.url})
    assert right.headers["Location"] == news.url
    assert client.get(news.url).context["page"].pk == news.pk
