import subprocess
import sys
import threading

import pytest

from portal.core.ukrainian import lexicon
from portal.core.ukrainian.analysis import index_keys, is_function_word, word_keys
from portal.core.ukrainian.lexicon import PymorphyLexicon, Reading


class TwoWords:
    """A lexicon that somebody else might put in place: nothing but the interface."""

    FORMS = {"рада": "рада", "ради": "рада"}

    def readings(self, word):
        if word in self.FORMS:
            return [Reading(self.FORMS[word], "NOUN", True)]
        return [Reading(word.removesuffix("и"), "", False)]

    def knows(self, word):
        return word in self.FORMS

    def has_prefix(self, prefix):
        return any(form.startswith(prefix) for form in self.FORMS)


@pytest.fixture
def replaced():
    lexicon.use(TwoWords())
    yield
    lexicon.use(None)


@pytest.fixture(scope="module")
def pymorphy():
    return lexicon.current()


def test_all_readings_are_given_once(pymorphy):
    readings = pymorphy.readings("ради")
    assert {reading.lemma for reading in readings} == {"рада", "рад"}
    assert len(readings) == len(set(readings))
    assert all(reading.known for reading in readings)


def test_the_part_of_speech_is_named(pymorphy):
    assert {reading.part for reading in pymorphy.readings("заливаючи")} == {"GRND"}
    assert Reading("вернадська", lexicon.SURNAME, True) in pymorphy.readings("вернадську")
    assert not any(r.part == lexicon.SURNAME for r in pymorphy.readings("корова"))


def test_an_unknown_form_gets_a_guess(pymorphy):
    readings = pymorphy.readings("борщагуватими")
    assert readings
    assert not any(reading.known for reading in readings)


def test_a_word_may_be_written_with_another_g(pymorphy):
    assert "ґанок" in {reading.lemma for reading in pymorphy.readings("ганком")}
    assert "ґатунок" in {reading.lemma for reading in pymorphy.readings("ґатунком")}
    assert {reading.lemma for reading in pymorphy.readings("громадою")} == {"громада"}


@pytest.mark.parametrize("word", ["рада", "радою", "п'ять", "жовто-блакитний", "києві"])
def test_the_dictionary_knows_forms(pymorphy, word):
    assert pymorphy.knows(word)


@pytest.mark.parametrize("word", ["консультаця", "раад", "kyiv", "", "п’ять", "'", "рада "])
def test_the_dictionary_knows_no_others(pymorphy, word):
    assert not pymorphy.knows(word)


@pytest.mark.parametrize("word", ["мабудь", "допомогають", "голандський"])
def test_a_listed_mistake_is_not_known(pymorphy, word):
    assert not pymorphy.knows(word)
    assert any(reading.known for reading in pymorphy.readings(word))


@pytest.mark.parametrize(
    ("prefix", "there"),
    [("", True), ("громадсь", True), ("громадськими", True), ("громадськъ", False), ("щщ", False)],
)
def test_beginnings_of_words(pymorphy, prefix, there):
    assert pymorphy.has_prefix(prefix) is there


def test_the_tree_leads_to_the_same_words(pymorphy):
    node = pymorphy.root
    for letter in "рада":
        assert letter in dict(pymorphy.branches(node))
        node = pymorphy.step(node, letter)
    assert pymorphy.ends(node)
    assert pymorphy.step(node, "ъ") is None
    assert not pymorphy.ends(pymorphy.root)


def test_the_own_reading_of_records_agrees_with_the_library(pymorphy):
    for word in ("ради", "громадських", "найшвидше", "грати", "києва", "мабудь", "дзвонити"):
        theirs = {(lemma, tag.POS) for _, tag, lemma, _, _ in pymorphy._morph.parse(word)}
        ours = {(reading.lemma, reading.part) for reading in pymorphy.readings(word)}
        assert {lemma for lemma, _ in ours} == {lemma for lemma, _ in theirs}, word


def test_it_works_without_the_tree(pymorphy):
    plain = PymorphyLexicon()
    plain.has_tree = False
    for word in ("ради", "мабудь", "консультаця"):
        assert set(plain.readings(word)) == set(pymorphy.readings(word))
        assert plain.knows(word) is pymorphy.knows(word)
    assert plain.has_prefix("громадськ")
    assert not plain.has_prefix("громадськъ")


def test_another_lexicon_takes_its_place(replaced):
    assert word_keys("ради") == ("рада",)
    assert index_keys("громади") == ["громад"]
    assert not is_function_word("щоб")


def test_what_was_remembered_goes_with_the_lexicon():
    before = word_keys("ради")
    lexicon.use(TwoWords())
    try:
        assert word_keys("ради") == ("рада",) != before
    finally:
        lexicon.use(None)
    assert word_keys("ради") == before


def test_many_threads_load_one(monkeypatch):
    made = []

    class Counted(TwoWords):
        def __init__(self):
            made.append(self)

    monkeypatch.setattr(lexicon, "PymorphyLexicon", Counted)
    lexicon.use(None)
    try:
        got = []
        barrier = threading.Barrier(8)

        def ask():
            barrier.wait()
            got.append(lexicon.current())

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(got) == 8
        assert len(made) == 1
        assert {id(one) for one in got} == {id(made[0])}
    finally:
        lexicon.use(None)


def test_nothing_is_loaded_or_logged_before_it_is_needed():
    program = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)
from portal.core.ukrainian import analysis
from portal.core.ukrainian.recovery import repair
assert "pymorphy3" not in sys.modules
analysis.word_keys("слово")
assert "pymorphy3" in sys.modules
assert logging.getLogger("pymorphy3").level == logging.NOTSET
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
