"""What a reader typed: made safe, cut, split; found words marked and escaped."""

import pytest

from search.backends.safe import safe_query
from search.text import (
    LONGEST_QUERY,
    MOST_WORDS,
    clean_query,
    engine_text,
    fold_apostrophes,
    marked,
    words_of,
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  зелені \n\t зони ", "зелені зони"),
        ("зелені\x00зони", "зелені зони"),
        ("а\u200fб\u202eв", "а б в"),
        ("x" * 10_000, "x" * LONGEST_QUERY),
        ("", ""),
    ],
)
def test_a_question_is_shown_in_one_clean_line(typed, shown):
    assert clean_query(typed) == shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("зелені зони", ["зелені", "зони"]),
        ("п'ять пʼять п`ять", ["п’ять"]),
        ("«Ibis» AND (forum OR *) NOT -x", ["Ibis", "AND", "forum", "OR", "NOT", "x"]),
        ("COVID-19, А-95", ["COVID-19", "А-95"]),
        ("title:секрет", ["title", "секрет"]),
        ("?!… — «» ''", []),
        ("🙂🙃", []),
        ("__init__", ["init"]),
        ("مرحبا بالعالم", ["مرحبا", "بالعالم"]),
        (" ".join(f"слово{n}" for n in range(50)), [f"слово{n}" for n in range(MOST_WORDS)]),
    ],
)
def test_words_are_letters_and_digits_joined_inside(typed, words):
    assert words_of(typed) == words
    assert engine_text(typed) == " ".join(words)


def test_apostrophes_are_one():
    assert fold_apostrophes("'’ʼ‘`´′＇") == "’" * 8


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Зелені зони міста", ["зони"], "Зелені <mark>зони</mark> міста"),
        ("ЗОНИ, зони-2", ["зони"], "<mark>ЗОНИ</mark>, зони-2"),
        (
            "<b>зони</b> & <script>",
            ["зони"],
            "&lt;b&gt;<mark>зони</mark>&lt;/b&gt; &amp; &lt;script&gt;",
        ),
        ("Солом'янський", ["Солом’янський"], "<mark>Солом&#x27;янський</mark>"),
        ("", ["зони"], ""),
        ("нічого", [], "нічого"),
    ],
)
def test_found_words_are_marked_and_all_else_escaped(text, words, shown):
    assert marked(text, words) == shown


def test_a_long_text_is_cut_around_the_first_found_word():
    text = "вступ " * 200 + "тополя " + "кінець " * 200
    shown = marked(text, ["тополя"])
    assert "<mark>тополя</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 320


@pytest.mark.parametrize("query", ['"', 'a"b', "a\x00b", "\x00", "«»", '""""'])
def test_engines_never_see_quotes_and_control_characters(query):
    safe = safe_query(query)
    assert '"' not in safe
    assert "\x00" not in safe
