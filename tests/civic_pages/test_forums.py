"""Forums as readers find them: the list, its months, series, one forum."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from types import SimpleNamespace

import pytest
from wagtail.models import PageViewRestriction

from civic_pages.enums import ForumStatus
from civic_pages.models import ForumPage
from civic_pages.selectors.forums import announced_forums
from portal.places.models import Department, District, Topic, Venue
from tests.civic_pages.conftest import kyiv
from tests.factories.pages import ForumPageFactory, ForumSeriesPageFactory

pytestmark = pytest.mark.django_db

NOW = kyiv(2019, 6, 3, 12)


def html(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return response.content.decode()


def main(client, path):
    body = html(client, path)
    return body[body.index("<main") : body.index("</main>")]


def words(markup):
    text = unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\xa0", " ")
    return re.sub(r"\s+([,:])", r"\1", re.sub(r"\s+", " ", text))


def titles(markup):
    return re.findall(r'class="event__link"[^>]*>([^<]*)<', markup.replace("\xa0", " "))


@pytest.fixture
def district(home):
    return District.objects.create(locale=home.locale, name="Дарницький")


@pytest.fixture
def venue(home):
    return Venue.objects.create(
        locale=home.locale,
        name="Готель «Road»",
        address="вул. Велика Кільцева, 70",
        accessibility="Пандус, ліфт",
        shelter="У будівлі, на 120 осіб",
        latitude=Decimal("50.401200"),
        longitude=Decimal("30.390100"),
    )


@pytest.fixture
def organiser(home):
    return Department.objects.create(
        locale=home.locale, name="Департамент комунікацій", phone="+380 (44) 202-12-34"
    )


@pytest.fixture
def city(home, district, venue, organiser):
    topic = Topic.objects.create(locale=home.locale, name="Розвиток районів")
    return SimpleNamespace(district=district, venue=venue, organiser=organiser, topic=topic)


@pytest.fixture
def make(forum_index, at):
    at(NOW)

    def forum(title, starts, ends=None, parent=forum_index, **fields):
        return ForumPageFactory(
            parent=parent,
            title=title,
            starts_at=starts,
            ends_at=ends or starts + timedelta(hours=2),
            **fields,
        )

    return forum


# --- The list ----------------------------------------------------------------------------------


def test_coming_forums_come_nearest_first_and_past_ones_latest_first(client, make):
    make("Далекий", kyiv(2019, 7, 1, 10))
    make("Близький", kyiv(2019, 6, 6, 10))
    make("Триває", kyiv(2019, 6, 3, 10), kyiv(2019, 6, 3, 18))
    make("Давній", kyiv(2017, 6, 6, 10))
    make("Недавній", kyiv(2019, 5, 30, 10))
    assert titles(main(client, "/forumy/")) == ["Триває", "Близький", "Далекий"]
    assert titles(main(client, "/forumy/?state=past")) == ["Недавній", "Давній"]


def test_tabs_are_links_with_counts(client, make, district):
    make("Близький", kyiv(2019, 6, 6, 10), district=district)
    make("Давній", kyiv(2017, 6, 6, 10))
    page = main(client, f"/forumy/?district={district.slug}")
    tabs = re.findall(r'class="tabs__link" href="([^"]*)"( aria-current="page")?', page)
    assert tabs == [
        (f"/forumy/?district={district.slug}", ' aria-current="page"'),
        (f"/forumy/?district={district.slug}&amp;state=past", ""),
    ]
    assert "Майбутні знайдено: 1" in words(page)
    assert "Минулі знайдено: 0" in words(page)


def test_a_forum_moves_to_the_past_at_its_end_and_the_page_says_when(client, make, at):
    make("Перший", kyiv(2019, 6, 3, 10), kyiv(2019, 6, 3, 13))
    response = client.get("/forumy/")
    assert float(response["X-Fresh-Until"]) == kyiv(2019, 6, 3, 13).timestamp()
    at(kyiv(2019, 6, 3, 13))
    assert titles(main(client, "/forumy/")) == []
    assert titles(main(client, "/forumy/?state=past")) == ["Перший"]


def test_the_list_lives_until_the_next_beginning_or_midnight(client, make):
    make("Увечері", kyiv(2019, 6, 3, 18))
    assert float(client.get("/forumy/")["X-Fresh-Until"]) == kyiv(2019, 6, 3, 18).timestamp()
    ForumPage.objects.update(starts_at=kyiv(2019, 6, 5, 18), ends_at=kyiv(2019, 6, 5, 20))
    assert float(client.get("/forumy/")["X-Fresh-Until"]) == kyiv(2019, 6, 4).timestamp()


def test_the_list_is_narrowed_by_district_and_topic(client, make, district, home):
    topic = Topic.objects.create(locale=home.locale, name="Екологія")
    make("Районний", kyiv(2019, 6, 6, 10), district=district)
    about = make("Про довкілля", kyiv(2019, 6, 7, 10))
    about.topics = [topic]
    about.save()
    assert titles(main(client, f"/forumy/?district={district.slug}")) == ["Районний"]
    assert titles(main(client, f"/forumy/?topic={topic.slug}")) == ["Про довкілля"]
    both = html(client, f"/forumy/?topic={topic.slug}&district={district.slug}")
    assert titles(both) == []
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
def test_what_does_not_exist_is_a_404_with_a_way_back(client, make, query):
    make("Близький", kyiv(2019, 6, 6, 10))
    assert 'href="/forumy/"' in html(client, f"/forumy/?{query}", status=404)


def test_unknown_keys_are_ignored(client, make):
    make("Близький", kyiv(2019, 6, 6, 10))
    page = html(client, "/forumy/?невідоме=1&a=b")
    assert titles(page) == ["Близький"]
    assert '<link rel="canonical" href="http://testserver/forumy/">' in page


def test_long_lists_have_pages(client, make):
    for number in range(25):
        make(f"Форум {number}", kyiv(2019, 7, 1, 10) + timedelta(days=number))
    assert len(titles(main(client, "/forumy/"))) == 20
    second = html(client, "/forumy/?page=2")
    assert len(titles(second)) == 5
    assert 'href="/forumy/" rel="prev"' in second


def test_empty_lists_say_what_to_do_next(client, make):
    nothing = main(client, "/forumy/")
    assert "Нових форумів поки не оголошено" in nothing
    assert 'href="/forumy/?state=past"' in nothing
    past = main(client, "/forumy/?state=past")
    assert "Жоден форум ще не відбувся" in past


def test_drafts_and_restricted_forums_are_not_listed(client, make):
    make("Чернетка", kyiv(2019, 6, 6, 10)).unpublish()
    secret = make("Закритий", kyiv(2019, 6, 6, 10))
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    assert titles(main(client, "/forumy/")) == []
    assert titles(main(client, "/forumy/2019/06/")) == []


def test_states_are_chips_with_words(client, make):
    make("Скасований", kyiv(2019, 6, 6, 10), status=ForumStatus.CANCELLED)
    make("Перенесений", kyiv(2019, 6, 7, 10), status=ForumStatus.POSTPONED)
    make("Запланований", kyiv(2019, 6, 8, 10))
    page = main(client, "/forumy/")
    for kind, word in (
        ("cancelled", "Скасовано"),
        ("cancelled", "Перенесено"),
        ("planned", "Заплановано"),
    ):
        assert re.search(rf'class="chip chip--{kind}"><svg[^>]*>.*?</svg>{word}</span>', page)


def test_the_list_says_the_year_only_when_it_is_another(client, make):
    make("Цьогоріч", kyiv(2019, 12, 31, 22), kyiv(2020, 1, 1, 2))
    make("Наступного року", kyiv(2020, 1, 5, 10))
    page = main(client, "/forumy/")
    assert re.findall(r'event__month">([^<]*)<', page) == ["грудня", "січня 2020"]
    assert "31 грудня 2019 р. – 1 січня 2020 р., початок о 22:00" in words(page)


def test_series_stand_under_the_first_page_of_the_whole_list(client, make, forum_index, district):
    series = ForumSeriesPageFactory(parent=forum_index, title="Столиця діалогу", slug="dialoh")
    ForumSeriesPageFactory(parent=forum_index, title="Чернетка серії").unpublish()
    make("Перший", kyiv(2019, 6, 6, 10), parent=series, district=district)
    page = main(client, "/forumy/")
    assert 'href="/forumy/dialoh/"' in page
    assert "Чернетка серії" not in page
    assert 'href="/forumy/dialoh/"' not in main(client, f"/forumy/?district={district.slug}")


# --- Months ------------------------------------------------------------------------------------


def days(page):
    return re.findall(r'<td>\s*<a href="([^"]*)"', page)


def test_the_calendar_leads_to_the_days_of_the_month(client, make):
    make("Перший", kyiv(2019, 6, 6, 10))
    make("Другий", kyiv(2019, 6, 6, 15))
    make("Триденний", kyiv(2019, 6, 28, 10), kyiv(2019, 6, 30, 12))
    page = main(client, "/forumy/")
    assert days(page) == [
        "/forumy/2019/06/#d6",
        "/forumy/2019/06/#d28",
        "/forumy/2019/06/#d28",
        "/forumy/2019/06/#d28",
    ]
    assert "6 червня: 2 форуми" in words(page)
    month = main(client, "/forumy/2019/06/")
    assert titles(month) == ["Перший", "Другий", "Триденний"]
    assert re.findall(r'<li id="([^"]*)"', month) == ["d6", "d28"]
    assert days(month)[0] == "#d6"


def test_a_forum_over_new_years_eve_stands_in_both_months(client, make):
    make("Новорічний", kyiv(2019, 12, 31, 22), kyiv(2020, 1, 1, 2))
    make("До півночі", kyiv(2019, 12, 30, 20), kyiv(2019, 12, 31))
    december, january = main(client, "/forumy/2019/12/"), None
    assert titles(december) == ["До півночі", "Новорічний"]
    assert days(december) == ["#d30", "#d31"]
    # The last forum begins in December: January is not among the months of the list.
    html(client, "/forumy/2020/01/", status=404)
    make("Січневий", kyiv(2020, 1, 20, 10))
    january = main(client, "/forumy/2020/01/")
    assert titles(january) == ["Новорічний", "Січневий"]
    assert days(january) == ["#d1", "#d20"]
    assert 'href="/forumy/2019/12/" rel="prev"' in january
    assert 'href="/forumy/2020/01/" rel="next"' in main(client, "/forumy/2019/12/")


def test_neighbouring_months_lead_no_further_than_the_forums(client, make):
    make("Єдиний", kyiv(2018, 3, 10, 10))
    page = main(client, "/forumy/")
    assert 'href="/forumy/2018/03/" rel="prev"' in page
    assert 'rel="next"' not in page
    only = main(client, "/forumy/2018/03/")
    assert 'rel="prev"' not in only
    assert 'rel="next"' not in only


def test_the_current_month_is_there_without_forums_but_not_for_robots(client, make):
    page = html(client, "/forumy/2019/06/")
    assert "Цього місяця форумів немає" in page
    assert '<meta name="robots" content="noindex' in page


@pytest.mark.parametrize(
    "path",
    [
        "2019/13/",
        "2019/00/",
        "2019/6/",
        "0000/06/",
        "9999/12/",
        "2019/05/",
        "2019/08/",
        "2019/",
        "19/06/",
    ],
)
def test_an_address_that_is_no_month_or_has_no_forums_is_a_404(client, make, path):
    make("Червневий", kyiv(2019, 6, 6, 10))
    make("Липневий", kyiv(2019, 7, 6, 10))
    html(client, f"/forumy/{path}", status=404)


def test_a_month_knows_its_way_and_its_english_twin(client, make, forum_index, translated):
    make("Червневий", kyiv(2019, 6, 6, 10))
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


# --- Series ------------------------------------------------------------------------------------


@pytest.fixture
def series(forum_index, make, district, venue):
    page = ForumSeriesPageFactory(parent=forum_index, title="Столиця діалогу", slug="dialoh")
    make("Міський", kyiv(2019, 9, 20, 10), parent=page, venue=venue)
    make("Дарницький", kyiv(2019, 5, 30, 10), parent=page, district=district, venue=venue)
    make("Скасований", kyiv(2019, 6, 20, 10), parent=page, district=district, status="CANCELLED")
    make("Святошинський", kyiv(2019, 6, 6, 10), parent=page, district=district, venue=venue)
    return page


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


@pytest.fixture
def forum(make, series, city):
    page = make(
        "Дніпровський",
        kyiv(2019, 6, 13, 10),
        kyiv(2019, 6, 13, 16, 30),
        parent=series,
        district=city.district,
        venue=city.venue,
        organiser=city.organiser,
        lead="Разом опрацюємо концепцію.",
        online_url="https://forum.example.org/?a=1&b=2",
        body=[("text", "<p>Програма дня.</p>")],
    )
    page.topics = [city.topic]
    page.save()
    return page


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
    assert titles(markup) == ["Святошинський", "Скасований"]
    assert "Форум 3 із 5 у серії Столиця діалогу" in words(markup)


def test_a_forum_outside_a_series_has_no_neighbours(client, make):
    page = make("Окремий", kyiv(2019, 6, 6, 10))
    assert "У цій серії" not in main(client, page.url)


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
    head = markup[: markup.index("У цій серії")]
    assert f"{state}</span>" in head
    assert ("Додати до календаря" in head) is has_button
    assert f"четвер, 10:00–16:30{left}" in words(head)
    assert ("через" in words(head)) is False


def test_a_forums_page_lives_until_it_turns(client, forum, at):
    assert float(client.get(forum.url)["X-Fresh-Until"]) == kyiv(2019, 6, 4).timestamp()
    at(kyiv(2019, 6, 13, 9))
    assert float(client.get(forum.url)["X-Fresh-Until"]) == kyiv(2019, 6, 13, 10).timestamp()


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
    assert markup.index(title) < markup.index("Коли й де")
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
    assert "Dniprovskyi forum" in titles(index)
    assert re.search(r'lang="uk" hreflang="uk">Святошинський<', index)
    assert "Dniprovskyi forum" not in main(client, "/forumy/")


def test_a_translation_takes_its_times_from_the_original(client, forum, translated, at):
    page = translated(forum, title="Dniprovskyi forum")
    forum.starts_at, forum.ends_at = kyiv(2019, 7, 1, 10), kyiv(2019, 7, 1, 12)
    forum.save_revision().publish()
    assert "1 July 2019" in words(main(client, page.url))
    at(kyiv(2019, 7, 1, 12))
    assert "Over</span>" in main(client, page.url)


# --- What it costs ------------------------------------------------------------------------------


@pytest.fixture
def many(make, forum_index, city):
    series = ForumSeriesPageFactory(parent=forum_index, title="Серія", slug="seriia")

    def fill(number):
        pages = [
            make(
                f"Форум {n}",
                kyiv(2019, 6, 6, 10) + timedelta(hours=n),
                parent=series,
                district=city.district if n else None,
                venue=city.venue,
                organiser=city.organiser,
            )
            for n in range(number)
        ]
        pages[0].topics = [city.topic]
        pages[0].save()
        return pages

    return fill


@pytest.mark.parametrize("number", [5, 60])
@pytest.mark.parametrize(
    "case",
    [
        ("/forumy/", 12),
        ("/forumy/2019/06/", 9),
        ("/forumy/seriia/", 8),
        ("first", 10),
        ("/forumy/rss/", 8),
        ("/forumy/feed.json", 8),
    ],
)
def test_queries_do_not_grow_with_forums(client, many, django_assert_max_num_queries, number, case):
    path, most = case
    first = many(number)[0]
    address = first.url if path == "first" else path
    client.get(address)
    with django_assert_max_num_queries(most):
        html(client, address)


def test_announcements_for_other_pages_cost_one_query(many, rf, django_assert_num_queries):
    many(8)
    request = rf.get("/")
    with django_assert_num_queries(1):
        found = announced_forums(request, limit=4)
        assert [forum.venue.name for forum in found] == ["Готель «Road»"] * 4
    assert [forum.title for forum in found] == ["Форум 0", "Форум 1", "Форум 2", "Форум 3"]


# --- Feeds ------------------------------------------------------------------------------------------


def test_feeds_announce_forums_with_day_and_place(client, forum):
    data = client.get("/forumy/feed.json").json()
    item = next(each for each in data["items"] if each["title"] == "Дніпровський")
    assert item["content_text"] == (
        "четвер, 13 червня 2019 р., 10:00–16:30. Готель «Road», вул. Велика Кільцева, 70. "
        "Разом опрацюємо концепцію."
    )
    assert item["url"] == f"http://testserver{forum.url}"
    assert "Дніпровський" in html(client, "/forumy/rss/")
    assert "Дніпровський" in html(client, "/forumy/atom/")


def test_feeds_are_narrowed_and_refuse_the_unknown(client, forum, district, make):
    make("Без району", kyiv(2019, 6, 6, 10))
    narrowed = html(client, f"/forumy/rss/?district={district.slug}")
    assert "Дніпровський" in narrowed
    assert "Без району" not in narrowed
    html(client, "/forumy/rss/?district=nemaie", status=404)
    page = html(client, f"/forumy/?district={district.slug}&state=past")
    assert (
        f'type="application/rss+xml" title="Форуми: Дарницький (RSS)" href="/forumy/rss/?district={district.slug}"'
        in page
    )
