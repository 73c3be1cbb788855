"""Questions are counted by day, without what could be about a person, and within bounds."""

import datetime as dt
import io
import re

import pytest
from django.contrib.auth.models import Group
from django.core import signing
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.core.pagecache import rules
from portal.core.registry import periodic
from portal.people.models import User
from portal.people.roles import CHIEF_EDITORS, EDITORS
from search import counting
from search.models import AskedQuery
from tests.search import stub

pytestmark = pytest.mark.django_db


def rows():
    return {
        row.query: (row.times, row.nothing, row.first, row.second, row.fourth, row.further)
        for row in AskedQuery.objects.all()
    }


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("Громадські  СЛУХАННЯ", "громадські слухання"),
        ("Солом'янський", "солом’янський"),
        ("постанова 996", "постанова 996"),
        ("2019 рік", "2019 рік"),
        ("", ""),
        ("?!", ""),
        ("іван@example.org", ""),
        ("телефон 12345", ""),
        ("067 123 45 67", ""),
        ("(067) 1-2-3", ""),
        ("х" * 81, ""),
    ],
)
def test_only_what_cannot_be_about_a_person_is_counted(query, counted):
    assert counting.countable(query) == counted
    counting.count_nothing(query, "uk")
    assert set(rows()) == ({counted} if counted else set())


def test_views_and_clicks_are_counted_by_place():
    token = counting.token("Зелені зони", "uk")
    counting.count_view(token)
    counting.count_view(counting.token("зелені зони", "uk"))
    for place in (1, 1, 2, 3, 10, 11, 1000):
        counting.count_click(token, place)
    assert rows() == {"зелені зони": (2, 0, 2, 2, 1, 2)}


@pytest.mark.parametrize("place", [0, -1, 1001])
def test_a_place_that_is_not_there_is_refused(place):
    with pytest.raises(ValueError):
        counting.count_click(counting.token("а", "uk"), place)
    assert rows() == {}


@pytest.mark.parametrize(
    "token",
    ["", "abc", signing.dumps(["а", "uk"]), "х" * 5_000],
    ids=["empty", "junk", "another salt", "long"],
)
def test_a_token_of_another_make_is_refused(token):
    with pytest.raises(counting.BadToken):
        counting.count_view(token)
    assert rows() == {}


def test_an_old_token_is_refused(monkeypatch):
    token = counting.token("а", "uk")
    monkeypatch.setattr(counting, "_TOKEN_AGE", -1)
    with pytest.raises(counting.BadToken):
        counting.count_view(token)


def test_nobody_fills_the_table(monkeypatch):
    monkeypatch.setattr(counting, "_MOST_A_MINUTE", 2)
    monkeypatch.setattr(counting, "_MOST_A_DAY", 1)
    for _ in range(5):
        counting.count_nothing("одне", "uk")
        counting.count_nothing("друге", "uk")
    assert rows() == {"одне": (2, 2, 0, 0, 0, 0)}


def test_readers_never_wait_for_the_count(monkeypatch, caplog):
    def away(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(AskedQuery.objects, "get_or_create", away)
    counting.count_nothing("а", "uk")
    assert rows() == {}
    assert "not counted" in caplog.text


def test_days_beyond_ninety_are_forgotten():
    today = timezone.localdate()
    for days in (0, 90, 91, 200):
        AskedQuery.objects.create(
            day=today - dt.timedelta(days=days), language="uk", query="а", times=1
        )
    assert counting.forget() == 2
    assert AskedQuery.objects.count() == 2
    assert periodic.get("forget queries")[1] is counting.forget


def test_ninety_days_are_the_citys_where_clocks_change_between():
    """At 23:30 in winter ninety times 24 hours ago was already the next day of summer time."""
    evening = dt.datetime(2026, 11, 22, 21, 30, tzinfo=dt.UTC)
    for day in (dt.date(2026, 8, 24), dt.date(2026, 8, 23)):
        AskedQuery.objects.create(day=day, language="uk", query="а", times=1)
    assert counting.forget(evening) == 1
    assert AskedQuery.objects.get().day == dt.date(2026, 8, 24)


# --- What the pages tell ------------------------------------------------------------------------


@pytest.fixture
def page(home, monkeypatch):
    stub.register(monkeypatch)

    def get(client, address, **fields):
        stub.answer(monkeypatch, **fields)
        return client.get(address).content.decode()

    return get


def test_nothing_found_is_counted_where_it_is_answered(client, page):
    html = page(client, "/poshuk/?q=труба")
    assert rows() == {"труба": (1, 1, 0, 0, 0, 0)}
    assert "data-asked" not in html


def test_the_page_cache_asking_for_nobody_is_not_counted(client, home, monkeypatch):
    stub.answer(monkeypatch)
    client.get("/poshuk/?q=труба", **{rules.VERSION: "1"})
    client.head("/poshuk/?q=труба")
    assert rows() == {}


@pytest.mark.parametrize("more", ["year=2019", "page=2", "from=2019-01-01"])
def test_narrowed_questions_are_not_counted(client, page, more):
    page(client, f"/poshuk/?q=труба&{more}")
    assert rows() == {}
    assert "data-asked" not in page(client, f"/poshuk/?q=a&{more}", hits=[stub.hit()], total=30)


def test_results_hand_the_script_a_token(client, page):
    html = page(client, "/poshuk/?q=зони", hits=[stub.hit()], total=1)
    token = html.split('data-asked-token="')[1].split('"')[0]
    address = html.split('data-asked="')[1].split('"')[0]
    assert client.post(address, {"token": token}).status_code == 204
    answer = client.post(address, {"token": token, "place": "2"})
    assert answer.status_code == 204
    assert not answer.cookies
    assert rows() == {"зони": (1, 0, 0, 1, 0, 0)}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"token": "x"},
        {"place": "1"},
        {"token": "OK", "place": "a"},
        {"token": "OK", "place": "0"},
    ],
)
def test_a_signal_of_another_make_is_refused(client, home, data):
    if data.get("token") == "OK":
        data = {**data, "token": counting.token("а", "uk")}
    assert client.post(reverse("search_asked"), data).status_code == 400
    assert client.get(reverse("search_asked")).status_code == 405
    assert rows() == {}


