from collections import Counter

import pytest

from portal.core.ukrainian import lexicon
from portal.core.ukrainian.analysis import index_keys, unknown_forms
from portal.core.ukrainian.recovery import repair
from portal.core.ukrainian.recovery.repair import MOST_WORDS, Word, understand
from portal.core.ukrainian.recovery.spelling import Forms
from tests.core.ukrainian.hostile import HOSTILE
from tests.core.ukrainian.test_lexicon import TwoWords

TEXTS = [
    "Громадські слухання про бюджет міста Київ: консультація з громадськістю",
    "Консультація екології та об'єднання мешканців, форум у Солом'янському районі",
    "Пан Зюбринець відвідав футзал; пані Зюбринець слухала. Мініфутбол для дітей",
    "Голосування, сигарети, парадокси й фестиваль; семестр, сестра, сестри",
    "Сестри й сестра ґанок жовто-блакитний П'ята школа життя; 2019",
    "Open data of the police: public consultations and community budget",
    "Мабуть, дійшла черга; портрет, зібрались подати документи",
]


class Corpus:
    """A vocabulary made of a few texts, which counts how often it is asked."""

    def __init__(self, texts=TEXTS):
        self.counts = Counter(key for text in texts for key in set(index_keys(text)))
        self._forms = Forms(Counter(form for text in texts for form in unknown_forms(text)))
        self.calls = []

    def frequencies(self, keys):
        keys = list(keys)
        assert len(set(keys)) == len(keys)
        assert keys
        self.calls.append(keys)
        return {key: self.counts[key] for key in keys if key in self.counts}

    def forms(self):
        return self._forms


@pytest.fixture
def corpus():
    return Corpus()


def only(query, corpus):
    [word] = understand(query, corpus)
    return word


def shown(query, corpus):
    return [(word.shown, word.how) for word in understand(query, corpus)]


def test_words_of_the_index_stay(corpus):
    assert shown("громадських слухань", corpus) == [("громадських", ""), ("слухань", "")]
    assert len(corpus.calls) == 1
    assert only("Консультації", corpus).keys == ("консультація",)


def test_a_key_that_is_not_in_the_index_is_left_out():
    assert only("радою", Corpus(["Радий бути тут"])).keys == ("радий",)
    assert set(only("радою", Corpus(["Радий бути в раді"])).keys) == {"радий", "рада"}


@pytest.mark.parametrize(
    ("typed", "meant", "how"),
    [
        ("rjycekmnfwsz", "консультація", "layout"),
        ("зщдшсу", "police", "layout"),
        ("konsultatsii", "консультації", "latin"),
        ("gromadski", "громадські", "latin"),
        ("ziubrynets", "зюбринець", "latin"),  # a name that no dictionary has
        ("консультация", "консультація", "russian"),
        ("зибралысь", "зібрались", "russian"),
        ("консультаця", "консультація", "spelling"),
        ("зюбринецьь", "зюбринець", "spelling"),
        ("фістеваль", "фестиваль", "spelling"),
        ("конслуьтаця", "консультація", "spelling"),  # two errors
        ("comunity", "community", "spelling"),
        ("мабудь", "мабуть", "spelling"),  # the dictionary lists the mistake
        ("обєданння", "об'єднання", "spelling"),
    ],
)
def test_words_are_recovered(corpus, typed, meant, how):
    word = only(typed, corpus)
    assert (word.typed, word.how) == (typed, how)
    assert word.shown == meant or set(word.keys) & set(index_keys(meant))
    assert 2 <= len(corpus.calls) <= 3 or how == "layout"


@pytest.mark.parametrize(
    "typed",
    [
        "трамвай",  # a word, but no document has it
        "гривня",
        "радою",
        "2020",
        "щъщъщ",  # nothing near
        "xqzw",
        "щщ",
    ],
)
def test_what_is_absent_stays_absent(corpus, typed):
    word = only(typed, corpus)
    assert (word.shown, word.how) == (typed, "absent")
    assert word.keys


def test_a_whole_query_in_the_other_layout(corpus):
    words = understand("uhjvflcmrs cke[fyyz 2019", corpus)
    assert [word.shown for word in words] == ["громадські", "слухання", "2019"]
    assert {word.how for word in words} == {"layout"}
    assert words[1].typed == "cke[fyyz"
    assert len(corpus.calls) == 1


@pytest.mark.parametrize("query", ["ґу", "e k", "кг", "in of"])
def test_short_words_make_sense_in_no_other_layout(corpus, query):
    corpus.counts.update({"e": 5, "k": 5, "u": 5, "re": 5, "шт": 5})
    assert all(word.how != "layout" for word in understand(query, corpus))


def test_latin_words_that_are_found_are_left(corpus):
    assert shown("open data", corpus) == [("open", ""), ("data", "")]


def test_a_guessed_lemma_proves_nothing():
    """«додатковои» looks like a form of «додатково», but the dictionary has all forms of that."""
    corpus = Corpus(["Додатково про все", "Програма додаткової освіти", "Зюбринець приїде"])
    word = only("додатковои", corpus)
    assert (word.shown, word.how) == ("додаткової", "russian")
    assert only("Зюбринцем", corpus).how == ""  # a lemma that is no word may well be a name


def test_words_as_likely_are_named(corpus):
    word = only("семстри", corpus)
    assert word.shown == "семестри"
    assert word.how == "spelling"
    assert "сестри" in word.also
    assert set(word.keys) >= {"семестр", "сестра"}
    assert only("консультаця", corpus).also == ()
    assert len(only("семстри", corpus).also) <= 2


