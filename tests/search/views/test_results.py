"""The page of results: helps with nothing found, never fails, has one address for one selection."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from portal.places.models import District, Topic
from search.models import SearchDocument
from search.results import Repair
from tests.search.stub import hit

pytestmark = pytest.mark.django_db
Q = quote("зелені зони").replace("%20", "+")


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def main(response):
    return html(response).split("<main")[1].split("</main>")[0].replace("\xa0", " ")


def document(**fields):
    return SearchDocument.objects.create(
        **{
            "source": "pages", "object_id": "7", "language": "uk", "kind": "news", "title": "Назва",
            "labels": "audience:public within:pages:7", "facets": "{}", "digest": "", **fields,
        }
    )  # fmt: skip


def test_the_page_without_a_question_invites_one(client, home, nothing):
    page = main(client.get("/poshuk/"))
    assert "<h1" in page
    assert 'name="q"' in page
    assert "Нічого не знайдено" not in page


def test_hits_are_links_with_marks_path_and_date(client, home, three):
    page = main(client.get(f"/poshuk/?q={Q}"))
    assert '<a href="/novyny/zony-1/">Правила <mark>зелених</mark> зон 1</a>' in page
    assert "…як доглядати <mark>зелені</mark> зони" in page
    assert '<p class="result__path">Новини</p>' in page
    assert "3 червня 2019" in page
    assert "45 результатів" in page
    assert 'value="зелені зони"' in page


@pytest.mark.parametrize(
    ("total", "words"), [(1, "1 результат"), (2, "2 результати"), (5, "5 результатів")]
)
def test_results_are_counted_in_good_ukrainian(client, home, answer, total, words):
    answer(hits=[hit()], total=total)
    assert f"<strong>{words}</strong>" in main(client.get("/poshuk/?q=a"))


def test_a_hit_says_its_state_district_and_language(client, home, answer):
    district = District.objects.create(name="Дарницький")
    answer(
        hits=[
            hit(1, state="open", districts=(district.pk,)),
            hit(2, language="en", moment=None, path=()),
        ],
        total=2,
    )
    first, second = main(client.get("/poshuk/?q=a")).split('<li class="result"')[1:]
    assert 'class="chip chip--open"' in first
    assert "Триває" in first
    assert "<span>Дарницький</span>" in first
    assert 'lang="en" hreflang="en"' in second
    assert "<time" not in second.split("</li>")[0]


def test_a_document_says_its_type_and_size(client, home, answer):
    answer(hits=[hit(kind="documents", details={"extension": "PDF", "size": 215_040})], total=1)
    path = main(client.get("/poshuk/?q=a")).split('class="result__path">')[1].split("<")[0]
    assert path == "Документи → PDF, 215 кБ"


def test_facets_are_links_with_counts(client, home, three):
    page = main(client.get(f"/poshuk/?q={Q}"))
    assert f'href="/poshuk/?q={Q}&amp;type=news" rel="nofollow"' in page
    assert ">40</small>" in page
    years = page.split('id="facet-year"')[1]
    assert years.index("year=2019") < years.index("year=2018")


def test_several_values_of_one_facet_hold_at_once(client, home, three):
    page = main(client.get("/poshuk/?q=a&type=news&type=documents"))
    assert three[-1].choices == {"type": ("documents", "news")}
    assert page.count('aria-current="true"') == 2
    assert 'href="/poshuk/?q=a&amp;type=documents"' in page
    assert 'class="more" href="/poshuk/?q=a"' in page


def test_one_selection_has_one_address(client, home, three):
    page = main(client.get("/poshuk/?year=2019&type=news&q=a&type=documents&type=news&foo=1"))
    wanted = "/poshuk/?q=a&amp;type=documents&amp;type=news&amp;year=2019"
    assert f'href="{wanted}&amp;page=2"' in page
    assert "foo" not in page


def test_terms_stand_in_addresses_by_their_keys(client, home, answer):
    topic = Topic.objects.create(name="Екологія")
    asked = answer(hits=[hit()], total=3, counts={"topic": {str(topic.pk): 3, "99999": 2}})
    page = main(client.get("/poshuk/?q=a"))
    assert 'href="/poshuk/?q=a&amp;topic=ekolohiia"' in page
    assert "99999" not in page
    client.get("/poshuk/?q=a&topic=ekolohiia")
    assert asked[-1].choices == {"topic": (str(topic.pk),)}


def test_each_choice_can_be_taken_off(client, home, three):
    page = main(client.get("/poshuk/?q=a&type=news&from=2019-06-01&to=2019-06-05"))
    tags = page.split('<p class="applied">')[1].split("</p>")[0]
    assert 'href="/poshuk/?q=a&amp;from=2019-06-01&amp;to=2019-06-05"' in tags
    assert 'href="/poshuk/?q=a&amp;type=news"' in tags
    assert three[-1].first.isoformat() == "2019-06-01"
    assert three[-1].last.isoformat() == "2019-06-05"


@pytest.mark.parametrize(
    "wrong",
    [
        "type=nema", "type=%3Cb%3E", "topic=nema", "district=1", "year=19", "year=20199", "year=%D9%A1%D9%A2%D9%A3%D9%A4",
        "state=nema", "language=ru", "from=2019-13-01", "from=2019-06-05&to=2019-06-01", "sort=relevance",
        "sort=title", "literal=2", "within=nema:1", "within=pages", "within=pages:404", "within=pages:7&within=pages:8",
        "page=0", "page=-1", "page=abc", "page=1.5", "page=%EF%BC%91", "page=9", "page=1000000000",
        "type=" + "a" * 200, "&".join(f"year={year}" for year in range(1980, 2010)),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_404_that_leads_back(client, home, three, wrong):
    response = client.get(f"/poshuk/?q=a&{wrong}")
    assert response.status_code == 404
    assert 'href="/poshuk/?q=a"' in response.content.decode()


def test_sorting_by_date_is_a_link(client, home, three):
    assert 'href="/poshuk/?q=a&amp;sort=date"' in main(client.get("/poshuk/?q=a"))
    assert 'href="/poshuk/?q=a"' in main(client.get("/poshuk/?q=a&sort=date"))
    assert three[-1].sort == "date"


def test_a_repaired_question_is_said_and_can_be_taken_back(client, home, answer):
    asked = answer(hits=[hit()], total=1, repair=Repair("консультаціі", "консультації"))
    page = main(client.get(f"/poshuk/?q={quote('консультаціі')}"))
    assert "Показано результати для <strong>«<bdi>консультації</bdi>»</strong>" in page
    assert f'href="/poshuk/?q={quote("консультаціі")}&amp;literal=1"' in page
    client.get("/poshuk/?q=a&literal=1")
    assert asked[-1].literal


def test_words_as_likely_as_the_shown_one_are_named(client, home, answer):
    answer(hits=[hit()], total=1, repair=Repair("парт", "парк", also=("порт", "<b>")))
    page = main(client.get(f"/poshuk/?q={quote('парт')}"))
    assert (
        "Так само ймовірно, і теж серед знайденого: «<bdi>порт</bdi>», «<bdi>&lt;b&gt;</bdi>»."
        in page
    )


def test_partial_matches_are_called_so(client, home, answer):
    answer(hits=[hit()], total=1, is_partial=True)
    assert "Точних збігів немає" in main(client.get("/poshuk/?q=a"))
    answer(hits=[hit(1)], more=[hit(2)], total=1)
    page = main(client.get("/poshuk/?q=a"))
    assert "Точних збігів немає" not in page
    assert page.index("zony-1") < page.index("Збігаються не всі слова") < page.index("zony-2")


def test_a_search_within_says_where_and_leads_out(client, home, three):
    document(title="Правила утримання зелених зон")
    page = main(client.get("/poshuk/?q=a&within=pages:7"))
    assert three[-1].within == "pages:7"
    tags = page.split('<p class="applied">')[1].split("</p>")[0]
    assert "Правила утримання зелених зон" in tags
    assert 'href="/poshuk/?q=a"' in tags
    assert '<input type="hidden" name="within" value="pages:7">' in page


def test_what_is_not_public_is_nothing_to_search_within(client, home, three):
    document(labels="audience:staff within:pages:7")
    assert client.get("/poshuk/?q=a&within=pages:7").status_code == 404


def test_a_hit_that_is_part_of_something_offers_to_search_there(client, home, answer):
    document(title="Зелені зони", kind="consultations")
    document(object_id="6", title="Розділ", labels="audience:public within:pages:6")
    answer(hits=[hit(1, within=("pages:6", "pages:7", "pages:9"))], total=1)
    page = main(client.get("/poshuk/?q=a"))
    assert 'href="/poshuk/?q=a&amp;within=pages%3A7"' in page
    assert "Зелені зони" in page
    assert "within=pages%3A9" not in page
    assert "within=pages%3A6" not in page


def test_nothing_found_helps(client, home, news_index, nothing):
    news_index.show_in_menus = True
    news_index.save_revision().publish()
    page = main(client.get(f"/poshuk/?q={quote('аеродинамічна труба')}"))
    assert "Нічого не знайдено" in page
    assert "«<bdi>аеродинамічна труба</bdi>»" in page
    assert 'class="tag" href="/novyny/"' in page
    assert "приберіть фільтри" not in page


def test_nothing_with_filters_leads_out_of_them(client, home, answer):
    answer(counts={"type": {"news": 3}})
    page = main(client.get("/poshuk/?q=a&type=documents"))
    assert '<a href="/poshuk/?q=a">приберіть фільтри</a>' in page
    assert 'href="/poshuk/?q=a&amp;type=documents&amp;type=news"' in page


@pytest.mark.parametrize(
    "query",
    [
        "\x00", '"', "'", "*", "<script>alert(1)</script>", "х" * 10_000, "слово " * 3_000, "🙂", "?!…", "مرحبا",
        "\u202eабв", "a AND", "NOT", "title:x", "%", "\\", "зони\r\nSet-Cookie: a=b", "{{ 7*7 }}", "${7*7}", "«", "(((", "^-:",
    ],
)  # fmt: skip
def test_any_question_is_answered(client, home, nothing, query):
    page = main(client.get("/poshuk/", {"q": query}))
    assert "<script>alert" not in page
    assert "49" not in page


def test_bytes_that_are_no_text_are_answered(client, home, nothing):
    assert client.get("/poshuk/?q=%ff%fe%80").status_code == 200
    assert client.get("/poshuk/?q=%ED%A0%80").status_code == 200


def test_results_come_in_pages(client, home, three):
    assert 'rel="next"' in main(client.get("/poshuk/?q=a"))
    assert 'href="/poshuk/?q=a"' in main(client.get("/poshuk/?q=a&page=2"))


def test_english_is_asked_in_english(client, english_home, nothing):
    page = html(client.get("/en/search/?q=nothing"))
    assert 'lang="en"' in page
    assert "There is nothing on the portal yet" in page
    assert nothing[-1].language == "en"


def test_the_other_language_keeps_what_is_chosen(client, english_home, three):
    page = html(client.get("/poshuk/?q=a&type=news&page=2"))
    assert 'href="/en/search/?q=a&amp;type=news"' in page


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/poshuk/", True),
        ("/poshuk/?q=a", True),
        ("/poshuk/?q=a&type=news", True),
        ("/poshuk/?q=a&type=news&type=documents", False),
        ("/poshuk/?q=a&from=2019-01-01", False),
        ("/poshuk/?q=" + "a" * 41, False),
    ],
)
def test_only_common_questions_are_kept(client, home, three, address, kept):
    response = client.get(address)
    assert ("no-store" not in response.get("Cache-Control", "")) is kept
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    read = set(response["X-Query-Read"].split(","))
    assert {"q", "type", "from", "within", "literal", "sort", "page", "language"} <= read


def test_nothing_found_is_never_kept(client, home, nothing):
    assert "no-store" in client.get("/poshuk/?q=a")["Cache-Control"]


def test_a_state_that_turns_ends_the_page(client, home, answer):
    answer(hits=[hit(state="open", state_ends=datetime(2099, 1, 1, tzinfo=UTC))], total=1)
    assert client.get("/poshuk/?q=a")["X-Fresh-Until"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_for_reading(client, home, method):
    assert getattr(client, method)("/poshuk/").status_code == 405


def test_head_is_answered(client, home, three):
    assert client.head("/poshuk/?q=a").status_code == 200


def test_queries_do_not_grow_with_hits(client, home, answer, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer(hits=[hit(1)], total=1)
    client.get("/poshuk/?q=a")
    with CaptureQueriesContext(connection) as few:
        client.get("/poshuk/?q=a")
    answer(hits=[hit(number) for number in range(1, 20)], total=19)
    with django_assert_max_num_queries(len(few)):
        client.get("/poshuk/?q=a")


def test_robots_leave_results_alone(client, home, three):
    assert '<meta name="robots" content="noindex">' in html(client.get("/poshuk/?q=a"))


def test_the_whole_city_is_a_value_of_the_districts(client, home, answer):
    district = District.objects.create(name="Дарницький", slug="darnytskyi")
    asked = answer(
        hits=[hit(1, state="open", districts=(0,)), hit(2, districts=(0,))],
        total=2,
        counts={"district": {"0": 8, str(district.pk): 5}},
    )
    page = main(client.get("/poshuk/?q=a&district=whole-city"))
    assert asked[0].choices == {"district": ("0",)}
    facet = page.split('id="facet-district"')[1]
    assert facet.index("Усе місто") < facet.index("Дарницький")
    assert ">8</small>" in facet
    assert 'href="/poshuk/?q=a&amp;district=darnytskyi&amp;district=whole-city"' in page
    taking_part, news = page.split('<li class="result"')[1:]
    assert "<span>Усе місто</span>" in taking_part
    assert "Усе місто" not in news.split("</li>")[0]
    assert "Whole city" in html(client.get("/en/search/?q=a&district=whole-city"))


def test_while_people_may_take_part_the_deadline_is_shown(client, home, answer):
    answer(
        hits=[hit(1, state="open", deadline=datetime(2019, 6, 6, 15, tzinfo=UTC)), hit(2)], total=2
    )
    open_one, other = main(client.get("/poshuk/?q=a")).split('<li class="result"')[1:]
    assert (
        'до <time datetime="2019-06-06T18:00:00+03:00">6 червня 2019 р., 18:00</time>' in open_one
    )
    assert "3 червня" not in open_one
    assert "3 червня 2019" in other
    assert "<time" in other
