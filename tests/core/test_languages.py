"""Lists in the reader's language, the switcher, hreflang."""

import pytest
from django.template import Context, Template
from django.utils import translation
from wagtail.models import Collection, Site

from home.models import HomePage, SectionPage, StandardPage
from portal.core.languages import (
    alternates,
    foreign_language,
    front_page_url,
    language_of,
    language_of_words,
    switch_links,
    with_fallback,
)
from portal.core.originals import original_locale_id
from portal.places.models import Topic
from tests.factories.pages import SectionPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known_locales(db):
    original_locale_id()


@pytest.fixture
def section(home, english_home):
    return SectionPageFactory(parent=home, title="Про місто", slug="pro-misto")


def translated(page, english, title, live=True):
    copy = page.copy_for_translation(english)
    copy.title = title
    revision = copy.save_revision()
    if live:
        revision.publish()
    return type(page).objects.get(pk=copy.pk)


@pytest.fixture
def english_section(section, english):
    return translated(section, english, "About")


@pytest.fixture
def pages(section, english_section, english):
    """One translated, one with a draft translation, one without."""
    made = [
        StandardPageFactory(parent=section, title=title) for title in ("Перша", "Друга", "Третя")
    ]
    translated(made[0], english, "First")
    translated(made[1], english, "Second", live=False)
    return made


def titles(queryset):
    return sorted(queryset.values_list("title", flat=True))


