"""Who is named with «@»."""

import pytest

from portal.discussion.models import Mention
from portal.discussion.services import comments
from tests.people.duties import person


@pytest.fixture
def olena(db):
    return person(name="olena", shown_name="Олена")


@pytest.fixture
def olena_k(db):
    return person(name="olenak", shown_name="Олена К.")


def named(comment):
    return {row.user.shown_name for row in Mention.objects.filter(comment=comment)}


def test_who_takes_part_is_found_by_the_shown_name(say, olena, olena_k):
    say("Я тут", by=olena), say("І я тут", by=olena_k)
    assert named(say("@Олена, ви праві")) == {"Олена"}
    assert named(say("Дякую, @олена К.!")) == {"Олена К."}
    assert named(say("(@Олена К. і @Олена)")) == {"Олена", "Олена К."}


def test_who_takes_no_part_is_not_named_and_nobody_names_themselves(say, olena, olena_k):
    say("Я тут", by=olena)
    assert named(say("@Олена К. десь є?")) == {"Олена"}
    assert named(say("Пишіть на olena@Олена.ua")) == set()
    assert named(say("@Оленами не назвуть")) == set()
    assert named(say("@Олена — це я", by=olena)) == set()


def test_a_change_of_the_text_changes_who_is_named(say, olena, olena_k):
    say("Я тут", by=olena), say("І я тут", by=olena_k)
    row = say("@Олена К. казала")
    comments.edit(comment=row, by=row.user, text="@Олена, ви казали")
    assert named(row) == {"Олена"}


def test_a_text_without_a_name_asks_nothing(say, django_assert_max_num_queries):
    row = say("Без імен")
    from portal.discussion.services.mentions import mentioned

    with django_assert_max_num_queries(0):
        assert mentioned(row) == []


def test_of_namesakes_the_one_who_spoke_last_is_meant_and_the_nameless_never(say, olena):
    namesake = person(name="olena2", shown_name="Олена")
    nameless = person(name="nobody")
    type(nameless).objects.filter(pk=nameless.pk).update(first_name="", last_name="")
    for each in (namesake, olena, nameless):
        say("Я тут", by=each)
    row = say("@Олена, ви праві. @Учасник теж.")
    assert [found.user for found in Mention.objects.filter(comment=row)] == [olena]


def test_who_was_hidden_takes_no_part(say, olena):
    from portal.discussion.enums import State

    comments.move(comment=say("Грубе слово", by=olena), to=State.HIDDEN)
    assert named(say("@Олена, за що вас?")) == set()
