"""The list of the news: by day, narrowed by links, counted, page by page."""

import re

import pytest
from wagtail.models import PageViewRestriction

from civic_pages.models import Rubric
from civic_pages.selectors.news import MAX_PAGES, PER_PAGE
from portal.core.facts import district_words
from portal.places.models import District, Topic
from tests.civic_pages.conftest import kyiv
from tests.factories import pages
from tests.factories.media import ImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(home):
    return {
        slug: model.objects.create(name=name, slug=slug, locale=home.locale)
        for slug, model, name in (
            ("forumy", Rubric, "Форуми"),
            ("kalendar", Rubric, "Цього дня"),
            ("ekolohiia", Topic, "Екологія"),
            ("darnytskyi", District, "Дарницький"),
            ("obolonskyi", District, "Оболонський"),
        )
    }


@pytest.fixture
def make(news_index, terms):
    def make(title, date, rubric=None, topics=(), districts=(), **fields):
        page = pages.NewsPageFactory(
            parent=news_index, title=title, date=date, rubric=terms.get(rubric), **fields
        )
        page.topics = [terms[slug] for slug in topics]
        page.districts = [terms[slug] for slug in districts]
        page.save()
        return page

    return make


@pytest.fixture
def news(make):
    return [
        make(
            "Аварія",
            kyiv(2019, 6, 3, 12, 5),
            "forumy",
            ["ekolohiia"],
            ["darnytskyi"],
            is_urgent=True,
        ),
        make("Висновки", kyiv(2019, 6, 3, 10, 56), "forumy", [], ["darnytskyi", "obolonskyi"]),
        make("Фото", kyiv(2019, 5, 31, 17, 15), "kalendar"),
        make("Торішнє", kyiv(2018, 12, 31, 23, 30), "forumy"),
    ]


def read(client, query="", path="/novyny/"):
    response = client.get(f"{path}{query}")
    assert response.status_code == 200, query
    assert "Set-Cookie" not in response.headers
    return response.content.decode()


def titles(html):
    return re.findall(r'class="feed__link" href="[^"]+"[^>]*>([^<]+)<', html)


def counts(html, key):
    part = html.split(f'id="facet-{key}"')[1].split("</ul>")[0]
    return {
        label: int(count)
        for label, count in re.findall(r"<span>([^<]+)</span><small>.*?</span>(\d+)</small>", part)
    }


def test_by_day_with_times_newest_first(client, news):
    html = read(client)
    assert titles(html) == ["Аварія", "Висновки", "Фото", "Торішнє"]
    assert re.findall(r'class="feed__day">([^<]+)<', html) == [
        "Понеділок, 3\u00a0червня 2019\u00a0р.",
        "П’ятниця, 31\u00a0травня 2019\u00a0р.",
        "Понеділок, 31\u00a0грудня 2018\u00a0р.",
    ]
    assert '<time class="feed__time" datetime="2019-06-03T12:05+03:00">12:05</time>' in html
    assert "Форуми · Дарницький, Оболонський райони" in html
    assert html.count("chip--urgent") == 1
    assert "<strong>4 новини</strong>" in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?rubric=forumy", ["Аварія", "Висновки", "Торішнє"]),
        ("?topic=ekolohiia", ["Аварія"]),
        ("?district=darnytskyi", ["Аварія", "Висновки"]),
        ("?district=darnytskyi&rubric=kalendar", []),
        ("?year=2018", ["Торішнє"]),
        ("?year=2018&rubric=forumy", ["Торішнє"]),
        ("?from=2019-06-03", ["Аварія", "Висновки"]),
        ("?to=2018-12-31", ["Торішнє"]),
        ("?from=2019-05-31&to=2019-05-31", ["Фото"]),
        ("?q=Фото&utm_source=x", ["Аварія", "Висновки", "Фото", "Торішнє"]),
        ("?page=1", ["Аварія", "Висновки", "Фото", "Торішнє"]),
    ],
)
def test_narrowed(client, news, query, expected):
    assert titles(read(client, query)) == expected


