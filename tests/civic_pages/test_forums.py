"""Forums as readers find them: the list, its tabs and filters, its months."""

import re
from datetime import timedelta

import pytest
from wagtail.models import PageViewRestriction

from civic_pages.enums import ForumStatus
from civic_pages.models import ForumPage
from portal.places.models import Topic
from tests.civic_pages.conftest import kyiv
from tests.civic_pages.reading import events, fresh_until, html, main, words
from tests.factories.pages import ForumSeriesPageFactory

pytestmark = pytest.mark.django_db


# --- The list ----------------------------------------------------------------------------------


def test_coming_forums_come_nearest_first_and_past_ones_latest_first(client, make_forum):
    make_forum("Далекий", kyiv(2019, 7, 1, 10))
    make_forum("Близький", kyiv(2019, 6, 6, 10))
    make_forum("Триває", kyiv(2019, 6, 3, 10), kyiv(2019, 6, 3, 18))
    make_forum("Давній", kyiv(2017, 6, 6, 10))
    make_forum("Недавній", kyiv(2019, 5, 30, 10))
    assert events(main(client, "/forumy/")) == ["Триває", "Близький", "Далекий"]
    assert events(main(client, "/forumy/?state=past")) == ["Недавній", "Давній"]


def test_tabs_are_links_with_counts(client, make_forum, district):
    make_forum("Близький", kyiv(2019, 6, 6, 10), district=district)
    make_forum("Давній", kyiv(2017, 6, 6, 10))
    page = main(client, f"/forumy/?district={district.slug}")
    tabs = re.findall(r'class="tabs__link" href="([^"]*)"( aria-current="page")?', page)
    assert tabs == [
        (f"/forumy/?district={district.slug}", ' aria-current="page"'),
        (f"/forumy/?district={district.slug}&amp;state=past", ""),
    ]
    assert "Майбутні, знайдено: 1" in words(page)
    assert "Минулі, знайдено: 0" in words(page)


def test_a_forum_moves_to_the_past_at_its_end_and_the_page_says_when(client, make_forum, at):
    make_forum("Перший", kyiv(2019, 6, 3, 10), kyiv(2019, 6, 3, 13))
    response = client.get("/forumy/")
    assert fresh_until(response) == kyiv(2019, 6, 3, 13).timestamp()
    at(kyiv(2019, 6, 3, 13))
    assert events(main(client, "/forumy/")) == []
    assert events(main(client, "/forumy/?state=past")) == ["Перший"]


def test_the_list_lives_until_the_next_beginning_or_midnight(client, make_forum):
    make_forum("Увечері", kyiv(2019, 6, 3, 18))
    assert fresh_until(client.get("/forumy/")) == kyiv(2019, 6, 3, 18).timestamp()
    ForumPage.objects.update(starts_at=kyiv(2019, 6, 5, 18), ends_at=kyiv(2019, 6, 5, 20))
    assert fresh_until(client.get("/forumy/")) == kyiv(2019, 6, 4).timestamp()


def test_the_list_is_narrowed_by_district_and_topic(client, make_forum, district, home):
    topic = Topic.objects.create(locale=home.locale, name="Екологія")
    make_forum("Районний", kyiv(2019, 6, 6, 10), district=district)
    about = make_forum("Про довкілля", kyiv(2019, 6, 7, 10))
    about.topics = [topic]
    about.save()
    assert events(main(client, f"/forumy/?district={district.slug}")) == ["Районний"]
    assert events(main(client, f"/forumy/?topic={topic.slug}")) == ["Про довкілля"]
    both = html(client, f"/forumy/?topic={topic.slug}&district={district.slug}")
    assert events(both) == []
    assert "За цими фільтрами форумів немає" in both
    assert '<meta name="robots" content="noindex' in both
    assert f'href="/forumy/kalendar.ics?topic={topic.slug}&amp;district={district.slug}"' in both


