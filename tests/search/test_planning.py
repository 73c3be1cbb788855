"""From words to groups: synonyms, function words, weights."""

from portal.core.ukrainian.recovery.repair import Word
from search.planning import Expansion, Spelled, plan, spell_out


def word(text, *keys, is_function=False):
    return Word(typed=text, shown=text, keys=keys or (text,), how="", is_function=is_function)


def by_first(*expansions):
    found = {}
    for each in expansions:
        for key in each.words[0]:
            found.setdefault(key, []).append(each)
    return found


MAYOR = Expansion((("мер", "міра"),), ((("міський",), ("голова",)),))
HEAD = Expansion((("міський",), ("голова",)), ((("мер", "міра"),),))


def test_a_word_without_synonyms_stays_as_it_is():
    assert spell_out([word("мережа", "мережа")], {}) == [Spelled(("мережа",))]


def test_a_word_may_stand_for_a_phrase():
    keys = [set(keys) for keys, *_rest in spell_out([word("мер")], by_first(MAYOR))]
    assert keys == [{"мер", "міський"}, {"мер", "голова"}]


def test_a_phrase_may_stand_for_a_word_whatever_its_form():
    words = [word("міського", "міський"), word("голову", "голова", "голов")]
    keys = [set(keys) for keys, *_rest in spell_out(words, by_first(HEAD))]
    assert keys == [{"міський", "мер", "міра"}, {"голова", "голов", "мер", "міра"}]


def test_half_a_phrase_is_not_the_phrase():
    words = [word("міський"), word("мережа")]
    assert spell_out(words, by_first(HEAD)) == [Spelled(("міський",)), Spelled(("мережа",))]
    assert spell_out(words[:1], by_first(HEAD)) == [Spelled(("міський",))]


def test_the_longest_phrase_wins():
    council = Expansion((("міський",),), ((("муніципальний",),),))
    words = [word("міський"), word("голова")]
    keys = [set(keys) for keys, *_rest in spell_out(words, by_first(council, HEAD))]
    assert keys == [{"міський", "мер", "міра"}, {"голова", "мер", "міра"}]


def test_a_phrase_with_too_many_ways_keeps_the_short_ones():
    long_ways = tuple(tuple((f"слово{way}{place}",) for place in range(4)) for way in range(5))
    many = Expansion((("кмда",),), long_ways)
    spelled = spell_out([word("кмда")], by_first(many))
    assert 1 < len(spelled) <= 12


def test_function_words_need_not_match():
    spelled = spell_out([word("бюджет"), word("і", is_function=True)], {})
    assert [each.counts for each in spelled] == [True, False]
    assert [group.keys for group in plan(spelled, {}, 1).groups] == [("бюджет",)]


def test_function_words_alone_are_a_question():
    spelled = spell_out([word("і", is_function=True), word("в", is_function=True)], {})
    assert [group.keys for group in plan(spelled, {}, 1).groups] == [("і",), ("в",)]


def test_a_word_is_as_rare_as_its_most_frequent_key():
    planned = plan([Spelled(("рада", "рад")), Spelled(("бюджет",))], {"рада": 9, "рад": 1}, 10)
    often, never = planned.wanted
    assert often.weight < never.weight


def test_a_word_typed_twice_is_matched_once():
    planned = plan([Spelled(("двір",)), Spelled(("двір",))], {}, 1)
    assert len(planned.groups) == 1
    assert len(planned.wanted) == 2
    assert planned.keys == {"двір"}


def test_synonyms_are_told_from_what_was_asked():
    spelled = spell_out([word("мер")], by_first(MAYOR))
    assert [each.synonyms for each in spelled] == [{"міський"}, {"голова"}]
    assert spell_out([word("міський"), word("сад")], by_first(HEAD))[0].synonyms == frozenset()


def test_a_guess_counts_by_its_own_rarity():
    guessed = Word(
        typed="ціните",
        shown="оціните",
        keys=("оцінити", "цінити"),
        how="spelling",
        also=("ціните",),
    )
    (spelled,) = spell_out([guessed], {})
    assert spelled.guesses == {"цінити"}
    (wanted,) = plan([spelled], {"оцінити": 2, "цінити": 60}, 100).wanted
    assert 0 < wanted.shares["цінити"] < 1
    assert wanted.weight == plan([Spelled(("оцінити",))], {"оцінити": 2}, 100).wanted[0].weight


def test_a_rare_place_stands_for_its_adjective_behind_itself():
    (spelled,) = spell_out([word("дарниці", "дарниця")], {})
    assert spelled.relatives == {"дарницький"}
    planned = plan([spelled], {"дарниця": 9, "дарницький": 40}, 100)
    assert planned.groups[0].keys == ("дарниця", "дарницький")
    assert planned.wanted[0].behind == {"дарницький"}
    assert planned.wanted[0].shares["дарницький"] < 1


def test_a_place_that_fills_a_page_stands_for_itself():
    (spelled,) = spell_out([word("дарниця", "дарниця")], {})
    (often,) = plan([spelled], {"дарниця": 10, "дарницький": 40}, 100).wanted
    assert (often.keys, often.behind) == (("дарниця",), frozenset())
    (alone,) = plan([spelled], {"дарниця": 1}, 100).wanted
    assert alone.keys == ("дарниця",)
