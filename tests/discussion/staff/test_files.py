"""Discussions as files, out and in again."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.discussion import exports
from portal.discussion.enums import Act, State, Voice
from portal.discussion.hosts import Host, discussion_of
from portal.discussion.models import Comment, Discussion, Notice
from portal.discussion.permissions import Speaker
from portal.discussion.services import comments, importing
from portal.discussion.services.decisions import acts_for
from portal.discussion.services.moving import move_thread
from portal.people.enums import Role
from portal.people.models import User
from search.models import SearchChange
from tests.discussion.moderation.test_moving import check as check_places
from tests.factories import pages
from tests.people.duties import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(say, citizen, neighbour, officer, bureau):
    """A question with an official answer, an answer to that, one hidden and one deleted comment."""
    asked = say("Коли відкриють?", is_question=True)
    official = say(
        "У **вівторок**.",
        by=officer,
        to=asked,
        speaker=Speaker(Voice.OFFICIAL, bureau.pk, "Начальниця відділу"),
    )
    say("Дякую вам!", by=neighbour, to=official)
    hidden, gone = say("Лайка якась тут."), say("Передумав я.", by=neighbour)
    comments.move(comment=hidden, to=State.HIDDEN)
    comments.delete(comment=gone, by=neighbour)
    return asked


def table(discussion, **options):
    text = "".join(exports.as_csv(discussion, all_texts=options.get("all_texts", False)))
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:])))


def data(discussion, **options):
    made = exports.as_data(discussion, all_texts=options.get("all_texts", False))
    return json.loads(json.dumps(made))


# --- Out ------------------------------------------------------------------------------------------


def test_a_table_holds_the_thread_and_no_address(thread, talk, citizen):
    rows = table(talk())
    assert [row["Номер"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row["Відповідь на"] for row in rows] == ["", "1", "2", "", ""]
    assert [row["Гілка"] for row in rows] == ["1", "1", "1", "4", "5"]
    assert rows[1]["Підрозділ"] == "Департамент комунікацій"
    assert [row["Текст"] for row in rows[3:]] == ["", ""]
    assert "@" not in json.dumps(rows) + json.dumps(data(talk()))


def test_moderators_get_what_is_hidden_and_nobody_what_was_deleted(thread, talk):
    rows = table(talk(), all_texts=True)
    assert [row["Текст"] for row in rows[3:]] == ["Лайка якась тут.", ""]


@pytest.mark.parametrize("text", ["=1+1", "+380", "-5 градусів", "@SUM(A1)", "  =cmd"])
def test_no_text_is_a_formula(say, talk, text, neighbour):
    say("Перше слово тут.")
    Comment.objects.update(comment=text)
    User.objects.update(shown_name="=HYPERLINK(1)")
    [row] = table(talk())
    assert row["Текст"] == f"'{text}" and row["Автор"].startswith("'=")


def test_who_left_is_nobody(thread, talk, neighbour):
    Comment.objects.filter(user=neighbour).update(user=None)
    assert table(talk())[2]["Автор"] == "Видалений користувач"
    gone = data(talk())["comments"][2]
    assert (gone["author"], gone["has_left"]) == ("Видалений користувач", True)


def test_of_what_readers_do_not_see_a_department_gets_no_author(thread, talk, say):
    unread = say("Не для всіх.")
    Comment.objects.filter(pk=unread.pk).update(
        state=State.HELD, number=None, path="", published_at=None
    )
    assert [row["Автор"] for row in table(talk())][3:] == ["", ""]
    assert [row["author"] for row in data(talk())["comments"]][3:] == ["", ""]
    assert [row["Автор"] for row in table(talk(), all_texts=True)][3:] == ["Олена К."] * 3


def test_queries_do_not_grow_with_comments(say, talk):
    def count():
        with CaptureQueriesContext(connection) as asked:
            table(talk())
        return len(asked)

    say("Перше слово тут.")
    one = count()
    for number in range(4):
        say(f"Слово номер {number} тут.")
    assert count() == one


def address(kind="csv"):
    return reverse(f"discussion_export_{kind}", args=[Discussion.objects.get().pk])


@pytest.mark.parametrize("roles", [(), (Role.EDITOR,), (Role.CLERK,)])
def test_files_are_for_who_may(enter, thread, roles):
    client = enter(person(*roles, name="someone"))
    assert client.get(address()).status_code in (302, 403)
    assert client.get(reverse("discussion_files")).status_code in (302, 403)


def test_an_officer_gets_the_departments_own(enter, thread, officer, stranger):
    client = enter(stranger)
    assert client.get(address()).status_code == 404
    assert "Мрія" not in client.get(reverse("discussion_files")).content.decode()
    client = enter(officer)
    assert "Мрія 3.0" in client.get(reverse("discussion_files"), {"q": "Мрія"}).content.decode()
    answer = client.get(address())
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in str(
        answer["Content-Disposition"]
    )
    text = b"".join(answer.streaming_content).decode()
    assert text[0] == "\ufeff" and "Лайка" not in text
    assert "no-store" in answer["Cache-Control"]


def test_a_moderator_gets_all(enter, thread):
    client = enter(person(Role.MODERATOR, name="moder"))
    assert "Лайка" in client.get(address("json")).content.decode()
    assert client.get(address().replace("csv", "xls")).status_code == 404


# --- In -------------------------------------------------------------------------------------------


@pytest.fixture
def there(news_index):
    return pages.NewsPageFactory(parent=news_index, title="Інша новина")


def facts(discussion):
    names = (
        "number", "path", "depth", "state", "published_at", "comment", "html", "voice",
        "thread_size", "official_number", "is_question", "lang",
    )  # fmt: skip
    return list(Comment.objects.filter(discussion=discussion).order_by("number").values(*names))


def test_what_went_out_comes_in_as_it_was(thread, talk, there):
    Notice.objects.all().delete()
    SearchChange.objects.all().delete()
    users = User.objects.count()
    report = importing.carry_over(data(talk(), all_texts=True), to=f"p{there.pk}")
    assert (report.written, report.same, report.left_out) == (5, 0, 0)
    copy = discussion_of(Host.of(there))
    assert facts(copy) == facts(talk())
    assert (copy.last_number, copy.published_count, copy.last_at) == (
        talk().last_number,
        talk().published_count,
        max(row["published_at"] for row in facts(talk())),
    )
    assert not Notice.objects.exists() and User.objects.count() == users
    assert SearchChange.objects.filter(source="comments").count() == 3


def test_authors_are_names_and_no_accounts(thread, talk, there):
    made = data(talk())
    made["comments"][0]["author"] = None
    importing.carry_over(made, to=f"p{there.pk}")
    first, second = Comment.objects.filter(discussion__page=there).order_by("number")[:2]
    assert (first.user, first.author_name) == (None, "Видалений користувач")
    assert (second.user, second.author_name) == (None, "Перенесено: Олена К.")


def test_who_has_left_is_nobody_there_too(thread, talk, there, neighbour):
    Comment.objects.filter(user=neighbour).update(user=None)
    importing.carry_over(data(talk()), to=f"p{there.pk}")
    third = Comment.objects.get(discussion__page=there, number=3)
    assert third.author_name == "Видалений користувач"


def test_names_brought_along_are_not_marked_twice(thread, talk, there, news_index):
    importing.carry_over(data(talk()), to=f"p{there.pk}")
    further = pages.NewsPageFactory(parent=news_index, title="Далі")
    importing.carry_over(data(discussion_of(Host.of(there))), to=f"p{further.pk}")
    first = Comment.objects.get(discussion__page=further, number=1)
    assert first.author_name == "Перенесено: Олена К."


@pytest.mark.parametrize(
    ("all_texts", "state"), [(True, State.HELD), (False, State.HIDDEN)], ids=["all", "public"]
)
def test_what_is_held_once_more_comes_along_unread(thread, talk, there, all_texts, state):
    comments.move(comment=thread, to=State.HELD)
    importing.carry_over(data(talk(), all_texts=all_texts), to=f"p{there.pk}")
    first = Comment.objects.get(discussion__page=there, number=1)
    assert (first.state, first.comment) == (state, thread.comment if all_texts else "")
    assert discussion_of(Host.of(there)).published_count == 2
    assert acts_for(first) == ((Act.PUBLISH, Act.HIDE) if all_texts else ())


def test_a_joined_thread_with_a_smaller_number_comes_along(thread, talk, there, say):
    later = say("Те саме питали потім.", is_question=True)
    move_thread(
        thread=thread, by=person(Role.MODERATOR, name="moder"), reason="Те саме", under=later
    )
    importing.carry_over(data(talk()), to=f"p{there.pk}")
    for discussion in (talk(), discussion_of(Host.of(there))):
        check_places(discussion)


def test_a_ring_of_answers_is_refused(thread, talk, there):
    made = data(talk())
    made["comments"][0]["answer_to"], made["comments"][1]["answer_to"] = 2, 1
    with pytest.raises(importing.BadFile, match="немає у файлі"):
        importing.carry_over(made, to=f"p{there.pk}")


def test_the_same_file_again_changes_nothing(thread, talk, there):
    made = data(talk())
    importing.carry_over(made, to=f"p{there.pk}")
    before = facts(discussion_of(Host.of(there)))
    report = importing.carry_over(made, to=f"p{there.pk}")
    assert (report.written, report.same) == (0, 5)
    assert facts(discussion_of(Host.of(there))) == before


def test_a_trial_changes_nothing(thread, talk, there, tmp_path, capsys):
    path = tmp_path / "discussion.json"
    path.write_text(json.dumps(data(talk())), encoding="utf-8")
    call_command("import_discussion", path, to=f"p{there.pk}", dry_run=True)
    assert "перенесено коментарів: 5" in capsys.readouterr().out
    assert not Comment.objects.filter(discussion__page=there).exists()
    call_command("import_discussion", path, to=f"p{there.pk}")
    assert Comment.objects.filter(discussion__page=there).count() == 5


def test_a_page_with_other_comments_is_left_alone(thread, talk, there, say):
    say("Тут уже говорять.", at=Host.of(there))
    with pytest.raises(importing.BadFile, match="інші коментарі"):
        importing.carry_over(data(talk()), to=f"p{there.pk}")
    assert Comment.objects.filter(discussion__page=there).count() == 1


BAD = {
    "number": [0, -1, "1", True, 10**9],
    "state": ["rejected", "open", None, 5],
    "voice": ["mayor"],
    "language": ["de", None],
    "published_at": [None, "колись", "2019-06-06", 5, "2999-01-01T00:00:00+00:00"],
    "answer_to": [1, 77, "2"],
    "text": ["", "а" * 5001, 5, None],
    "author": [5],
    "department": ["Невідоме управління"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD.items() for value in values]
)
def test_a_bad_line_is_refused_and_nothing_is_written(thread, talk, there, name, value):
    made = data(talk())
    made["comments"][0][name] = value
    with pytest.raises(importing.BadFile):
        importing.carry_over(made, to=f"p{there.pk}")
    assert not Comment.objects.filter(discussion__page=there).exists()


@pytest.mark.parametrize(
    "made",
    [
        None,
        [],
        {},
        {"format": exports.FORMAT, "version": 2},
        {"format": exports.FORMAT, "version": 1, "comments": [1]},
        {"format": exports.FORMAT, "version": 1, "comments": []},
        {"format": exports.FORMAT, "version": 1, "comments": [], "thing": {"translation_key": "x"}},
    ],
)
def test_another_file_is_refused(db, made):
    with pytest.raises(importing.BadFile):
        importing.carry_over(made)


def test_a_file_that_cannot_be_read_is_told(db, tmp_path):
    path = tmp_path / "broken.json"
    path.write_bytes(b"{\xff")
    for name in (path, tmp_path / "nowhere.json"):
        with pytest.raises(CommandError):
            call_command("import_discussion", name)


def test_script_and_controls_of_a_file_are_no_script(thread, talk, there):
    made = data(talk())
    made["comments"][0]["text"] = "<script>alert(1)</script> [тут](javascript:alert(1)) \u202eтак"
    importing.carry_over(made, to=f"p{there.pk}")
    html = Comment.objects.get(discussion__page=there, number=1).html
    assert "<script" not in html and "javascript:" not in html.split('href="')[-1][:11]
    assert "\u202e" not in html
