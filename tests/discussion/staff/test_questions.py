"""The admin's pages of questions and answers."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.discussion import selectors_staff as selectors
from portal.discussion.enums import State, Voice
from portal.discussion.models import AnswerDraft, Comment
from portal.discussion.models.discussions import with_things
from portal.discussion.services import answers, comments
from portal.discussion.staff import questions
from portal.people.enums import Role
from tests.people.duties import person

pytestmark = pytest.mark.django_db
LIST = "discussion_questions"


def page_of(question):
    return reverse("discussion_question", args=[question.pk])


@pytest.mark.parametrize("roles", [(), (Role.MODERATOR,), (Role.CHIEF_EDITOR,)])
def test_questions_are_for_officers(enter, question, roles):
    client = enter(person(*roles, name="someone"))
    for address in (reverse(LIST), page_of(question)):
        assert client.get(address).status_code in (302, 403)
    assert client.post(page_of(question), {"save": "1", "text": "Відповідь."}).status_code != 200
    assert not AnswerDraft.objects.exists()


def test_questions_of_another_department_do_not_exist(enter, question, stranger):
    client = enter(stranger)
    assert client.get(page_of(question)).status_code == 404
    assert client.post(page_of(question), {"save": "1", "text": "Відповідь."}).status_code == 404
    assert "басейн" not in client.get(reverse(LIST)).content.decode()
    assert questions.waiting(stranger) == 0


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.DELETED])
def test_what_no_reader_sees_is_not_shown_to_officers(enter, question, officer, state, citizen):
    if state == State.DELETED:
        comments.delete(comment=question, by=citizen)
    else:
        comments.move(comment=question, to=state)
    assert enter(officer).get(page_of(question)).status_code == 404
    assert selectors.comments_to(officer).count() == 0


def test_of_a_question_that_went_its_draft_stays_without_the_asker(enter, draft, officer):
    comments.move(comment=draft.question, to=State.HIDDEN)
    page = enter(officer).get(page_of(draft.question)).content.decode()
    assert draft.question.author_name not in page
    assert "басейн" not in page
    assert "вівторок" in page


def test_the_oldest_without_an_answer_stands_first(enter, say, officer, colleague, question):
    old = say("Це питання чекає довго?", is_question=True)
    say("А це не питання зовсім.")
    hidden = say("Приховане питання це?", is_question=True)
    comments.move(comment=hidden, to=State.HIDDEN)
    Comment.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=16))
    shown = enter(officer).get(reverse(LIST)).content.decode()
    assert shown.index("чекає довго") < shown.index("басейн")
    assert "не питання" not in shown and "Приховане" not in shown
    assert shown.count("прострочено") == 1 and "чекає 16 днів" in shown
    assert questions.waiting(officer) == 2
    draft = answers.send(
        draft=answers.begin(question=question, by=officer, text="Скоро."), by=officer
    )
    assert questions.waiting(colleague) == 3
    answers.agree(draft=draft, by=colleague)
    assert questions.waiting(officer) == 1
    answered = enter(officer).get(reverse(LIST), {"answered": "1"}).content.decode()
    assert "басейн" in answered and "чекає довго" not in answered


def test_from_the_first_word_to_the_published_answer(enter, question, officer, colleague):
    client, address = enter(officer), page_of(question)
    assert client.post(address, {"save": "1", "text": "Скоро."}).status_code == 302
    seen = AnswerDraft.objects.get().changed_at.isoformat()
    answer = client.post(address, {"send": "1", "text": "У **вівторок**.", "seen": seen})
    assert answer.status_code == 302
    # The author is offered to take it back, not to agree it.
    own = client.get(address).content.decode()
    assert "take_back" in own and 'name="agree"' not in own
    assert client.post(address, {"agree": "1"}).status_code == 403
    assert not Comment.objects.filter(voice=Voice.OFFICIAL).exists()
    client = enter(colleague)
    assert "<strong>вівторок</strong>" in client.get(address).content.decode()
    assert client.post(address, {"give_back": "1", "remark": ""}).status_code == 422
    assert client.post(address, {"agree": "1"}).status_code == 302
    assert Comment.objects.get(voice=Voice.OFFICIAL).reply_to == question


def test_what_was_typed_stays_when_a_colleague_was_quicker(enter, question, officer, colleague):
    answers.begin(question=question, by=colleague, text="Відповідь колеги.")
    answer = enter(officer).post(page_of(question), {"save": "1", "text": "Моя довга відповідь."})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Моя довга відповідь." in shown and "змінив хтось із колег" in shown
    assert AnswerDraft.objects.get().text == "Відповідь колеги."


@pytest.mark.parametrize(
    "sent_in", [{"text": ""}, {"text": "а" * 5001}, {"text": "Так.", "seen": "колись"}]
)
def test_bad_input_is_told_and_kept(enter, draft, officer, question, sent_in):
    answer = enter(officer).post(page_of(question), {"save": "1", **sent_in})
    assert answer.status_code == 422 and sent_in["text"] in answer.content.decode()
    assert AnswerDraft.objects.get().text == "Відкриємо у вівторок."


def test_a_step_nobody_knows_is_refused(enter, draft, officer, question):
    enter(officer).post(page_of(question), {"publish": "1"})
    assert not Comment.objects.filter(voice=Voice.OFFICIAL).exists()


def test_a_hidden_question_shows_nothing_of_its_text(enter, draft, officer, question):
    comments.move(comment=question, to=State.HIDDEN)
    shown = enter(officer).get(page_of(question)).content.decode()
    assert "басейн" not in shown and "вже немає на сайті" in shown


def test_the_first_page_of_the_admin_tells_what_waits(enter, question, officer, citizen):
    shown = enter(officer).get(reverse("wagtailadmin_home")).content.decode()
    assert "Коли відкриють басейн?" in shown
    # The menu is data for the admin's script.
    assert json.dumps("Запитання (1)") in shown
    from tests.people.duties import fresh

    editor = person(Role.EDITOR, name="editor")
    assert "басейн" not in enter(fresh(editor)).get(reverse("wagtailadmin_home")).content.decode()


def test_queries_do_not_grow_with_questions(say, officer):
    def count():
        with CaptureQueriesContext(connection) as asked:
            rows = selectors.unanswered(selectors.questions_to(officer))
            rows = with_things(rows.select_related("user"), "discussion")
            shown = questions.lines(officer, list(rows))
            assert all(str(line.question.discussion) for line in shown)
        return len(asked)

    say("Перше питання?", is_question=True)
    count()  # The officer's departments are asked for once.
    one = count()
    for number in range(4):
        say(f"Питання номер {number}?", is_question=True)
    assert count() == one
