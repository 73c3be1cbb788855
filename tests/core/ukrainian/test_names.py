"""How people are called: in the vocative where the dictionary is sure, by their plain name otherwise."""

import pytest
from django.core import mail
from django.template import Context, Template
from django.utils import translation

from portal.core import letters
from portal.core.ukrainian import lexicon
from portal.core.ukrainian.names import given_name, vocative


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Олена", "Олено"),
        ("Марія", "Маріє"),
        ("Наталя", "Наталю"),
        ("Тарас", "Тарасе"),
        ("Андрій", "Андрію"),
        ("Ігор", "Ігорю"),
        ("Ілля", "Ілле"),
        ("Любов", "Любове"),
        # One form for a woman and a man: nobody's sex is asked.
        ("Саша", "Сашо"),
        ("Дар'я", "Дар’є"),
        ("ДАР’Я", "ДАР’Є"),
        ("Анна-Марія", "Анно-Маріє"),
    ],
)
def test_names_that_the_dictionary_knows(name, called):
    assert vocative(name) == called


@pytest.mark.parametrize(
    "name",
    [
        "Нінель",  # has one form
        "Христя",  # the dictionary's own form is wrong
        "Мухаммед",
        "Жан-Зузя",
        "Hаталія",  # a Latin letter
        "John",
        "محمد",
        "Коваль",  # a surname
        "Радіти",  # no name at all
        "",
    ],
)
def test_all_others_stay_as_they_are(name):
    assert vocative(name) == name


def test_a_lexicon_that_knows_no_names_is_no_fault():
    class Small:
        def readings(self, word):
            return ()

        def knows(self, word):
            return False

        def has_prefix(self, prefix):
            return False

    lexicon.use(Small())
    try:
        assert vocative("Олена") == "Олена"
    finally:
        lexicon.use(None)


@pytest.mark.parametrize(
    "name",
    [
        "Виграйте на evil.example",
        "https://evil.example",
        "Олена\nBcc: x@example.org",
        "\u202eанелО",
        "<b>Олена</b>",
        "Олена 2",
        "Олена Коваль",
        "о" * 41,
        " ",
        "—",
    ],
)
def test_what_is_no_given_name_is_not_put_into_letters(name):
    assert given_name(name) == ""


@pytest.mark.parametrize("name", ["Олена", "Дар’я", "Анна-Марія", "John", "محمد", "Żaneta"])
def test_names_of_all_alphabets_are(name):
    assert given_name(f" {name} ") == name


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [
        ("uk", "Олена", "Добрий день, Олено!"),
        ("uk", "محمد", "Добрий день, محمد!"),
        ("en", "Олена", "Hello, Олена!"),
    ],
)
@pytest.mark.django_db
def test_letters_greet_whom_they_know(language, name, words):
    letters.post(to="a@example.org", language=language, name=name, subject="Код", text="Текст.")
    [sent] = mail.outbox
    assert words in sent.body
    assert words in sent.alternatives[0][0]


@pytest.mark.parametrize("name", ["", "Виграйте на evil.example"])
@pytest.mark.django_db
def test_letters_greet_nobody_else(name):
    letters.post(to="a@example.org", name=name, subject="Код", text="Текст.")
    assert "Добрий день" not in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


@pytest.mark.parametrize(("language", "words"), [("uk", "Дар’є"), ("en", "Дар’я")])
def test_the_filter_calls_in_the_language_of_the_page(language, words):
    with translation.override(language):
        assert Template("{{ name|vocative }}").render(Context({"name": "Дар'я"})) == words
        assert Template("{{ name|vocative }}").render(Context({"name": None})) == ""
