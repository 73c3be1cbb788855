"""iCalendar: parsed back, every word and moment must be the page's own."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar

from civic_pages.calendars import _KYIV
from civic_pages.enums import ForumStatus
from civic_pages.models import ForumPage
from portal.places.models import Department, District, Topic, Venue
from tests.civic_pages.conftest import KYIV, kyiv
from tests.factories.pages import (
    ConsultationPageFactory,
    ForumPageFactory,
    ForumSeriesPageFactory,
)

pytestmark = pytest.mark.django_db

NOW = kyiv(2019, 6, 3, 12)
STARTS, ENDS = kyiv(2019, 6, 6, 10), kyiv(2019, 6, 6, 16, 30)


@pytest.fixture
def venue(home):
    return Venue.objects.create(
        locale=home.locale,
        name="Готель «Road»",
        address="вул. Велика Кільцева, 70",
        accessibility="Пандус, ліфт",
        shelter="У будівлі; на 120 осіб",
        latitude=Decimal("50.401200"),
        longitude=Decimal("30.390100"),
    )


@pytest.fixture
def organiser(home):
    return Department.objects.create(
        locale=home.locale,
        name="Департамент, що дбає",
        phone="+380442021234",
        email="d@example.org",
    )


@pytest.fixture
def forum(forum_index, venue, organiser, at):
    at(NOW)
    page = ForumPageFactory(
        parent=forum_index,
        title="Святошинський форум; перший, головний",
        slug="sviatoshynskyi",
        lead="Рядок перший\r\nрядок другий\\ кінець\x0b.",
        starts_at=STARTS,
        ends_at=ENDS,
        venue=venue,
        organiser=organiser,
        online_url="",
    )
    page.save_revision().publish()
    return ForumPage.objects.get(pk=page.pk)


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    calendar = Calendar.from_ical(response.content)
    return calendar, calendar.walk("VEVENT")


def only(client, path):
    _calendar, (event,) = read(client, path)
    return event


def test_a_forum_says_when_where_and_what(client, forum):
    calendar, (event,) = read(client, f"{forum.url}kalendar.ics")
    assert event["SUMMARY"] == "Святошинський форум; перший, головний"
    assert event.decoded("DTSTART") == STARTS
    assert event.decoded("DTEND") == ENDS
    assert event["DTSTART"].params["TZID"] == "Europe/Kyiv"
    assert event["LOCATION"] == "Готель «Road», вул. Велика Кільцева, 70"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (50.4012, 30.3901)
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"] == "http://testserver/forumy/sviatoshynskyi/"
    assert event["CONTACT"] == "Департамент, що дбає, +380442021234, d@example.org"
    assert event["DESCRIPTION"].split("\n\n") == [
        "Рядок перший\nрядок другий\\ кінець.",
        "Доступність: Пандус, ліфт",
        "Укриття: У будівлі; на 120 осіб",
        "http://testserver/forumy/sviatoshynskyi/",
    ]
    assert calendar["VERSION"] == "2.0"
    assert calendar["METHOD"] == "PUBLISH"
    assert str(calendar["X-WR-CALNAME"]).startswith("Святошинський форум")
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_lines_are_folded_and_ended_as_the_format_demands(client, forum):
    body = client.get(f"{forum.url}kalendar.ics").content
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line or b"\x0b" in line for line in lines)
    assert all(len(line) <= 75 for line in lines)


def test_identity_stays_and_the_sequence_grows(client, forum, at):
    path = f"{forum.url}kalendar.ics"
    first = only(client, path)
    assert first["UID"] == str(forum.translation_key)
    assert only(client, path).to_ical() == first.to_ical()
    later = at(NOW + timedelta(hours=2))
    forum.starts_at = STARTS + timedelta(hours=1)
    forum.save_revision().publish()
    second = only(client, path)
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert second.decoded("LAST-MODIFIED") == later
    assert second.decoded("CREATED") == first.decoded("CREATED")


@pytest.mark.parametrize(
    ("status", "word", "prefix"),
    [
        (ForumStatus.CANCELLED, "CANCELLED", "Скасовано: "),
        (ForumStatus.POSTPONED, "TENTATIVE", "Перенесено: "),
    ],
)
def test_a_forum_that_is_off_says_so_in_two_ways(client, forum, status, word, prefix):
    forum.status, forum.status_note = status, "Через повітряну тривогу."
    forum.save()
    event = only(client, f"{forum.url}kalendar.ics")
    assert event["STATUS"] == word
    assert event["SUMMARY"].startswith(prefix)
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["DESCRIPTION"].startswith("Через повітряну тривогу.")


def test_a_forum_online_or_without_an_end(client, forum):
    forum.venue, forum.online_url, forum.ends_at = None, "https://zoom.example/1?a=b&c=d", STARTS
    forum.save()
    event = only(client, f"{forum.url}kalendar.ics")
    assert event["LOCATION"] == "Онлайн"
    assert "https://zoom.example/1?a=b&c=d" in event["DESCRIPTION"]
    assert "DTEND" not in event


def test_a_subscription_holds_the_last_year_and_what_is_to_come(client, forum_index, forum, at):
    for days, title in ((-365, "Торішній"), (-367, "Давній"), (400, "Далекий")):
        begins = NOW + timedelta(days=days)
        ForumPageFactory(
            parent=forum_index, title=title, starts_at=begins, ends_at=begins + timedelta(hours=2)
        )
    _calendar, events = read(client, "/forumy/kalendar.ics")
    assert [str(event["SUMMARY"]) for event in events] == [
        "Торішній",
        "Святошинський форум; перший, головний",
        "Далекий",
    ]


def test_a_subscription_is_narrowed_by_district_and_topic(client, forum_index, forum, home):
    district = District.objects.create(locale=home.locale, name="Дарницький")
    topic = Topic.objects.create(locale=home.locale, name="Екологія")
    of_district = ForumPageFactory(parent=forum_index, district=district, title="Районний")
    of_district.topics = [topic]
    of_district.save()
    for query in (
        f"district={district.slug}",
        f"topic={topic.slug}",
        "district=darnytskyi&utm_x=1",
    ):
        calendar, (event,) = read(client, f"/forumy/kalendar.ics?{query}")
        assert event["SUMMARY"] == "Районний"
        assert topic.name in calendar["NAME"] or district.name in calendar["NAME"]


@pytest.mark.parametrize(
    "query", ["district=nemaie", "topic=%00", "district=a&district=b", "topic=" + "x" * 5000]
)
def test_an_unknown_district_is_a_404(client, forum, query):
    assert client.get(f"/forumy/kalendar.ics?{query}").status_code == 404


@pytest.mark.parametrize("query", ["page=abc", "state=nemaie", "невідоме=1"])
def test_what_a_calendar_does_not_know_is_ignored(client, forum, query):
    assert client.get(f"/forumy/kalendar.ics?{query}").status_code == 200


def test_a_series_has_a_calendar_of_its_own(client, forum_index, forum):
    series = ForumSeriesPageFactory(parent=forum_index, title="Столиця діалогу", slug="dialoh")
    ForumPageFactory(
        parent=series, title="Перший", starts_at=kyiv(2017, 6, 6), ends_at=kyiv(2017, 6, 7)
    )
    calendar, (event,) = read(client, "/forumy/dialoh/kalendar.ics")
    assert event["SUMMARY"] == "Перший"
    assert calendar["X-WR-CALNAME"] == "Столиця діалогу — Спільно"


def test_an_empty_calendar_is_a_calendar(client, forum_index):
    calendar, events = read(client, "/forumy/kalendar.ics")
    assert events == []
    assert calendar["URL"] == "http://testserver/forumy/"


def test_english_words_and_the_same_identity(client, forum, venue, translated, english):
    venue_en = venue.copy_for_translation(english)
    venue_en.name, venue_en.address = "Hotel Road", "70 Velyka Kiltseva"
    venue_en.save()
    page = translated(forum, title="Sviatoshyn forum")
    event = only(client, f"{page.url}calendar.ics")
    assert event["SUMMARY"] == "Sviatoshyn forum"
    assert event["LOCATION"] == "Hotel Road, 70 Velyka Kiltseva"
    assert event["UID"] == str(forum.translation_key)
    assert event.decoded("DTSTART") == STARTS
    index = translated(forum.get_parent().specific, title="Forums")
    assert only(client, f"{index.url}calendar.ics")["SUMMARY"] == "Sviatoshyn forum"


def test_deadlines_of_consultations(client, consultation_index, organiser, at):
    at(NOW)
    page = ConsultationPageFactory(
        parent=consultation_index,
        title="Зелені зони",
        question="Як доглядати сквери?",
        department=organiser,
        opens_at=kyiv(2019, 5, 20, 9),
        closes_at=kyiv(2019, 6, 6, 18),
    )
    for path in ("/konsultatsii/kalendar.ics", f"{page.url}kalendar.ics"):
        event = only(client, path)
        assert event["SUMMARY"] == "Завершується прийом пропозицій: Зелені зони"
        assert event.decoded("DTSTART") == kyiv(2019, 6, 6, 18)
        assert "DTEND" not in event
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["UID"] == f"{page.translation_key}-deadline"
        assert event["DESCRIPTION"].startswith("Як доглядати сквери?")


@pytest.fixture
def consultations(consultation_index, organiser, home, at):
    """Two of this week, one of them on ecology."""
    at(NOW)
    topic = Topic.objects.create(locale=home.locale, name="Екологія")
    window = {"opens_at": kyiv(2019, 5, 20, 9), "closes_at": kyiv(2019, 6, 6, 18)}
    green = ConsultationPageFactory(
        parent=consultation_index, title="Зелені зони", department=organiser, **window
    )
    green.topics = [topic]
    green.save()
    ConsultationPageFactory(parent=consultation_index, title="Транспорт", **window)
    return topic


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("topic=ekolohiia", ": Екологія"),
        ("topic=ekolohiia&state=open", ": "),
        ("department=departament-shcho-dbaie", ": Департамент, що дбає"),
    ],
)
def test_deadlines_are_narrowed_as_the_agenda_is(client, consultations, query, name):
    calendar, (event,) = read(client, f"/konsultatsii/kalendar.ics?{query}")
    assert event["SUMMARY"].endswith("Зелені зони")
    assert name in calendar["NAME"]
    assert len(read(client, "/konsultatsii/kalendar.ics")[1]) == 2


def test_deadlines_of_a_state_turn_with_it(client, consultations, at):
    answer = client.get("/konsultatsii/kalendar.ics?state=open")
    assert float(answer["X-Fresh-Until"]) <= kyiv(2019, 6, 4).timestamp()
    at(kyiv(2019, 6, 6, 12))
    answer = client.get("/konsultatsii/kalendar.ics?state=open")
    assert float(answer["X-Fresh-Until"]) == kyiv(2019, 6, 6, 18).timestamp()


@pytest.mark.parametrize(
    "query",
    ["topic=nema", "district=nema", "state=nema", "year=20x9", "topic=a&topic=b", "topic=%00"],
)
def test_deadlines_of_what_does_not_exist_are_a_404(client, consultations, query):
    assert client.get(f"/konsultatsii/kalendar.ics?{query}").status_code == 404


def test_of_too_many_the_oldest_fall_off(
    client, forum, consultation_index, consultations, monkeypatch
):
    monkeypatch.setattr("civic_pages.calendars._MOST", 2)
    for day, title in ((4, "Завтра"), (20, "Згодом")):
        ForumPageFactory(
            parent=forum.get_parent(),
            title=title,
            starts_at=kyiv(2019, 6, day, 10),
            ends_at=kyiv(2019, 6, day, 12),
        )
    ConsultationPageFactory(
        parent=consultation_index,
        title="Найдовша",
        opens_at=kyiv(2019, 5, 20, 9),
        closes_at=kyiv(2019, 6, 30, 18),
    )
    _calendar, forums = read(client, "/forumy/kalendar.ics")
    assert [event["SUMMARY"] for event in forums] == [forum.title, "Згодом"]
    _calendar, deadlines = read(client, "/konsultatsii/kalendar.ics")
    assert [event["SUMMARY"].partition(": ")[2] for event in deadlines] == ["Транспорт", "Найдовша"]


def test_drafts_without_times_break_no_calendar(client, forum_index, consultation_index):
    ForumPageFactory(parent=forum_index, starts_at=None, ends_at=None)
    ConsultationPageFactory(parent=consultation_index, opens_at=None, closes_at=None)
    assert read(client, "/forumy/kalendar.ics")[1] == []
    assert read(client, "/konsultatsii/kalendar.ics")[1] == []


@pytest.mark.parametrize("year", [1997, 2019, 2026, 2037])
def test_the_time_zone_is_that_of_the_city_through_the_years(year):
    """If Ukraine changes its rules, the zone's data will say so and this text must follow."""
    zone = Calendar.from_ical(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{_KYIV}END:VCALENDAR\n")
    written = zone.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    moment = datetime(year, 1, 1, 12, tzinfo=UTC)
    while moment.year == year:
        local = moment.astimezone(KYIV)
        assert local.replace(tzinfo=written).utcoffset() == local.utcoffset(), local
        moment += timedelta(days=1)
    for month, day in ((3, 31), (10, 27)):
        if year == 2019:
            before = kyiv(year, month, day, 2, 59)
            after = kyiv(year, month, day, 4, 1)
            assert before.replace(tzinfo=written).utcoffset() == before.utcoffset()
            assert after.replace(tzinfo=written).utcoffset() == after.utcoffset()


def test_a_forum_across_the_clocks_change_keeps_its_hours(client, forum):
    forum.starts_at, forum.ends_at = kyiv(2019, 10, 26, 20), kyiv(2019, 10, 27, 10)
    forum.save()
    event = only(client, f"{forum.url}kalendar.ics")
    assert event["DTSTART"].to_ical() == b"20191026T200000"
    assert event["DTEND"].to_ical() == b"20191027T100000"
    assert event.decoded("DTEND") - event.decoded("DTSTART").astimezone(UTC) == timedelta(hours=15)


@pytest.mark.parametrize("number", [5, 40])
def test_the_number_of_queries_does_not_grow(client, forum, django_assert_max_num_queries, number):
    for _ in range(number - 1):
        ForumPageFactory(parent=forum.get_parent(), venue=forum.venue, organiser=forum.organiser)
    client.get("/forumy/kalendar.ics")
    with django_assert_max_num_queries(7):
        assert len(read(client, "/forumy/kalendar.ics")[1]) == number
