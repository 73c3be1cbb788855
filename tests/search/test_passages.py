"""Found words in the text: the right part of it, marked, and nothing of it obeyed."""

import pytest

from portal.core.ukrainian import analysis
from search.passages import best_passage, marked


def keys(*words):
    return frozenset(key for word in words for key in analysis.word_keys(word))


def test_forms_of_the_word_are_marked():
    text = "Консультація. Про консультацій і консультанта"
    assert marked(text, keys("консультації")) == (
        "<mark>Консультація</mark>. Про <mark>консультацій</mark> і консультанта"
    )


@pytest.mark.parametrize(
    "text",
    ["Солом’янський", "Солом'янський", "Соломʼянський", "СОЛОМ’ЯНСЬКИЙ", "Соло\u0301м’янський"],
)
def test_the_word_is_marked_as_it_is_written(text):
    assert marked(text, keys("солом'янського")) == f"<mark>{text}</mark>".replace("'", "&#x27;")


def test_of_a_hyphenated_word_the_part_that_fits_is_marked():
    assert marked("еко-форум", keys("форуму")) == "еко-<mark>форум</mark>"
    assert marked("еко-форум", keys("еко")) == "<mark>еко</mark>-форум"
    assert marked("еко-форуму", keys("екофорум")) == "<mark>еко-форуму</mark>"
    assert marked("еко-форум", keys("двір")) == "еко-форум"


def test_no_markup_of_the_text_is_obeyed():
    shown = marked("<script>бюджет</script> & <b>двір</b>", keys("бюджет"))
    assert shown == "&lt;script&gt;<mark>бюджет</mark>&lt;/script&gt; &amp; &lt;b&gt;двір&lt;/b&gt;"
    assert "<b>" not in best_passage("<b>" * 200 + "бюджет", keys("бюджет"))


def test_the_passage_with_the_most_different_words_is_shown():
    text = "бюджет бюджет бюджет " + "двір " * 100 + "слухання про бюджет " + "сквер " * 100
    passage = best_passage(text, keys("слухання", "бюджет"))
    assert "<mark>слухання</mark> про <mark>бюджет</mark>" in passage
    assert passage.startswith("…")
    assert passage.endswith("…")
    assert len(passage) < 400


def test_a_passage_is_cut_between_words_and_keeps_to_its_line():
    text = "Перший рядок.\nДругий рядок про бюджет міста, і далі.\n" + "слово " * 100
    passage = best_passage(text, keys("бюджет"))
    assert passage.startswith("Другий рядок")
    assert not passage.rstrip("…").endswith((" ", ",", "сло"))


def test_without_a_find_the_lead_is_shown():
    assert (
        best_passage("Довгий текст", keys("двір"), otherwise="Коротко & ясно")
        == "Коротко &amp; ясно"
    )
    assert best_passage("Довгий текст", frozenset()) == "Довгий текст"
    assert best_passage("", keys("двір")) == ""


def test_a_word_longer_than_the_passage_is_shown_whole():
    word = "а" * 120
    assert f"<mark>{word}</mark>" in best_passage(f"двір {word} двір", keys(word[:64]))


@pytest.mark.parametrize("text", ["\0" * 50, "(((" * 500, "🙂 " * 400, "שלום " * 100, "'-" * 900])
def test_any_text_can_be_shown(text):
    assert "<mark>" not in best_passage(text, keys("бюджет"))
    assert marked(text, keys("бюджет"))


@pytest.mark.parametrize(
    ("asked", "text"),
    [("ніч", "ночі"), ("день", "дня"), ("кінь", "коня"), ("сон", "сну"), ("лід", "льоду"), ("лев", "лева"),
     ("вікно", "вікон"), ("м'яч", "м’ячем"), ("об'єднання", "об’єднань"), ("ґанок", "ганку"), ("рік", "років"),
     ("київ", "Києвом"), ("консультація", "КОНСУЛЬТАЦІЙ"), ("пес", "псом"), ("hearing", "hearings")],
)  # fmt: skip
def test_a_form_that_begins_a_little_otherwise_is_marked(asked, text):
    assert marked(f"двір {text}, двір", keys(asked)) == f"двір <mark>{text}</mark>, двір"
