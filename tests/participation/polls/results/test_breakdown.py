"""No breakdown from which a small number can be read, or worked out by subtraction."""

from dataclasses import dataclass

import pytest

from portal.participation.polls.enums import AgeGroup, Channel, Kind
from portal.participation.polls.questions.forms import Form, Option, Question
from portal.participation.polls.results.breakdown import AGE, DISTRICT, OTHERS, Breaking

A, B = (Option(code, code.upper()) for code in ("aaaaaaaa", "bbbbbbbb"))
CODE = "00000001"
SINGLE = Question(CODE, Kind.SINGLE, "Що?", options=(A, B))
SEVERAL = Question(CODE, Kind.MULTIPLE, "Що?", options=(A, B))


@dataclass
class Row:
    answers: dict
    district_id: int | None = None
    age_group: str = ""
    channel: str = Channel.VERIFIED
    voiding_id: int | None = None


def rows(district, *counts, **more):
    return [
        Row({CODE: option.code}, district, **more)
        for option, count in zip((A, B), counts, strict=True)
        for _each in range(count)
    ]


def broken(ballots, question=SINGLE):
    breaking = Breaking(Form((question,)))
    for ballot in ballots:
        breaking.add(ballot)
    found = breaking.result(lambda _dimension, keys: {key: {"uk": f"Р{key}"} for key in keys})
    groups = found.get(CODE, {}).get(DISTRICT, [])
    return {group["key"]: tuple(group["counts"].values()) for group in groups}


def test_large_groups_stand_by_themselves():
    assert broken(rows(1, 10, 12) + rows(2, 20, 10)) == {"1": (10, 12), "2": (20, 10)}


@pytest.mark.parametrize("counts", [(9, 40), (0, 40)])
def test_one_small_cell_takes_the_whole_group_to_the_others(counts):
    found = broken(rows(1, 30, 30) + rows(2, *counts) + rows(3, 15, 15))
    # The others alone would be told by subtraction, so the smallest group shown has joined them.
    assert found == {"1": (30, 30), OTHERS: (15 + counts[0], 15 + counts[1])}


def test_with_one_group_left_there_is_no_breakdown():
    assert broken(rows(1, 30, 30) + rows(2, 1, 1)) == {}
    assert broken(rows(1, 30, 30)) == {}
    assert broken(rows(1, 9, 9) + rows(2, 9, 9)) == {}


def test_those_whose_district_is_not_known_are_among_the_others():
    found = broken(rows(1, 30, 30) + rows(None, 10, 5) + rows(2, 2, 6))
    assert found == {"1": (30, 30), OTHERS: (12, 11)}


def test_what_is_shown_adds_up_to_the_published_number_of_the_channel():
    ballots = rows(1, 30, 30) + rows(2, 12, 10) + rows(3, 3, 1) + rows(None, 0, 2)
    found = broken(ballots)
    assert sum(sum(cells) for cells in found.values()) == len(ballots)
    assert all(cell >= 10 for cells in found.values() for cell in cells)


def test_only_checked_identities_that_count_are_broken_down():
    many = rows(1, 10, 10) + rows(2, 10, 10)
    for more in ({"channel": Channel.EMAIL}, {"channel": Channel.UNVERIFIED}, {"voiding_id": 1}):
        assert broken(many + rows(1, 5, 0, **more)) == {"1": (10, 10), "2": (10, 10)}


def test_of_several_answers_nobody_is_told_by_all_having_chosen_one():
    both = [Row({CODE: [A.code, B.code]}, 1) for _each in range(10)]
    neither = [Row({CODE: [option.code]}, 1) for option in (A, B) for _each in range(10)]
    other = [Row({CODE: [option.code]}, 2) for option in (A, B) for _each in range(10)]
    assert set(broken(both + neither + other, SEVERAL)) == {"1", "2"}
    # Without those who left A out, every one of the group has chosen it.
    assert broken(both + neither[:10] + other, SEVERAL) == {}


def test_age_has_its_own_breakdown_and_texts_none():
    ballots = [
        Row({CODE: option.code}, None, age)
        for option in (A, B)
        for age in (AgeGroup.YOUNG, AgeGroup.OLD)
        for _each in range(10)
    ]
    breaking = Breaking(Form((SINGLE, Question("00000002", Kind.NUMBER, "Скільки?"))))
    for ballot in ballots:
        breaking.add(ballot)
    found = breaking.result(lambda *_any: {})
    assert set(found) == {CODE}
    assert [group["key"] for group in found[CODE][AGE]] == [AgeGroup.YOUNG, AgeGroup.OLD]
    assert DISTRICT not in found[CODE]
