"""Titles and words while a reader types, the same on every engine."""

import pytest

from search.indexing import write_items
from search.suggestions import MOST, MOST_TITLES, suggest
from tests.search.test_services import LIBRARY, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(db):
    more = [item(number, f"Консультація номер {number}") for number in range(20, 30)]
    write_items("library", [*LIBRARY, *more])


def titles(text, language="uk"):
    return [each.text for each in suggest(text, language) if each.url]


def words(text, language="uk"):
    return [each.text for each in suggest(text, language) if not each.url]


def test_titles_come_before_words_and_both_are_few(library):
    found = suggest("конс", "uk")
    assert len(found) <= MOST
    assert len([each for each in found if each.url]) == MOST_TITLES
    assert [bool(each.url) for each in found] == sorted(
        (bool(each.url) for each in found), reverse=True
    )


@pytest.mark.parametrize("typed", ["бюджет мі", "БЮДЖЕТ МІ", "бюджет  міс"])
def test_the_last_word_may_be_a_beginning(library, typed):
    assert titles(typed) == ["Бюджет міста"]


def test_every_word_may_be_a_beginning_but_each_must_be_there(library):
    assert titles("бюд міс") == ["Бюджет міста"]
    assert titles("бюджет села") == []
    assert titles("міс бюджетний") == []


def test_the_typed_part_is_told(library):
    (found,) = (each for each in suggest("слухання про бю", "uk") if each.url)
    assert found.text[found.start : found.end] == "слухання про бю"
    word = next(each for each in suggest("солом'я", "uk") if not each.url)
    assert word.text[word.start : word.end] == "солом’я"


@pytest.mark.parametrize("typed", ["соломʼян", "солом'ян", "соломян"])
def test_an_apostrophe_may_be_of_any_kind_or_none(library, typed):
    assert titles(typed) == ["Двори Солом’янського району"]
    assert words(typed) == ["солом’янського"]


def test_the_wrong_layout_is_understood(library):
    assert titles(",.l;tn vs") == ["Бюджет міста"]
    assert suggest("qqqq", "uk") == []


def test_drafts_and_other_languages_are_not_suggested(library):
    assert "Таємний бюджет" not in titles("таємний")
    assert titles("green") == []
    assert titles("green", "en") == ["Green spaces"]


def test_of_the_forms_of_a_word_one_is_suggested(library):
    assert words("бюдж") == ["бюджет"]


@pytest.mark.parametrize("typed", ["", " ", "a", "?!", "\x00", "*", '"', "%", "_", "🙂", "'"])
def test_nothing_is_suggested_for_nothing(library, typed):
    assert suggest(typed, "uk") == []


@pytest.mark.parametrize("typed", ["б" * 10_000, "слово " * 3_000, "а-" * 500, "<script>", "шалום"])
def test_any_text_is_read(library, typed):
    assert len(suggest(typed, "uk")) <= MOST


def test_the_number_of_queries_does_not_grow(library, django_assert_max_num_queries):
    for _round in range(2):
        with django_assert_max_num_queries(4):
            assert suggest("конс", "uk")
        write_items("library", [item(n, f"Консультація {n}") for n in range(100, 150)])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("konsultats", "Консультація номер 29"),
        ("hromadski slu", "Громадські слухання про бюджет"),
        ("solomian", "Двори Солом’янського району"),
    ],
)
def test_ukrainian_in_latin_letters_is_understood(library, typed, found):
    assert found in titles(typed)


@pytest.mark.parametrize("typed", ["ko", "zzzz", "konsultats zzzz", "qqq'"])
def test_latin_letters_that_begin_nothing_suggest_nothing(library, typed):
    assert suggest(typed, "uk") == []


def test_latin_letters_cost_a_few_queries_more(library, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        suggest("konsultats", "uk")
