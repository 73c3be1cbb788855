"""No English word on the screens an editor meets while making and translating a page."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
import wagtail.admin
import wagtail_localize
from bs4 import BeautifulSoup, Comment
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from wagtail.admin.widgets import AdminPageChooser
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtail_localize.models import StringTranslation

from civic_pages.models import NewsPage
from portal.places.models import Topic
from tests.factories.media import DocumentFactory, ImageFactory
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db

# Keys, formats, names, and what the test itself wrote.
KNOWN = re.compile(
    r"\b(?:Ctrl|Shift|Alt|Esc|AVIF|GIF|HEIC|JPE?G|PNG|WEBP|SVG|CSV|XLSX|URL|HTML|RSS|Wagtail|English|Home|Add|"
    r"None|https?|admin@example\.com|[\w-]+\.(?:jpg|pdf))\b"
)
WORD = re.compile(r"[A-Za-z]{3,}")
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-w-tooltip-content-value")


def english_words(html):
    """Texts of a screen, and of attributes that people see or hear, that have an English word."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(["script", "style", "svg", "noscript"]):
        element.decompose()
    texts = [text for text in soup.find_all(string=True) if type(text) is not Comment]
    texts += [
        element[name] for element in soup.find_all(True) for name in ATTRIBUTES if element.get(name)
    ]
    texts = [text.strip() for text in texts if text.strip() != "html" and "DOCTYPE" not in text]
    return sorted({text for text in texts if WORD.search(KNOWN.sub("", text))})


@pytest.fixture
def screens(admin_client, english_home, english, news_index, django_capture_on_commit_callbacks):
    page = NewsPageFactory(parent=news_index, title="Парк", slug="2-1-1", date=timezone.now())
    page.save_revision().publish()
    submit = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(submit, {"locales": [english.pk]})
    version = NewsPage.objects.get(locale=english)
    topic = Topic.objects.create(name="Тема", slug="1")
    image, document = ImageFactory(), DocumentFactory()
    return {
        "add": reverse("wagtailadmin_pages:add", args=["civic_pages", "newspage", news_index.pk]),
        "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "translate": submit,
        "translation": reverse("wagtailadmin_pages:edit", args=[version.pk]),
        "list": reverse("wagtailadmin_explore", args=[news_index.pk]),
        "search": f"{reverse('wagtailadmin_pages:search')}?q=Парк",
        "history": reverse("wagtailadmin_pages:history", args=[page.pk]),
        "copy": reverse("wagtailadmin_pages:copy", args=[page.pk]),
        "move": reverse("wagtailadmin_pages:move", args=[page.pk]),
        "unpublish": reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        "delete": reverse("wagtailadmin_pages:delete", args=[page.pk]),
        "images": reverse("wagtailimages:index"),
        "image": reverse("wagtailimages:edit", args=[image.pk]),
        "images to choose": reverse("wagtailimages_chooser:choose"),
        "documents": reverse("wagtaildocs:index"),
        "document": reverse("wagtaildocs:edit", args=[document.pk]),
        "documents to choose": reverse("wagtaildocs_chooser:choose"),
        "pages to choose": reverse("wagtailadmin_choose_page"),
        "link": reverse("wagtailadmin_choose_page_external_link"),
        "letter": reverse("wagtailadmin_choose_page_email_link"),
        "redirects": reverse("wagtailredirects:index"),
        "redirect": reverse("wagtailredirects:add"),
        "topics": reverse("wagtailsnippets_places_topic:list"),
        "topic": reverse("wagtailsnippets_places_topic:edit", args=[topic.pk]),
        "translate topic": reverse(
            "wagtail_localize:submit_snippet_translation", args=["places", "topic", topic.pk]
        ),
        "account": reverse("wagtailadmin_account"),
    }


