"""Each kind of question, channels apart, voided ballots apart."""

from dataclasses import dataclass, field

import pytest

from portal.participation.polls.enums import Channel, Kind
from portal.participation.polls.questions.forms import Form, Option, Question
from portal.participation.polls.results.counting import MAIN, Tally, count, mean_of, plain

A, B, C = (Option(code, code.upper()) for code in ("aaaaaaaa", "bbbbbbbb", "cccccccc"))
CODE = "0000000q"


@dataclass
class Line:
    answer: object = None
    channel: str = Channel.EMAIL
    voiding_id: int | None = None
    texts: dict = field(default_factory=dict)

    @property
    def answers(self):
        return {} if self.answer is None else {CODE: self.answer}


def question(kind, **more):
    return Question(CODE, kind, "Що?", **more)


def counted(asked, *lines):
    return count(Form((asked,)), lines)


def test_channels_are_apart_and_unverified_ones_outside_the_main_number():
    tally = counted(
        question(Kind.SINGLE, options=(A, B)),
        Line(A.code, Channel.VERIFIED),
        Line(A.code, Channel.PAPER),
        Line(B.code, Channel.UNVERIFIED),
        Line(None, Channel.EMAIL),
    )
    assert (tally.main, tally.unverified, tally.total) == (3, 1, 4)
    assert tally.of(CODE) == {"answered": 2, "counts": {A.code: 2, B.code: 0}}
    assert tally.of(CODE, Channel.UNVERIFIED)["counts"] == {A.code: 0, B.code: 1}
    assert tally.of(CODE, Channel.EMAIL)["answered"] == 0


def test_a_voided_ballot_is_in_its_own_number_alone():
    asked = question(Kind.SINGLE, options=(A, B))
    tally = counted(asked, Line(A.code), Line(B.code, voiding_id=7, texts={CODE: "слово"}))
    assert (tally.ballots, tally.voided) == ({"email": 1}, {"email": 1})
    assert tally.of(CODE)["counts"] == {A.code: 1, B.code: 0}
    assert tally.texts == {}


def test_several_answers_count_each():
    tally = counted(
        question(Kind.MULTIPLE, options=(A, B), has_other=True),
        Line([A.code, "other"], texts={CODE: "інше"}),
        Line([A.code]),
    )
    assert tally.of(CODE)["counts"] == {A.code: 2, B.code: 0, "other": 1}
    assert tally.texts == {CODE: {MAIN: 1, "email": 1}}


def test_a_ranking_gives_points_from_the_last_up_and_first_places():
    asked = question(Kind.RANKING, options=(A, B, C))
    tally = counted(asked, Line([A.code, B.code, C.code]), Line([B.code, A.code, C.code]))
    assert tally.of(CODE)["points"] == {A.code: 3, B.code: 3, C.code: 0}
    assert tally.of(CODE)["first"] == {A.code: 1, B.code: 1, C.code: 0}


def test_a_scale_has_every_point_and_a_mean():
    asked = question(Kind.SCALE, points=5)
    numbers = counted(asked, Line(1), Line(4), Line(4)).of(CODE)
    assert numbers["counts"] == {"1": 1, "2": 0, "3": 0, "4": 2, "5": 0}
    assert mean_of(asked, numbers) == 3
    assert mean_of(asked, counted(asked).of(CODE)) is None


def test_a_matrix_counts_by_row():
    asked = question(Kind.MATRIX, rows=(A, B), options=(C,))
    tally = counted(asked, Line({A.code: C.code}), Line({A.code: C.code, B.code: C.code}))
    assert tally.of(CODE)["rows"] == {A.code: {C.code: 2}, B.code: {C.code: 1}}


def test_numbers_are_exact():
    asked = question(Kind.NUMBER)
    tally = counted(asked, Line("0.1"), Line("0.2"), Line("-3"), Line("100"))
    assert tally.of(CODE) == {
        "answered": 4, "sum": "97.3", "median": "0.15", "min": "-3", "max": "100",
    }  # fmt: skip
    assert counted(asked).of(CODE)["median"] is None
    assert counted(asked, Line("5"), Line("5"), Line("9")).of(CODE)["median"] == "5"


def test_few_days_are_told_by_day_and_many_by_month():
    asked = question(Kind.DATE)
    few = counted(asked, Line("2019-06-03"), Line("2019-06-03"), Line("2019-07-01"))
    assert few.of(CODE)["counts"] == {"2019-06-03": 2, "2019-07-01": 1}
    days = [f"2019-{month:02}-{day:02}" for month in (6, 7) for day in range(1, 29)]
    many = counted(asked, *map(Line, days))
    assert many.of(CODE)["counts"] == {"2019-06": 28, "2019-07": 28}
    assert (many.of(CODE)["min"], many.of(CODE)["max"]) == ("2019-06-01", "2019-07-28")


def test_what_was_not_asked_is_no_answer():
    tally = count(Form((question(Kind.SHORT_TEXT),)), [Line(A.code, texts={CODE: "слово"})])
    assert tally.questions == {}
    assert tally.texts == {CODE: {MAIN: 1, "email": 1}}


@pytest.mark.parametrize("lines", [(), (Line("5"), Line("7", voiding_id=1))])
def test_a_tally_is_the_same_after_being_kept(lines):
    tally = counted(question(Kind.NUMBER), *lines)
    assert Tally.from_json(tally.as_json()) == tally
    assert Tally.from_json({}).total == 0


def test_decimals_are_plain():
    from decimal import Decimal

    assert [plain(Decimal(text)) for text in ("1E+2", "0.50", "-0.0", "10")] == [
        "100", "0.5", "0", "10",
    ]  # fmt: skip
