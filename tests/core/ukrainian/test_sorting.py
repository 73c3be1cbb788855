import random
import re

import pytest

from portal.core.ukrainian.letters import ALPHABET
from portal.core.ukrainian.sorting import sort_key


def shuffled_back(words):
    mixed = words[:]
    random.Random(1).shuffle(mixed)
    return sorted(mixed, key=sort_key)


def test_all_33_letters_in_their_order():
    assert len(ALPHABET) == 33
    assert shuffled_back(list(ALPHABET)) == list(ALPHABET)


@pytest.mark.parametrize(
    "words",
    [
        ["гай", "ґанок", "дім", "еко", "єдність", "жито", "зима", "ива", "ігри", "їжак", "йод"],
        ["вага", "в’яз", "вʼязень", "вязь", "в'янути"],
        ["ліс", "ліс великий", "лісник"],
        ["Голосіївський", "Дарницький", "Деснянський", "Дніпровський", "Оболонський", "Печерський",
         "Подільський", "Святошинський", "Солом’янський", "Шевченківський"],
        ["Школа № 5", "Школа № 12", "Школа № 101"],
        ["12", "Zebra", "Ірпінь", "Яготин"],
        ["Café", "Cafes", "Cage"],
        ["Івано", "Івано-Франківськ", "Івановичі"],
    ],
)  # fmt: skip
def test_order(words):
    assert shuffled_back(words) == words


def test_case_stress_and_apostrophes_do_not_count():
    assert sort_key("ЗА́МОК") == sort_key("замок")
    assert len({sort_key(f"сім{sign}я") for sign in "'’ʼ‘`´′＇"} | {sort_key("СІМЯ")}) == 1


def test_decomposed_letters_are_the_same_letters():
    assert sort_key("Київ") == sort_key("Київ")
    assert sort_key("й") != sort_key("и")


@pytest.mark.parametrize("text", ["", "!!!", "🎉", "«»", "\x00"])
def test_nothing_to_sort_by_is_first(text):
    assert sort_key(text) == ""


def test_a_key_sorts_the_same_under_every_collation():
    """ASCII digits and small letters only, two a sign."""
    key = sort_key("Організація «Ґрунт» № 7, м. Київ — Żółw")
    assert re.fullmatch(r"(?:[0-9a-z]{2})+", key)


def test_a_name_of_full_length_fits_its_column():
    assert len(sort_key("щ" * 150)) == 300
