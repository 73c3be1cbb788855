"""What is closed in Ukrainian is closed in English."""

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from portal.core.remember import CurrentRequestMiddleware
from tests.factories.pages import SectionPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


def translated(page, english):
    copy = page.copy_for_translation(english)
    copy.title = "Rules"
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


@pytest.fixture
def page(home, english_home):
    return StandardPageFactory(parent=home)


def close(page, kind=PageViewRestriction.LOGIN, **options):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **options)


def is_public(page):
    return StandardPage.objects.public().filter(pk=page.pk).exists()


def test_a_restriction_reaches_the_translation(client, page, english):
    version = translated(page, english)
    close(page)
    assert not is_public(version)
    assert client.get(version.url).status_code == 302


def test_its_kind_its_password_and_its_groups_too(page, english):
    version = translated(page, english)
    restriction = close(page, PageViewRestriction.PASSWORD, password="one")
    assert version.view_restrictions.get().password == "one"
    restriction.restriction_type, restriction.password = PageViewRestriction.GROUPS, ""
    restriction.save()
    group = Group.objects.create(name="Рада")
    restriction.groups.set([group])
    copy = version.view_restrictions.get()
    assert (copy.restriction_type, list(copy.groups.all())) == (PageViewRestriction.GROUPS, [group])
    restriction.groups.clear()
    assert not copy.groups.exists()


def test_lifting_it_opens_both(page, english):
    version = translated(page, english)
    close(page).delete()
    assert is_public(page)
    assert is_public(version)


def test_a_new_translation_is_closed_from_the_start(page, english):
    close(page)
    assert not is_public(translated(page, english))


def test_what_stands_under_a_closed_section_is_closed(home, english_home, english):
    section = SectionPageFactory(parent=home)
    translated(section, english)
    version = translated(StandardPageFactory(parent=section), english)
    close(section)
    assert not is_public(version)


def test_a_translation_may_be_closed_alone(page, english):
    version = translated(page, english)
    close(version)
    assert is_public(page)
    version.view_restrictions.get().delete()
    assert is_public(version)


def test_a_closed_page_is_deleted_with_its_restriction(page, english):
    version = translated(page, english)
    close(page)
    page.unpublish()
    StandardPage.objects.get(pk=page.pk).delete()
    assert not PageViewRestriction.objects.exists()
    assert not StandardPage.objects.filter(pk=version.pk).exists()


# --- What is known of them while a page is read -----------------------------------------------------


@pytest.fixture
def reading():
    """A request being answered, as the middleware makes it known; one content version a request."""

    def read(ask, method="get"):
        found = []
        request = getattr(RequestFactory(), method)("/")
        CurrentRequestMiddleware(lambda _request: found.append(ask()))(request)
        return found[0]

    return read


def public_titles():
    return sorted(StandardPage.objects.live().public().values_list("title", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_closed_leaves_lists_at_once_and_comes_back(home, reading):
    """Committed for real: what is remembered for a content version must not outlive it."""
    section = SectionPageFactory(parent=home)
    inside = StandardPageFactory(parent=section, title="Усередині")
    StandardPageFactory(parent=home, title="Поруч")
    assert reading(public_titles) == ["Поруч", "Усередині"]
    restriction = close(section)
    assert reading(public_titles) == ["Поруч"]
    assert reading(inside.get_view_restrictions).count() == 1
    restriction.page = inside  # as wagtail-localize and the shell may do
    restriction.save()
    assert reading(public_titles) == ["Поруч"]
    restriction.delete()
    assert reading(public_titles) == ["Поруч", "Усередині"]
    assert not reading(inside.get_view_restrictions).exists()


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_closed_asks_strangers_at_once(client, home):
    section = SectionPageFactory(parent=home, slug="rozdil")
    StandardPageFactory(parent=section, slug="vseredyni")
    assert client.get("/rozdil/vseredyni/").status_code == 200
    restriction = close(section)
    assert client.get("/rozdil/vseredyni/").status_code == 302
    restriction.delete()
    assert client.get("/rozdil/vseredyni/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_page_moved_under_a_closed_one_is_closed(client, home, reading):
    section = SectionPageFactory(parent=home, slug="zakryto")
    page = StandardPageFactory(parent=home, slug="bude", title="Буде")
    close(section)
    assert reading(public_titles) == ["Буде"]
    page.move(section, "last-child")
    assert reading(public_titles) == []
    assert client.get("/zakryto/bude/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_an_alias_of_a_closed_page_asks_strangers_too(client, home):
    other = SectionPageFactory(parent=home, slug="inshe")
    page = StandardPageFactory(parent=home, slug="pravyla")
    page.create_alias(parent=other, update_slug="pravyla")
    assert client.get("/inshe/pravyla/").status_code == 200
    close(page)
    assert client.get("/inshe/pravyla/").status_code == 302


@pytest.mark.parametrize("many", [1, 25])
def test_lists_agree_with_the_database_however_many_are_closed(home, reading, many):
    """Few closed branches are written into the query, many are left to the database."""
    pages = StandardPageFactory.create_batch(many + 1, parent=home)
    for page in pages[:many]:
        close(page)
    assert reading(public_titles) == public_titles() == [pages[-1].title]
    closed = StandardPage.objects.not_public()
    assert reading(closed.count) == reading(lambda: StandardPage.objects.not_public().count())


def test_known_closed_branches_cost_lists_no_query(home, reading, django_assert_num_queries):
    close(SectionPageFactory(parent=home))

    def twice():
        public_titles()
        with django_assert_num_queries(1) as asked:
            public_titles()
        return asked.captured_queries[0]["sql"]

    assert "pageviewrestriction" not in reading(twice)


def test_a_request_that_changes_something_asks_each_time(home, page, reading):
    """What it has closed itself must be closed for it."""

    def change():
        assert page.title in public_titles()
        close(page)
        return public_titles()

    assert page.title not in reading(change, "post")


class TestSignInPage:
    """Where somebody without the right is asked who they are: the portal's one sign-in."""

    def ask(self, client, page):
        close(page)
        return client.get(page.url, follow=True)

    def test_a_stranger_is_asked_in_the_portals_frame(self, client, page):
        response = self.ask(client, page)
        assert response.status_code == 200
        assert response.redirect_chain[-1][0].startswith("/oblikovyi-zapys/vkhid/")
        assert f'name="next" value="{page.url}"' in response.text
        assert 'content="noindex"' in response.text
        assert "no-store" in response.headers["Cache-Control"]

    def test_an_account_without_the_right_is_told_so(self, client, page, django_user_model):
        client.force_login(django_user_model.objects.create_user(email="a@example.org"))
        close(page, "groups")
        response = client.get(page.url, follow=True)
        assert response.status_code == 200
        assert "ваш обліковий запис не має на неї права" in response.text