def test_screens_are_in_ukrainian(admin_client, screens):
    found = {}
    for name, url in screens.items():
        response = admin_client.get(url)
        assert response.status_code == 200, name
        html = response.content.decode()
        if response["Content-Type"].startswith("application/json"):
            html = json.loads(html)["html"]
        assert re.search("[а-яіїєґ]", html), name
        if words := english_words(html):
            found[name] = words
    assert found == {}


def test_an_account_has_the_name_of_a_person(admin_client, screens):
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", admin_client.get(screens["account"]).content.decode(), re.DOTALL)  # fmt: skip
    words = " ".join(re.sub(r"<[^>]*>", " ", heading) for heading in headings).split()
    assert "Ім’я" in words
    assert "Назва" not in words


@pytest.mark.parametrize(
    ("how", "uk", "en"),
    [
        ({"translation_type": "manual"}, "Перекладено вручну 6 червня", "Translated manually on 6"),
        ({"translation_type": "machine"}, "Машинно перекладено 6 червня", "Machine translated on 6"),
        ({"tool_name": "X"}, "Перекладено за допомогою X 6 червня", "Translated with X on 6"),
    ],
)  # fmt: skip
def test_when_a_string_was_translated_is_told_with_the_month_of_the_language(how, uk, en):
    row = StringTranslation(updated_at=datetime(2019, 6, 6, 12, tzinfo=UTC), **how)
    assert row.get_comment().startswith(uk)
    with translation.override("en"):
        assert row.get_comment().startswith(en)


def test_kinds_of_pages_have_one_capital(admin_client, screens):
    html = admin_client.get(reverse("wagtailadmin_reports:page_types_usage")).content.decode()
    assert "Список новин" in html
    assert "Список Новин" not in html


@pytest.mark.parametrize(
    ("who", "words"), [({}, ""), ({"username": "олена"}, "олена"), ({"user": 7}, "7")]
)
def test_nobody_has_no_name_in_a_report(who, words):
    context = {"user": None, "username": None} | who
    html = render_to_string("wagtailadmin/shared/user_avatar.html", context)
    assert strip_tags(html).strip() == words


def test_the_test_sees_english():
    html = (
        '<p title="Save the page">Привіт</p><p>Move</p><script>var english</script><b>Ctrl + c</b>'
    )
    assert english_words(html) == ["Move", "Save the page"]


@pytest.mark.parametrize(
    ("package", "url_name"),
    [
        (wagtail.admin, "wagtailadmin_javascript_catalog"),
        (wagtail_localize, "wagtail_localize:javascript_catalog"),
    ],
)
def test_scripts_have_all_their_words(admin_client, package, url_name):
    source = Path(package.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "djangojs.po"
    script = admin_client.get(reverse(url_name)).content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});\n", script, re.DOTALL)[1])
    missing = [
        entry.msgid
        for entry in polib.pofile(str(source))
        if not entry.obsolete and entry.msgid not in catalogue
    ]
    assert missing == []
    for text in catalogue.values():
        assert not isinstance(text, list) or len(text) == 4


def test_readers_scripts_and_editors_use_one_word_for_an_address(admin_client, screens):
    html = admin_client.get(screens["edit"]).content.decode()
    assert "офіційною транслітерацією" in html


@pytest.mark.parametrize(
    ("widget", "ukrainian", "english"),
    [
        (
            lambda: AdminPageChooser([NewsPage]),
            "Виберіть сторінку (Новина)",
            "Choose a page (News item)",
        ),
        (lambda: AdminSnippetChooser(Topic), "Вибрати: тема", "Choose topic"),
        (
            lambda: AdminPageChooser([NewsPage], choose_one_text="Яку?"),
            "Яку? (Новина)",
            "Яку? (News item)",
        ),
        (lambda: AdminSnippetChooser(Topic, choose_one_text="Яку?"), "Яку?", "Яку?"),
    ],
)
def test_a_chooser_speaks_the_language_of_each_reader(widget, ukrainian, english):
    """Made once by whoever opens an editor first."""
    made = widget()
    assert str(made.choose_one_text) == ukrainian
    with translation.override("en"):
        assert str(made.choose_one_text) == english
