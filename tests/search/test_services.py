"""One function finds public pages, whatever engine stands behind it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from search import services
from search.services import NoSuchPage, search_pages
from tests.factories.pages import (
    ConsultationPageFactory,
    ForumPageFactory,
    NewsPageFactory,
    StandardPageFactory,
)
from tests.search.conftest import refresh


def titles(query, **options):
    return [str(hit.page.title) for hit in search_pages(query, language="uk", **options).hits]


def test_all_words_must_be_there(found):
    assert titles("зелених зон правила") == ["Правила утримання зелених зон"]
    assert titles("зелених аеродинаміка") == []


def test_a_word_in_the_title_counts_more(found):
    assert titles("зелених") == [
        "Правила утримання зелених зон",
        "Солом’янський район оновлює двори",
    ]


def test_the_text_of_a_page_is_searched_too(found, home):
    StandardPageFactory(
        parent=home, title="Про нас", body=[("text", RichText("<p>Жасмин у дворі</p>"))]
    )
    refresh()
    assert titles("жасмин") == ["Про нас"]


@pytest.mark.parametrize("sign", ["'", "’", "ʼ"])
def test_any_apostrophe_finds(found, sign):
    assert titles(f"Солом{sign}янський") == ["Солом’янський район оновлює двори"]


def test_drafts_and_closed_pages_are_not_found(found):
    page = found[0]
    page.unpublish()
    PageViewRestriction.objects.create(page=found[1], restriction_type=PageViewRestriction.LOGIN)
    refresh()
    assert titles("зелених") == []


def test_what_was_deleted_is_not_found(found):
    found[0].delete()
    refresh()
    assert titles("утримання") == []


def test_what_was_changed_is_found_as_it_is(found):
    page = found[0]
    page.title = "Правила тополиного пуху"
    page.save_revision().publish()
    refresh()
    assert titles("утримання") == []
    assert titles("тополиного") == ["Правила тополиного пуху"]


def test_each_language_finds_its_own(found, english_home, english):
    twin = found[0].copy_for_translation(english, copy_parents=True)
    twin.title, twin.lead = "Rules for the parks of Kyiv", ""
    twin.save_revision().publish()
    refresh()
    english_titles = [hit.page.title for hit in search_pages("parks", language="en").hits]
    assert english_titles == ["Rules for the parks of Kyiv"]
    assert titles("parks") == []
    assert not search_pages("двори", language="en").hits


def test_kinds_are_counted_and_chosen(found, forum_index, consultation_index):
    ForumPageFactory(parent=forum_index, title="Правила форуму")
    ConsultationPageFactory(parent=consultation_index, title="Правила торгівлі")
    refresh()
    results = search_pages("правила", language="uk")
    assert {each.key: each.count for each in results.counts} == {
        "news": 1, "forums": 1, "consultations": 1, "pages": 1,
    }  # fmt: skip
    assert results.total == results.everything == 4
    only = search_pages("правила", language="uk", kind="forums")
    assert [hit.kind for hit in only.hits] == ["forums"]
    assert (only.total, only.everything) == (1, 4)


@pytest.mark.parametrize("query", ["", "   ", "?!", "🙂", "«»", "\x00", "'", '"'])
def test_a_question_without_words_finds_nothing(found, query):
    results = search_pages(query, language="uk")
    assert results.hits == []
    assert results.total == 0


@pytest.mark.parametrize(
    "query",
    [
        '"', "'", "a\"b'c", "*", "+зони", "зони AND", "NOT зони", "NEAR(зони, парк)", "title:зони", "{зони}",
        "зони^2", "зо*", "((", "\\", "%", "_", "зони; DROP TABLE", "х" * 10_000, "зони\x00", "\ud7ff",
        "🙂 зони", "مرحبا", "<script>", "а" * 300 + " " + "б" * 300, "1" * 400, "-" * 300, "є\u0301",
        " ".join("слово" for _ in range(3000)),
    ],
)  # fmt: skip
def test_no_question_breaks_an_engine(found, query):
    results = search_pages(query, language="uk")
    assert results.total >= 0


@pytest.mark.parametrize(
    ("options", "words"),
    [({"kind": "nothing"}, "kind"), ({"page": 2}, "page"), ({"page": 99999}, "page")],
)
def test_an_unknown_kind_or_page_is_refused(found, options, words):
    with pytest.raises(NoSuchPage, match=words):
        search_pages("правила", language="uk", **options)
    with pytest.raises(NoSuchPage):
        search_pages("", language="uk", page=2)


def test_pages_of_results_hold_each_hit_once(found, news_index, monkeypatch):
    monkeypatch.setattr(services, "PER_PAGE", 3)
    for number in range(7):
        NewsPageFactory(parent=news_index, title=f"Тополя {number}")
    refresh()
    seen = [title for page in (1, 2, 3) for title in titles("тополя", page=page)]
    assert len(seen) == len(set(seen)) == 7
    with pytest.raises(NoSuchPage):
        titles("тополя", page=4)


def test_deep_pages_have_an_end(found, news_index, monkeypatch):
    monkeypatch.setattr(services, "PER_PAGE", 1)
    monkeypatch.setattr(services, "MAX_PAGES", 2)
    for number in range(4):
        NewsPageFactory(parent=news_index, title=f"Тополя {number}")
    refresh()
    assert len(titles("тополя", page=2)) == 1
    with pytest.raises(NoSuchPage):
        titles("тополя", page=3)


def test_queries_do_not_grow_with_what_is_found(found, news_index):
    def count():
        with CaptureQueriesContext(connection) as queries:
            search_pages("тополя", language="uk")
        return len(queries)

    NewsPageFactory(parent=news_index, title="Тополя")
    refresh()
    search_pages("тополя", language="uk")
    one = count()
    for number in range(15):
        NewsPageFactory(parent=news_index, title=f"Тополя {number}")
    refresh()
    assert count() == one <= 8
