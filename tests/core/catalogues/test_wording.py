"""The catalogues keep to the glossary and to good Ukrainian."""

import pytest

from portal.core.catalogues import wording


def test_catalogues_use_no_forbidden_word():
    assert wording.problems() == []


@pytest.mark.parametrize(
    "text",
    [
        "Надішліть email",
        "Введіть логін",
        "Паролі не співпадають",
        "На протязі дня",
        "Прийняти участь у голосовці",
        "Відмінити",
        "Це являється помилкою",
        "Виберіть любий варіант",
        "Невірний код",
        "Об'єднання",
        "Вимкнути другий крок входу",
        "Двофакторна автентифікація",
    ],
)
def test_forbidden_word_is_found(text):
    assert list(wording.faults_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Лист надіслано на %(email)s або {email}",
        '<a href="mailto:email">Пошта</a>',
        "Результати з’являються згодом",
        "Об’єднання любителів парку",
        "Перевірний день",
        "Залишився один крок",
    ],
)
def test_good_words_pass(text):
    assert not list(wording.faults_of(text))


def test_fault_is_told_with_its_file_and_line(catalogue):
    catalogue('msgid ""\nmsgstr ""\n\nmsgid "Any"\nmsgstr "Любий"\n')
    assert wording.problems() == ["locale/uk/LC_MESSAGES/django.po:4: «Любий», say будь-який"]