@pytest.mark.parametrize(
    "query",
    [
        "state=nemaie",
        "state=coming",
        "district=nemaie",
        "topic=%00",
        "page=abc",
        "page=0",
        "page=2",
        "page=99999",
        "district=a&district=b",
        "topic=" + "ж" * 3000,
    ],
)
def test_what_does_not_exist_is_a_404_with_a_way_back(client, make_forum, query):
    make_forum("Близький", kyiv(2019, 6, 6, 10))
    assert 'href="/forumy/"' in html(client, f"/forumy/?{query}", status=404)


def test_unknown_keys_are_ignored(client, make_forum):
    make_forum("Близький", kyiv(2019, 6, 6, 10))
    page = html(client, "/forumy/?невідоме=1&a=b")
    assert events(page) == ["Близький"]
    assert '<link rel="canonical" href="http://testserver/forumy/">' in page


def test_long_lists_have_pages(client, make_forum):
    for number in range(25):
        make_forum(f"Форум {number}", kyiv(2019, 7, 1, 10) + timedelta(days=number))
    assert len(events(main(client, "/forumy/"))) == 20
    second = html(client, "/forumy/?page=2")
    assert len(events(second)) == 5
    assert 'href="/forumy/" rel="prev"' in second


def test_a_month_without_its_zero_leads_to_the_full_address(client, make_forum):
    make_forum("Форум", kyiv(2019, 6, 6, 10))
    answer = client.get("/forumy/2019/6/")
    assert (answer.status_code, answer["Location"]) == (301, "/forumy/2019/06/")
    assert client.get("/forumy/2019/0/", follow=True).status_code == 404
    assert client.get("/forumy/2019/006/").status_code == 404


def test_empty_lists_say_what_to_do_next(client, make_forum):
    nothing = main(client, "/forumy/")
    assert "Нових форумів поки не оголошено" in nothing
    assert 'href="/forumy/?state=past"' in nothing
    past = main(client, "/forumy/?state=past")
    assert "Жоден форум ще не відбувся" in past


def test_drafts_and_restricted_forums_are_not_listed(client, make_forum):
    make_forum("Чернетка", kyiv(2019, 6, 6, 10)).unpublish()
    secret = make_forum("Закритий", kyiv(2019, 6, 6, 10))
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    assert events(main(client, "/forumy/")) == []
    assert events(main(client, "/forumy/2019/06/")) == []


def test_states_are_chips_with_words(client, make_forum):
    make_forum("Скасований", kyiv(2019, 6, 6, 10), status=ForumStatus.CANCELLED)
    make_forum("Перенесений", kyiv(2019, 6, 7, 10), status=ForumStatus.POSTPONED)
    make_forum("Запланований", kyiv(2019, 6, 8, 10))
    page = main(client, "/forumy/")
    for kind, word in (
        ("cancelled", "Скасовано"),
        ("cancelled", "Перенесено"),
        ("planned", "Заплановано"),
    ):
        assert re.search(rf'class="chip chip--{kind}"><svg[^>]*>.*?</svg>{word}</span>', page)


def test_the_list_says_the_year_only_when_it_is_another(client, make_forum):
    make_forum("Цьогоріч", kyiv(2019, 12, 31, 22), kyiv(2020, 1, 1, 2))
    make_forum("Наступного року", kyiv(2020, 1, 5, 10))
    page = main(client, "/forumy/")
    assert re.findall(r'event__month">([^<]*)<', page) == ["грудня", "січня 2020"]
    assert "31 грудня 2019 р. – 1 січня 2020 р., початок о 22:00" in words(page)


def test_series_stand_under_the_first_page_of_the_whole_list(
    client, make_forum, forum_index, district
):
    series = ForumSeriesPageFactory(parent=forum_index, title="Столиця діалогу", slug="dialoh")
    ForumSeriesPageFactory(parent=forum_index, title="Чернетка серії").unpublish()
    make_forum("Перший", kyiv(2019, 6, 6, 10), parent=series, district=district)
    page = main(client, "/forumy/")
    assert 'href="/forumy/dialoh/"' in page
    assert "Чернетка серії" not in page
    assert 'href="/forumy/dialoh/"' not in main(client, f"/forumy/?district={district.slug}")


