from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.people.enums import Level
from portal.people.identity.cleaning import birth_date_of, clean_name, clean_text, person_from
from portal.people.identity.fake.people import number
from portal.people.identity.providers import Garbled, Incomplete

NUMBER = number(date(1987, 4, 12), 1234)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("КОВАЛЕНКО", "Коваленко"),
        ("НЕЧУЙ-ЛЕВИЦЬКА", "Нечуй-Левицька"),
        ("ДЕМ'ЯНЧУК", "Дем’янчук"),
        ("Дем`янчук", "Дем’янчук"),
        ("де ла Крус", "де ла Крус"),
        ("  Олена\u200b \n Марія ", "Олена Марія"),
        ("И\u0306", "Й"),
        ("\x00", ""),
        ("Ю", "Ю"),
    ],
)
def test_names_are_written_as_their_bearers_write_them(written, clean):
    assert clean_name(written) == clean


def test_texts_are_cut():
    assert len(clean_text("а" * 5000)) == 1000


def test_the_birth_date_is_the_told_one_else_the_numbers():
    assert birth_date_of(NUMBER) == date(1987, 4, 12)
    assert birth_date_of(NUMBER, "13.04.1987") == date(1987, 4, 13)
    assert birth_date_of("АВ123456", "1991-08-24") == date(1991, 8, 24)
    assert birth_date_of("АВ123456") is None


@pytest.mark.parametrize(
    ("digits", "told"),
    [
        (NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10), ""),
        ("0000000000", ""),
        (NUMBER, "31.02.1987"),
        (NUMBER, "yesterday"),
        (NUMBER, "01.01.1850"),
        (number(timezone.localdate() + timedelta(days=1), 1), ""),
    ],
)
def test_birth_dates_that_cannot_be(digits, told):
    with pytest.raises(Garbled):
        birth_date_of(digits, told)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"number": NUMBER},
        {"last_name": "Коваленко", "first_name": "Олена"},
        {"number": "без номера", "last_name": "Коваленко"},
        {"number": NUMBER, "last_name": "\u200b"},
    ],
)
def test_without_a_number_and_a_name_there_is_no_person(facts):
    with pytest.raises(Incomplete):
        person_from(facts, level=Level.IDENTITY)


def test_a_person_shows_nothing_of_themselves_in_logs():
    person = person_from({"number": NUMBER, "last_name": "КОВАЛЕНКО"}, level=Level.IDENTITY)
    assert person.last_name == "Коваленко"
    assert NUMBER not in repr(person)
    assert "Коваленко" not in repr(person)
