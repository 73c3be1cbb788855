import threading

import pytest

from portal.core.ukrainian import analysis
from portal.core.ukrainian.analysis import (
    MOST_KEYS,
    dictionary_spelling,
    grow_cache,
    index_keys,
    is_function_word,
    key_form,
    surface,
    unknown_forms,
    word_keys,
)
from tests.core.ukrainian.hostile import HOSTILE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("громадських", "громадськими"),
        ("слухань", "слуханням"),
        ("ради", "радою"),  # two lemmas meet in one
        ("києві", "києвом"),
        ("заливаючи", "заливає"),  # an adverbial participle and its verb
        ("з'явившись", "з'явиться"),
        ("швидко", "швидкими"),  # an adverb and its adjective
        ("вернадською", "вернадського"),  # a woman's surname and a man's
        ("петровою", "петров"),
        ("обєднанням", "об'єднання"),  # no apostrophe
        ("блогер", "блоґера"),
        ("ганком", "ґанок"),
        ("consultations", "consulted"),
        ("city's", "cities"),
        ("cafés", "cafe"),
    ],
)
def test_forms_of_a_word_share_a_key(one, other):
    assert set(word_keys(one)) & set(word_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("рада", "радіо"),
        ("бюджет", "бюджетник"),
        ("форум", "фонд"),
        ("місто", "містити"),
        ("основа", "основний"),
        ("слово", "словом'янський"),
        ("housing", "hospital"),
        ("2018", "2019"),
    ],
)
def test_different_words_share_none(one, other):
    assert not set(word_keys(one)) & set(word_keys(other))


def test_all_lemmas_are_keys():
    assert set(word_keys("ради")) >= {"рада", "рад"}
    assert set(word_keys("мати")) >= {"мати", "мата", "мат"}


def test_a_key_has_neither_apostrophe_nor_hyphen_nor_its_own_g():
    assert word_keys("п'ять") == ("пять",)
    assert word_keys("жовто-блакитного") == ("жовтоблакитний",)
    assert "галаган" in word_keys("ґалаґана")
    assert key_form("об'єднання") == "обєднання"
    assert key_form("É-mail") == "email"


@pytest.mark.parametrize("word", ["консультація", "слово", "основа", "розмова"])
def test_only_surnames_have_a_man_beside_them(word):
    assert word_keys(word) == (word,)


def test_adverbs_whose_adjective_is_missing_stand_alone():
    assert word_keys("навколо") == ("навколо",)
    assert word_keys("тепло") != ("тепло",)


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("2019", ("2019",)),
        ("covid19", ("covid19",)),
        ("don't", ("dont",)),
        ("ærø", ("aero",)),
        ("日本語", ("日本語",)),
        ("а", ("а",)),
    ],
)
def test_other_words(word, keys):
    assert word_keys(word) == keys


@pytest.mark.parametrize("word", ["", "'", "-", "'-'"])
def test_without_a_letter_there_is_no_key(word):
    assert word_keys(word) == ()
    assert not is_function_word(word)


def test_text_gives_keys_in_order():
    assert index_keys("Бюджет міста: 2019") == ["бюджет", "місто", "2019"]
    assert index_keys("COVID-19") == ["covid", "19", "covid19"]
    assert index_keys("жовто-блакитна")[-1] == "жовтоблакитний"
    assert index_keys("…") == []


def test_the_surface_keeps_forms():
    assert surface("Громадських об’єднань, жовто-блакитних") == [
        "громадських", "обєднань", "жовто", "блакитних", "жовтоблакитних",
    ]  # fmt: skip
    assert surface("«»") == []


def test_unknown_forms_are_names():
    assert unknown_forms("Рада й пан Зюбринець у Kyiv") == ["зюбринець", "kyiv"]
    assert unknown_forms("громадські слухання") == []
    assert unknown_forms("зю12брин 2019 日本語") == []
    assert unknown_forms("мабудь") == []  # a mistake that the dictionary lists is no name


def test_the_dictionary_spells_what_was_left_out():
    assert dictionary_spelling("рада") == "рада"
    assert dictionary_spelling("ганок") == "ґанок"
    assert dictionary_spelling("здоровя") == "здоров'я"
    assert dictionary_spelling("консультаця") == ""
    assert dictionary_spelling("kyiv") == ""


@pytest.mark.parametrize(
    "word",
    ["і", "на", "що", "про", "від", "який", "вони", "до", "під", "як", "вже", "of", "the", "with"],
)
def test_function_words(word):
    assert is_function_word(word)


@pytest.mark.parametrize(
    "word", ["рада", "київ", "бюджет", "мати", "йти", "швидко", "kyiv", "ЦНАП", "осбб", "2019"]
)
def test_words_that_say_something(word):
    assert not is_function_word(word)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_keys_are_words_for_any_engine(text):
    for key in [*index_keys(text), *surface(text)]:
        assert key
        assert key.isalnum()
    for word in text.split():
        assert len(word_keys(word[:64])) <= MOST_KEYS
    unknown_forms(text)


def test_the_cache_grows_and_never_shrinks(monkeypatch):
    monkeypatch.setattr(analysis, "_remembered", analysis._remembered)
    grow_cache(30_000)
    assert analysis._remembered.cache_parameters()["maxsize"] == 30_000
    grow_cache(10)
    assert analysis._remembered.cache_parameters()["maxsize"] == 30_000
    assert word_keys("слухань") == ("слухання",)


def test_threads_get_equal_keys():
    words = [
        "громадських",
        "слухань",
        "ради",
        "мати",
        "consultations",
        "заливаючи",
        "борщагуватими",
        "вернадську",
    ]
    expected = [word_keys(word) for word in words]
    analysis._forget()
    got = []
    threads = [
        threading.Thread(target=lambda: got.append([word_keys(word) for word in words]))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [expected] * 6