def test_signals_need_no_cookie(home):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    token = counting.token("а", "uk")
    assert strict.post(reverse("search_asked"), {"token": token}).status_code == 204


# --- The report ---------------------------------------------------------------------------------


@pytest.fixture
def asked(db):
    today = timezone.localdate()
    earlier = today - dt.timedelta(days=40)
    for query, day, numbers in (
        ("слухання", today, (5, 0, 3)),
        ("слухання", earlier, (2, 0, 1)),
        ("труба", today, (4, 4, 0)),
        ("один раз", today, (1, 1, 0)),
    ):
        times, nothing, first = numbers
        AskedQuery.objects.create(
            day=day, language="uk", query=query, times=times, nothing=nothing, first=first
        )
    return today


def report(client, **params):
    return client.get(reverse("search_report"), params).content.decode()


def test_the_report_adds_days_up_from_the_second_asking_on(admin_client, asked):
    html = report(admin_client)
    assert html.index("слухання") < html.index("труба")
    assert "один раз" not in html
    line = html.split("слухання")[1].split("</tr>")[0]
    assert re.search(r">\s*7\s*<", line)
    assert re.search(r">\s*Українська\s*<", line)


def test_rows_lead_to_what_can_be_done(admin_client, asked):
    html = report(admin_client)
    quoted = "%D1%82%D1%80%D1%83%D0%B1%D0%B0"
    assert f"{reverse('wagtailsearchpromotions:add')}?query={quoted}" in html
    synonym = f"{reverse('wagtailsnippets_search_synonyms:add')}?words={quoted}"
    assert synonym in html
    form = admin_client.get(f"{synonym}&locale=uk").content.decode()
    assert 'value="труба"' in form


def test_the_report_is_narrowed_by_day_and_outcome(admin_client, asked):
    html = report(admin_client, outcome="nothing")
    assert "труба" in html
    assert "слухання" not in html
    day = (asked - dt.timedelta(days=30)).strftime("%d.%m.%Y")
    html = report(admin_client, day_to=day)
    assert "слухання" in html
    assert "труба" not in html
    assert "труба" not in report(admin_client, outcome="nothing", language="en")


def test_the_report_can_be_taken_along(admin_client, asked):
    csv = admin_client.get(reverse("search_report"), {"export": "csv"})
    assert "слухання,uk,7,0,4,4,0,0,0" in b"".join(csv.streaming_content).decode()
    xlsx = admin_client.get(reverse("search_report"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(xlsx.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:3] == ["слухання", "uk", 7]


@pytest.mark.parametrize(("group", "may"), [(CHIEF_EDITORS, True), (EDITORS, False), (None, False)])
def test_chief_editors_read_it(client, asked, group, may):
    user = User.objects.create_user("who@example.org", "pass")
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    response = client.get(reverse("search_report"))
    assert (response.status_code == 200) is may
    if may:
        menu = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("search_report") in menu
        assert reverse("wagtailsnippets_search_synonyms:list") in menu


def test_wagtails_own_report_leads_to_ours(admin_client, db):
    answer = admin_client.get(reverse("wagtailsearchpromotions:search_terms"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("search_report")
