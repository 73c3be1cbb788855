import pytest

from portal.participation.polls.enums import Kind
from portal.participation.polls.questions import Condition, Form, Option, Question
from portal.participation.polls.questions.answers import BadAnswers, clean

A, B, C = (Option(code, code.upper()) for code in ("aaaaaaaa", "bbbbbbbb", "cccccccc"))
ROWS = (Option("11111111", "Дороги"), Option("22222222", "Парки"))
a, b, c = A.code, B.code, C.code


def question(kind, code="qqqqqqqq", **more):
    return Question(code=code, kind=kind, text="?", **more)


SINGLE = question(Kind.SINGLE, options=(A, B), has_other=True)
MULTIPLE = question(Kind.MULTIPLE, options=(A, B, C), minimum=1, maximum=2)
RANKING = question(Kind.RANKING, options=(A, B, C))
SCALE = question(Kind.SCALE, points=5)
MATRIX = question(Kind.MATRIX, options=(A, B), rows=ROWS)
NUMBER = question(Kind.NUMBER, minimum=0, maximum=100.5)
WHOLE = question(Kind.NUMBER, whole=True)
DATE = question(Kind.DATE, minimum="2019-06-01", maximum="2019-06-30")


def ballot(asked, value, text=""):
    found = clean(Form((asked,)), {asked.code: value}, {asked.code: text})
    return found.answers.get(asked.code)


@pytest.mark.parametrize(
    ("asked", "value", "kept"),
    [
        (SINGLE, a, a),
        (MULTIPLE, [c, a], [a, c]),
        (RANKING, [c, a, b], [c, a, b]),
        (RANKING, {a: "2", b: "3", c: "1"}, [c, a, b]),
        (SCALE, "4", 4),
        (MATRIX, {"11111111": a}, {"11111111": a}),
        (NUMBER, " 12,50 ", "12.5"),
        (NUMBER, "100", "100"),
        (WHOLE, "-3", "-3"),
        (DATE, "2019-06-03", "2019-06-03"),
    ],
)
def test_an_answer_is_kept_in_one_form(asked, value, kept):
    assert ballot(asked, value) == kept


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (SINGLE, "ffffffff"),
        (SINGLE, [a]),
        (SINGLE, {"a": 1}),
        (MULTIPLE, [a, b, c]),
        (MULTIPLE, [a, "ffffffff"]),
        (MULTIPLE, a),
        (RANKING, [a, a, b]),
        (RANKING, [a, b]),
        (RANKING, {a: "1", b: "1", c: "2"}),
        (RANKING, {a: "1", b: "2", c: "4"}),
        (RANKING, {a: "1", b: "друге", c: "3"}),
        (SCALE, "0"),
        (SCALE, "6"),
        (SCALE, "багато"),
        (SCALE, True),
        (MATRIX, {"33333333": a}),
        (MATRIX, {"11111111": "ffffffff"}),
        (MATRIX, [a]),
        (NUMBER, "-1"),
        (NUMBER, "100.6"),
        (NUMBER, "1e9"),
        (NUMBER, "NaN"),
        (NUMBER, "Infinity"),
        (NUMBER, "1" * 40),
        (NUMBER, "1.23456"),
        (WHOLE, "1.5"),
        (DATE, "2019-05-31"),
        (DATE, "2019-07-01"),
        (DATE, "99999-01-01"),
        (DATE, "9999-01-01"),
        (DATE, "2019-02-30"),
    ],
)
def test_bad_answers_are_refused_in_words(asked, value):
    with pytest.raises(BadAnswers) as refused:
        ballot(asked, value)
    assert refused.value.errors[asked.code]


def test_a_choice_of_other_needs_words():
    form = Form((SINGLE,))
    found = clean(form, {SINGLE.code: "other"}, {SINGLE.code: " Удома\x00 "})
    assert (found.answers, found.texts) == ({SINGLE.code: "other"}, {SINGLE.code: "Удома"})
    for text in ("", "   "):
        with pytest.raises(BadAnswers):
            clean(form, {SINGLE.code: "other"}, {SINGLE.code: text})


def test_words_beside_another_answer_are_not_kept():
    assert clean(Form((SINGLE,)), {SINGLE.code: a}, {SINGLE.code: "таємне"}).texts == {}


@pytest.mark.parametrize("kind", [Kind.SHORT_TEXT, Kind.LONG_TEXT])
def test_texts_have_a_length(kind):
    asked = question(kind)
    longest = 300 if kind == Kind.SHORT_TEXT else 3000
    form = Form((asked,))
    assert clean(form, {}, {asked.code: "ї" * longest}).texts == {asked.code: "ї" * longest}
    with pytest.raises(BadAnswers):
        clean(form, {}, {asked.code: "ї" * (longest + 1)})


def test_nothing_answered_is_no_ballot():
    for given in ({}, {SINGLE.code: ""}, {SINGLE.code: None}):
        with pytest.raises(BadAnswers):
            clean(Form((SINGLE,)), given, {})


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_required_is_asked_for(kind):
    asked = question(kind, required=True, options=(A, B), rows=ROWS, points=5)
    also = question(Kind.SCALE, "zzzzzzzz", points=5)
    with pytest.raises(BadAnswers) as refused:
        clean(Form((asked, also)), {"zzzzzzzz": 3}, {})
    assert set(refused.value.errors) == {asked.code}


def test_a_required_table_is_filled_whole():
    asked = question(Kind.MATRIX, options=(A, B), rows=ROWS, required=True)
    with pytest.raises(BadAnswers):
        ballot(asked, {"11111111": a})
    assert ballot(asked, {"22222222": b, "11111111": a}) == {"11111111": a, "22222222": b}


def conditional():
    first = question(Kind.SINGLE, "q1q1q1q1", options=(A, B))
    second = question(
        Kind.SCALE, "q2q2q2q2", points=5, required=True, condition=Condition("q1q1q1q1", (a,))
    )
    third = question(
        Kind.SCALE, "q3q3q3q3", points=5, required=True, condition=Condition("q2q2q2q2", ("x",))
    )
    return Form((first, second, third))


def test_what_is_not_shown_is_neither_asked_for_nor_kept():
    found = clean(conditional(), {"q1q1q1q1": b, "q2q2q2q2": 4}, {})
    assert found.answers == {"q1q1q1q1": b}


def test_what_is_shown_is_asked_for():
    with pytest.raises(BadAnswers) as refused:
        clean(conditional(), {"q1q1q1q1": a}, {})
    assert set(refused.value.errors) == {"q2q2q2q2"}
    assert clean(conditional(), {"q1q1q1q1": a, "q2q2q2q2": 4}, {}).answers["q2q2q2q2"] == 4


def test_answers_to_strange_questions_are_refused():
    with pytest.raises(BadAnswers):
        clean(Form((SINGLE,)), {SINGLE.code: a, "other": a}, {})
    with pytest.raises(BadAnswers):
        clean(Form((SINGLE,)), {SINGLE.code: a}, {"deadbeef": "слова"})
