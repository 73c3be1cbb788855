import pytest

from portal.participation.polls.enums import Kind
from portal.participation.polls.questions import Condition, Form, Option, Question
from portal.participation.polls.questions.checking import faults

A, B = Option("aaaaaaaa", "Так"), Option("bbbbbbbb", "Ні")


def choice(code, *, on=None, options=(A, B), kind=Kind.SINGLE, answers=("aaaaaaaa",)):
    return Question(
        code=code,
        kind=kind,
        text="?",
        options=options,
        points=5,
        condition=Condition(on, answers) if on else None,
    )


def codes(*questions):
    return [code for code, _words in faults(Form(questions))]


def test_a_sound_form_has_no_faults():
    assert codes(choice("1"), choice("2", on="1"), choice("3", on="2")) == []


def test_no_question_is_a_fault_of_the_whole():
    assert codes() == [""]


@pytest.mark.parametrize(
    "questions",
    [
        (choice("1", options=(A,)),),
        (choice("1", options=(A, Option("cccccccc", " так "))),),
        (choice("1", options=(A, Option("aaaaaaaa", "Інше"))),),
        (choice("1", on="9"),),
        (choice("1", kind=Kind.SCALE), choice("2", on="1")),
        (choice("1"), choice("2", on="1", answers=("ffffffff",))),
        (choice("2", on="1"), choice("1")),
        (choice("1", on="1"),),
        (choice("1"), choice("1")),
    ],
)
def test_faults_are_told_at_their_question(questions):
    found = codes(*questions)
    assert found
    assert set(found) <= {question.code for question in questions}


def test_a_circle_is_seen_from_every_question_in_it():
    words = dict(faults(Form((choice("1", on="3"), choice("2", on="1"), choice("3", on="2")))))
    assert set(words) == {"1", "2", "3"}
    assert len(set(words.values())) == 1
