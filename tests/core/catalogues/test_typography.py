"""The catalogues keep lines together, and join words so that sound does not matter."""

import pytest

from portal.core.catalogues import typography


def test_catalogues_are_typeset():
    assert typography.problems() == []


@pytest.mark.parametrize(
    "text",
    [
        "Новини — «Спільно»",
        "%(first)s – %(last)s",
        "Портал - наш",
        "Ще %(count)d хв читання",
        "3 червня 2019 р.",
        "Рішення № %(number)s",
        "Рішення №5",
        "Приймаємо з %(moment)s",
        "Голосуйте у %(place)s",
        "Шукати в «{title}»",
        "<b>%(one)s</b> і <b>%(other)s</b>",
        "Початок о %(time)s",
        "Зачекайте...",
        "Сторінка ”Новини”",
    ],
)
def test_fault_is_found(text):
    assert list(typography.faults_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "Новини\u00a0— «Спільно»",
        "— Виберіть\u00a0—",
        "%(first)s\u00a0– %(last)s",
        "дефіс, де нічого не позначено: 1\u00a0-\u00a02; два-три",
        "%(count)d\u00a0хв, %(count)d років, %(count)d хвилин",
        "Рішення №\u00a0%(number)s",
        "Приймаємо від %(moment)s, сторінка %(page)s із %(pages)s",
        "«%(one)s» та «%(other)s», до %(day)s і далі в місті",
        "Вітаємо у спільноті «%(title)s»; для %(name)s",
        'Сторінка <a href="/a - b/...">„далі“</a>…',
    ],
)
def test_good_signs_pass(text):
    assert not list(typography.faults_of(text))


def test_fault_is_told_with_its_file_and_line(catalogue):
    catalogue('msgid ""\nmsgstr ""\n\nmsgid "from %(day)s"\nmsgstr "з %(day)s"\n')
    assert typography.problems() == [
        "locale/uk/LC_MESSAGES/django.po:4: «з %(day)s», write «від», «із», «та», «на сторінці …»: "
        "a word that suits whatever comes in its place"
    ]
