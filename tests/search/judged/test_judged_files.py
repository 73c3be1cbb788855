"""The judged queries are well-formed and speak of the demo as it is."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.search.judged.documents import demo_items

FOLDER = Path(__file__).parent
KINDS = {
    "abbreviations",
    "absent",
    "ambiguous",
    "apostrophes",
    "citizen",
    "english",
    "ghe",
    "hyphens",
    "inflected",
    "latin",
    "layout",
    "names",
    "phrases",
    "russian",
    "typos",
    "typos_real",
}
APOSTROPHES = "'’ʼ‘`´′"
WORD = re.compile(r"[\w’-]+")


def folded(text):
    text = re.sub(f"[{APOSTROPHES}]", "’", text.lower())
    return text.replace("ґ", "г").replace("\xa0", " ")


def lines(kind):
    text = (FOLDER / f"{kind}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def everything(*, but=()):
    return [query for kind in sorted(KINDS - set(but)) for query in lines(kind)]


@pytest.fixture(scope="module")
def items():
    return {item["id"]: item for item in demo_items()}


@pytest.fixture(scope="module")
def texts(items):
    return {key: folded(f"{item['title']}\n{item['body']}") for key, item in items.items()}


@pytest.fixture(scope="module")
def words(texts):
    return {key: frozenset(WORD.findall(text)) for key, text in texts.items()}


# --- Documents ----------------------------------------------------------------------------------


def test_documents_are_pages_of_every_type_in_both_languages(items):
    assert len(items) == len(demo_items()) > 140
    assert {(item["type"], item["language"]) for item in items.values()} == {
        (kind, language)
        for kind in ("news", "forums", "consultations", "pages")
        for language in ("uk", "en")
    }
    assert all(item["title"] and item["body"] for item in items.values())
    assert all(key.startswith("en/") == (item["language"] == "en") for key, item in items.items())


def test_documents_are_what_readers_see(items):
    hidden = {"chernetka", "na-pohodzhenni", "zaplanovano", "znyato"}
    assert not {key.rsplit("/")[-1] for key in items} & hidden
    assert "news/dovha-nazva" in items  # a draft beside it changes nothing
    assert "en/news/vidkryti-dani" not in items  # its translation is unfinished
    for item in items.values():
        assert not re.search(r"\*\*|\]\(|\{da|^#|^- ", item["body"], re.MULTILINE), item["id"]


def test_every_text_of_a_page_is_there(items):
    page = items["consultations/zeleni-zony"]["body"]
    # Lead, question, legal basis, contact, running text, heading, accordion, note of a contact.
    for part in (
        "Як доглядати парки й сквери",
        "Які правила догляду",
        "постановою Кабінету Міністрів",
        "Оксана Кириленко",
        "Опале листя прибирають",
        "Що змінює проєкт",
        "дітей від кліщів",
        "Пропозиції поштою та телефоном",
    ):
        assert part in page
    assert "Пакети за графіком 21 Не враховано" in items["consultations/vidkhody"]["body"]
    assert "Читати звіт" in items["news/2019-05-31-veloshliakhy"]["body"]
    later = items["news/2019-10-04-desiat-prohram"], items["en/news/2019-10-04-desiat-prohram"]
    assert "Реєстрація на нього вже триває" in later[0]["body"]
    assert "registration" not in later[1]["body"].lower()


def test_a_caller_may_change_what_it_was_given():
    demo_items()[0]["title"] = "changed"
    assert demo_items()[0]["title"] != "changed"


# --- Queries ------------------------------------------------------------------------------------


def test_every_kind_is_here_and_nothing_else():
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == KINDS
    for kind in KINDS:
        assert len(lines(kind)) >= (40 if kind == "absent" else 9), kind


def test_there_are_queries_enough():
    assert len(everything(but={"absent"})) >= 150


def test_a_line_is_a_query_and_its_documents():
    for query in everything():
        assert set(query) == {"qid", "q", "rel"}
        assert query["q"].strip() == query["q"] != ""
        assert len(query["rel"]) == len(set(query["rel"])), query["qid"]


def test_names_of_queries_are_unique():
    assert not [qid for qid, times in Counter(q["qid"] for q in everything()).items() if times > 1]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_query_is_asked_twice(kind):
    asked = Counter(query["q"] for query in lines(kind))
    assert not [q for q, times in asked.items() if times > 1]
    prefix = kind.replace("_", "-")
    assert all(re.fullmatch(rf"{prefix}-\d\d", query["qid"]) for query in lines(kind))


@pytest.mark.parametrize("kind", sorted(KINDS - {"absent"}))
def test_relevant_documents_exist_in_the_right_language(kind, items):
    language = "en" if kind == "english" else "uk"
    for query in lines(kind):
        assert query["rel"], query["qid"]
        assert not set(query["rel"]) - set(items), query["qid"]
        assert {items[key]["language"] for key in query["rel"]} == {language}, query["qid"]


@pytest.mark.parametrize("kind", ["inflected", "names", "phrases"])
def test_the_typed_form_stands_in_no_relevant_document(kind, texts):
    for query in lines(kind):
        typed = re.compile(rf"(?<![\w’-]){re.escape(folded(query['q']))}(?![\w’-])")
        assert not [key for key in query["rel"] if typed.search(texts[key])], query["qid"]


@pytest.mark.parametrize("kind", ["typos", "typos_real", "layout"])
def test_what_is_mistyped_is_no_word_of_the_demo(kind, words):
    known = frozenset().union(*words.values())
    for query in lines(kind):
        assert set(WORD.findall(folded(query["q"]))) - known, query["qid"]


@pytest.mark.parametrize("kind", ["latin", "layout"])
def test_latin_letters_of_ukrainian_words_are_no_english_words_of_the_demo(kind, words):
    known = frozenset().union(*words.values())
    for query in lines(kind):
        typed = query["q"].lower()
        assert not re.search("[а-яґєії]", typed), query["qid"]
        assert not set(re.findall(r"[a-z]+", typed)) & known - set("abcdefghijklmnopqrstuvwxyz")


def test_every_apostrophe_is_typed():
    typed = "".join(query["q"] for query in lines("apostrophes"))
    assert not [character for character in APOSTROPHES if character not in typed]


def test_absent_words_are_in_no_document(words):
    known = frozenset().union(*words.values())
    for query in lines("absent"):
        assert query["rel"] == []
        # Any form of it: what precedes the last two letters, four at least.
        word = folded(query["q"])
        stem = word[: max(4, len(word) - 2)]
        assert not [found for found in known if found.startswith(stem)], query["q"]
