"""Finding: on every engine the same documents in the same order, and an answer to anything."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.core.search_items import STAFF, SearchItem, StateWindow
from portal.core.ukrainian.recovery import repair
from search import engines, services
from search.engines.base import EngineAway
from search.indexing import write_items
from search.results import NoSuchPage, Question
from search.services import find

NOW = dt.datetime(2020, 5, 1, 12, tzinfo=dt.UTC)


def item(number, title, text="", **facts):
    return SearchItem(
        **{
            "object_id": str(number),
            "language": "uk",
            "kind": "news",
            "title": title,
            "text": text,
            "url": f"/{number}/",
            "moment": NOW + dt.timedelta(days=number),
            "offered_to": ("uk",),
            **facts,
        }
    )


LIBRARY = (
    item(1, "Громадські слухання про бюджет", "Слухання відбудуться у травні.", topics=(7,)),
    item(2, "Бюджет міста", "Гроші на двори, парки та школи.", topics=(7, 8), kind="pages"),
    item(3, "Двори Солом’янського району", "Про слухання щодо дворів і бюджету.", districts=(3,)),
    item(4, "Green spaces", "How the parks are kept.", language="en", offered_to=("en",)),
    item(5, "Таємний бюджет", "Чернетка про бюджет.", audience=STAFF),
    item(
        6,
        "Консультація про сквери",
        "Відгуки мешканців.",
        kind="consultations",
        within=("pages:6",),
        offered_to=("uk", "en"),
        states=(
            StateWindow("open", None, NOW + dt.timedelta(days=9_999)),
            StateWindow("closed", NOW + dt.timedelta(days=9_999), None),
        ),
    ),
    item(
        7, "Звіт консультації", "Сквери впорядковано.", within=("pages:7", "pages:6"), moment=None
    ),
)


def engine_names():
    if connection.vendor == "sqlite":
        return ["sqlite"]
    return ["postgres", *(["elasticsearch"] if settings.ELASTICSEARCH_URL else [])]


@pytest.fixture(params=engine_names())
def engine(request, db):
    with engines.scratch(request.param) as made:
        write_items("library", LIBRARY, engine=made)
        yield made


@pytest.fixture
def ask(engine):
    def asked(query="", language="uk", **rest):
        return find(Question(query, language, **rest), engine=engine, synonyms=lambda _language: {})

    return asked


def urls(results):
    return [hit.url for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("громадських слухань бюджет", ["/1/"]),
        ("бюджетами", ["/1/", "/2/", "/3/"]),
        ("СОЛОМʼЯНСЬКИМ", ["/3/"]),
        ("двір", ["/3/", "/2/"]),
        ("парк", ["/2/"]),
    ],
)
def test_any_form_finds(ask, query, found):
    results = ask(query)
    assert urls(results) == found
    assert results.total == len(found)
    assert results.repair is None


@pytest.mark.parametrize(
    ("query", "shown"),
    [(",.l;tn", "бюджет"), ("biudzhet", "бюджет"), ("бюджэт", "бюджет"), ("бюджте", "бюджет")],
)
def test_what_is_typed_wrong_is_answered_and_said(ask, query, shown):
    results = ask(query)
    assert urls(results) == ["/1/", "/2/", "/3/"]
    assert (results.repair.typed, results.repair.shown) == (query, shown)


def test_all_that_is_as_likely_is_said(ask, monkeypatch):
    words = [
        repair.Word("бюджте", "бюджет", ("бюджет", "рада"), "spelling", also=("рада",)),
        repair.Word("слухання", "слухання", ("слухання",)),
    ]
    monkeypatch.setattr(repair, "understand", lambda *_args, **_kwargs: words)
    told = ask("бюджте слухання").repair
    assert (told.shown, told.also) == ("бюджет слухання", ("рада",))


def test_the_literal_question_is_answered_as_it_stands(ask):
    results = ask("biudzhet", literal=True)
    assert (results.hits, results.repair, results.total) == ([], None, 0)


@pytest.mark.parametrize("query", ["аеродинаміка", "Ігуасу"])
def test_a_word_that_is_not_there_is_not_turned_into_another(ask, query):
    assert ask(query).hits == []


def test_few_full_matches_are_followed_by_near_ones(ask):
    results = ask("слухання бюджет школи")
    assert (results.total, results.is_partial) == (3, True)
    results = ask("слухання бюджет травень")
    assert (urls(results), results.total, results.is_partial) == (["/1/"], 1, False)
    assert [hit.url for hit in results.more] == ["/3/", "/2/"]
    assert [hit.place for hit in (*results.hits, *results.more)] == [1, 2, 3]


def test_drafts_are_for_the_staff_alone(ask):
    assert "/5/" not in urls(ask("бюджет"))
    assert "/5/" in urls(ask("бюджет", audiences=("public", STAFF)))
    assert sum(ask("бюджет").counts["type"].values()) == 3


def test_readers_get_what_is_offered_in_their_language(ask):
    assert urls(ask("parks", "en")) == ["/4/"]
    assert urls(ask("парки", "en")) == []
    assert urls(ask("сквер", "en")) == ["/6/"]
    assert urls(ask("parks", "uk")) == []
    assert urls(ask("parks", "uk", choices={"language": ("en",)})) == ["/4/"]


def test_several_values_of_one_filter_widen_and_of_two_narrow(ask):
    both = ask("бюджет", choices={"type": ("news", "pages")})
    assert len(both.hits) == 3
    assert urls(ask("бюджет", choices={"type": ("news",), "topic": ("7",)})) == ["/1/"]
    assert ask("бюджет", choices={"type": ("consultations",)}).hits == []


def test_a_facet_is_counted_without_its_own_choice(ask):
    counts = ask("бюджет", choices={"type": ("pages",)}).counts
    assert counts["type"] == {"news": 2, "pages": 1}
    assert counts["topic"] == {"7": 1, "8": 1}
    assert counts["year"] == {"2020": 1}


def test_states_follow_the_clock(ask, monkeypatch):
    assert urls(ask("сквери", choices={"state": ("open",)})) == ["/6/"]
    assert ask("сквери").hits[0].state == "open"
    monkeypatch.setattr(services.timezone, "now", lambda: NOW + dt.timedelta(days=10_000))
    assert ask("сквери", choices={"state": ("open",)}).hits == []
    later = ask("сквери", choices={"state": ("closed",)})
    assert (urls(later), later.hits[0].state, later.hits[0].state_ends) == (["/6/"], "closed", None)


def test_a_hit_names_its_districts_and_what_it_belongs_to(ask):
    hits = {hit.url: hit for hit in ask("бюджет двори сквери консультація").hits}
    assert hits["/3/"].districts == (3,)
    assert hits["/7/"].within == ("pages:7", "pages:6")
    assert hits["/1/"].districts == ()
    assert hits["/1/"].within == ()


def test_within_a_consultation_only_its_parts_are_found(ask):
    assert set(urls(ask("консультація", within="pages:6"))) == {"/6/", "/7/"}
    assert urls(ask("консультація", within="pages:7")) == ["/7/"]
    assert ask("бюджет", within="pages:6").hits == []


def test_days_bound_the_moment(ask):
    day = NOW.date()
    assert urls(ask("бюджет", first=day + dt.timedelta(days=2))) == ["/2/", "/3/"]
    assert urls(ask("бюджет", last=day + dt.timedelta(days=1))) == ["/1/"]
    assert ask("бюджет", first=day + dt.timedelta(days=30)).hits == []


def test_by_date_the_newest_come_first_and_those_without_a_date_last(ask):
    assert urls(ask("бюджет", sort="date")) == ["/3/", "/2/", "/1/"]
    assert urls(ask("консультація", sort="date")) == ["/6/", "/7/"]


def test_moments_are_told_to_the_second(engine):
    exact = NOW.replace(microsecond=123_456)
    write_items("library", [item(9, "Файл", moment=exact)], engine=engine)
    (hit,) = find(Question("файли", "uk"), engine=engine, synonyms=lambda _language: {}).hits
    assert hit.moment == NOW


def test_filters_alone_list_what_they_let_through(ask):
    results = ask("", choices={"type": ("news",)})
    assert urls(results) == ["/3/", "/1/", "/7/"]
    assert not results.has_words


def test_pages_go_on_and_end(ask):
    first, second = (ask("бюджет", per_page=2, page=number) for number in (1, 2))
    assert (urls(first), urls(second)) == (["/1/", "/2/"], ["/3/"])
    assert second.hits[0].place == 3
    for page in (3, 51, 10**9):
        with pytest.raises(NoSuchPage):
            ask("бюджет", per_page=2, page=page)


@pytest.mark.parametrize(
    "query",
    ['"', "\x00", "* ( ) : ^ -", "AND OR NOT", "«бюджет", "бюджет»", "NEAR(a b)", "слово " * 3000,
     "б" * 10_000, "і та в", "?!…—", "🙂🙃", "שלום عالم", "<script>alert(1)</script>", "' OR 1=1 --",
     "%", "_", "\\", "{бюджет}", "title:бюджет", "бюджет*", "٣٤٥", "ﬁ", "ǅ"],
)  # fmt: skip
def test_any_text_is_a_question(ask, query):
    results = ask(query)
    assert len(results.query) <= 200
    assert results.page == 1
    assert "<script" not in "".join(hit.title + hit.text for hit in results.hits)


@pytest.mark.parametrize("query", ["", " ", "?!…", "«»", "🙂"])
def test_without_a_word_nothing_is_found(ask, query):
    results = ask(query)
    assert (results.hits, results.total, results.has_words) == ([], 0, False)
    with pytest.raises(NoSuchPage):
        ask(query, page=2)


def test_function_words_alone_are_looked_for(ask):
    assert urls(ask("про")) != []


def test_found_words_are_marked_and_the_rest_is_escaped(engine):
    write_items(
        "library", [item(9, "Бюджет <b>&</b>", "Про бюджети & <i>двори</i>")], engine=engine
    )
    hit = find(Question("бюджетів", "uk"), engine=engine, synonyms=lambda _language: {}).hits[0]
    assert hit.title == "<mark>Бюджет</mark> &lt;b&gt;&amp;&lt;/b&gt;"
    assert hit.text == "Про <mark>бюджети</mark> &amp; &lt;i&gt;двори&lt;/i&gt;"
    assert hit.plain_title == "Бюджет <b>&</b>"


@pytest.mark.parametrize("query", ["бюджет", "слухання бюджет травень", "слухання школи", "бюджте"])
def test_the_number_of_queries_does_not_grow(engine, django_assert_max_num_queries, query):
    more = [item(number, f"Бюджет і слухання {number}") for number in range(100, 160)]
    for _round in range(2):
        with django_assert_max_num_queries(14):
            find(Question(query, "uk"), engine=engine, synonyms=lambda _language: {})
        write_items("library", more, engine=engine)


def test_an_engine_that_is_away_is_stood_in_for(db, monkeypatch):
    write_items("library", LIBRARY)

    class Away:
        def full(self, *_args, **_more):
            raise EngineAway("no answer")

    monkeypatch.setattr(engines, "current", Away)
    assert urls(find(Question("бюджет", "uk"))) == ["/1/", "/2/", "/3/"]


def test_an_index_that_was_never_written_finds_nothing(db):
    # Not the node's: what other tests wrote there is not rolled back.
    results = find(Question("бюджет", "uk"), engine=engines.database())
    assert (results.hits, results.total) == ([], 0)


def test_the_deadline_is_told_while_people_may_take_part(engine):
    now = timezone.now()
    day = dt.timedelta(days=1)
    write_items(
        "deadlines",
        [
            item(1, "Відкрита толока", moment=now - day, deadline=now + day),
            item(2, "Оголошена толока", moment=now + day, deadline=now + 2 * day),
            item(3, "Минула толока", moment=now - 2 * day, deadline=now - day),
        ],
        engine=engine,
    )
    hits = find(Question("толока", "uk"), engine=engine).hits
    assert {hit.plain_title: hit.deadline for hit in hits} == {
        "Відкрита толока": now + day, "Оголошена толока": None, "Минула толока": None,
    }  # fmt: skip
