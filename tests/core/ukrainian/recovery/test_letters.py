"""Words in other letters: Russian ones and Latin ones."""

import pytest

from portal.core.ukrainian import lexicon
from portal.core.ukrainian.recovery import latin, russian
from portal.core.ukrainian.recovery.lattice import spellings
from portal.core.ukrainian.recovery.tree import PrefixTree, tree_of
from portal.core.ukrainian.transliteration import transliterate

WORDS = [
    "консультація", "громадських", "слухання", "об'єднання", "соціальний", "життя", "ціль", "їхати",
    "солом'янський", "святошинський", "екологія", "щастя", "згода", "йод", "юність", "льон",
    "п'ять", "жовтень", "кооператив", "розповідь", "цвях", "гуртожиток", "ґанок", "вуличний",
]  # fmt: skip


def from_latin(word, words, limit):
    return [text for text, _ in latin.dictionary_words(word, words, limit)]


def from_russian(word):
    return [text for text, _ in russian.spellings_of(word)]


@pytest.fixture(scope="module")
def words():
    return lexicon.current()


@pytest.mark.parametrize("word", WORDS)
def test_official_transliteration_is_read_back(words, word):
    assert word in from_latin(transliterate(word).lower(), words, 5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kyiv", "київ"),
        ("kiev", "київ"),
        ("gromadski", "громадські"),
        ("slukhannya", "слухання"),
        ("konsultatsiyi", "консультації"),
        ("konsultacija", "консультація"),
        ("jevropa", "європа"),
        ("zhytia", "життя"),
        ("vulycja", "вулиця"),
        ("soljanka", "солянка"),
        ("schastya", "щастя"),
        ("škola", "школа"),
    ],
)
def test_informal_habits_are_read(words, typed, meant):
    assert meant in from_latin(typed, words, 8)


def test_the_official_reading_comes_first(words):
    assert from_latin("misto", words, 5)[0] == "місто"
    assert from_latin("hroshi", words, 5)[0] == "гроші"


@pytest.mark.parametrize("typed", ["qqq", "xzw", "police12", "日本", "", "a" * 60, "i" * 60])
def test_what_stands_for_no_word(words, typed):
    assert all(words.knows(text) for text in from_latin(typed, words, 10))


def test_limits_are_kept(words):
    assert len(from_latin("maly", words, 2)) <= 2
    assert len(latin.names("zelenytskyi", 10)) == 10


def test_names_need_no_dictionary():
    found = [text for text, _ in latin.names("ziubrynets", 20)]
    assert "зюбринець" in found
    assert "зюбрінец" not in found[:1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("громадськых", "громадських"),
        ("консультация", "консультація"),
        ("электронний", "електронний"),
        ("эдність", "єдність"),
        ("съогодны", "сьогодні"),
        ("киив", "київ"),
        ("киъв", "київ"),
        ("видбулысь", "відбулись"),
        ("обьеднання", "об'єднання"),
        ("пъять", "п'ять"),
        ("київский", "київський"),
        ("слушание", "слушання"),
    ],
)
def test_russian_letters_are_read(words, typed, meant):
    candidates = {
        *from_russian(typed),
        *(t for t, _ in russian.dictionary_words(typed, words)),
    }
    if meant == "сьогодні":  # ъ for ь is no habit: left to the spelling
        assert meant not in candidates
    else:
        assert meant in candidates


def test_russian_candidates_are_few_and_never_the_word_itself():
    found = from_russian("иеиеиеиеиеиеиеиеиеиеые")
    assert 0 < len(found) <= 200
    assert len(set(found)) == len(found)
    assert "иеиеиеиеиеиеиеиеиеиеые" not in found
    assert from_russian("рада") == []


def test_the_habits_are_not_mixed_first():
    """ы and и of one word are і and и by key, or и and і by ear."""
    by_key_and_by_ear = from_russian("тымчасовий")[:2]
    assert "тімчасовий" in by_key_and_by_ear
    assert from_russian("зибралысь")[0] in {"зибралісь", "зібрались"}


def test_a_plain_lexicon_gives_the_same(words):
    class Plain:
        readings, knows, has_prefix = words.readings, words.knows, words.has_prefix

    plain = Plain()
    assert tree_of(words) is words
    assert isinstance(tree_of(plain), PrefixTree)
    for typed in ("hromadskykh", "kyiv"):
        correct = [text for text in from_latin(typed, words, 8) if words.knows(text)]
        assert from_latin(typed, plain, 8) == correct
    tree = tree_of(plain)
    assert {"а", "о"} <= {letter for letter, _ in tree.branches("рад")}
    assert tree.step("рад", "ъ") is None


def test_spellings_keep_to_their_budget():
    def two_ways(word, place, _text):
        return [(1, word[place], 0.0), (1, word[place].upper(), 1.0)]

    assert spellings("аб", two_ways, width=10, most=10) == [
        ("аб", 0.0), ("Аб", 1.0), ("аБ", 1.0), ("АБ", 2.0),
    ]  # fmt: skip
    assert spellings("аб", two_ways, width=10, most=10, budget=1.0)[-1] == ("аБ", 1.0)
    assert spellings("аб", two_ways, width=1, most=1) == [("аб", 0.0)]
    assert spellings("", two_ways, width=1, most=1) == []


def test_what_latin_leaves_out_costs_little(words):
    assert dict(latin.dictionary_words("kyivskyi", words, 5))["київський"] < 0.2
    assert dict(latin.dictionary_words("zhytia", words, 5))["життя"] < 1
    assert latin.names("shum", 1) == [("шум", 0.0)]  # not «сгум»
