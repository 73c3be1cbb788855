"""The editors' lists of forums and of consultations."""

import re

import pytest
from django.urls import reverse

from portal.places.models import District
from tests.civic_pages.conftest import NOW, kyiv
from tests.factories.pages import ConsultationPageFactory, ForumPageFactory

pytestmark = pytest.mark.django_db


def listed(client, name, **query):
    response = client.get(reverse(f"{name}:index"), query)
    assert response.status_code == 200
    html = response.content.decode()
    return set(re.findall(r'<span id="page_\d+_title">\s*([^<]+?)\s*<', html)), html


@pytest.fixture
def forums(forum_index, home, at):
    at(NOW)
    district = District.objects.create(locale=home.locale, name="Дарницький")
    ForumPageFactory(
        parent=forum_index,
        title="Близький",
        starts_at=kyiv(2019, 6, 6, 10),
        ends_at=kyiv(2019, 6, 6, 12),
        district=district,
    )
    ForumPageFactory(
        parent=forum_index,
        title="Давній",
        starts_at=kyiv(2018, 6, 6, 10),
        ends_at=kyiv(2018, 6, 6, 12),
    )
    ForumPageFactory(parent=forum_index, title="Чернетка", starts_at=None, ends_at=None, live=False)
    return district


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Близький", "Давній", "Чернетка"}),
        ({"state": "PAST"}, {"Давній"}),
        ({"state": "PLANNED"}, {"Близький", "Чернетка"}),
        ({"published": "no"}, {"Чернетка"}),
        ({"translation": "LIVE"}, set()),
        ({"starts_at_from": "2019-01-01"}, {"Близький"}),
        ({"q": "Близ"}, {"Близький"}),
        ({"q": "Близ", "state": "PAST"}, set()),
        ({"state": "unknown"}, {"Близький", "Давній", "Чернетка"}),
    ],
)
def test_forums_are_found_by_state_date_and_words(admin_client, forums, index_now, query, found):
    if "q" in query:
        index_now()
    assert listed(admin_client, "forums", **query)[0] == found


def test_forums_have_columns_and_a_district_filter(admin_client, forums):
    titles, html = listed(admin_client, "forums", district=forums.pk)
    assert titles == {"Близький"}
    for word in ("06.06.2019 10:00", "Дарницький", "Заплановано", "Не перекладено"):
        assert word in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "SOON"}, {"Завершується"}),
        ({"state": "WORK"}, {"Опрацювання"}),
        ({"format": "PUBLIC"}, {"Опрацювання"}),
        ({"closes_at_to": "2019-05-31"}, {"Опрацювання"}),
    ],
)
def test_consultations_are_found_by_state_format_and_date(
    admin_client, consultation_index, at, query, found
):
    at(NOW)
    ConsultationPageFactory(
        parent=consultation_index,
        title="Завершується",
        opens_at=kyiv(2019, 5, 20),
        closes_at=kyiv(2019, 6, 5),
    )
    ConsultationPageFactory(
        parent=consultation_index,
        title="Опрацювання",
        opens_at=kyiv(2019, 4, 20),
        closes_at=kyiv(2019, 5, 5),
        format="PUBLIC",
    )
    assert listed(admin_client, "consultations", **query)[0] == found


@pytest.mark.parametrize("number", [5, 40])
@pytest.mark.parametrize("name", ["forums", "consultations"])
def test_the_lists_do_not_ask_more_for_more_rows(
    admin_client, request, django_assert_max_num_queries, name, number
):
    parent = request.getfixturevalue(f"{name[:-1]}_index")
    factory = ForumPageFactory if name == "forums" else ConsultationPageFactory
    for _ in range(number):
        factory(parent=parent)
    listed(admin_client, name)
    with django_assert_max_num_queries(45):
        listed(admin_client, name)
