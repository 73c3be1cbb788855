"""What lists of forums cost, and their feeds."""

from datetime import timedelta

import pytest

from tests.civic_pages.conftest import kyiv
from tests.civic_pages.reading import html
from tests.factories.pages import ForumSeriesPageFactory

pytestmark = pytest.mark.django_db


# --- What it costs ------------------------------------------------------------------------------


@pytest.fixture
def many(make_forum, forum_index, city):
    series = ForumSeriesPageFactory(parent=forum_index, title="Серія", slug="seriia")

    def fill(number):
        pages = [
            make_forum(
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


@pytest.mark.parametrize("number", [5, 40])
def test_queries_do_not_grow_with_forums(client, many, django_assert_max_num_queries, number):
    most = {
        "/forumy/": 12,
        "/forumy/2019/06/": 9,
        "/forumy/seriia/": 8,
        many(number)[0].url: 10,
        "/forumy/rss/": 8,
        "/forumy/feed.json": 8,
    }
    for address, queries in most.items():
        client.get(address)
        with django_assert_max_num_queries(queries):
            html(client, address)


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


def test_feeds_are_narrowed_and_refuse_the_unknown(client, forum, district, make_forum):
    make_forum("Без району", kyiv(2019, 6, 6, 10))
    narrowed = html(client, f"/forumy/rss/?district={district.slug}")
    assert "Дніпровський" in narrowed
    assert "Без району" not in narrowed
    html(client, "/forumy/rss/?district=nemaie", status=404)
    page = html(client, f"/forumy/?district={district.slug}&state=past")
    assert (
        f'type="application/rss+xml" title="Форуми: Дарницький (RSS)" href="/forumy/rss/?district={district.slug}"'
        in page
    )