def test_counts_respect_the_other_filters(client, news):
    html = read(client)
    assert counts(html, "rubric") == {"Усі рубрики": 4, "Форуми": 3, "Цього дня": 1}
    assert counts(html, "district") == {"Дарницький": 2, "Оболонський": 1}
    assert counts(html, "year") == {"2019": 3, "2018": 1}
    html = read(client, "?rubric=kalendar")
    assert counts(html, "rubric") == {"Усі рубрики": 4, "Форуми": 3, "Цього дня": 1}
    assert counts(html, "district") == {"Дарницький": 0, "Оболонський": 0}
    assert counts(html, "year") == {"2019": 1, "2018": 0}


def test_what_leads_to_nothing_is_no_link(client, news):
    html = read(client, "?rubric=kalendar")
    assert "rubric=kalendar&amp;district=darnytskyi" not in html
    assert 'href="/novyny/?rubric=kalendar&amp;year=2019"' in html


def test_applied_filters_can_be_taken_off(client, news):
    html = read(client, "?district=darnytskyi&rubric=forumy")
    applied = html.split('class="applied"')[1].split("</p>")[0]
    assert re.findall(r'<a[^>]+ href="([^"]+)"', applied) == [
        "/novyny/?district=darnytskyi",
        "/novyny/?rubric=forumy",
        "/novyny/",
    ]


def test_an_empty_selection_offers_a_next_step(client, news):
    html = read(client, "?district=obolonskyi&rubric=kalendar")
    assert "За цими фільтрами новин немає" in html
    assert '<a class="button button--secondary" href="/novyny/">Усі новини</a>' in html


def test_without_any_news(client, news_index):
    assert "Новин ще немає" in read(client)


def test_robots_get_one_address_for_one_selection(client, news):
    html = read(client, "?utm_source=x&year=2019&rubric=forumy")
    assert 'rel="canonical" href="http://testserver/novyny/?rubric=forumy&amp;year=2019"' in html
    assert '<meta name="robots" content="noindex">' in html
    html = read(client, "?rubric=forumy")
    assert 'rel="canonical" href="http://testserver/novyny/?rubric=forumy"' in html
    assert "noindex" not in html


@pytest.mark.parametrize(
    "query",
    [
        "?rubric=nema",
        "?topic=forumy",
        "?page=abc",
        "?page=0",
        "?page=2",
        "?page=99999",
        "?year=20191",
        "?from=2019-06-31",
        "?from=2019-06-03&to=2019-06-01",
        "?rubric=forumy&rubric=kalendar",
        f"?rubric={'x' * 10_000}",
        "?district=%00",
        "?district=%F0%9F%98%80",
    ],
)
def test_what_does_not_exist_is_a_404_with_a_way_back(client, news, query):
    response = client.get(f"/novyny/{query}")
    assert response.status_code == 404
    assert 'href="/novyny/' in response.content.decode()
    for suffix in ("rss/", "atom/", "feed.json", "latest.json"):
        if "page" not in query:
            assert client.get(f"/novyny/{suffix}{query}").status_code == 404


def test_pages_and_their_end(client, news_index):
    pages.NewsPageFactory.create_batch(PER_PAGE + 1, parent=news_index)
    html = read(client)
    assert len(titles(html)) == PER_PAGE
    assert 'href="/novyny/?page=2" rel="next"' in html
    html = read(client, "?page=2")
    assert len(titles(html)) == 1
    assert 'href="/novyny/" rel="prev"' in html
    assert client.get("/novyny/?page=3").status_code == 404


def test_deep_pages_end_at_the_archive(client, news_index, monkeypatch):
    monkeypatch.setattr("civic_pages.selectors.news.MAX_PAGES", 1)
    pages.NewsPageFactory.create_batch(PER_PAGE + 1, parent=news_index)
    html = read(client)
    assert "Давніші новини\u00a0— в архіві за роками." in html
    assert client.get("/novyny/?page=2").status_code == 404
    assert MAX_PAGES > 1


def test_the_calendar_leads_to_days(client, news):
    html = read(client)
    assert "Червень 2019" in html
    assert 'href="/novyny/2019/06/03/"' in html
    assert 'href="/novyny/2019/"' in html


