"""Each check holds what it is for, says what it saw, and lets pass what looks like it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.discussion.checks import checks, findings, wiring
from portal.discussion.enums import Check, State
from portal.discussion.models import Comment, StopWord
from portal.discussion.services import comments
from portal.people.enums import Level, Role
from tests.people.duties import person

LONG = "Пропоную перенести зупинку ближче до бібліотеки на розі."


@pytest.fixture
def old(citizen):
    """A citizen whose account is not new."""
    citizen.date_joined = timezone.now() - timedelta(days=60)
    citizen.save()
    return citizen


@pytest.fixture
def seen(say):
    """Check -> what it saw, of a comment that somebody has just written."""

    def look(text, by=None, **more):
        comment = say(text, by=by, **more)
        found = dict(comment.held_by.values_list("check_name", "detail"))
        assert comment.state == (State.HELD if found else State.PUBLISHED)
        return found

    return look


def test_all_checks_but_that_of_the_discussion_itself_are_registered():
    assert {name for name, _check in checks.items()} == set(Check) - {Check.PREMODERATION}
    wiring.connect()


def test_a_plain_comment_is_published(seen, old):
    assert seen("Дякую за відповідь!", old) == {}


# --- Links ---


@pytest.mark.parametrize("text", ["Дивіться https://spam.example/a", "Купуйте на spam.com"])
def test_links_of_a_new_account_are_held(seen, citizen, text):
    assert list(seen(text, citizen)) == [Check.LINKS]


def test_the_link_is_named(seen, citizen):
    assert seen("Ось: https://spam.example/a", citizen)[Check.LINKS] == "https://spam.example/a"


def test_links_of_others_pass(seen, old):
    assert seen("Ось рішення: https://kyivcity.gov.ua/r/1", old) == {}


def test_links_of_a_proven_newcomer_pass(seen):
    assert seen("https://kyivcity.gov.ua/", person(name="new", level=Level.DESK)) == {}


@pytest.mark.parametrize("text", ["О. Коваль, напр. про т.ч. зупинки", "пишіть на a@example.org"])
def test_initials_and_addresses_are_no_links(seen, citizen, text):
    assert seen(text, citizen) == {}


def test_many_links_are_held_whoever_writes_them(seen, old):
    text = " ".join(f"https://site.example/{number}" for number in range(6))
    assert seen(text, old) == {Check.MANY_LINKS: "6"}


def test_five_sources_and_the_same_one_again_are_an_argument(seen, old):
    text = " ".join(f"https://site.example/{number % 5}" for number in range(9))
    assert seen(text, old) == {}


def test_two_hundred_links_are_held_and_cut(seen, citizen):
    text = " ".join(f"https://s{number}.example/" for number in range(200))
    found = seen(text, citizen)
    assert found[Check.MANY_LINKS] == "200"
    assert len(found[Check.LINKS]) == 200


# --- Repeats and floods ---


def test_the_same_text_again_is_held_and_the_first_one_named(say, seen, old):
    first = say(LONG, by=old)
    assert seen(f"  {LONG.upper()} !!", old) == {Check.REPEAT: str(first.pk)}


def test_a_wave_of_one_text_from_many_accounts_is_held(say, seen, old, neighbour):
    first = say(LONG, by=neighbour)
    assert seen(LONG, old) == {Check.REPEAT: str(first.pk)}


def test_short_words_and_old_texts_may_be_said_again(say, seen, old, neighbour):
    say("Підтримую!", by=neighbour)
    say("Підтримую!", by=old)
    assert seen("Підтримую!!", old) == {}
    first = say(LONG, by=old)
    Comment.objects.filter(pk=first.pk).update(submit_date=timezone.now() - timedelta(days=40))
    assert seen(LONG, old) == {}


def test_a_changed_text_is_no_repeat_of_itself(say, old):
    comment = say(LONG, by=old)
    changed = comments.edit(comment=comment, by=old, text=f"{LONG}.")
    assert changed.state == State.PUBLISHED


def test_a_flood_is_held(say, seen, old, settings):
    settings.DISCUSSION_FLOOD = (3, 600)
    for number in range(3):
        assert say(f"Думка {number}", by=old).state == State.PUBLISHED
    assert seen("Думка 4", old) == {Check.FLOOD: "4"}


def test_a_slow_talk_is_no_flood(say, seen, old, settings):
    settings.DISCUSSION_FLOOD = (3, 600)
    for number in range(3):
        comment = say(f"Думка {number}", by=old)
        Comment.objects.filter(pk=comment.pk).update(
            submit_date=timezone.now() - timedelta(minutes=11)
        )
    assert seen("Думка 4", old) == {}


# --- New accounts ---


def test_the_first_comments_of_a_new_account_wait(say, seen, citizen, settings):
    settings.DISCUSSION_FIRST_COMMENTS = 2
    assert seen("Перший", citizen) == {Check.NEW_ACCOUNT: "1"}
    for comment in Comment.objects.all():
        comments.move(comment=comment, to=State.PUBLISHED)
    assert seen("Другий", citizen) == {Check.NEW_ACCOUNT: "2"}
    for comment in Comment.objects.filter(state=State.HELD):
        comments.move(comment=comment, to=State.PUBLISHED)
    assert seen("Третій", citizen) == {}


def test_neither_the_old_nor_the_proven_wait(seen, old, settings):
    settings.DISCUSSION_FIRST_COMMENTS = 2
    assert seen("Перший", old) == {}
    assert seen("Перший", person(name="new", level=Level.IDENTITY)) == {}


# --- The stop list ---


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("дурень", "Ви всі там дурнями поробилися"),
        ("Дурень", "ДУРНЮ, прочитай"),
        ("дурень", "дypню"),  # y and p are Latin
        ("шахрайство", "це ж чисте шахрайством"),
        ("casino", "best casinos"),
    ],
)
def test_a_word_of_the_list_is_found_in_its_forms(seen, old, word, text):
    StopWord.objects.create(word=word)
    assert seen(text, old)[Check.STOP_WORD] == word.lower()


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("мат", "Мати завжди так каже"),
        ("дурень", "Дурниця, але приємно"),
        ("козел", "Козелець — місто на Чернігівщині"),
    ],
)
def test_another_word_is_not(seen, old, word, text):
    StopWord.objects.create(word=word)
    assert seen(text, old) == {}


def test_the_list_holds_at_once(seen, old):
    assert seen("Ото дурень!", old) == {}
    row = StopWord.objects.create(word="дурень")
    assert Check.STOP_WORD in seen("Ото вже дурень!", old)
    row.delete()
    assert seen("Ото ж дурень!", old) == {}


def test_the_word_is_said_with_the_others(seen, old):
    StopWord.objects.create(word="дурень")
    StopWord.objects.create(word="нездара")
    assert seen("Нездари та дурні", old)[Check.STOP_WORD] == "нездара, дурень"


# --- Look-alike letters ---


@pytest.mark.parametrize(
    "text",
    [
        "Пеpекажiть мepy, що зyпинки немає",  # Latin letters in two words
        "Зайдіть на https://kуivcity.gov.ua/",  # a Cyrillic у in a host
        "Нοвий маршрут не тοй",  # Greek letters in two words
    ],
)
def test_letters_in_disguise_are_held(seen, old, text):
    assert Check.LOOK_ALIKE in seen(text, old)


@pytest.mark.parametrize(
    "text",
    [
        "Мер провів Zoom, а PDF виклали на Facebookу без SMSок і QR-кодів",
        "COVIDу нема, Wi-Fi є, ЗНО склали, IT-шники задоволені, ОСББ «Схід» теж",
        "На цiй клавiатурi немає украïнськоï лiтери",  # i for і: a habit
        "У нашому OСББ вибори",  # one slip
        "Замо́к і за́мок",
    ],
)
def test_abbreviations_habits_and_slips_are_not(seen, old, text):
    assert seen(text, old) == {}


# --- All together ---


def test_staff_is_not_checked(host, talk, bureau):
    from portal.discussion.checks import Writing
    from portal.discussion.hosts import made_discussion

    text = " ".join(f"https://site.example/{number}" for number in range(9))
    for role in (Role.OFFICER, Role.MODERATOR):
        writing = Writing(person(role, name=role.value), text, host, made_discussion(host))
        assert findings(writing) == []
    writing = Writing(person(Role.PARTICIPANT, name="p"), text, host, made_discussion(host))
    assert findings(writing)


def test_a_changed_text_is_looked_at_again(say, old):
    StopWord.objects.create(word="дурень")
    comment = say("Добре", by=old)
    changed = comments.edit(comment=comment, by=old, text="Ну й дурень")
    assert changed.state == State.HELD
    assert changed.held_by.get().check_name == Check.STOP_WORD


def test_queries_do_not_grow_with_what_was_said(say, old, settings):
    settings.DISCUSSION_FLOOD = (100, 600)
    say("Перше, що тут кажуть", by=old)
    with CaptureQueriesContext(connection) as few:
        say("Друге, що тут кажуть", by=old)
    for number in range(10):
        say(f"Думка {number} про перехрестя", by=old)
    with CaptureQueriesContext(connection) as many:
        say("Останнє, що тут кажуть", by=old)
    assert len(many) == len(few)
