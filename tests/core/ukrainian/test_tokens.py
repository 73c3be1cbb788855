import pytest

from portal.core.ukrainian.tokens import LONGEST, fold, parts, tokens
from tests.core.ukrainian.hostile import HOSTILE


def words(text):
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize("sign", "'’ʼ‘`´′＇ʹˈ")
def test_every_apostrophe_is_one(sign):
    assert words(f"Солом{sign}янський") == ["солом'янський"]


def test_a_quotation_mark_is_an_apostrophe_only_where_one_can_stand():
    assert words('об"єднання') == ["об'єднання"]
    assert words('сказав"юрист') == ["сказав'юрист"]  # nothing tells the two apart
    assert words('місто"Київ') == ["місто", "київ"]
    assert words('"бюджет"') == ["бюджет"]


def test_an_apostrophe_at_the_edge_is_a_quotation_mark():
    assert words("'слово' ‘слово’ слово'") == ["слово", "слово", "слово"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Верciя", "версія"),  # Latin c and i
        ("Kиïв", "київ"),  # Latin K and ï
        ("Оce", "осе"),  # nothing but twins
        ("за́мок", "замок"),
        ("бáтько", "батько"),  # a stressed Latin letter
        ("И\u0306од", "йод"),
        ("сло\u00adво", "слово"),
        ("сло\u200bво", "слово"),
        ("ҐАНОК", "ґанок"),
        ("жовто‑блакитний", "жовто-блакитний"),  # a hyphen that does not break
    ],
)
def test_spellings_are_folded(written, folded):
    assert words(written) == [folded] == [fold(written)]


@pytest.mark.parametrize("word", ["pdfу", "covid", "wi-fi", "й", "київ", "їжак"])
def test_what_is_right_stays(word):
    assert fold(word) == word


def test_offsets_are_those_of_the_original():
    text = "Про за́мок, «Верciю» й об’є\u00adднання\u200b: жовто-блакитне."
    assert [text[start:end] for start, end, _ in tokens(text)] == [
        "Про", "за́мок", "Верciю", "й", "об’є\u00adднання", "жовто-блакитне",
    ]  # fmt: skip
    assert words(text) == ["про", "замок", "версію", "й", "об'єднання", "жовто-блакитне"]


def test_a_hyphenated_word_is_one_and_has_parts():
    assert words("прем’єр-міністр") == ["прем'єр-міністр"]
    assert parts("прем'єр-міністр") == ["прем'єр", "міністр"]
    assert parts("міністр") == ["міністр"]


@pytest.mark.parametrize(
    "text", ["слово -слово", "слово- слово", "слово -- слово", "слово — слово"]
)
def test_a_dash_joins_nothing(text):
    assert words(text) == ["слово", "слово"]


def test_a_chain_of_many_words_comes_word_by_word():
    text = "один-два-три-чотири-п’ять"
    assert [text[token.start : token.end] for token in tokens(text)] == text.split("-")
    assert words("рок-н-рол") == ["рок-н-рол"]


def test_a_word_is_cut_where_no_language_has_one():
    [token] = tokens("щ" * 1000)
    assert token == (0, 1000, "щ" * LONGEST)
    assert words("щ" * LONGEST) == ["щ" * LONGEST]


def test_underscores_and_points_part_words():
    assert words("foo_bar 12,5 kyiv.ua") == ["foo", "bar", "12", "5", "kyiv", "ua"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_anything_can_be_read(text):
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        assert token.text
        assert len(token.text) <= LONGEST
        last = token.end


def test_a_cut_leaves_no_sign_at_the_end():
    assert words("щ" * (LONGEST - 1) + "'щит") == ["щ" * (LONGEST - 1)]
