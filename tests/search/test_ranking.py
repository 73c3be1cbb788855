"""The one order of results: title before body, rare before frequent, neighbours before strangers."""

import pytest

from search.ranking import Text, Wanted, rank, rarity


def text(pk, title="", body="", length=None):
    keys = len(title.split()) + len(body.split())
    return Text(pk, title, body, keys if length is None else length)


def order(words, *texts):
    return [each.id for each in rank(words, texts, average=10)]


BUDGET = Wanted(("бюджет",), 2.0)
HEARING = Wanted(("слухання",), 3.0)
AND = Wanted(("і",), 0.5, counts=False)


def test_the_title_counts_more_than_the_body():
    assert order([BUDGET], text(1, "двір", "бюджет"), text(2, "бюджет", "двір")) == [2, 1]


def test_more_hits_count_more_but_ever_less():
    one, two, three = (
        rank([BUDGET], [text(1, "", "бюджет " * times + "двір " * (9 - times))], 9)[0].score
        for times in (1, 2, 3)
    )
    assert one < two < three
    assert three - two < two - one


def test_the_longer_text_stands_behind_the_shorter():
    assert order([BUDGET], text(1, "", "бюджет " + "двір " * 50), text(2, "", "бюджет двір")) == [
        2,
        1,
    ]


def test_all_words_stand_before_some_however_often():
    assert order([BUDGET, HEARING], text(1, "слухання слухання", "слухання"), text(2, "", "бюджет слухання")) == [2, 1]  # fmt: skip


def test_the_rare_word_stands_before_the_frequent_one():
    assert order([BUDGET, HEARING], text(1, "", "бюджет"), text(2, "", "слухання")) == [2, 1]


def test_any_key_of_a_word_is_a_hit():
    word = Wanted(("рада", "рад"), 2.0)
    assert [each.cover for each in rank([word], [text(1, "", "рад"), text(2, "", "ряд")], 1)] == [
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        ("слухання бюджет", "слухання двір двір бюджет"),
        ("слухання бюджет", "бюджет слухання"),
        ("двір слухання двір бюджет", "бюджет двір двір слухання"),
    ],
)
def test_neighbours_in_the_order_of_the_question_come_first(nearer, farther):
    assert order([HEARING, BUDGET], text(1, "", farther, 5), text(2, "", nearer, 5)) == [2, 1]


def test_the_end_of_the_title_is_no_neighbour_of_the_body():
    across, apart = rank(
        [HEARING, BUDGET],
        [text(1, "слухання", "бюджет"), text(2, "слухання", "двір " * 30 + "бюджет", 2)],
        2,
    )
    assert across.score == apart.score


def test_function_words_move_the_order_and_no_cover():
    ranked = rank([BUDGET, AND], [text(1, "", "бюджет"), text(2, "", "бюджет і")], 2)
    assert [each.id for each in ranked] == [2, 1]
    assert {each.cover for each in ranked} == {1.0}


def test_equals_stand_by_their_keys():
    assert order([BUDGET], text(7, "", "бюджет"), text(3, "", "бюджет")) == [3, 7]


def test_nothing_asked_or_nothing_found_is_no_error():
    assert rank([], [text(1, "", "двір")], 0)[0].score == 0
    assert rank([BUDGET], [], 0) == []
    assert rank([BUDGET], [text(1)], 0)[0].cover == 0


def test_rarity_falls_with_frequency_and_never_below_zero():
    weights = [rarity(number, 100) for number in (0, 1, 50, 100)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0
    # A table that is being filled may count a word in more documents than it counts documents.
    assert rarity(101, 101) > 0


def test_the_word_that_was_asked_stands_before_its_synonym_however_often():
    word = Wanted(("безбарєрність", "доступність"), 2.0, shares={"доступність": 0.4})
    often, once = (
        text(1, "", "доступність доступність двір", 3),
        text(2, "", "безбарєрність двір", 3),
    )
    assert order([word], often, once) == [2, 1]
    assert order([word], text(3, "", "двір двір двір"), often) == [1, 3]


def test_keys_that_come_behind_are_never_before_others():
    word = Wanted(("дарниця", "дарницький"), 3.0, behind=frozenset({"дарницький"}))
    loud = text(1, "дарницький дарницький", "дарницький " * 9)
    faint, both = text(2, "", "дарниця " + "двір " * 60), text(3, "", "дарницький дарниця двір")
    assert order([word], loud, faint, both) == [3, 2, 1]
    # But all words stand before some.
    assert order([word, BUDGET], text(1, "", "дарниця"), text(2, "", "дарницький бюджет")) == [2, 1]
