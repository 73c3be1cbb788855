"""An editor translates a page in the admin, from «Translate» to a published English page."""

import json
from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, get_page_models
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments.extract import extract_segments

from civic_pages.models import ForumPage, NewsIndexPage, NewsPage, Rubric
from home.models import StandardPage
from portal.core.models import BasePage
from portal.places.models import Topic
from tests.factories.editor import filled_form
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

ENGLISH = {
    "Новини": "News",
    "Відкрито парк": "A park is open",
    "Про що ця новина.": "What it is about.",
    "Перший абзац.": "The first paragraph.",
    "Дерева над водою": "Trees above water",
}


@pytest.fixture
def editor(admin_client, django_capture_on_commit_callbacks):
    """A signed-in editor whose every request is a transaction of its own."""

    def ask(method, url, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return getattr(admin_client, method)(url, *args, **kwargs)

    return ask


@pytest.fixture
def news(english_home, english, news_index):
    rubric = Rubric.objects.create(name="Подія")
    page = NewsPageFactory(
        parent=news_index,
        title="Відкрито парк",
        slug="vidkryto-park",
        date=timezone.now() - timedelta(days=1),
        rubric=rubric,
        body=json.dumps([{"type": "text", "value": "<p>Перший абзац.</p>", "id": "a" * 8}]),
    )
    page.topics.set([Topic.objects.create(name="Екологія")])
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def submit(editor, page, english):
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    response = editor("post", url, {"locales": [english.pk]})
    assert response.status_code == 302, response.content.decode()
    return type(page).objects.get(translation_key=page.translation_key, locale=english)


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def screen(editor, page):
    """What the translation editor is given to show."""
    html = editor("get", edit_url(page)).content.decode()
    element = BeautifulSoup(html, "html.parser").find(attrs={"data-props": True})
    return json.loads(unescape(element["data-props"]))


def translate(editor, page, words=ENGLISH):
    for segment in screen(editor, page)["segments"]:
        if segment["type"] == "string" and segment["source"] in words:
            response = editor(
                "put",
                segment["editUrl"],
                data=f"value={words[segment['source']]}",
                content_type="application/x-www-form-urlencoded",
            )
            assert response.status_code in (200, 201), response.content


def publish(editor, page):
    response = editor("post", edit_url(page), {"action": "publish"}, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


def fresh(page):
    return type(page).objects.get(pk=page.pk)


class TestWholeWay:
    def test_from_translate_to_the_published_page(self, client, editor, news, english):
        version = submit(editor, news, english)
        assert not version.live
        translate(editor, version.get_parent().specific)
        publish(editor, version.get_parent().specific)
        translate(editor, version)
        publish(editor, version)
        version = fresh(version)
        assert version.live
        assert (version.title, version.lead) == ("A park is open", "What it is about.")
        assert version.url == "/en/news/a-park-is-open/"
        assert version.body[0].value.source == "<p>The first paragraph.</p>"
        assert (version.date, version.rubric) == (news.date, news.rubric)
        assert [topic.name for topic in version.topics.all()] == ["Екологія"]
        client.logout()
        response = client.get(version.url)
        assert response.status_code == 200
        assert "The first paragraph." in response.content.decode()

    def test_the_only_language_is_chosen_already(self, editor, news, english):
        url = reverse("wagtail_localize:submit_page_translation", args=[news.pk])
        form = editor("get", url).context["form"]
        assert form["locales"].value() == [english.pk]
        topic = news.topics.get()
        url = reverse(
            "wagtail_localize:submit_snippet_translation", args=["places", "topic", topic.pk]
        )
        assert editor("get", url).context["form"]["locales"].value() == [english.pk]
        submit(editor, news, english)
        url = reverse("wagtail_localize:submit_page_translation", args=[news.pk])
        assert editor("get", url).status_code != 500

    def test_translating_publishes_nothing(self, client, editor, news, english):
        version = submit(editor, news, english)
        assert not Page.objects.live().filter(locale=english, depth__gt=2).exists()
        assert client.get(version.url).status_code == 404

    def test_parents_that_are_not_translated_wait_for_their_translator(self, editor, news, english):
        submit(editor, news, english)
        index = NewsIndexPage.objects.get(locale=english)
        assert (index.slug, index.live, index.alias_of_id) == ("news", False, None)
        assert Translation.objects.filter(
            source__object_id=index.translation_key, enabled=True
        ).exists()

    def test_a_translation_that_is_not_whole_is_not_published(self, editor, news, english):
        version = submit(editor, news, english)
        translate(editor, version, {"Відкрито парк": "A park is open"})
        message = publish(editor, version)
        assert "2" in message
        assert not fresh(version).live

    def test_nor_is_a_live_one_that_lost_a_string(self, editor, news, english):
        version = submit(editor, news, english)
        translate(editor, version)
        publish(editor, version)
        StringTranslation.objects.filter(data="What it is about.").delete()
        publish(editor, version)
        assert fresh(version).lead == "What it is about."

    def test_a_person_without_the_right_cannot_submit(
        self, client, django_user_model, news, english
    ):
        client.force_login(django_user_model.objects.create_user("reader@example.org", "x"))
        url = reverse("wagtail_localize:submit_page_translation", args=[news.pk])
        client.post(url, {"locales": [english.pk]})
        assert not NewsPage.objects.filter(locale=english).exists()


class TestWhatIsTranslated:
    def test_words_and_no_more(self, editor, news, english):
        version = submit(editor, news, english)
        sources = {
            segment["source"]
            for segment in screen(editor, version)["segments"]
            if "source" in segment
        }
        assert sources == {"Відкрито парк", "Про що ця новина.", "Перший абзац."}

    def test_neither_addresses_nor_shared_fields(self, editor, news, english):
        submit(editor, news, english)
        paths = set(StringSegment.objects.values_list("context__path", flat=True))
        paths |= set(OverridableSegment.objects.values_list("context__path", flat=True))
        shared = {NewsPage._meta.get_field(name).name for name in NewsPage.shared_fields}
        assert not {path.split(".")[0] for path in paths} & ({"slug"} | shared)

    def test_what_a_picture_shows_goes_with_its_placement(self, editor, news, english):
        image = ImageFactory()
        news.lead_image = image
        news.lead_image_alt = "Дерева над водою"
        news.save_revision().publish()
        version = submit(editor, news, english)
        translate(editor, version)
        publish(editor, version)
        version = fresh(version)
        assert (version.lead_image, version.lead_image_alt) == (image, "Trees above water")

    @pytest.mark.parametrize(
        "model",
        [model for model in get_page_models() if issubclass(model, BasePage)],
        ids=lambda model: model.__name__,
    )
    def test_every_string_has_its_field_in_the_editor(self, model):
        """A string without a panel could not be translated, and would hold the page back for ever."""
        panels = {
            panel.field_name
            for panel in walk(model.get_edit_handler())
            if hasattr(panel, "field_name")
        }
        page = model(title="Назва", locale_id=1)
        for field in model._meta.get_fields():
            if (
                field.concrete
                and field.get_internal_type() in ("CharField", "TextField")
                and not field.choices
            ):
                setattr(page, field.attname, f"Слова {field.name}")
        names = {segment.path.split(".")[0] for segment in extract_segments(page)}
        assert names <= panels


def walk(panel):
    yield panel
    for child in getattr(panel, "children", []):
        yield from walk(child)


class TestChanges:
    @pytest.fixture
    def version(self, editor, news, english):
        version = submit(editor, news, english)
        translate(editor, version)
        publish(editor, version)
        return fresh(version)

    def change(self, news, **fields):
        page = fresh(news)
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()

    def test_a_changed_string_waits_for_its_translator(self, editor, news, version):
        self.change(news, lead="Уже про інше.")
        shown = screen(editor, version)
        done = {each["segment_id"] for each in shown["initialStringTranslations"]}
        waiting = [
            each["source"]
            for each in shown["segments"]
            if each["type"] == "string" and each["id"] not in done
        ]
        assert waiting == ["Уже про інше."]

    def test_the_live_translation_stays_until_then(self, editor, news, version):
        self.change(news, lead="Уже про інше.")
        assert fresh(version).lead == "What it is about."
        publish(editor, version)
        assert fresh(version).lead == "What it is about."
        translate(editor, version, {"Уже про інше.": "About something else."})
        publish(editor, version)
        assert fresh(version).lead == "About something else."

    def test_the_translator_is_told_and_shown_what_changed(self, editor, news, version):
        assert "compare" not in editor("get", edit_url(version)).content.decode()
        self.change(news, lead="Уже про інше.")
        html = editor("get", edit_url(version)).content.decode()
        link = next(
            a["href"]
            for a in BeautifulSoup(html, "html.parser").find_all("a")
            if "compare" in a.get("href", "")
        )
        assert "Уже про інше." in editor("get", link).content.decode()

    def test_after_publishing_nothing_is_told(self, editor, news, version):
        self.change(news, lead="Уже про інше.")
        translate(editor, version, {"Уже про інше.": "About something else."})
        publish(editor, version)
        assert "compare" not in editor("get", edit_url(version)).content.decode()

    def test_a_draft_of_the_original_changes_nothing(self, editor, news, version):
        page = fresh(news)
        page.lead = "Чернетка."
        page.save_revision()
        assert "Чернетка." not in json.dumps(screen(editor, version), ensure_ascii=False)

    def test_syncing_by_hand_does_not_publish_ukrainian(self, editor, news, version):
        self.change(news, lead="Уже про інше.")
        source = TranslationSource.objects.get(object_id=news.translation_key)
        url = reverse("wagtail_localize:update_translations", args=[source.pk])
        assert 'type="checkbox"' not in editor("get", url).content.decode()
        editor("post", url, {"publish_translations": "on"})
        assert fresh(version).lead == "What it is about."

    def test_shared_fields_are_not_those_of_the_last_sync(self, editor, news, version):
        when = timezone.now() - timedelta(days=30)
        page = fresh(news)
        page.date = when
        page.save()
        translate(editor, version, {})
        publish(editor, version)
        assert fresh(version).date == when

    def test_an_emptied_field_is_emptied(self, editor, news, version):
        self.change(news, lead="")
        publish(editor, version)
        assert fresh(version).lead == ""

    def test_the_address_stays(self, editor, news, version):
        self.change(news, title="Парк відкрито", slug="park-vidkryto")
        translate(editor, version, {"Парк відкрито": "The park opened"})
        publish(editor, version)
        assert (fresh(version).title, fresh(version).slug) == ("The park opened", "a-park-is-open")

    def test_a_page_without_translation_costs_one_question(self, home, english_home):
        page = StandardPageFactory(parent=home)
        page.save_revision().publish()
        assert not TranslationSource.objects.exists()


class TestOrdinaryEditor:
    """After «stop synchronised translation» the page has Wagtail's own form."""

    @pytest.fixture
    def version(self, editor, news, english):
        version = submit(editor, news, english)
        translate(editor, version)
        publish(editor, version)
        Translation.objects.update(enabled=False)
        return fresh(version)

    def test_shared_fields_are_not_in_it(self, admin_client, version):
        form = admin_client.get(edit_url(version)).context["form"]
        assert {"title", "slug", "lead"} <= set(form.fields)
        shared = {NewsPage._meta.get_field(name).name for name in NewsPage.shared_fields}
        assert not shared & set(form.fields)

    def test_what_is_sent_in_their_place_is_not_taken(self, admin_client, news, version):
        data = filled_form(admin_client, edit_url(version), NewsPage, title="A new title")
        data.update({"date": "2001-01-01 00:00", "rubric": "", "action-publish": "1"})
        admin_client.post(edit_url(version), data)
        version = fresh(version)
        assert (version.title, version.date, version.rubric) == (
            "A new title",
            news.date,
            news.rubric,
        )

    def test_it_says_why(self, admin_client, version):
        assert "оригінал" in admin_client.get(edit_url(version)).content.decode()


def test_forums_share_their_dates_too(editor, forum_index, english_home, english):
    from tests.factories.pages import ForumPageFactory

    forum = ForumPageFactory(parent=forum_index, starts_at=timezone.now() + timedelta(days=3))
    version = submit(editor, forum, english)
    assert ForumPage.objects.get(pk=version.pk).starts_at == forum.starts_at


def test_a_standard_page_shares_nothing(editor, home, english_home, english):
    page = StandardPageFactory(parent=home)
    assert StandardPage.objects.get(pk=submit(editor, page, english).pk).title == page.title
