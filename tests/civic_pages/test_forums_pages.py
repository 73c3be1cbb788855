"""A series of forums and one forum, in both languages."""

import json
import re

import pytest

from civic_pages.enums import ForumStatus
from civic_pages.models import ForumPage
from tests.civic_pages.conftest import NOW, kyiv
from tests.civic_pages.reading import events, fresh_until, html, main, words
from tests.factories.pages import ForumSeriesPageFactory

pytestmark = pytest.mark.django_db


# --- Series ------------------------------------------------------------------------------------


def test_a_series_is_a_tree_from_districts_to_the_city(client, series):
    page = main(client, series.url)
    assert re.findall(r'tree__root">.*?<a href="([^"]*)"', page, re.DOTALL) == [
        ForumPage.objects.get(title="Міський").url
    ]
    branches = re.findall(
        r'class="(branch(?: branch--\w+)?)">.*?<a [^>]*>([^<]*)<', page, re.DOTALL
    )
    assert [title for _kind, title in branches] == ["Дарницький", "Святошинський", "Скасований"]
    assert branches[0][0] == "branch branch--done"
    assert branches[1][0] == "branch"
    assert "Серія триває" in page
    assert "4 форуми в серії" in words(page)
    assert "1 відбувся" in words(page)
    assert "2 попереду" in words(page)


def test_the_timetable_has_what_is_to_come_before_what_was(client, series):
    page = main(client, series.url)
    captions = re.findall(r"<caption>([^<]*)</caption>", page)
    assert captions == ["Майбутні", "Минулі"]
    table = page[page.index("<table") :]
    order = [
        table.index(title) for title in ("Святошинський", "Скасований", "Міський", "Дарницький")
    ]
    assert order == sorted(order)


def test_without_a_city_forum_there_is_no_tree(client, series):
    ForumPage.objects.get(title="Міський").unpublish()
    page = main(client, series.url)
    assert "tree__root" not in page
    assert "Дарницький" in page


def test_a_series_ends_with_its_last_forum(client, series, at):
    at(kyiv(2019, 12, 1))
    assert "Серію завершено" in main(client, series.url)


def test_an_empty_series_leads_on(client, forum_index, at):
    at(NOW)
    series = ForumSeriesPageFactory(parent=forum_index)
    page = main(client, series.url)
    assert "Форуми цієї серії ще не оголошено" in page
    assert 'href="/forumy/"' in page


# --- One forum -----------------------------------------------------------------------------------


def test_a_forum_says_everything_one_needs_to_come(client, forum):
    markup = main(client, forum.url)
    text = words(markup)
    for expected in (
        "Заплановано",
        "13 червня 2019",
        "четвер, 10:00–16:30, через 10 днів",
        "Де Готель «Road» вул. Велика Кільцева, 70",
        "Доступність Пандус, ліфт",
        "Укриття У будівлі, на 120 осіб",
        "Район Дарницький",
        "Організатор Департамент комунікацій",
        "Програма дня.",
    ):
        assert expected in text
    for link in (
        'href="tel:+380442021234"',
        'href="https://www.openstreetmap.org/?mlat=50.4012&amp;mlon=30.3901#map=17/50.4012/30.3901"',
        'href="https://forum.example.org/?a=1&amp;b=2"',
        f'href="{forum.url}kalendar.ics"',
        f'href="{forum.url}druk/"',
        'href="/forumy/?topic=rozvytok-raioniv"',
    ):
        assert link in markup
    assert "https://www.openstreetmap.org" not in re.findall(r'src="([^"]*)"', markup)
    assert 'method="post"' not in markup


def test_neighbours_in_the_series_follow_the_order_of_time(client, forum):
    markup = main(client, forum.url)
    assert events(markup) == ["Святошинський", "Скасований"]
    assert "Форум 3 із 5 у серії Столиця діалогу" in words(markup)


def test_a_forum_outside_a_series_has_no_neighbours(client, make_forum):
    page = make_forum("Окремий", kyiv(2019, 6, 6, 10))
    assert "У\u00a0цій серії" not in main(client, page.url)


@pytest.mark.parametrize(
    "case",
    [
        (kyiv(2019, 6, 12, 23, 59), "Заплановано", True, ", завтра"),
        (kyiv(2019, 6, 13, 0), "Заплановано", True, ", сьогодні"),
        (kyiv(2019, 6, 13, 10), "Триває зараз", True, ""),
        (kyiv(2019, 6, 13, 16, 30), "Завершено", False, ""),
    ],
)
def test_a_forum_turns_with_the_clock(client, forum, at, case):
    now, state, has_button, left = case
    at(now)
    markup = main(client, forum.url)
    head = markup[: markup.index("У\u00a0цій серії")]
    assert f"{state}</span>" in head
    assert ("Додати до календаря" in head) is has_button
    assert f"четвер, 10:00–16:30{left}" in words(head)
    assert ("через" in words(head)) is False