def test_a_listed_mistake_is_mended_and_still_found():
    word = only("мабудь", Corpus(["Мабуть, так", "Мабудь, ні"]))
    assert (word.shown, word.how) == ("мабуть", "spelling")
    assert set(word.keys) == {"мабуть", "мабудь"}
    assert only("мабудь", Corpus(["Мабудь, ні"])).keys == ("мабудь",)


def test_slow_ways_are_gone_for_few_words(corpus, monkeypatch):
    gone = []

    def edits(word, _lexicon, most):
        gone.append(most)
        return []

    monkeypatch.setattr(repair, "dictionary_edits", edits)
    understand(" ".join(f"{letter}ъфывапролд" for letter in "абвгдежзик"), corpus)
    understand(" ".join(f"{letter}ффшшгггппп" for letter in "абвгдежзик"), corpus)
    assert gone.count(2) == 3
    gone.clear()
    understand("преконсультаційовувавшийсянаший", corpus)
    assert gone == []  # too long to be a slip


def test_hyphenated_words(corpus):
    assert shown("жовто-блакитними", corpus) == [("жовто-блакитними", "")]
    assert only("жовтоблакитними", corpus).keys == ("жовтоблакитний",)
    assert shown("міні-футболом", corpus) == [("міні-футболом", "")]
    assert [word.shown for word in understand("форум-бюджет", corpus)] == ["форум", "бюджет"]


def test_a_word_written_apart_is_joined(corpus):
    [word] = understand("фут зал", corpus)
    assert (word.typed, word.shown, word.how) == ("фут зал", "футзал", "spelling")
    assert [word.shown for word in understand("форум бюджет", corpus)] == ["форум", "бюджет"]
    assert [word.shown for word in understand("на дія", Corpus(["Надія є"]))] == ["на", "дія"]


def test_words_written_together_are_split(corpus):
    words = understand("громадськіслухання", corpus)
    assert [(word.shown, word.how) for word in words] == [
        ("громадські", "spelling"),
        ("слухання", "spelling"),
    ]
    assert [word.shown for word in understand("форумтрамвай", corpus)] == ["форумтрамвай"]


def test_other_words_of_the_query_are_kept(corpus):
    assert shown("форум консультаця kyiv трамвай", corpus) == [
        ("форум", ""),
        ("консультація", "spelling"),
        ("київ", "latin"),
        ("трамвай", "absent"),
    ]
    assert len(corpus.calls) <= 3


def test_function_words_are_marked(corpus):
    assert [(word.shown, word.is_function) for word in understand("про бюджет і форум", corpus)] == [
        ("про", True), ("бюджет", False), ("і", True), ("форум", False),
    ]  # fmt: skip
    assert not any(word.is_function for word in understand("і про на", corpus))
    assert [word.is_function for word in understand("of the police", corpus)] == [True, True, False]


def test_literally(corpus):
    assert understand("консультаця rjycekmnfwsz", corpus, literal=True) == [
        Word("консультаця", "консультаця", ("консультаця",)),
        Word("rjycekmnfwsz", "rjycekmnfwsz", ("rjycekmnfwsz",)),
    ]
    assert corpus.calls == []


def test_twelve_words_are_taken(corpus):
    assert len(understand("слово " * 3000, corpus)) == MOST_WORDS
    assert len(understand(" ".join(f"невідомещо{n}" for n in range(30)), corpus)) <= MOST_WORDS
    assert len(understand("один-два-три-чотири " * 9, corpus)) <= MOST_WORDS


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("literal", [False, True])
def test_anything_can_be_asked(corpus, query, literal):
    words = understand(query, corpus, literal=literal)
    assert len(words) <= MOST_WORDS
    assert len(corpus.calls) <= 3
    for word in words:
        assert word.keys
        assert all(key.isalnum() for key in word.keys)
    assert not words or not all(word.is_function for word in words)


def test_an_empty_index_is_no_trouble():
    empty = Corpus([])
    assert shown("бюджет консультаця kyiv", empty) == [
        ("бюджет", "absent"), ("консультаця", "absent"), ("kyiv", "absent"),
    ]  # fmt: skip


def test_with_another_lexicon():
    lexicon.use(TwoWords())
    try:
        words = Corpus(["рада"])
        assert shown("ради", words) == [("ради", "")]
        assert shown("rada", words) == [("рада", "latin")]
        assert shown("радаа", words) == [("рада", "spelling")]
        assert shown("бюджет", words) == [("бюджет", "absent")]
    finally:
        lexicon.use(None)


@pytest.mark.parametrize("letter", ["б", "а", "ц", "x", "аа", "ts", "щщ"])
def test_a_single_letter_is_neither_mended_nor_a_repair(letter):
    corpus = Corpus(["а б в г х ц щ слухання"])
    assert only(letter, corpus).how in ("", "absent")
    assert only(letter, corpus).shown == letter


def test_letters_typed_twice_in_a_row_are_taken_once(corpus):
    assert shown("гофестивальфестиваль", corpus) == [("гофестивальфестиваль", "absent")]
    assert shown("консульконсультація", corpus)[0][0] != "консультація"
    assert shown("консультатація", corpus) == [("консультація", "spelling")]
    assert shown("громагромадські", corpus)[0][0] != "громадські"


def test_beside_a_form_that_may_be_a_slip_the_word_is_found_too():
    corpus = Corpus(["Відродженя парків", "Відродження скверів, відродження площ"])
    word = only("відродженяя", corpus)
    assert (word.shown, word.also) == ("відродженя", ("відродження",))
    assert set(word.keys) == {"відродженя", "відродження"}


def test_words_run_together_are_split_only_where_nothing_else_is_meant(corpus):
    assert shown("громадськіслухання", corpus) == [
        ("громадські", "spelling"),
        ("слухання", "spelling"),
    ]
