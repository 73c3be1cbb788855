"""What is closed in Ukrainian is closed in English."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from home.models import StandardPage
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