def test_drafts_and_restricted_items_are_not_listed(client, news):
    news[0].unpublish()
    PageViewRestriction.objects.create(page=news[1], restriction_type="login")
    html = read(client)
    assert titles(html) == ["Фото", "Торішнє"]
    assert "<strong>2 новини</strong>" in html


def test_pictures_stand_beside(client, make):
    make("З фото", kyiv(2019, 6, 3), lead_image=ImageFactory(size=(640, 360)))
    make("Без фото", kyiv(2019, 6, 2))
    assert read(client).count('class="feed__thumb"') == 1


class TestLatest:
    def test_the_head_of_a_list_says_where_to_ask(self, client, news):
        assert 'data-latest="/novyny/latest.json"' in read(client)
        html = read(client, "?rubric=forumy")
        assert 'data-latest="/novyny/latest.json?rubric=forumy"' in html
        assert 'data-list="/novyny/?rubric=forumy"' in html
        assert 'data-one="Показати 1 нову новину"' in html
        assert 'data-few="Показати 2 нові новини"' in html
        assert 'data-many="Показати 5 нових новин"' in html

    def test_further_pages_do_not_ask(self, client, news_index):
        pages.NewsPageFactory.create_batch(PER_PAGE + 1, parent=news_index)
        assert "data-latest=" not in read(client, "?page=2")

    def test_keys_of_the_newest(self, client, news):
        assert client.get("/novyny/latest.json").json() == {"items": [item.pk for item in news]}
        response = client.get("/novyny/latest.json?rubric=kalendar")
        assert response.json() == {"items": [news[2].pk]}
        assert "Set-Cookie" not in response.headers

    def test_every_line_has_its_key(self, client, news):
        assert [f'id="n{item.pk}"' in read(client) for item in news] == [True] * 4


class TestEnglish:
    @pytest.fixture
    def english_index(self, news_index, translated):
        return translated(news_index, title="News")

    def test_untranslated_items_are_offered_in_ukrainian(
        self, client, news, english_index, translated
    ):
        translated(news[2], title="Photos")
        html = read(client, path="/en/news/")
        assert titles(html) == ["Аварія", "Висновки", "Photos", "Торішнє"]
        link = re.search(
            r'<div lang="uk">.{0,500}?<a class="feed__link" href="([^"]+)" hreflang="uk">Висновки',
            html,
            re.S,
        )
        assert link[1] == news[1].get_url()
        assert 'hreflang="en">Photos' not in html

    def test_terms_and_words_are_english(self, client, news, terms, english_index, english):
        rubric = terms["forumy"].copy_for_translation(english)
        rubric.name = "Forums"
        rubric.save()
        html = read(client, "?rubric=forumy", path="/en/news/")
        assert counts(html, "rubric") == {"All rubrics": 4, "Forums": 3, "Цього дня": 1}
        assert "<strong>3 news items</strong>" in html
        assert "Monday, 3\u00a0June 2019" in html

    def test_the_switcher_keeps_to_the_list(self, client, news, english_index):
        assert 'href="/en/news/"' in read(client)


def test_districts_in_words():
    assert district_words([]) == ""
    assert district_words(["Дарницький"]) == "Дарницький район"
    assert district_words(["Дарницький", "Подільський"]) == "Дарницький, Подільський райони"
    assert district_words(["А", "Б", "В", "Г", "Ґ"]) == "5 районів"


def test_queries_do_not_grow(client, news_index, terms, remembering, django_assert_max_num_queries):
    """The whole page, header and footer and all; 12 also for the first reader after a change."""
    image = ImageFactory(size=(640, 360))

    def more(number):
        for page in pages.NewsPageFactory.create_batch(
            number, parent=news_index, lead_image=image, rubric=terms["forumy"]
        ):
            page.districts = [terms["darnytskyi"], terms["obolonskyi"]]
            page.save()

    def ask():
        with django_assert_max_num_queries(12) as first:
            client.get("/novyny/?rubric=forumy")
        with django_assert_max_num_queries(9) as again:
            client.get("/novyny/?rubric=forumy")
        return len(first), len(again)

    more(5)
    client.get("/novyny/")  # files of the picture are made now
    more(1)
    few = ask()
    more(34)
    assert ask() == few
