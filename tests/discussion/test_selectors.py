import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.discussion.enums import Sort, State
from portal.discussion.models import Comment
from portal.discussion.selectors import Cursor, threads
from portal.discussion.services import comments
from tests.people.duties import person


def texts(page):
    return [comment.comment for comment in page.comments]


def walk(discussion, sort, size, **more):
    """All pages, one after the other."""
    found, after = [], None
    while True:
        page = threads(discussion, sort, after=after, size=size, **more)
        assert len(page.comments) <= size
        found += texts(page)
        if not page.following:
            return found
        after = Cursor.read(page.following)


@pytest.fixture
def grown(say, talk):
    """Three threads: «А» with four answers, «Б» alone, «В» with two levels."""
    first, second, third = (say(name) for name in "АБВ")
    for number in range(4):
        say(f"А{number}", to=first)
    inner = say("В0", to=third)
    deep = say("В00", to=inner)
    say("В000", to=deep)
    Comment.objects.filter(pk=second.pk).update(useful_count=5)
    Comment.objects.filter(pk=first.pk).update(useful_count=2)
    return talk()


ORDERS = {
    Sort.NEW: ["В", "В0", "В00", "В000", "Б", "А", "А0", "А1", "А2", "А3"],
    Sort.OLD: ["А", "А0", "А1", "А2", "А3", "Б", "В", "В0", "В00", "В000"],
    Sort.USEFUL: ["Б", "А", "А0", "А1", "А2", "А3", "В", "В0", "В00", "В000"],
    Sort.OFFICIAL: ["В", "В0", "В00", "В000", "Б", "А", "А0", "А1", "А2", "А3"],
}


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("size", [1, 2, 3, 4, 9, 10, 50])
def test_pages_of_any_size_show_each_comment_once_in_its_order(grown, sort, size):
    assert walk(grown, sort, size) == ORDERS[sort]


def test_a_new_comment_moves_no_page(grown, say):
    page = threads(grown, Sort.NEW, size=5)
    say("Щойно")
    following = threads(grown, Sort.NEW, after=Cursor.read(page.following), size=5)
    assert texts(page) + texts(following) == ORDERS[Sort.NEW]


def test_a_permalink_begins_with_its_comment_and_shows_what_it_stands_under(grown):
    deep = Comment.objects.get(comment="В00")
    page = threads(grown, Sort.NEW, at=deep, size=3)
    assert texts(page) == ["В00", "В000", "Б"]
    assert [row.comment for row in page.context] == ["В", "В0"]
    assert walk(grown, Sort.NEW, 2, at=None) == ORDERS[Sort.NEW]
    after = threads(grown, Sort.NEW, after=Cursor.read(page.following), size=9)
    assert texts(after) == ["А", "А0", "А1", "А2", "А3"]


def test_only_who_stands_beside_the_answered_is_said_to_answer(grown):
    names = {row.comment: row.reply_to_name for row in threads(grown, Sort.OLD).comments}
    assert names["В000"] == "Олена К." and names["В00"] == names["В0"] == ""
    comments.move(comment=Comment.objects.get(comment="В00"), to=State.HIDDEN)
    # Of what is hidden nobody is told who wrote it, be it on this page or on another one.
    at = Comment.objects.get(comment="В000")
    for page in (threads(grown, Sort.OLD), threads(grown, Sort.OLD, at=at)):
        [last] = [row for row in page.comments if row.comment == "В000"]
        assert (last.reply_to_name, last.answers_unread) == ("", True)


def test_hidden_and_deleted_keep_their_places_and_held_have_none(grown, say, citizen):
    comments.move(comment=Comment.objects.get(comment="А1"), to=State.HIDDEN)
    comments.delete(comment=Comment.objects.get(comment="Б"), by=citizen)
    type(grown).objects.update(premoderated=True)
    say("Чекає")
    states = [row.state for row in threads(grown, Sort.OLD).comments]
    assert len(states) == 10 and states[2] == State.HIDDEN and states[5] == State.DELETED


def test_questions_without_an_answer_alone(say, talk):
    say("Розмова")
    asked = say("Питання", is_question=True)
    say("Думка", to=asked)
    answered = say("Інше питання", is_question=True)
    Comment.objects.filter(pk=answered.pk).update(official_number=9)
    assert texts(threads(talk(), only_unanswered=True)) == ["Питання", "Думка"]


def test_the_number_of_queries_does_not_grow(grown, say):
    with CaptureQueriesContext(connection) as few:
        threads(grown, Sort.NEW, size=5)
    first = Comment.objects.get(comment="А")
    for number in range(40):
        say(f"Д{number}", to=first, by=person(name=f"o{number}"))
    with CaptureQueriesContext(connection) as many:
        threads(grown, Sort.NEW, size=5)
    assert len(many) <= len(few) <= 4


def test_inside_a_thread_five_queries_are_enough(grown):
    """What it stands under, whom it answers, its rest, whole threads, and one that has no room."""
    at = Comment.objects.select_related("root", "reply_to").get(comment="В000")
    with CaptureQueriesContext(connection) as asked:
        page = threads(grown, Sort.NEW, at=at, size=3)
    assert [row.pk for row in page.context] == [at.root_id, at.reply_to.reply_to_id]
    assert page.comments[0].reply_to_name == "Олена К." and len(page.comments) == 3
    assert len(asked) == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.2",
        "1.2.",
        "1.2.3",
        "a.1.000000001",
        "1.1.0000000012",
        "-1.2.200000001",
        "1.2.200000001' OR 1",
        "١.1.200000001",
    ],
)
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(ValueError):
        Cursor.read(text)
