import pytest

from portal.core.ukrainian import lexicon
from portal.core.ukrainian.analysis import key_form
from portal.core.ukrainian.recovery.sound import heard_words
from portal.core.ukrainian.recovery.spelling import Forms, dictionary_edits, form_edits
from portal.core.ukrainian.recovery.weights import weigh


@pytest.fixture(scope="module")
def words():
    return lexicon.current()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("консультаця", "консультація"),  # left out
        ("консультаціія", "консультація"),  # put in
        ("консультпція", "консультація"),  # another
        ("коснультація", "консультація"),  # swapped
        ("кконсультація", "консультація"),
        ("онсультація", "консультація"),
        ("консультаці", "консультація"),
        ("обєданння", "об'єднання"),  # the apostrophe is free
        ("ганокк", "ґанок"),  # and so is ґ
    ],
)
def test_one_error_is_found(words, typed, meant):
    assert (meant, 1) in dictionary_edits(typed, words, 1)


@pytest.mark.parametrize("typed", ["консульаця", "конслуьтаця", "косультаіця"])
def test_two_errors_are_found_when_two_are_allowed(words, typed):
    assert ("консультація", 2) in dictionary_edits(typed, words, 2)
    assert "консультація" not in dict(dictionary_edits(typed, words, 1))


def test_the_word_itself_and_missing_signs_cost_nothing(words):
    assert dictionary_edits("рада", words, 1)[0] == ("рада", 0)
    assert ("здоров'я", 0) in dictionary_edits("здоровя", words, 1)
    assert ("здоров'я", 0) in dictionary_edits("здо'ров'я", words, 1)


def test_everything_found_is_a_word_and_that_near(words):
    from rapidfuzz.distance import OSA

    for typed in ("бюждет", "рівеь", "щ", "екологї"):
        for text, errors in dictionary_edits(typed, words, 2):
            assert words.readings(text)[0].known
            assert OSA.distance(key_form(typed), key_form(text)) <= errors <= 2


def test_without_a_tree_the_same_is_found(words):
    class Plain:
        readings, knows, has_prefix = words.readings, words.knows, words.has_prefix

    found = dictionary_edits("бюдет", words, 1)
    assert dictionary_edits("бюдет", Plain(), 1) == [pair for pair in found if words.knows(pair[0])]


@pytest.mark.parametrize("typed", ["", "ъъъъъъ", "qqqqqq", "щ" * 64, "12345", "日本語日本語"])
def test_what_is_near_nothing(words, typed):
    assert all(len(key_form(text)) <= 2 for text, _ in dictionary_edits(typed, words, 2))


def test_forms_are_counted_by_their_key():
    forms = Forms({"зюбринець": 3, "григор'єв": 2, "григорєв": 1, "яся": 9})
    assert len(forms) == 2
    assert "зюбринець" in forms
    assert "григор'єв" in forms
    assert "яся" not in forms  # too short to be found by errors
    assert forms.frequency("григор’єв") == 3
    assert forms.frequency("ніхто") == 0
    assert list(forms.of_length(9)) == ["зюбринець"]
    assert list(forms.of_length(99)) == []


def test_forms_within_errors():
    forms = Forms({"зюбринець": 3, "зюбринця": 2, "григор'єв": 1, "ziubrynets": 1})
    assert form_edits("зюбринец", forms, 1) == [("зюбринець", 1)]
    assert form_edits("зюбринцб", forms, 2) == [("зюбринця", 1), ("зюбринець", 2)]
    assert form_edits("григорєва", forms, 1) == [("григор'єв", 1)]
    assert form_edits("ziubrinets", forms, 1) == [("ziubrynets", 1)]
    assert form_edits("бюджет", forms, 2) == []
    assert form_edits("", forms, 2) == []
    assert form_edits("зюбринець", Forms({}), 2) == []


@pytest.mark.parametrize(
    ("typed", "likelier", "less"),
    [
        ("сегарета", "сигарета", "сегмента"),
        ("консультаця", "консультація", "консультанта"),
        ("будинокк", "будинок", "будинокр"),
        ("лжка", "ложка", "ліка"),
        ("мвсто", "місто", "мосто"),  # the key beside
        ("радд", "рад", "раід"),
    ],
)
def test_likely_slips_cost_less(typed, likelier, less):
    assert weigh(typed, likelier) <= weigh(typed, less)


def test_signs_that_keys_lack_cost_nothing():
    assert weigh("обєднання", "об'єднання") == 0
    assert weigh("ганок", "ґанок") == 0
    assert weigh("рада", "рада") == 0
    assert weigh("", "рада") > weigh("рад", "рада") > 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("сегарети", "сигарети"),
        ("пародоксів", "парадоксів"),
        ("фістеваль", "фестиваль"),  # two slips
        ("відродженя", "відродження"),
        ("агенція", "агенція"),
        ("пізний", "пізній"),
        ("шчастя", "щастя"),
        ("контрастнний", "контрастний"),
        ("займатся", "займаться"),
    ],
)
def test_words_by_ear(words, typed, meant):
    assert meant in dict(heard_words(typed, words))


@pytest.mark.parametrize("typed", ["", "qqq", "зззззззззз", "кгхфтм", "а" * 64])
def test_what_sounds_like_no_word(words, typed):
    assert all(len(text) < 4 for text, _ in heard_words(typed, words))
