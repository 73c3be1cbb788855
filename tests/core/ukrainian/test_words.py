from datetime import date, datetime, time

import pytest

from portal.core.ukrainian.dates import at_time, day_span
from portal.core.ukrainian.names import initials
from portal.core.ukrainian.sound import enumerated
from portal.core.ukrainian.typography import typeset, within_quotes


def shown(text):
    """No-break spaces made visible."""
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(16, 0), "о_16:00"),
        (time(11, 0), "об_11:00"),
        (time(11, 45), "об_11:45"),
        (time(9, 5), "о_9:05"),
        (time(0, 0), "о_0:00"),
        (datetime(2019, 6, 6, 14, 30), "о_14:30"),
    ],
)
def test_at_what_time(moment, words):
    assert shown(at_time(moment)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2019, 6, 6), date(2019, 6, 6), "6_червня 2019_р."),
        (date(2019, 6, 6), date(2019, 6, 8), "6–8_червня 2019_р."),
        (date(2019, 6, 8), date(2019, 6, 6), "6–8_червня 2019_р."),
        (date(2019, 5, 30), date(2019, 6, 2), "30_травня_– 2_червня 2019_р."),
        (date(2018, 12, 31), date(2019, 1, 2), "31_грудня 2018_р._– 2_січня 2019_р."),
        (datetime(2019, 6, 6, 23), date(2019, 6, 6), "6_червня 2019_р."),
    ],
)
def test_spans_of_days(first, last, words):
    assert shown(day_span(first, last)) == words


def test_a_span_without_its_year():
    assert shown(day_span(date(2019, 6, 6), date(2019, 6, 8), year=False)) == "6–8_червня"
    assert "2018" in day_span(date(2018, 12, 31), date(2019, 1, 2), year=False)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Місто і люди в парку", "Місто і_люди в_парку"),
        ("і в парку, й у дворі", "і_в_парку, й_у_дворі"),
        ("З «Ґрунтом» — разом", "З_«Ґрунтом»_— разом"),
        ("Київ · 3 червня", "Київ_· 3_червня"),
        ("6 червня 2019 р., 14:30", "6_червня 2019_р., 14:30"),
        ("1 234 567 грн і 44 %", "1_234_567_грн і_44_%"),
        ("вул. Хрещатик, 36, м. Київ", "вул._Хрещатик, 36, м._Київ"),
        ("п. 5 ст. 12, № 996", "п._5 ст._12, №_996"),
        ("І. Я. Франко", "І._Я._Франко"),
        ("On 6 June I saw a park", "On 6_June I_saw a_park"),
        ("9:00 – 18:00", "9:00_– 18:00"),
        ("у 2019 році", "у_2019 році"),
        ("п’ять з половиною", "п’ять з_половиною"),
        ("сім’я а не родина", "сім’я а_не родина"),
        ("Звичайний текст", "Звичайний текст"),
        ("", ""),
    ],
)
def test_typesetting(text, result):
    assert shown(typeset(text)) == result
    assert typeset(typeset(text)) == typeset(text)


@pytest.mark.parametrize(
    "text", ["слова слово", "Ельза-і-компанія стоїть", "в’ю т", "5 вересня"[:2]]
)
def test_typesetting_leaves_other_spaces(text):
    assert typeset(text) == text


def test_typesetting_does_not_touch_tags():
    html = '<a title="в парку" href="/a/">і в парку</a>'
    assert shown(typeset(html)) == '<a title="в парку" href="/a/">і_в_парку</a>'


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Єлизавета Ґалаґан", "ЄҐ"),
        ("ірина савчук", "ІС"),
        ("Анна-Марія Д’Артаньян Третя", "АД"),
        ("«Олег» (Жук)", "ОЖ"),
        ("Львів", "Л"),
        ("", ""),
        ("123 !", ""),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Мережа «Спільно»", "Мережа „Спільно“"),
        ("The network “Spilno”", "The network ‘Spilno’"),
        ("Дев’ять питань", "Дев’ять питань"),
        ("", ""),
    ],
)
def test_quotation_marks_of_a_title_become_inner_ones(title, inside):
    assert within_quotes(title) == inside


@pytest.mark.parametrize(
    ("words", "together"),
    [
        ([], ""),
        (["Поділ"], "Поділ"),
        (["Київ", "Львів"], "Київ і Львів"),
        (["Дарницького", "Оболонського"], "Дарницького й Оболонського"),
        (["Яни", "Юрія"], "Яни і Юрія"),
        (["Львів", "Одеса", "Рівне"], "Львів, Одеса й Рівне"),
        (["а", ""], "а й "),
    ],
)
def test_things_named_together(words, together):
    assert enumerated(words) == together
