import re

import pytest
from django.contrib.messages import INFO, get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page

from civic_pages.models import NewsIndexPage
from home.models import SectionPage, StandardPage
from portal.core.slug_input import UkrainianSlugInput, formatters
from portal.core.slugs import available_slug, first_segments, free_slug, reserved_reason, slug_for
from portal.core.ukrainian.transliteration import slugify
from tests.core.ukrainian.test_transliteration import VECTORS
from tests.factories.editor import filled_form, publish
from tests.factories.pages import SectionPageFactory, StandardPageFactory


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Єдиний день громадських форумів", "yedynyi-den-hromadskykh-forumiv"),
        ("2018", "storinka-2018"),
        ("Rss", "storinka-rss"),
        ("Друк", "storinka-druk"),
        ("!!!", "storinka"),
        ("", "storinka"),
    ],
)
def test_slugs_from_titles(title, slug):
    assert slug_for(title) == slug
    assert not reserved_reason(slug)


@pytest.mark.parametrize("slug", ["rss", "atom", "druk", "print", "2018", "0", "RSS"])
@pytest.mark.parametrize("depth", [None, 3, 5])
def test_reserved_under_every_page(slug, depth):
    assert reserved_reason(slug, depth=depth)


@pytest.mark.parametrize(
    "slug",
    ["static", "media", "api", "styleguide", "admin", "documents", "en", "en-energo", "EN-x", "poshuk", "search",
     "healthz", "readyz", "novyny", "news", "oblikovyi-zapys", "account", "initsiatyvy", "polls"],
)  # fmt: skip
def test_reserved_at_the_first_level_only(slug):
    assert reserved_reason(slug, depth=3)
    assert not reserved_reason(slug, depth=4)


@pytest.mark.parametrize(
    "slug", ["enerhetyka", "pro-portal", "en_x", "2018-rik", "rss-2", "uk-x", "novyny-2"]
)
def test_what_only_looks_reserved_is_free(slug):
    assert not reserved_reason(slug, depth=3)


def test_segments_come_from_the_address_patterns_too():
    assert {"admin", "documents", "poshuk", "search"} <= first_segments()
    assert "" not in first_segments()


@pytest.mark.django_db
class TestSaving:
    def test_a_page_without_a_slug_gets_one_from_its_title(self, home):
        page = home.add_child(instance=StandardPage(title="Про «Спільно»: хто ми"))
        assert page.slug == "pro-spilno-khto-my"
        again = home.add_child(instance=StandardPage(title="Про «Спільно» — хто ми?"))
        assert again.slug == "pro-spilno-khto-my-2"

    def test_a_title_that_is_reserved_gives_another_slug(self, home):
        assert home.add_child(instance=StandardPage(title="Новини")).slug == "storinka-novyny"
        assert home.add_child(instance=StandardPage(title="En-Enerho")).slug == "storinka-en-enerho"
        assert home.add_child(instance=StandardPage(title="2026")).slug == "storinka-2026"

    def test_clashes_are_counted_on(self, home):
        StandardPageFactory(parent=home, slug="park")
        StandardPageFactory(parent=home, slug="park-2")
        StandardPageFactory(parent=home, slug="parkuvannia")
        assert available_slug("Парк", home) == "park-3"

    @pytest.mark.parametrize("slug", ["rss", "2018", "static", "en-news"])
    def test_a_reserved_slug_is_refused_when_saved(self, home, slug):
        with pytest.raises(ValidationError) as refused:
            home.add_child(instance=StandardPage(title="Сторінка", slug=slug))
        assert "slug" in refused.value.message_dict

    def test_a_reserved_slug_is_refused_for_a_draft_and_for_a_change(self, home):
        with pytest.raises(ValidationError):
            home.add_child(instance=StandardPage(title="Чернетка", slug="atom", live=False))
        page = StandardPageFactory(parent=home)
        page.slug = "api"
        with pytest.raises(ValidationError):
            page.save()
        with pytest.raises(ValidationError):
            page.save_revision()

    def test_the_first_levels_words_are_free_below(self, home):
        section = SectionPageFactory(parent=home)
        assert StandardPageFactory(parent=section, slug="api").slug == "api"

    def test_a_copy_to_a_reserved_slug_is_refused(self, home):
        page = StandardPageFactory(parent=home)
        with pytest.raises(ValidationError):
            page.copy(update_attrs={"slug": "search"})

    def test_an_index_page_keeps_its_slug(self, news_index):
        news_index.slug = "usi-novyny"
        with pytest.raises(ValidationError) as refused:
            news_index.save()
        assert "slug" in refused.value.message_dict
        news_index.refresh_from_db()
        assert news_index.slug == "novyny"

    def test_the_front_page_keeps_its_slug(self, home):
        home.slug = "inakshe"
        with pytest.raises(ValidationError):
            home.save_revision()

    def test_index_pages_have_their_address_in_each_language(
        self, english_home, english, news_index, forum_index, consultation_index
    ):
        made = [
            page.copy_for_translation(english)
            for page in (news_index, forum_index, consultation_index)
        ]
        assert [page.slug for page in made] == ["news", "forums", "consultations"]
        assert [page.url for page in made] == ["/en/news/", "/en/forums/", "/en/consultations/"]


