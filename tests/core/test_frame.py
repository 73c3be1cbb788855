"""What stands around every page: names, menus, languages."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from civic_pages.models import Rubric
from home.models import SiteSettings
from home.selectors import frame_for
from portal.core.sitewide import site_facts
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsPageFactory, SectionPageFactory, StandardPageFactory


def frame_at(path="/"):
    return frame_for(RequestFactory().get(path))


def published_translation(page, locale, title):
    twin = page.copy_for_translation(locale, copy_parents=True)
    twin.title = twin.draft_title = title
    twin.save_revision().publish()
    return twin


# --- Names -------------------------------------------------------------------------------------


def test_titles_end_with_the_name_of_the_portal(client, home, english_home):
    assert (
        "<title>Головна — «Спільно», громадський портал Києва</title>"
        in client.get("/").content.decode()
    )
    assert (
        "<title>Home — “Spilno”, civic portal of Kyiv</title>"
        in client.get("/en/").content.decode()
    )


def test_the_settings_of_the_site_are_shown(client, home, site):
    SiteSettings.objects.create(
        site=site,
        name_uk="Разом <3",
        subtitle_uk="Портал Білої Церкви",
        publisher_uk="Білоцерківська міська рада",
        phone="0 800 000 000",
        email="pys@example.org",
        attribution_uk="Посилання обов’язкове.",
        socials=[("link", {"name": "Telegram", "url": "https://example.org/t"})],
    )
    page = client.get("/").content.decode()
    assert "«Разом &lt;3», портал Білої Церкви" in page
    assert 'href="tel:0800000000"' in page
    assert 'href="mailto:pys@example.org"' in page
    assert 'href="https://example.org/t"' in page
    assert f"© {timezone.localdate().year} Білоцерківська міська рада" in page
    assert "Посилання обов’язкове." in page


def test_an_empty_english_text_is_the_ukrainian_one(site):
    SiteSettings.objects.create(site=site, publisher_uk="Рада", name_en="Together")
    with translation.override("en"):
        facts = site_facts(RequestFactory().get("/en/"))
    assert (facts.publisher, facts.name) == ("Рада", "Together")


def test_a_logo_takes_the_place_of_the_mark(client, site):
    SiteSettings.objects.create(site=site, logo=ImageFactory(size=(300, 300)))
    page = client.get("/").content.decode()
    assert re.search(r'<img class="brand__mark" src="[^"]+" width="88" height="88" alt="">', page)


def test_a_page_without_a_picture_lends_the_site_one(client, site):
    SiteSettings.objects.create(site=site, social_image=ImageFactory(size=(1300, 700)))
    page = client.get("/").content.decode()
    assert re.search(r'<meta property="og:image" content="http://testserver/[^"]+">', page)
    assert '<meta property="og:image:width" content="1200">' in page


@pytest.mark.parametrize("contact", ["none", "http://example.org/", "javascript:alert(1)", "a@"])
def test_a_security_contact_is_an_address(site, contact):
    with pytest.raises(ValidationError) as refusal:
        SiteSettings(site=site, security_contact=contact).full_clean()
    assert set(refusal.value.message_dict) == {"security_contact"}


# --- Menus -------------------------------------------------------------------------------------


def titles(items):
    return [item.title for item in items]


def test_menus_come_from_the_tree(about):
    menus = frame_at().menus
    # Polls are no page of the tree: they stand after its sections, before the groups.
    assert titles(menus.all) == ["Новини", "Опитування", "Про портал"]
    assert titles(menus.header) == ["Новини", "Опитування"]
    assert titles(menus.groups) == ["Про портал"]
    assert titles(menus.groups[0].children) == ["Правила"]


def test_what_is_not_for_menus_is_not_in_them(home, about):
    StandardPageFactory(parent=home, title="Осторонь", slug="ostoron")
    assert "Осторонь" not in titles(frame_at().menus.all)


def test_drafts_and_closed_sections_are_not_in_menus(home, about):
    about.unpublish()
    closed = SectionPageFactory(parent=home, title="Для своїх", slug="svoi", show_in_menus=True)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert titles(frame_at().menus.all) == ["Новини", "Опитування"]


def test_a_section_without_pages_in_menus_stands_in_the_header(home):
    SectionPageFactory(parent=home, title="Довідник", slug="dovidnyk", show_in_menus=True)
    menus = frame_at().menus
    assert titles(menus.header) == ["Довідник", "Опитування"]
    assert not menus.groups


@pytest.mark.parametrize(
    ("path", "current"),
    [("/novyny/", "page"), ("/novyny/shchos/", "true"), ("/", ""), ("/novyny-2/", "")],
)
def test_the_current_section_is_marked(about, path, current):
    assert frame_at(path).menus.header[0].current == current


def test_the_current_section_is_marked_on_the_page(client, about, news_index):
    NewsPageFactory(parent=news_index, slug="persha")
    page = client.get("/novyny/persha/").content.decode()
    assert 'href="/novyny/" aria-current="true"' in page


def test_english_menus_hold_english_pages_and_mark_the_others(
    english_home, english, about, news_index
):
    published_translation(news_index, english, "News")
    with translation.override("en"):
        header = frame_at("/en/news/").menus.header
        groups = frame_at("/en/news/").menus.groups
    assert [(item.title, item.url, item.lang) for item in header] == [
        ("News", "/en/news/", ""),
        ("Polls", "/en/polls/", ""),
    ]
    assert [(item.title, item.url, item.lang) for item in groups] == [
        ("Про портал", "/pro-portal/", "uk")
    ]


def test_an_english_page_marks_ukrainian_links(client, english_home, about):
    page = client.get("/en/").content.decode()
    assert '<a class="nav__link" href="/novyny/" lang="uk" hreflang="uk">Новини</a>' in page


def test_menus_cost_one_query_however_many_pages(home, about, django_assert_max_num_queries):
    frame_at()
    for number in range(12):
        section = SectionPageFactory(parent=home, slug=f"r-{number}", show_in_menus=True)
        StandardPageFactory(parent=section, slug="s", show_in_menus=True)
    with django_assert_max_num_queries(2):  # the site with its settings, the menus
        assert len(frame_at().menus.all) == 15


def test_pages_of_the_settings_stand_in_the_footer_once(client, about, home, site):
    statement = StandardPageFactory(parent=home, title="Заява про доступність", slug="dostupnist")
    rules = about.get_children().get(slug="pravyla")
    SiteSettings.objects.create(site=site, accessibility_page=statement, rules_page=rules)
    frame = frame_at()
    assert frame.accessibility.url == "/dostupnist/"
    assert titles(frame.legal) == ["Заява про доступність"]
    footer = client.get("/").content.decode().split("<footer")[1]
    assert footer.count("/dostupnist/") == 1
    assert footer.count("/pro-portal/pravyla/") == 1


def test_an_unpublished_page_of_the_settings_is_left_out(home, site):
    statement = StandardPageFactory(parent=home, slug="dostupnist", live=False)
    SiteSettings.objects.create(site=site, accessibility_page=statement)
    assert frame_at().accessibility is None


# --- Languages -------------------------------------------------------------------------------------


def test_the_switcher_leads_to_the_same_thing(client, english_home, english, about, news_index):
    published_translation(news_index, english, "News")
    assert '<a href="/en/news/" hreflang="en" lang="en">' in client.get("/novyny/").content.decode()
    assert '<a href="/novyny/" hreflang="uk" lang="uk">' in client.get("/en/news/").content.decode()
    assert (
        '<a href="/en/search/" hreflang="en" lang="en">' in client.get("/poshuk/").content.decode()
    )


def test_the_switcher_takes_what_was_chosen_along(client, english_home, english, news_index):
    published_translation(news_index, english, "News")
    rubric = Rubric.objects.create(locale=news_index.locale, name="Довкілля")
    NewsPageFactory(parent=news_index, rubric=rubric)
    chosen = client.get("/novyny/", {"rubric": rubric.slug, "utm_source": "x", "zzz": "1"}).text
    assert f'href="/en/news/?rubric={rubric.slug}" hreflang="en" lang="en"' in chosen
    assert f'hreflang="en" href="http://testserver/en/news/?rubric={rubric.slug}"' in chosen
    asked = client.get("/poshuk/", {"q": "двори"}).text
    assert 'href="/en/search/?q=%D0%B4%D0%B2%D0%BE%D1%80%D0%B8" hreflang="en"' in asked


def test_the_second_page_of_a_list_names_no_other_language(
    client, english_home, english, news_index
):
    published_translation(news_index, english, "News")
    NewsPageFactory.create_batch(21, parent=news_index)
    second = client.get("/novyny/?page=2").text
    assert 'href="/en/news/" hreflang="en" lang="en"' in second
    assert 'rel="alternate" hreflang=' not in second


def test_a_language_without_a_front_page_is_not_offered(client, home):
    page = client.get("/").content.decode()
    assert 'hreflang="en"' not in page


def test_alternates_stand_in_the_head(client, english_home):
    for path in ("/", "/en/"):
        page = client.get(path).content.decode()
        for code, url in (("uk", "/"), ("en", "/en/"), ("x-default", "/")):
            assert f'<link rel="alternate" hreflang="{code}" href="http://testserver{url}">' in page


def test_the_canonical_address_leaves_out_what_nobody_knows(client, about):
    page = client.get("/pro-portal/?utm_source=x&zzz=1").content.decode()
    assert '<link rel="canonical" href="http://testserver/pro-portal/">' in page


# --- Editors ----------------------------------------------------------------------------------------


def test_the_userbar_is_for_who_has_a_session(client, admin_client, home):
    assert "wagtail-userbar" not in client.get("/").content.decode()
    assert "wagtail-userbar" in admin_client.get("/").content.decode()


# --- Short names ----------------------------------------------------------------------------------


def test_menus_show_the_short_name_where_there_is_one(english_home, english, news_index, about):
    news_index.title, news_index.menu_title = "Новини міста й районів", "Новини"
    news_index.save_revision().publish()
    twin = published_translation(news_index, english, "News of the city")
    assert titles(frame_at().menus.header) == ["Новини", "Опитування"]
    twin.menu_title = ""
    twin.save_revision().publish()
    with translation.override("en"):
        assert titles(frame_at("/en/").menus.header) == ["News of the city", "Polls"]
