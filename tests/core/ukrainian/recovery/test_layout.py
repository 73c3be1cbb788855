import pytest

from portal.core.ukrainian.recovery.layout import from_latin_layout, from_ukrainian_layout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rjycekmnfwsz", "консультація"),
        ("Uhjvflcmrs cke[fyyz", "Громадські слухання"),
        ("ghj'rn", "проєкт"),
        ("];", "їж"),
        ("gzn`", "пят'"),
        ("\\fyjr", "ґанок"),
        ("<>L:TN", "БЮДЖЕТ"),
        ("2019", "2019"),
    ],
)
def test_ukrainian_typed_on_latin_keys(typed, meant):
    assert from_latin_layout(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("зщдшсу", "police"), ("Лншм", "Kyiv"), ("ы", "s"), ("щзут вфеф", "open data")],
)
def test_english_typed_on_ukrainian_keys(typed, meant):
    assert from_ukrainian_layout(typed) == meant


@pytest.mark.parametrize("text", ["", "2019", " \t", "«»—…", "🏛️"])
def test_what_no_layout_changes(text):
    assert from_latin_layout(text) == text == from_ukrainian_layout(text)


def test_there_and_back():
    letters = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
    assert from_latin_layout(from_ukrainian_layout(letters)) == letters
    assert from_latin_layout(from_ukrainian_layout(letters.upper())) == letters.upper()
