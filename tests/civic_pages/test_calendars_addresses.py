"""Addresses with a dot: the page is found and asked, and nothing else answers."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories.pages import ForumPageFactory, ForumSeriesPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(forum_index):
    series = ForumSeriesPageFactory(parent=forum_index, slug="dialoh")
    return ForumPageFactory(parent=series, slug="darnytskyi")


@pytest.mark.parametrize(
    "path",
    [
        "/forumy/kalendar.ics",
        "/forumy/dialoh/kalendar.ics",
        "/forumy/dialoh/darnytskyi/kalendar.ics",
    ],
)
def test_a_page_gives_its_file(client, forum, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")


def test_the_name_is_that_of_the_language(client, forum, translated, forum_index):
    translated(forum_index, title="Forums", slug="forums")
    assert client.get("/en/forums/calendar.ics").status_code == 200
    assert client.get("/en/forums/kalendar.ics").status_code == 404
    assert client.get("/forumy/calendar.ics").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/kalendar.ics",
        "/forumy/inshe.ics",
        "/forumy/kalendar.json",
        "/forumy/nemaie/kalendar.ics",
        "/forumy/dialoh/darnytskyi/druk/kalendar.ics",
        "/nemaie/kalendar.ics",
        "/wp-login.php",
        "/forumy/kalendar.ics/",
        "/" + "a/" * 300 + "kalendar.ics",
    ],
)
def test_what_is_not_there_is_a_404(client, forum, path):
    assert client.get(path).status_code == 404


def test_a_draft_has_no_files(client, forum):
    forum.unpublish()
    assert client.get("/forumy/dialoh/darnytskyi/kalendar.ics").status_code == 404


def test_who_may_not_see_the_page_may_not_have_its_files(client, forum, forum_index):
    PageViewRestriction.objects.create(
        page=forum_index, restriction_type=PageViewRestriction.PASSWORD, password="таємно"
    )
    response = client.get("/forumy/kalendar.ics")
    assert b"BEGIN:VCALENDAR" not in response.content


def test_files_are_only_read(client, forum):
    assert client.head("/forumy/kalendar.ics").status_code == 200
    assert client.post("/forumy/kalendar.ics").status_code == 405
    assert client.delete("/forumy/kalendar.ics").status_code == 405