@pytest.mark.django_db
class TestAdmin:
    def test_the_server_makes_the_slug_when_the_editor_left_it_empty(self, admin_client, home):
        url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
        publish(admin_client, url, StandardPage, title="Хто ми й навіщо", slug="")
        assert StandardPage.objects.get().slug == "khto-my-y-navishcho"

    @pytest.mark.parametrize(
        ("title", "typed", "slug"),
        [
            ("Парк", "park", "park-3"),
            ("Інше", "park", "park-3"),
            ("Інше", "parkuvannia", "parkuvannia"),
            ("Новини", "novyny", "storinka-novyny"),
            ("2018", "2018", "storinka-2018"),
        ],
    )
    def test_an_address_that_is_taken_gets_a_number(self, admin_client, home, title, typed, slug):
        StandardPageFactory(parent=home, slug="park")
        StandardPageFactory(parent=home, slug="park-2")
        url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
        response = publish(admin_client, url, StandardPage, title=title, slug=typed)
        assert StandardPage.objects.get(title=title).slug == slug
        told = [each for each in get_messages(response.wsgi_request) if each.level == INFO]
        assert [slug in str(each) for each in told] == ([True] if slug != typed else [])

    def test_a_live_page_that_takes_a_neighbours_address_gets_a_number(self, admin_client, home):
        StandardPageFactory(parent=home, slug="park")
        page = StandardPageFactory(parent=home, title="Сквер", slug="skver")
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        publish(admin_client, url, StandardPage, slug="park")
        page.refresh_from_db()
        assert page.slug == "park-2"
        publish(admin_client, url, StandardPage, slug="park-2")
        page.refresh_from_db()
        assert page.slug == "park-2"

    def test_neighbours_are_those_under_the_same_parent(self, admin_client, home):
        section = SectionPageFactory(parent=home)
        StandardPageFactory(parent=section, slug="park")
        url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
        publish(admin_client, url, StandardPage, title="Парк", slug="park")
        assert StandardPage.objects.get(title="Парк").slug == "park"

    def test_autosave_of_a_half_empty_draft_is_not_stopped(self, admin_client, home):
        StandardPageFactory(parent=home, slug="park")
        url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
        data = filled_form(admin_client, url, StandardPage, title="Парк", slug="park")
        made = admin_client.post(url, data, headers={"Accept": "application/json"}).json()
        assert made["success"]
        assert StandardPage.objects.get(pk=made["pk"]).slug == "park-2"
        # The script goes on with the title, and the address with it.
        data["title"], data["slug"] = "Парк культури", "park-kultury"
        answer = admin_client.post(made["url"], data, headers={"Accept": "application/json"})
        assert answer.json()["success"]
        assert list(get_messages(answer.wsgi_request)) == []
        draft = StandardPage.objects.get(pk=made["pk"]).get_latest_revision_as_object()
        assert draft.slug == "park-kultury"

    def test_a_long_address_has_room_for_its_number(self, home):
        StandardPageFactory(parent=home, slug="a" * 249)
        slug = free_slug("a" * 255, home)
        assert slug == "a" * 249 + "-2"

    def test_a_copy_is_offered_a_free_address(self, admin_client, home):
        page = StandardPageFactory(parent=home, slug="park")
        url = reverse("wagtailadmin_pages:copy", args=[page.pk])
        assert admin_client.get(url).context["form"]["new_slug"].value() == "park-2"

    @pytest.mark.parametrize(
        ("typed", "slug"), [("park", "park-2"), ("", "kopiia"), ("skver", "skver")]
    )
    def test_a_copy_to_an_address_that_is_taken_gets_a_number(
        self, admin_client, home, typed, slug
    ):
        page = StandardPageFactory(parent=home, slug="park")
        data = {"new_title": "Копія", "new_slug": typed, "new_parent_page": home.pk}
        admin_client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
        assert StandardPage.objects.get(title="Копія").slug == slug

    @pytest.mark.parametrize("slug", ["print", "2018", "media", "en-x"])
    def test_a_reserved_slug_is_refused_in_words(self, admin_client, home, slug):
        url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
        response = publish(admin_client, url, StandardPage, title="Сторінка", slug=slug)
        assert response.status_code == 200
        assert response.context["form"].errors["slug"]
        assert not StandardPage.objects.exists()

    def test_editing_to_a_reserved_slug_is_refused(self, admin_client, home):
        page = StandardPageFactory(parent=home)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = publish(admin_client, url, StandardPage, slug="static")
        assert response.context["form"].errors["slug"]

    def test_copying_to_a_reserved_slug_is_refused(self, admin_client, home):
        page = StandardPageFactory(parent=home)
        data = {"new_title": "Копія", "new_slug": "search", "new_parent_page": home.pk}
        response = admin_client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
        assert response.context["form"].errors["new_slug"]
        assert StandardPage.objects.count() == 1

    def test_moving_to_where_the_slug_is_reserved_is_refused(self, admin_client, home):
        section = SectionPageFactory(parent=home)
        page = StandardPageFactory(parent=section, slug="api")
        url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk])
        response = admin_client.post(url, follow=True)
        assert "api" in response.content.decode()
        page.refresh_from_db()
        assert page.get_parent().pk == section.pk

    def test_an_index_pages_slug_is_shown_and_not_edited(self, admin_client, news_index):
        url = reverse("wagtailadmin_pages:edit", args=[news_index.pk])
        response = admin_client.get(url)
        assert "slug" not in response.context["form"].fields
        assert "novyny" in response.content.decode()
        publish(admin_client, url, NewsIndexPage, title="Стрічка", slug="strichka")
        news_index.refresh_from_db()
        assert (news_index.title, news_index.slug) == ("Стрічка", "novyny")

    def test_the_field_carries_our_table(self, admin_client, home):
        url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
        response = admin_client.get(url)
        assert isinstance(response.context["form"].fields["slug"].widget, UkrainianSlugInput)


def typed(title):
    """What the admin's script makes of a title: our replacements, then Wagtail's own last steps."""
    for pattern, replacement in formatters():
        title = re.sub(pattern, replacement.replace("$1", r"\1"), title)
    return re.sub(r"-+$", "", re.sub(r"[-\s]+", "-", re.sub(r"[^-\w\s]", "", title.lower())))


@pytest.mark.parametrize(
    "title",
    [
        *VECTORS,
        "Згода, об’єднання та Єдність: 5 кроків — і готово!",
        "за́мок і Ки\u0438\u0306в",
        "Громадське обговорення " * 6,
        "«Ґрунт» (ЗГОДА)",
        "Open data: what’s new?"[:10],
    ],
)
def test_the_editors_browser_and_the_server_agree(title):
    assert typed(title) == slugify(title)


def test_every_page_of_the_tree_has_a_free_address(home, news_index):
    """None of the pages made by migrations or fixtures stands at a reserved address."""
    for page in Page.objects.filter(depth__gte=3).exclude(pk=news_index.pk):
        assert not reserved_reason(page.slug, depth=page.depth)
    assert SectionPage.objects.count() == 0
