"""What an editor does with a body: edits it, compares versions, translates it, saves it half done."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation, TranslationSource

from civic_pages.models import NewsPage
from home.models import StandardPage
from tests.core.blocks.test_body import whole_body
from tests.factories.blocks import stream
from tests.factories.pages import NewsPageFactory, StandardPageFactory


def says(html, word):
    """Whether a page of the admin holds a word, plain or inside the JSON its scripts read."""
    return word in html or json.dumps(word)[1:-1] in html


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, title="Правила участі", slug="pravyla")


@pytest.fixture
def news(news_index, image, document, page):
    news = NewsPageFactory(parent=news_index, title="Новина")
    news.body = stream(
        *whole_body(image, document, page), ("news_list", {"count": 3, "rubric": None})
    )
    news.save_revision().publish()
    return NewsPage.objects.get(pk=news.pk)


def test_editor_opens_a_body_of_every_block(admin_client, news):
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[news.pk])).content.decode()
    for word in ("Підпис таблиці", "Назва врізки", "typed_table_block", "Добірка новин"):
        assert says(html, word), word


def test_versions_of_a_body_can_be_compared(admin_client, news, image, document, page):
    news.body = stream(*whole_body(image, document, page)[:9])
    news.save_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[news.pk, "earliest", "latest"])
    assert admin_client.get(address).status_code == 200


def test_translator_sees_every_text_in_its_place(admin_client, news, english, english_home):
    source, _created = TranslationSource.update_or_create_from_instance(news)
    work = Translation.objects.create(source=source, target_locale=english)
    work.save_target(publish=False)
    copy = NewsPage.objects.get(translation_key=news.translation_key, locale=english)
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[copy.pk])).content.decode()
    for word in ("Дарницький", "Зала", "Назва врізки", "Примітка до кнопки"):
        assert says(html, word), word


def saved(admin_client, home, blocks, *, publish=False):
    """The answer to a new standard page sent with these blocks."""
    data = nested_form_data(
        {
            "title": "Нова сторінка",
            "slug": "nova-storinka",
            "body": streamfield(blocks),
            "comments": inline_formset([]),
        }
    )
    if publish:
        data["action-publish"] = "1"
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
    return admin_client.post(address, data)


def test_half_done_body_is_kept_as_a_draft_and_can_be_looked_at(admin_client, home):
    blocks = [
        ("heading", {"text": "", "level": "h2"}),
        ("text", rich_text("")),
        ("quote", {"text": "", "person": "Хтось", "position": ""}),
    ]
    answer = saved(admin_client, home, blocks)
    assert answer.status_code == 302
    page = StandardPage.objects.get(slug="nova-storinka")
    assert page.live is False
    assert (
        admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code
        == 200
    )


@pytest.mark.parametrize(
    "block",
    [
        ("heading", {"text": "", "level": "h2"}),
        ("text", rich_text("<p></p>")),
        ("quote", {"text": "", "person": "", "position": ""}),
    ],
)
def test_half_done_body_is_not_published(block, admin_client, home):
    answer = saved(admin_client, home, [block], publish=True)
    assert answer.status_code == 200
    assert not StandardPage.objects.filter(slug="nova-storinka").exists()


def test_whole_body_is_published(admin_client, home):
    blocks = [
        ("heading", {"text": "Розділ", "level": "h2"}),
        ("text", rich_text("<p>Слова.</p>")),
    ]
    assert saved(admin_client, home, blocks, publish=True).status_code == 302
    page = StandardPage.objects.get(slug="nova-storinka")
    assert page.live
    assert "<h2>Розділ</h2>" in str(page.body.render_as_block())
