"""Consultations as readers find them: the agenda with its filters, one consultation."""

import re

import pytest

from portal.core.originals import original_locale_id
from portal.places.models import Audience, Department, District, Topic
from tests.civic_pages.conftest import NOW, kyiv
from tests.civic_pages.reading import fresh_until, html, main, rows, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(ask):
    """One in each state, on 3 June at noon."""
    ask("Заплановано", kyiv(2019, 6, 17, 9), kyiv(2019, 7, 17, 18))
    ask("Триває", kyiv(2019, 5, 20, 9), kyiv(2019, 6, 15, 18))
    ask("Завершується", kyiv(2019, 5, 20, 9), kyiv(2019, 6, 6, 18))
    ask("Опрацювання", kyiv(2019, 4, 1, 9), kyiv(2019, 5, 31, 18))
    ask(
        "Звіт",
        kyiv(2018, 4, 1, 9),
        kyiv(2018, 4, 30, 18),
        outcome=[("text", "<p>Враховано.</p>")],
        reported_at=kyiv(2018, 5, 31, 16, 30),
    )


# --- The agenda ---------------------------------------------------------------------------------


def test_what_can_still_be_answered_comes_first(client, agenda):
    page = main(client, "/konsultatsii/")
    assert rows(page) == ["Завершується", "Триває", "Заплановано", "Опрацювання", "Звіт"]
    assert (
        page.index(">Триває</a>")
        < page.index("Також у\u00a0порядку денному")
        < page.index(">Заплановано</a>")
    )
    assert "5 консультацій, 2 чекають на пропозиції" in words(page)


def test_rows_have_the_number_people_care_about(client, agenda):
    page = main(client, "/konsultatsii/")
    figures = re.findall(r'row__figure([^"]*)"><b>([^<]*)</b> <span>([^<]*)<', page)
    assert figures == [
        (" row__figure--soon", "3", "дні до завершення"),
        ("", "12", "днів лишилося"),
        (" row__figure--off", "17", "червня почнеться"),
        (" row__figure--off", "31", "травня, прийом завершено"),
        (" row__figure--off", "31", "травня 2018, звіт"),
    ]


@pytest.mark.parametrize(
    ("now", "figure"),
    [
        (kyiv(2019, 6, 5, 23, 59), ("1", "день до завершення")),
        (kyiv(2019, 6, 6, 0), ("17", "годин до завершення")),
        (kyiv(2019, 6, 6, 15), ("2", "години до завершення")),
        (kyiv(2019, 6, 6, 16), ("1", "година до завершення")),
        (kyiv(2019, 6, 6, 17), ("&lt;1", "години до завершення")),
    ],
)
def test_the_last_days_and_hours_are_counted(client, ask, at, now, figure):
    ask("Завершується", kyiv(2019, 5, 20, 9), kyiv(2019, 6, 6, 18))
    at(now)
    page = main(client, "/konsultatsii/")
    assert re.findall(r"<b>([^<]*)</b> <span>([^<]*)<", page) == [figure]
    assert "row__figure--soon" in page
    assert 'class="chip chip--soon"' in page


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("open", ["Завершується", "Триває"]),
        ("planned", ["Заплановано"]),
        ("work", ["Опрацювання"]),
        ("answered", ["Звіт"]),
    ],
)
def test_states_are_filters_with_counts(client, agenda, value, found):
    page = main(client, f"/konsultatsii/?state={value}")
    assert rows(page) == found
    current = re.search(r'class="facet__link" href="/konsultatsii/" aria-current="true"', page)
    assert current
    assert f"знайдено: {len(found)}" in words(page)