def test_a_forums_page_lives_until_it_turns(client, forum, at):
    assert fresh_until(client.get(forum.url)) == kyiv(2019, 6, 4).timestamp()
    at(kyiv(2019, 6, 13, 9))
    assert fresh_until(client.get(forum.url)) == kyiv(2019, 6, 13, 10).timestamp()


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (ForumStatus.CANCELLED, "Форум скасовано"),
        (ForumStatus.POSTPONED, "Форум перенесено"),
    ],
)
def test_a_forum_that_is_off_says_why_before_anything_else(client, forum, status, title):
    forum.status, forum.status_note = status, "Через повітряну тривогу."
    forum.save()
    markup = main(client, forum.url)
    assert markup.index(title) < markup.index("Коли й\u00a0де")
    assert "Через повітряну тривогу." in markup
    assert "Додати до календаря" not in markup


def test_the_version_for_paper_has_the_facts_and_no_navigation(client, forum):
    page = html(client, f"{forum.url}druk/")
    assert "четвер, 13 червня 2019 р., 10:00–16:30" in words(page)
    assert "Програма дня." in page
    assert 'class="nav' not in page
    assert f'<link rel="canonical" href="http://testserver{forum.url}">' in page
    assert 'content="noindex"' in page


def structured(client, path):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html(client, path))
    return next(data for data in map(json.loads, found) if data["@type"] == "Event")


def test_robots_get_an_event(client, forum):
    data = structured(client, forum.url)
    assert data["@type"] == "Event"
    assert data["startDate"] == "2019-06-13T10:00:00+03:00"
    assert data["endDate"] == "2019-06-13T16:30:00+03:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert data["location"][0]["address"]["streetAddress"] == "вул. Велика Кільцева, 70"
    assert data["location"][0]["geo"]["latitude"] == 50.4012
    assert data["location"][1]["@type"] == "VirtualLocation"
    assert data["organizer"]["name"] == "Департамент комунікацій"
    assert data["superEvent"]["name"] == "Столиця діалогу"
    assert "offers" not in data


@pytest.mark.parametrize(
    ("status", "word"),
    [(ForumStatus.CANCELLED, "EventCancelled"), (ForumStatus.POSTPONED, "EventPostponed")],
)
def test_robots_learn_that_it_is_off(client, forum, status, word):
    ForumPage.objects.filter(pk=forum.pk).update(status=status, online_url="")
    data = structured(client, forum.url)
    assert data["eventStatus"] == f"https://schema.org/{word}"
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"


# --- Both languages -----------------------------------------------------------------------------


def test_english_readers_get_translations_and_the_rest_in_ukrainian(
    client, forum, venue, translated, english
):
    venue_en = venue.copy_for_translation(english)
    venue_en.name, venue_en.address = "Hotel Road", "70 Velyka Kiltseva"
    venue_en.save()
    page = translated(forum, title="Dniprovskyi forum")
    assert page.url == "/en/forums/stolytsia-dialohu/dniprovskyi-forum/" or page.url.startswith(
        "/en/"
    )
    markup = main(client, page.url)
    text = words(markup)
    assert "Thursday, 10:00–16:30, in 10 days" in text
    assert "Where Hotel Road 70 Velyka Kiltseva" in text
    assert re.search(r'lang="uk">\s*Пандус', markup) is None
    assert 'lang="uk"' in markup  # the district has no translation
    translated(forum.get_parent().get_parent().specific, title="Forums")
    index = main(client, "/en/forums/")
    assert "Dniprovskyi forum" in events(index)
    assert re.search(r'lang="uk" hreflang="uk">Святошинський<', index)
    assert "Dniprovskyi forum" not in main(client, "/forumy/")


def test_a_translation_takes_its_times_from_the_original(client, forum, translated, at):
    page = translated(forum, title="Dniprovskyi forum")
    forum.starts_at, forum.ends_at = kyiv(2019, 7, 1, 10), kyiv(2019, 7, 1, 12)
    forum.save_revision().publish()
    assert "1 July 2019" in words(main(client, page.url))
    at(kyiv(2019, 7, 1, 12))
    assert "Over</span>" in main(client, page.url)