class TestLists:
    def test_ukrainian_readers_see_originals(self, pages):
        assert titles(with_fallback(StandardPage.objects.live())) == ["Друга", "Перша", "Третя"]

    def test_english_readers_miss_nothing(self, pages, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert titles(with_fallback(StandardPage.objects.live(), "en")) == [
                "First",
                "Друга",
                "Третя",
            ]

    def test_the_active_language_is_taken(self, pages):
        with translation.override("en"):
            assert "First" in titles(with_fallback(StandardPage.objects.live()))

    def test_an_unpublished_original_is_not_offered(self, pages):
        pages[2].unpublish()
        assert titles(with_fallback(StandardPage.objects.live(), "en")) == ["First", "Друга"]

    def test_a_withdrawn_translation_gives_way_to_the_original(self, pages):
        StandardPage.objects.get(title="First").unpublish()
        assert "Перша" in titles(with_fallback(StandardPage.objects.live(), "en"))

    def test_a_language_without_locale_reads_ukrainian(self, pages):
        assert titles(with_fallback(StandardPage.objects.live(), "pl")) == [
            "Друга",
            "Перша",
            "Третя",
        ]

    @pytest.mark.parametrize(("language", "first"), [("uk", "Перша"), ("en", "First")])
    def test_under_either_version_of_a_page(self, home, section, pages, language, first):
        StandardPageFactory(parent=home, title="Деінде")
        for under in (section, SectionPage.objects.get(title="About")):
            shown = with_fallback(StandardPage.objects.live(), language, under=under)
            assert titles(shown) == sorted([first, "Друга", "Третя"])

    def test_under_does_not_mean_the_page_itself(self, section, english_section, pages):
        from wagtail.models import Page

        shown = with_fallback(Page.objects.live(), "en", under=section)
        assert "About" not in titles(shown)

    def test_it_stays_one_query_when_there_are_more(
        self, section, pages, english, django_assert_num_queries
    ):
        for number in range(5):
            translated(StandardPageFactory(parent=section), english, f"Page {number}")
        with django_assert_num_queries(1):
            assert len(with_fallback(StandardPage.objects.live(), "en")) == 8


class TestMarks:
    def test_only_what_is_foreign_is_marked(self, pages, django_assert_num_queries):
        shown = list(with_fallback(StandardPage.objects.live(), "en"))
        with translation.override("en"), django_assert_num_queries(0):
            marks = {page.title: foreign_language(page) for page in shown}
        assert marks == {"First": "", "Друга": "uk", "Третя": "uk"}

    @pytest.mark.parametrize(
        ("language", "tag", "mark"),
        [("uk", "lang_mark", ""), ("en", "lang_mark", ' lang="uk" hreflang="uk"'), ("en", "lang_of", ' lang="uk"'),
         ("uk", "lang_of", "")],
    )  # fmt: skip
    def test_tags(self, home, language, tag, mark):
        with translation.override(language):
            assert Template(f"{{% {tag} thing %}}").render(Context({"thing": home})) == mark

    @pytest.mark.parametrize(
        ("language", "words", "expected"),
        [
            ("en", "Фото: Ірина Савчук", "uk"),
            ("en", "Photo: Ірина Савчук, CC BY", "uk"),
            ("en", "Photo: Iryna Savchuk", ""),
            ("en", "2019 №", ""),
            ("en", "", ""),
            ("en", None, ""),
            ("uk", "Фото: Ірина Савчук", ""),
            ("uk", "Photo: Iryna Savchuk", ""),
        ],
    )
    def test_words_kept_in_one_language_are_marked_on_pages_in_another(
        self, language, words, expected
    ):
        tag = Template("<i{% lang_of_words words %}>")
        with translation.override(language):
            assert language_of_words(words) == expected
            mark = ' lang="uk"' if expected else ""
            assert tag.render(Context({"words": words})) == f"<i{mark}>"

    def test_terms_are_marked_too(self, db):
        topic = Topic.objects.create(name="Екологія")
        assert language_of(topic) == "uk"
        with translation.override("en"):
            assert foreign_language(topic) == "uk"


def links(request, page=None, **options):
    return {
        link.code: (link.url, link.is_current, link.is_same)
        for link in switch_links(request, page, **options)
    }


class TestSwitcher:
    def test_to_the_same_page(self, rf, pages, django_assert_num_queries):
        request = rf.get(pages[0].url)
        Site.find_for_request(request)
        pages[0].get_url(request)
        with django_assert_num_queries(1):
            found = links(request, pages[0])
        assert found == {
            "uk": (pages[0].url, True, True),
            "en": ("/en/about/first/", False, True),
        }

    def test_else_to_its_section(self, rf, pages):
        assert links(rf.get("/"), pages[2])["en"] == ("/en/about/", False, False)

    def test_a_draft_translation_is_no_place_to_go(self, rf, pages):
        assert links(rf.get("/"), pages[1])["en"] == ("/en/about/", False, False)

    def test_else_to_the_front_page(self, rf, section):
        assert links(rf.get("/"), section)["en"] == ("/en/", False, False)

    def test_even_before_there_is_an_english_front_page(self, rf, home):
        assert links(rf.get("/"), home)["en"] == ("/en/", False, False)

    def test_back_to_ukrainian(self, rf, pages):
        first = StandardPage.objects.get(title="First")
        with translation.override("en"):
            found = links(rf.get(first.url), first)
        assert found["uk"] == (pages[0].url, False, True)
        assert found["en"] == (first.url, True, True)

    def test_what_follows_the_address_is_kept_on_the_same_thing_only(self, rf, pages):
        assert (
            links(rf.get("/"), pages[0], suffix="2018/12/07/")["en"][0]
            == "/en/about/first/2018/12/07/"
        )
        assert links(rf.get("/"), pages[2], suffix="2018/12/07/")["en"][0] == "/en/about/"

    def test_other_views_are_translated_by_their_patterns(self, client, english_home):
        request = client.get("/poshuk/").wsgi_request
        assert links(request)["en"] == ("/en/search/", False, True)

    def test_where_nothing_is_the_front_page_is_offered(self, rf, client, english_home):
        assert links(rf.get("/nema/"))["en"] == ("/en/", False, False)
        assert links(client.get("/nema/").wsgi_request)["en"] == ("/en/", False, False)


class TestAlternates:
    def test_each_language_and_the_default(self, pages):
        found = alternates([pages[0]])[pages[0].pk]
        assert [(link.code, link.url.removeprefix("http://localhost")) for link in found] == [
            ("uk", pages[0].url),
            ("en", "/en/about/first/"),
            ("x-default", pages[0].url),
        ]

    def test_the_same_from_the_translation(self, pages):
        first = StandardPage.objects.get(title="First")
        assert alternates([first])[first.pk] == alternates([pages[0]])[pages[0].pk]

    def test_none_without_a_published_translation(self, pages):
        assert alternates([pages[1], pages[2]]) == {pages[1].pk: [], pages[2].pk: []}

    def test_a_list_costs_one_query(self, rf, pages, django_assert_num_queries):
        request = rf.get("/")
        pages[0].get_full_url(request)
        with django_assert_num_queries(1):
            assert len(alternates(pages, request)) == 3
        with django_assert_num_queries(0):
            assert alternates([]) == {}


def test_front_pages():
    assert (front_page_url("uk"), front_page_url("en")) == ("/", "/en/")


class TestFirstSite:
    """What the migrations leave: a Ukrainian front page at /, a place for the English one."""

    def test_the_ukrainian_front_page(self, client, home):
        assert (home.url, home.locale.language_code, home.slug) == ("/", "uk", "holovna")
        assert client.get("/").headers["Content-Language"] == "uk"
        assert Site.objects.get().root_page_id == home.pk

    def test_the_library_of_files_has_a_ukrainian_name(self, db):
        assert Collection.get_first_root_node().name == "Спільна бібліотека"

    def test_no_english_front_page_yet(self, client, home):
        assert HomePage.objects.count() == 1
        assert client.get("/en/").status_code == 404

    def test_the_english_one_stands_at_en(self, client, english_home):
        assert english_home.url == "/en/"
        response = client.get("/en/")
        assert response.status_code == 200
        assert response.headers["Content-Language"] == "en"

    @pytest.mark.parametrize(
        "headers", [{}, {"Accept-Language": "en"}, {"Cookie": "django_language=en"}]
    )
    def test_the_address_alone_decides(self, client, english_home, headers):
        response = client.get("/", headers=headers)
        assert response.status_code == 200
        assert response.headers["Content-Language"] == "uk"
        assert "Accept-Language" not in response.headers.get("Vary", "")

    @pytest.mark.parametrize("path", ["/uk/", "/en-energo/", "/de/"])
    def test_other_prefixes_are_no_languages(self, client, english_home, path):
        assert client.get(path).status_code == 404
