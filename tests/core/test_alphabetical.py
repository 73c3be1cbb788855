"""Lists that the database sorts stand in the order of the Ukrainian alphabet."""

import pytest

from portal.core.alphabetical import Alphabetical
from portal.core.ukrainian.ordering import place_of
from portal.discussion.models import StopWord

IN_ORDER = [
    "7 кроків", "Zebra", "авто", "бюро", "Б’юті", "Гай", "ґанок", "Дім", "еко", "Єдність", "ива",
    "ігри", "Їжак", "йод", "об’єднання", "обід", "сонце", "юшка", "ядро",
]  # fmt: skip


def in_order():
    rows = StopWord.objects.annotate(by_word=Alphabetical("word")).order_by("by_word")
    return list(rows.values_list("word", flat=True))


def test_words_stand_in_the_order_of_the_alphabet(db):
    StopWord.objects.bulk_create(StopWord(word=word) for word in reversed(IN_ORDER))
    assert in_order() == IN_ORDER


def test_the_other_way_round(db):
    StopWord.objects.bulk_create(StopWord(word=word) for word in IN_ORDER)
    rows = StopWord.objects.annotate(by_word=Alphabetical("word")).order_by("-by_word")
    assert list(rows.values_list("word", flat=True)) == IN_ORDER[::-1]


@pytest.mark.parametrize("hostile", ["", "'); --", "%s %(x)s", "שלום", "\u202eюя", "💡", "a\u0301"])
def test_hostile_text_is_sorted_too(db, hostile):
    StopWord.objects.bulk_create([StopWord(word=hostile), StopWord(word="ґава")])
    assert sorted(in_order()) == sorted([hostile, "ґава"])


@pytest.mark.parametrize(
    ("one", "other"), [("об’єднання", "об'єднання"), ("Ґанок", "ґанок"), ("за\u0301мок", "замок")]
)
def test_spellings_of_one_word_are_level(one, other):
    assert place_of(one) == place_of(other)


def test_nothing_has_no_place():
    assert place_of(None) is None
