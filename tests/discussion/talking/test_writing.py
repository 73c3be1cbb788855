"""Writing: who may, what becomes of what was typed, what is refused and how."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.discussion.enums import State, Voice
from portal.discussion.models import Comment, CommentEdit, Discussion, Rule
from portal.discussion.permissions import Speaker
from portal.discussion.services import comments
from portal.people.models import Block

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def post(enter, citizen, urls):
    """Sends the form of a comment, as `citizen` or by `name` for a comment."""

    def send(text="Слово", *, by=None, name="write", to=None, fragment=False, **more):
        client = enter(by or citizen)
        return client.post(urls(name, to), {"text": text, **more}, **(HTMX if fragment else {}))

    return send


def textarea(response):
    html = response.content.decode()
    return html.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0].strip()


# --- Who may -------------------------------------------------------------------------------------


def test_a_comment_is_published_and_led_to(post, urls):
    response = post("Дякую!", is_question="on")
    row = Comment.objects.get()
    assert (row.comment, row.is_question, row.lang) == ("Дякую!", True, "uk")
    assert response.status_code == 302
    assert response["Location"] == f"{urls('comment', row)}#c{row.pk}"


def test_a_guests_words_wait_for_the_sign_in(client, enter, citizen, urls):
    response = client.post(urls("write"), {"text": "Не загубіть мене"})
    assert unquote(response["Location"]).endswith(f"?next={urls('write')}")
    assert not Comment.objects.exists()
    kept = client.session["kept_form"]
    enter(citizen)
    session = client.session
    session["kept_form"] = kept
    session.save()
    assert textarea(client.get(urls("write"))) == "Не загубіть мене"


def test_a_guests_script_is_led_to_the_door(client, urls):
    response = client.post(urls("write"), {"text": "Слово"}, **HTMX)
    assert response.status_code == 204
    assert unquote(response["HX-Redirect"]).endswith(f"?next={urls('write')}")


def test_who_is_blocked_is_refused_with_their_words(post, citizen, neighbour):
    now = timezone.now()
    Block.objects.create(
        user=citizen, by=neighbour, reason="спам", begins_at=now, ends_at=now + timedelta(days=1)
    )
    response = post("Усе одно скажу")
    assert response.status_code == 403
    assert textarea(response) == "Усе одно скажу"
    assert not Comment.objects.exists()


def test_an_officer_chooses_as_whom_to_speak_and_nobody_else_can(
    post, say, officer, bureau, neighbour
):
    question = say("Коли?", is_question=True)
    post("Скоро", by=officer, name="reply", to=question, voice="official")
    answer = Comment.objects.get(comment="Скоро")
    assert (answer.voice, answer.department) == (Voice.OFFICIAL, bureau)
    post("Я теж офіційно", by=neighbour, name="reply", to=question, voice="official")
    assert Comment.objects.get(comment="Я теж офіційно").voice == Voice.CITIZEN
    assert post("А я?", by=officer, voice="expert").status_code == 422


# --- What is typed --------------------------------------------------------------------------------


def test_a_preview_publishes_nothing_and_keeps_the_text(post):
    response = post("Це **жирно** <script>alert(1)</script>", preview="1")
    html = response.content.decode()
    assert response.status_code == 200
    assert "<strong>жирно</strong>" in html
    assert "<script>alert" not in html
    assert "**жирно**" in textarea(response)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "text", ["", "   ", "\u200b\u202e", "я" * 5001, "\ufffd\ufffd", "!!!"], ids=range(6)
)
def test_bad_texts_come_back_with_words(post, text):
    response = post(text)
    assert response.status_code == 422
    assert 'class="error-summary"' in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()
    assert textarea(response) == text.strip()
    assert not Comment.objects.exists()


def test_a_megabyte_is_refused_and_kept(post):
    text = "слово " * 100_000
    response = post(text)
    assert response.status_code == 422
    assert len(textarea(response)) == len(text.strip())


def test_signs_that_nobody_sees_go_silently(post):
    assert post("Сл\x00ово\u202e і діло\u200b").status_code == 302
    assert Comment.objects.get().comment == "Слово і діло"


def test_broken_utf8_is_no_server_error(enter, citizen, urls):
    response = enter(citizen).post(
        urls("write"), b"text=%D0%9F%D0", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 422


def test_two_hundred_links_wait_or_are_refused(post):
    response = post(" ".join(f"https://example.org/{n}" for n in range(200)))
    assert response.status_code in (302, 422)
    assert not Comment.objects.filter(state=State.PUBLISHED).exists()


def test_sent_twice_it_is_one_comment(post):
    first, second = post("Двічі"), post("Двічі")
    assert Comment.objects.count() == 1
    assert first["Location"] == second["Location"]
    assert Discussion.objects.get().published_count == 1


def test_english_words_on_a_ukrainian_page_are_english(post):
    post("When is the next forum?")
    assert Comment.objects.get().lang == "en"


# --- Answers --------------------------------------------------------------------------------------


def test_an_answer_stands_under_what_it_answers(post, say):
    root = say()
    assert post("Відповідь", name="reply", to=root).status_code == 302
    row = Comment.objects.get(comment="Відповідь")
    assert (row.reply_to_id, row.depth) == (root.pk, 1)


@pytest.mark.parametrize("state", [State.HIDDEN, State.DELETED, State.HELD])
def test_what_cannot_be_read_cannot_be_answered(post, say, enter, neighbour, urls, words, state):
    neighbour.shown_name = "Юрій Д."
    neighbour.save()
    root = say(by=neighbour)
    if state == State.DELETED:
        comments.delete(comment=root, by=neighbour)
    else:
        comments.move(comment=root, to=state, rule=Rule.objects.first())
    response = post("Моя відповідь", name="reply", to=root)
    assert response.status_code == 409
    assert textarea(response) == "Моя відповідь"
    assert neighbour.public_name not in words(response)
    assert Comment.objects.count() == 1
    assert enter(neighbour).get(urls("reply", root)).status_code == 302


def test_a_page_that_went_meanwhile_keeps_the_words(post, say, news, words):
    root = say()
    news.unpublish()
    for send in (lambda: post("Пишу довго"), lambda: post("Пишу довго", name="reply", to=root)):
        response = send()
        assert response.status_code == 404
        assert "Пишу довго" in words(response)
        assert "Цього обговорення вже немає" in words(response)
    beside = post("Пишу", fragment=True)
    assert beside.status_code == 404
    assert beside.content.decode().lstrip().startswith('<p class="field__error"')
    assert Comment.objects.count() == 1


def test_an_answer_to_nothing_keeps_the_words(enter, citizen, urls, say, words):
    address = urls("reply", say()).replace(f"/{Comment.objects.get().pk}/", "/999999999/")
    response = enter(citizen).post(address, {"text": "Куди я пишу"})
    assert response.status_code == 404
    assert "Куди я пишу" in words(response)
    too_long = address.replace("999999999", "9" * 40)
    assert enter(citizen).get(too_long).status_code == 404


def test_a_closed_discussion_takes_nothing_and_keeps_the_words(post, say):
    root = say()
    Discussion.objects.update(closed_at=timezone.now(), closed_reason="Годі.")
    for response in (post("Ще одне"), post("Ще одне", name="reply", to=root)):
        assert response.status_code == 409
        assert textarea(response) == "Ще одне"
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(("voice", "is_asked"), [(Voice.OFFICIAL, True), (Voice.EXPERT, False)])
def test_a_closed_discussion_asks_its_department_only(
    enter, neighbour, say, urls, monkeypatch, voice, is_asked
):
    root = say()
    Discussion.objects.update(closed_at=timezone.now(), closed_reason="Годі.")
    speakers = [Speaker(Voice.CITIZEN), Speaker(voice, None, "Лікарка")]
    monkeypatch.setattr("portal.discussion.talking.writing.voices_of", lambda *_args: speakers)
    page = enter(neighbour).get(urls("reply", root)).text
    assert ("<textarea" in page) is is_asked


def test_a_quotation_is_of_what_was_said(enter, citizen, say, urls):
    root = say("> чуже\n\nПерший рядок\n\nДругий рядок")
    client = enter(citizen)
    assert textarea(client.get(urls("reply", root))) == ""
    whole = textarea(client.get(urls("reply", root), {"quote": "1"}))
    assert whole.split("\n") == ["&gt; Перший рядок", "&gt;", "&gt; Другий рядок"]
    marked = client.get(urls("reply", root), {"quote": "1", "words": "Другий  рядок"})
    assert textarea(marked) == "&gt; Другий рядок"
    forged = client.get(urls("reply", root), {"quote": "1", "words": "Я дурень"})
    assert "дурень" not in textarea(forged)


# --- Changing and taking back ----------------------------------------------------------------------


def test_an_early_change_leaves_no_trace_and_a_later_one_does(post, say, citizen):
    row = say("Перше")
    assert post("Друге", name="edit", to=row).status_code == 302
    row.refresh_from_db()
    assert (row.comment, row.edited_at, CommentEdit.objects.count()) == ("Друге", None, 0)
    Comment.objects.filter(pk=row.pk).update(published_at=timezone.now() - timedelta(minutes=16))
    post("Третє", name="edit", to=row)
    row.refresh_from_db()
    assert row.edited_at is not None
    assert CommentEdit.objects.get().text == "Друге"


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_somebody_elses_comment_is_not_changed(enter, client, neighbour, say, urls, name):
    row = say("Моє")
    stranger = enter(neighbour)
    assert stranger.get(urls(name, row)).status_code == 404
    assert stranger.post(urls(name, row), {"text": "Твоє"}).status_code == 404
    client.logout()
    assert client.post(urls(name, row), {"text": "Твоє"}).status_code == 302
    row.refresh_from_db()
    assert (row.comment, row.state) == ("Моє", State.PUBLISHED)


def test_a_hidden_comment_is_not_changed_by_its_author(post, say):
    row = say("Було")
    comments.move(comment=row, to=State.HIDDEN, rule=Rule.objects.first())
    response = post("Стало", name="edit", to=row)
    assert response.status_code == 409
    row.refresh_from_db()
    assert row.comment == "Було"


def test_deleting_asks_first_and_leaves_the_thread(enter, citizen, say, urls, words):
    root = say("Піду звідси")
    say("Не йди", to=root)
    client = enter(citizen)
    assert "Видалити ваш коментар?" in words(client.get(urls("delete", root)))
    assert Comment.objects.get(pk=root.pk).state == State.PUBLISHED
    assert client.post(urls("delete", root)).status_code == 302
    said = words(client.get(urls("thread")))
    assert "Автор видалив цей коментар" in said
    assert "Не йди" in said
    assert client.post(urls("delete", root)).status_code == 409


@pytest.mark.parametrize("how", ["unpublished", "closed"])
def test_what_one_said_is_taken_back_also_where_the_page_went(
    enter, client, citizen, neighbour, news, say, urls, words, how
):
    row = say("Моє давнє слово")
    if how == "unpublished":
        news.unpublish()
    else:
        PageViewRestriction.objects.create(
            page=news, restriction_type=PageViewRestriction.PASSWORD, password="x"
        )
    assert client.get(urls("delete", row)).status_code == 404
    assert enter(neighbour).post(urls("delete", row)).status_code == 404
    client = enter(citizen)
    assert client.get(urls("comment", row))["Location"] == urls("delete", row)
    page = words(client.get(urls("delete", row)))
    assert "Моє давнє слово" in page
    assert "Мрія 3.0" not in page
    after = client.post(urls("delete", row))
    assert "Ваш коментар видалено" in words(client.get(after["Location"]))
    row.refresh_from_db()
    assert (row.state, row.comment) == (State.DELETED, "")


def test_who_was_blocked_can_still_take_back_their_words(post, say, citizen, neighbour):
    row = say("Погарячкував")
    now = timezone.now()
    Block.objects.create(
        user=citizen, by=neighbour, reason="лайка", begins_at=now, ends_at=now + timedelta(days=1)
    )
    assert post(name="delete", to=row).status_code == 302
    row.refresh_from_db()
    assert row.state == State.DELETED


# --- In place, by script ----------------------------------------------------------------------------


def test_the_script_gets_the_comment_for_its_place_and_a_fresh_form(post):
    response = post("Нове слово", fragment=True)
    html = response.content.decode()
    row = Comment.objects.get()
    assert response.status_code == 200
    assert 'data-hx-swap-oob="afterbegin:#threads"' in html
    assert f'id="c{row.pk}"' in html
    assert textarea(response) == ""
    assert "<html" not in html
    assert '"sent"' in response["HX-Trigger"]


def test_the_script_gets_an_answer_for_the_list_under_its_thread(post, say):
    rows = [say("0")]
    for number in range(1, 4):
        rows.append(say(str(number), to=rows[-1]))
    response = post("Найглибша", name="reply", to=rows[3], fragment=True)
    # The third level has no list of its own: it stands beside the one it answers.
    assert f'data-hx-swap-oob="beforeend:#a{rows[1].pk}"' in response.content.decode()
    assert "у відповідь" in response.content.decode()


def test_the_script_gets_errors_as_the_form(post):
    response = post("", fragment=True)
    assert response.status_code == 422
    assert response.content.decode().lstrip().startswith("<form")


def test_the_script_is_told_of_a_comment_that_waits(post, say, citizen):
    root = say()
    Discussion.objects.update(premoderated=True)
    response = post("Чекаю", name="reply", to=root, fragment=True)
    html = response.content.decode()
    assert "спершу прочитає модератор" in html
    assert "beforeend" not in html


# --- Reactions --------------------------------------------------------------------------------------


def test_a_reaction_is_one_and_may_change(enter, neighbour, say, urls):
    row = say()
    client = enter(neighbour)
    for kind, useful, disagree in (("1", 1, 0), ("1", 1, 0), ("-1", 0, 1), ("0", 0, 0)):
        assert client.post(urls("react", row), {"kind": kind}).status_code == 302
        row.refresh_from_db()
        assert (row.useful_count, row.disagree_count) == (useful, disagree)


def test_reactions_that_make_no_sense_are_refused(enter, citizen, neighbour, say, urls):
    row = say()
    assert enter(citizen).post(urls("react", row), {"kind": "1"}).status_code == 403
    client = enter(neighbour)
    for kind in ("2", "x", ""):
        response = client.post(urls("react", row), {"kind": kind})
        assert response.status_code == 422
        assert "Реакція" in response.content.decode()
    comments.move(comment=row, to=State.HIDDEN, rule=Rule.objects.first())
    assert client.post(urls("react", row), {"kind": "1"}).status_code == 409
    row.refresh_from_db()
    assert row.useful_count == 0


def test_the_script_gets_the_buttons_as_they_are_now(enter, neighbour, say, urls):
    row = say()
    html = enter(neighbour).post(urls("react", row), {"kind": "1"}, **HTMX).content.decode()
    assert 'aria-pressed="true" id="u' in html
    assert "<article" not in html


def test_guests_reactions_wait_for_the_sign_in(client, say, urls):
    row = say()
    assert client.get(urls("react", row)).status_code == 200
    assert "next=" in client.post(urls("react", row), {"kind": "1"})["Location"]
    row.refresh_from_db()
    assert row.useful_count == 0
