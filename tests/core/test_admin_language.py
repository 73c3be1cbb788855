"""The admin answers in the language of its reader also where Wagtail's own switch does not reach."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import path as url_path
from wagtail.users.models import UserProfile

from portal import urls as project_urls
from portal.people.models import User
from portal.people.roles import EDITORS

REFUSAL = {
    "uk": "Ви не маєте доступу до цього розділу",
    "en": "Sorry, you do not have permission to access this area.",
}


def breaks(request):
    raise RuntimeError("не те")


urlpatterns = [url_path("admin/zlamano/", breaks), *project_urls.urlpatterns]
handler400 = project_urls.handler400
handler403 = project_urls.handler403
handler404 = project_urls.handler404
handler500 = project_urls.handler500

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def editor():
    user = User.objects.create_user("editor@example.org", "a long password")
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


@pytest.fixture
def reader(editor):
    """`reader(language)`: the editor's browser; without a language they have never opened their settings."""

    def make(language=""):
        if language:
            UserProfile.objects.create(user=editor, preferred_language=language)
        client = Client(raise_request_exception=False)
        client.force_login(editor)
        return client

    return make


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_refusal_is_in_the_reader_s_language(reader, language):
    answer = reader(language).get("/admin/users/", follow=True)
    assert REFUSAL[language] in answer.content.decode()
    assert answer.headers["Content-Language"] == language


def test_who_has_chosen_nothing_reads_ukrainian(reader):
    answer = reader().get("/admin/users/", follow=True)
    assert REFUSAL["uk"] in answer.content.decode()
    assert answer.headers["Content-Language"] == "uk"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_an_address_that_is_nowhere_is_told_in_that_language_too(reader, language):
    answer = reader(language).get("/admin/nema/")
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_failure_is_told_in_that_language_too(reader, language):
    answer = reader(language).get("/admin/zlamano/")
    assert answer.status_code == 500
    assert f'<html lang="{language}"' in answer.content.decode()


def test_pages_of_readers_are_in_the_language_of_their_address(reader, home):
    client = reader("en")
    assert client.get("/").headers["Content-Language"] == "uk"
    assert client.get("/nema/").headers["Content-Language"] == "uk"


def test_who_is_not_signed_in_reads_ukrainian(client):
    answer = client.get("/admin/users/", follow=True)
    assert answer.headers["Content-Language"] == "uk"


def test_the_language_costs_no_query(reader, django_assert_max_num_queries):
    """Wagtail reads the same row itself, a moment later."""
    client = reader("en")
    with django_assert_max_num_queries(200) as read:
        client.get("/admin/")
    rows = [each for each in read.captured_queries if "userprofile" in each["sql"]]
    assert len(rows) == 1
