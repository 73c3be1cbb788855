"""Official answers: two officers of one department, never one alone and never another's."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from portal.discussion.enums import DraftState, State, Voice
from portal.discussion.models import AnswerDraft, Comment, Discussion
from portal.discussion.services import answers, comments
from portal.discussion.services.errors import NotAllowed
from portal.people.models import Block, DepartmentMember
from tests.people.duties import fresh

pytestmark = pytest.mark.django_db


def test_an_answer_is_written_agreed_and_published(sent, officer, colleague, question, citizen):
    answer = answers.agree(draft=sent, by=colleague)
    sent.refresh_from_db()
    assert (sent.state, sent.comment, sent.decided_by) == ("published", answer, colleague)
    assert (answer.voice, answer.reply_to, answer.user) == (Voice.OFFICIAL, question, officer)
    assert (answer.department.name, answer.position) == (
        "Департамент комунікацій",
        "Начальниця відділу",
    )
    question.refresh_from_db()
    assert question.official_number == answer.number
    [letter] = [each for each in mail.outbox if citizen.email in each.to]
    assert letter.subject.startswith("Офіційна відповідь вам")


def test_nobody_agrees_what_they_wrote_themselves(sent, officer):
    for act in (answers.agree, lambda **these: answers.give_back(remark="Ні", **these)):
        with pytest.raises(NotAllowed):
            act(draft=sent, by=officer)
    assert not Comment.objects.filter(voice=Voice.OFFICIAL).exists()


def test_who_changes_the_text_becomes_its_author(draft, officer, colleague):
    draft = answers.change(draft=draft, by=colleague, text="У середу.", seen=draft.changed_at)
    draft = answers.send(draft=draft, by=officer)
    with pytest.raises(NotAllowed):
        answers.agree(draft=draft, by=colleague)
    assert answers.agree(draft=draft, by=officer).user == colleague


@pytest.mark.parametrize("who", ["stranger", "citizen"])
def test_only_the_department_takes_part(request, who, draft, officer, question):
    other = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        answers.begin(question=question, by=other, text="Чужа відповідь.")
    with pytest.raises(NotAllowed):
        answers.change(draft=draft, by=other, text="Чуже.", seen=draft.changed_at)
    for act in (answers.send, answers.discard, answers.take_back):
        with pytest.raises(NotAllowed):
            act(draft=draft, by=other)
    sent = answers.send(draft=draft, by=officer)
    with pytest.raises(NotAllowed):
        answers.agree(draft=sent, by=other)


def test_a_blocked_officer_neither_writes_nor_agrees(sent, colleague, officer):
    now = timezone.now()
    Block.objects.create(
        user=colleague, by=officer, reason="…", begins_at=now, ends_at=now + timedelta(days=1)
    )
    with pytest.raises(NotAllowed):
        answers.agree(draft=sent, by=fresh(colleague))


def test_a_returned_answer_goes_round_again(sent, officer, colleague):
    returned = answers.give_back(draft=sent, by=colleague, remark="Додайте адресу.")
    assert (returned.state, returned.remark) == (DraftState.RETURNED, "Додайте адресу.")
    with pytest.raises(answers.Changed):
        answers.agree(draft=returned, by=colleague)
    changed = answers.change(
        draft=returned, by=officer, text="На вул. Садовій, 1.", seen=returned.changed_at
    )
    again = answers.send(draft=changed, by=officer)
    assert again.remark == "" and answers.agree(draft=again, by=colleague)


def test_two_drafts_of_one_department_are_one(draft, question, colleague):
    with pytest.raises(answers.Changed):
        answers.begin(question=question, by=colleague, text="Я теж відповім.")
    assert AnswerDraft.objects.count() == 1


def test_a_change_over_a_colleagues_change_is_refused(draft, officer, colleague):
    seen = draft.changed_at
    answers.change(draft=draft, by=colleague, text="У середу.", seen=seen)
    with pytest.raises(answers.Changed):
        answers.change(draft=draft, by=officer, text="У п’ятницю.", seen=seen)
    assert AnswerDraft.objects.get().text == "У середу."


def test_what_is_sent_is_changed_by_nobody_until_it_is_taken_back(sent, officer, colleague):
    for act in (answers.send, answers.discard):
        with pytest.raises(answers.Changed):
            act(draft=sent, by=officer)
    with pytest.raises(answers.Changed):
        answers.change(draft=sent, by=officer, text="Інше.", seen=sent.changed_at)
    with pytest.raises(NotAllowed):
        answers.take_back(draft=sent, by=colleague)
    assert answers.take_back(draft=sent, by=officer).state == DraftState.DRAFT


def test_agreeing_twice_publishes_once(sent, colleague):
    answers.agree(draft=sent, by=colleague)
    with pytest.raises(answers.Changed):
        answers.agree(draft=sent, by=colleague)
    assert Comment.objects.filter(voice=Voice.OFFICIAL).count() == 1


@pytest.mark.parametrize("to", [State.DELETED, State.HIDDEN])
def test_a_question_that_is_gone_is_not_answered(sent, question, colleague, officer, to):
    comments.move(comment=question, to=to)
    with pytest.raises(answers.QuestionGone):
        answers.agree(draft=sent, by=colleague)
    sent.refresh_from_db()
    assert sent.state == DraftState.AGREEING
    answers.discard(draft=sent, by=officer)
    with pytest.raises(answers.QuestionGone):
        answers.begin(question=question, by=officer, text="Запізно вже.")


def test_a_page_that_left_the_site_is_not_answered(sent, host, colleague):
    host.original.unpublish()
    with pytest.raises(answers.QuestionGone):
        answers.agree(draft=sent, by=colleague)


def test_a_closed_discussion_still_gets_its_answer(sent, colleague, question, neighbour, host):
    Discussion.objects.update(closed_at=timezone.now() - timedelta(hours=1))
    assert answers.agree(draft=sent, by=colleague).state == State.PUBLISHED


def test_an_author_who_left_the_department_signs_nothing(sent, officer, colleague):
    DepartmentMember.objects.filter(user=officer).delete()
    with pytest.raises(answers.AuthorGone):
        answers.agree(draft=sent, by=colleague)
    assert not Comment.objects.filter(voice=Voice.OFFICIAL).exists()


@pytest.mark.parametrize("text", ["", "  \u200b ", "а" * 5001])
def test_a_bad_text_is_no_answer(draft, question, officer, text):
    with pytest.raises(ValidationError):
        answers.change(draft=draft, by=officer, text=text, seen=draft.changed_at)
    with pytest.raises(ValidationError):
        answers.begin(question=question, by=officer, text=text)


# --- Letters --------------------------------------------------------------------------------------


def told(user):
    """Subjects and texts of letters to somebody."""
    return [(each.subject, each.body) for each in mail.outbox if user.email in each.to]


def test_colleagues_hear_that_an_answer_waits(draft, officer, colleague, stranger):
    answers.send(draft=draft, by=officer)
    [(subject, body)] = told(colleague)
    assert subject == "Офіційна відповідь чекає на ваше погодження"
    assert reverse("discussion_question", args=[draft.question_id]) in body
    assert not told(officer)
    assert not told(stranger)


def test_colleagues_read_the_title_in_their_own_language(
    draft, officer, colleague, news, translated
):
    english = translated(news, title="The dream")
    colleague.language = "en"
    colleague.save()
    answers.send(draft=draft, by=officer)
    [(subject, body)] = told(colleague)
    assert subject == "An official answer is waiting for your approval"
    assert english.title in body and news.title not in body


def test_its_writer_hears_that_it_came_back_and_why(sent, officer, colleague):
    answers.give_back(draft=sent, by=colleague, remark="Назвіть годину.")
    subject, body = told(officer)[-1]
    assert subject == "Вашу офіційну відповідь повернуто"
    assert "Назвіть годину." in body


def test_its_writer_hears_that_it_is_published(sent, officer, colleague):
    answers.agree(draft=sent, by=colleague)
    assert "Вашу офіційну відповідь опубліковано" in [subject for subject, _body in told(officer)]


def test_who_acts_no_more_hears_nothing(draft, officer, colleague):
    colleague.departments.all().delete()
    answers.send(draft=draft, by=officer)
    assert not told(colleague)