# --- Months ------------------------------------------------------------------------------------


def days(page):
    return re.findall(r'<td>\s*<a href="([^"]*)"', page)


def test_the_calendar_leads_to_the_days_of_the_month(client, make_forum):
    make_forum("Перший", kyiv(2019, 6, 6, 10))
    make_forum("Другий", kyiv(2019, 6, 6, 15))
    make_forum("Триденний", kyiv(2019, 6, 28, 10), kyiv(2019, 6, 30, 12))
    page = main(client, "/forumy/")
    assert days(page) == [
        "/forumy/2019/06/#d6",
        "/forumy/2019/06/#d28",
        "/forumy/2019/06/#d28",
        "/forumy/2019/06/#d28",
    ]
    assert "6 червня: 2 форуми" in words(page)
    month = main(client, "/forumy/2019/06/")
    assert events(month) == ["Перший", "Другий", "Триденний"]
    assert re.findall(r'<li id="([^"]*)"', month) == ["d6", "d28"]
    assert days(month)[0] == "#d6"


def test_a_forum_over_new_years_eve_stands_in_both_months(client, make_forum):
    make_forum("Новорічний", kyiv(2019, 12, 31, 22), kyiv(2020, 1, 1, 2))
    make_forum("До півночі", kyiv(2019, 12, 30, 20), kyiv(2019, 12, 31))
    december, january = main(client, "/forumy/2019/12/"), None
    assert events(december) == ["До півночі", "Новорічний"]
    assert days(december) == ["#d30", "#d31"]
    # The last forum begins in December: January is not among the months of the list.
    html(client, "/forumy/2020/01/", status=404)
    make_forum("Січневий", kyiv(2020, 1, 20, 10))
    january = main(client, "/forumy/2020/01/")
    assert events(january) == ["Новорічний", "Січневий"]
    assert days(january) == ["#d1", "#d20"]
    assert 'href="/forumy/2019/12/" rel="prev"' in january
    assert 'href="/forumy/2020/01/" rel="next"' in main(client, "/forumy/2019/12/")


def test_neighbouring_months_lead_no_further_than_the_forums(client, make_forum):
    make_forum("Єдиний", kyiv(2018, 3, 10, 10))
    page = main(client, "/forumy/")
    assert 'href="/forumy/2018/03/" rel="prev"' in page
    assert 'rel="next"' not in page
    only = main(client, "/forumy/2018/03/")
    assert 'rel="prev"' not in only
    assert 'rel="next"' not in only


def test_the_current_month_is_there_without_forums_but_not_for_robots(client, make_forum):
    page = html(client, "/forumy/2019/06/")
    assert "Цього місяця форумів немає" in page
    assert '<meta name="robots" content="noindex' in page


@pytest.mark.parametrize(
    "path",
    [
        "2019/13/",
        "2019/00/",
        "0000/06/",
        "9999/12/",
        "2019/05/",
        "2019/08/",
        "2019/",
        "19/06/",
    ],
)
def test_an_address_that_is_no_month_or_has_no_forums_is_a_404(client, make_forum, path):
    make_forum("Червневий", kyiv(2019, 6, 6, 10))
    make_forum("Липневий", kyiv(2019, 7, 6, 10))
    html(client, f"/forumy/{path}", status=404)


def test_a_month_knows_its_way_and_its_english_twin(client, make_forum, forum_index, translated):
    make_forum("Червневий", kyiv(2019, 6, 6, 10))
    translated(forum_index, title="Forums")
    page = html(client, "/forumy/2019/06/")
    assert "<h1>Форуми: червень 2019</h1>" in page
    crumbs = page[
        page.index('class="breadcrumbs"') : page.index("</nav>", page.index('class="breadcrumbs"'))
    ]
    assert 'href="/forumy/"' in crumbs
    assert "Червень 2019" in crumbs
    assert '<link rel="canonical" href="http://testserver/forumy/2019/06/">' in page
    assert 'href="/en/forums/2019/06/"' in page
    assert "<h1>Forums: June 2019</h1>" in html(client, "/en/forums/2019/06/")
