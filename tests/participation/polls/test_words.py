"""The list of words: each once, in all its forms, by answers."""

from portal.participation.polls.words import WordList

TEXTS = [
    (1, "Паркування біля школи заважає дітям. Школа просить знаків."),
    (2, "Немає паркувань, але й автобусів немає"),
    (3, "Більше дерев! Дерева потрібні біля шкіл, і ще раз дерева."),
    (4, "Об'єднати зупинки; обʼєднання зупинок у 2019"),
]


def shown(words):
    return {word.shown: word.answers for word in words}


def test_a_word_is_counted_once_an_answer_in_all_its_forms():
    found = shown(WordList(TEXTS).most(50))
    assert found["паркування"] == 2
    assert found["школа"] == 2
    assert found["дерево"] == 1
    assert found["об'єднання"] == 1


def test_words_that_say_nothing_are_left_out():
    found = shown(WordList(TEXTS).most(50))
    assert not {"біля", "але", "ще", "2019", "й", "у"} & set(found)


def test_the_most_frequent_is_first_and_equals_go_by_the_alphabet():
    words = WordList(TEXTS).most(3)
    assert [word.answers for word in words] == sorted(
        (word.answers for word in words), reverse=True
    )
    assert len(words) == 3


def test_answers_are_found_by_a_word_and_by_none_that_is_not_there():
    words = WordList(TEXTS)
    (school,) = [word.key for word in words.most(50) if word.shown == "школа"]
    assert words.answers_with(school) == {1, 3}
    assert words.answers_with("немовбито") == frozenset()
    assert WordList([]).most(5) == []