def test_all_filters_narrow_and_stay_links(client, ask, department, home):
    topic = Topic.objects.create(locale=home.locale, name="Екологія")
    district = District.objects.create(locale=home.locale, name="Дарницький")
    audience = Audience.objects.create(locale=home.locale, name="Мешканці")
    ask(
        "Зелені зони",
        kyiv(2019, 5, 20, 9),
        kyiv(2019, 6, 15, 18),
        department=department,
        format="PUBLIC",
        topics=[topic],
        districts=[district],
        audiences=[audience],
    )
    ask("Інша", kyiv(2018, 5, 20, 9), kyiv(2018, 6, 15, 18))
    for query in (
        f"topic={topic.slug}",
        f"district={district.slug}",
        f"department={department.slug}",
        "format=public",
        f"participants={audience.slug}",
        "year=2019",
        "state=open",
    ):
        page = html(client, f"/konsultatsii/?{query}")
        assert rows(page) == ["Зелені зони"], query
        assert '<meta name="robots" content="noindex' not in page, query
        assert f'<link rel="canonical" href="http://testserver/konsultatsii/?{query}">' in page
    both = html(client, f"/konsultatsii/?topic={topic.slug}&year=2018")
    assert rows(both) == []
    assert "За цими фільтрами консультацій немає" in both
    assert '<meta name="robots" content="noindex' in both
    assert "Дарницький район" in words(main(client, "/konsultatsii/"))


@pytest.mark.parametrize(
    "query",
    [
        "state=soon",
        "state=OPEN",
        "state=open&state=work",
        "topic=nemaie",
        "department=1",
        "format=nemaie",
        "participants=%00",
        "year=1900x",
        "year=99999",
        "sort=closing",
        "sort=opens_at",
        "page=abc",
        "page=99999",
        "page=-1",
        "district=" + "ї" * 4000,
    ],
)
def test_what_does_not_exist_is_a_404_with_a_way_back(client, agenda, query):
    assert 'href="/konsultatsii/"' in html(client, f"/konsultatsii/?{query}", status=404)


def test_another_order_is_for_readers_only(client, agenda):
    page = html(client, "/konsultatsii/?sort=newest")
    assert rows(page) == ["Заплановано", "Завершується", "Триває", "Опрацювання", "Звіт"]
    assert '<meta name="robots" content="noindex' in page
    assert "Також у\u00a0порядку денному" not in page
    assert '<a href="/konsultatsii/" rel="nofollow">завершуються</a>' in page


def test_an_empty_agenda_says_what_will_be_here(client, consultation_index):
    page = main(client, "/konsultatsii/")
    assert "Консультацій поки немає" in page
    assert 'class="row"' not in page


@pytest.mark.parametrize(
    ("now", "turn"),
    [
        (NOW, kyiv(2019, 6, 4)),
        (kyiv(2019, 6, 6, 9, 30), kyiv(2019, 6, 6, 10)),
        (kyiv(2019, 6, 6, 17, 30), kyiv(2019, 6, 6, 18)),
        (kyiv(2019, 6, 17, 8, 59), kyiv(2019, 6, 17, 9)),
    ],
)
def test_the_agenda_lives_until_something_in_it_turns(client, agenda, at, now, turn):
    at(now)
    assert fresh_until(client.get("/konsultatsii/")) == turn.timestamp()


def test_what_turns_on_another_page_of_the_list_counts_as_well(client, ask, at):
    ask("Планована", kyiv(2019, 6, 3, 13), kyiv(2019, 7, 17, 18))
    assert fresh_until(client.get("/konsultatsii/?state=work")) == kyiv(2019, 6, 3, 13).timestamp()


@pytest.mark.parametrize("number", [5, 40])
def test_queries_do_not_grow_with_consultations(client, ask, django_assert_max_num_queries, number):
    locale_id = original_locale_id()
    department = Department.objects.create(locale_id=locale_id, name="Департамент")
    districts = [
        District.objects.create(locale_id=locale_id, name=name) for name in ("Один", "Два")
    ]
    for n in range(number):
        ask(
            f"К {n}",
            kyiv(2019, 5, 20, 9),
            kyiv(2019, 6, 15, 18),
            department=department,
            districts=districts,
        )
    for path in ("/konsultatsii/", "/konsultatsii/?state=open", "/konsultatsii/rss/"):
        client.get(path)
        with django_assert_max_num_queries(12):
            html(client, path)
