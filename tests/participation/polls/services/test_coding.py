"""Tags of text answers, and whose polls one may analyse."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portal.participation.polls.models import AnswerTag, Poll, TextAnswer
from portal.participation.polls.services.coding import drop_tag, may_analyse, put_tag, take_tag
from portal.people.enums import Role
from tests.participation.polls.making import poll as make_poll
from tests.people.duties import department, member, person

Q = "aaaaaaaa"


@pytest.fixture
def editor(db):
    return person(Role.EDITOR)


@pytest.fixture
def texts(round_):
    rows = [TextAnswer(round=round_, question=Q, text=f"Відповідь {number}") for number in range(3)]
    return [row.pk for row in TextAnswer.objects.bulk_create(rows)]


def test_a_tag_is_made_once_and_counts_who_had_it_not(round_, texts, editor):
    first = put_tag(round_=round_, question=Q, name=" Транспорт ", answers=texts[:2], by=editor)
    again = put_tag(round_=round_, question=Q, name="транспорт", answers=texts, by=editor)
    assert (first[0], first[1], again[1]) == (again[0], 2, 1)
    assert again[0].name == "Транспорт"


def test_answers_of_other_questions_and_rounds_get_no_tag(round_, texts, editor):
    other = TextAnswer.objects.create(round=round_, question="bbbbbbbb", text="Інше питання")
    far = make_poll(title="Інше").current_round
    stranger = TextAnswer.objects.create(round=far, question=Q, text="Інше опитування")
    tag, count = put_tag(
        round_=round_, question=Q, name="Т", answers=[other.pk, stranger.pk], by=editor
    )
    assert count == 0
    assert not tag.answers.exists()


@pytest.mark.parametrize("name", ["", "   ", "д" * 81])
def test_a_tag_has_a_short_name(round_, texts, editor, name):
    with pytest.raises(ValidationError):
        put_tag(round_=round_, question=Q, name=name, answers=texts, by=editor)
    assert not AnswerTag.objects.exists()


def test_a_tag_is_taken_off_and_deleted_and_answers_stay(round_, texts, editor):
    tag, _count = put_tag(round_=round_, question=Q, name="Т", answers=texts, by=editor)
    assert take_tag(tag=tag, answers=texts[:1], by=editor) == 1
    assert take_tag(tag=tag, answers=texts[:1], by=editor) == 0
    drop_tag(tag=tag, by=editor)
    assert TextAnswer.objects.count() == 3


def test_an_officer_analyses_the_polls_of_their_own_department(round_, texts):
    own, other = department("Своє"), department("Чуже")
    officer = member(person(Role.OFFICER, name="officer"), own)
    for of, allowed in ((own, True), (other, False), (None, False)):
        Poll.objects.filter(pk=round_.poll_id).update(department=of)
        assert may_analyse(officer, Poll.objects.get(pk=round_.poll_id)) is allowed
    with pytest.raises(PermissionDenied):
        put_tag(round_=round_, question=Q, name="Т", answers=texts, by=officer)
    assert not may_analyse(person(Role.CLERK, name="clerk"), round_.poll)
    assert may_analyse(person(Role.EDITOR, name="editor"), round_.poll)
