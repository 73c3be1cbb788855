"""Numbers that a clerk types off a sheet, and how they are read back."""

import pytest
from django.utils.translation import gettext

from portal.participation.polls import receipts
from portal.participation.polls.enums import Kind
from portal.participation.polls.questions.forms import Condition, Form, Option, Question
from portal.participation.polls.staff.paper_form import PaperForm

ABC = tuple(Option(code * 8, text) for code, text in (("a", "Парк"), ("b", "Сквер"), ("c", "Двір")))
LONG = tuple(Option(f"{number:08x}", f"Варіант {number}") for number in range(12))
CODE = receipts.new_receipt()


def question(kind, **more):
    return Question(code="11111111", kind=Kind(kind), text="Що?", **more)


def typed(asked, value, words="", **more):
    data = {"receipt": CODE, asked.code: value, f"{asked.code}-words": words, **more}
    return PaperForm(data, asked=Form((asked,)))


ROWS = (Option("d" * 8, "Уранці"), Option("e" * 8, "Увечері"))
KINDS = [
    (question("single", options=ABC), "2", "bbbbbbbb", "Сквер"),
    (question("picture", options=ABC), " 3 ", "cccccccc", "Двір"),
    (question("multiple", options=ABC), "31", ["aaaaaaaa", "cccccccc"], "Парк, Двір"),
    (
        question("multiple", options=LONG),
        "12, 1",
        ["00000000", "0000000b"],
        "Варіант 0, Варіант 11",
    ),
    (
        question("ranking", options=ABC),
        "2 3 1",
        ["cccccccc", "aaaaaaaa", "bbbbbbbb"],
        "1) Двір, 2) Парк, 3) Сквер",
    ),
    (
        question("matrix", options=ABC, rows=ROWS),
        "1 –",
        {"dddddddd": "aaaaaaaa"},
        "Уранці: Парк; Увечері: —",
    ),
    (question("scale", points=5), "4", 4, "4"),
    (question("number", unit="год", whole=False), "2,5", "2.5", "2.5 год"),
    (question("date"), "3.6.2019", "2019-06-03", "3 червня 2019 р."),
]


@pytest.mark.parametrize(("asked", "value", "answer", "words"), KINDS)
def test_every_kind_is_typed_by_numbers_and_read_back(asked, value, answer, words):
    form = typed(asked, value)
    assert form.is_valid(), form.errors
    assert form.cleaned_answers.answers == {asked.code: answer}
    assert [line.understood for line in form.lines()] == [words]


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (question("single", options=ABC), "4"),
        (question("single", options=ABC), "12"),
        (question("single", options=ABC), "а"),
        (question("single", options=ABC), "²"),
        (question("multiple", options=ABC), "11"),
        (question("multiple", options=ABC, maximum=1), "12"),
        (question("ranking", options=ABC), "1 2"),
        (question("ranking", options=ABC), "1 1 2"),
        (question("matrix", options=ABC, rows=ROWS), "1"),
        (question("matrix", options=ABC, rows=ROWS), "1 9"),
        (question("scale", points=5), "6"),
        (question("number"), "-"),
        (question("date"), "31.02.2019"),
    ],
)
def test_slips_are_told_at_their_question(asked, value):
    form = typed(asked, value)
    assert not form.is_valid()
    assert list(form.errors) == [asked.code]
    assert not form.is_checked


def test_other_needs_words_and_words_need_other():
    asked = question("single", options=ABC, has_other=True)
    form = typed(asked, "4", "Набережна")
    assert form.is_valid()
    assert form.cleaned_answers.texts == {asked.code: "Набережна"}
    assert next(form.lines()).understood == f"{gettext('Other')}: Набережна"
    assert not typed(asked, "4").is_valid()
    assert not typed(asked, "1", "Набережна").is_valid()


def test_what_was_not_to_be_asked_is_not_dropped_in_silence():
    first = question("single", options=ABC)
    second = Question(
        code="22222222", kind=Kind.SHORT_TEXT, text="Чому?",
        condition=Condition(first.code, ("aaaaaaaa",)),
    )  # fmt: skip
    data = {"receipt": CODE, first.code: "2", second.code: "Далеко"}
    form = PaperForm(data, asked=Form((first, second)))
    assert not form.is_valid()
    assert second.code in form.errors
    assert PaperForm({**data, first.code: "1"}, asked=Form((first, second))).is_valid()


def test_what_was_changed_after_it_was_read_back_is_read_back_again():
    asked = question("single", options=ABC)
    form = typed(asked, "1")
    assert form.is_valid()
    assert not form.is_checked
    again = typed(asked, "1", checked=form.mark())
    changed = typed(asked, "2", checked=form.mark())
    other_sheet = typed(asked, "1", checked=form.mark(), receipt=receipts.new_receipt())
    assert [each.is_valid() and each.is_checked for each in (again, changed, other_sheet)] == [
        True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["", "7K4A", "2A45895A27AAAHP5EP8", "2A45895A27AAAHP5EP8H2"])
def test_a_code_with_a_slip_is_refused(code):
    form = typed(question("single", options=ABC), "1", receipt=code)
    assert not form.is_valid()
    assert "receipt" in form.errors
