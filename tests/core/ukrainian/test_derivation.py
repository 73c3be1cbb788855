"""Places and their adjectives: what is one root, and what only looks so."""

import pytest

from portal.core.ukrainian.derivation import relatives


@pytest.mark.parametrize(
    ("place", "adjective"),
    [
        ("дарниця", "дарницький"), ("печерськ", "печерський"), ("оболонь", "оболонський"),
        ("поділ", "подільський"), ("святошино", "святошинський"), ("голосієво", "голосіївський"),
        ("солом'янка", "солом'янський"), ("десна", "деснянський"), ("прага", "празький"),
        ("козелець", "козелецький"), ("львів", "львівський"), ("буча", "бучанський"),
        ("луцьк", "луцький"), ("дніпро", "дніпровський"),
    ],
)  # fmt: skip
def test_a_place_leads_to_its_adjective_and_back(place, adjective):
    assert adjective in relatives(place)
    assert place in relatives(adjective)


def test_any_form_will_do():
    assert relatives("дарниці") == ("дарницький",)
    assert "козелець" in relatives("козелецьких")


@pytest.mark.parametrize(
    "word", ["бюджет", "петиція", "читати", "швидкий", "міський", "і", "ґанок", "метро", "x", "", "12"]
)  # fmt: skip
def test_most_words_have_no_such_relatives(word):
    assert relatives(word) == ()
