"""The same cases for every engine: what one finds, all find, in one order."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from portal.core.search_items import WHOLE_CITY, StateWindow
from search.engines.base import Group, Match
from search.models import SearchDocument
from tests.search.engines.library import KEYS, NOW, STATES, Slow, document, shelf

PUBLIC = "audience:public"


def word(*keys, weight=1.0):
    return Group(keys, weight)


@pytest.fixture
def put(engine, settle):
    def put(*rows):
        engine.write([row.pk for row in rows])
        settle()
        return [row.pk for row in rows]

    return put


def found(engine, match, limit=100, order="relevance"):
    return sorted(engine.full(match, limit, order).ids)


def random_match(chance):
    groups = tuple(
        Group(
            tuple(chance.sample(KEYS, chance.randrange(1, 3))),
            chance.choice((0.5, 1.234567, 7.1)),
            chance.choice(("", "", "р", "бюд", "сл")),
            chance.choice((False, False, True)),
        )
        for _number in range(chance.randrange(4))
    )
    choices = {
        "type": chance.choice(((), ("news",), ("news", "forums"), ("nothing",))),
        "topic": chance.choice(((), ("1", "2"))),
        "state": chance.choice(((), ("open",), tuple(STATES))),
        "year": chance.choice(((), (), ("2019",))),
        "district": chance.choice(((), (), ("0",), ("0", "2"))),
        "language": chance.choice(((), (), ("en",))),
    }
    return Match(
        groups=groups,
        labels=chance.choice(((), (PUBLIC,), (PUBLIC, "offered:en"))),
        any_label=chance.choice(((), ("audience:staff", PUBLIC), ("district:1",))),
        choices={facet: chosen for facet, chosen in choices.items() if chance.random() < 0.4},
        first=chance.choice((None, None, NOW - dt.timedelta(days=500))),
        last=chance.choice((None, None, NOW - dt.timedelta(days=100))),
        now=chance.choice((NOW, NOW + dt.timedelta(hours=1))),
    )


def test_random_matches_mean_the_same_everywhere(engine, put):
    put(*shelf(120))
    slow, chance = Slow(), random.Random(7)
    for _number in range(60):
        match = random_match(chance)
        counts = slow.counts(match), slow.counts(match, partial=True)
        for limit in (3, 1000):
            for order in ("relevance", "date"):
                given = engine.full(match, limit, order, counted=True)
                assert (sorted(given.ids), given.total) == slow.full(match, limit, order), match
                assert given.counts == counts[0], match
            given = engine.partial(match, limit, counted=True)
            assert (sorted(given.ids), given.total) == slow.partial(match, limit), match
            assert given.counts == counts[1], match
        assert engine.full(match, 3).counts == {}


def test_a_key_is_found_whole_and_nowhere_else(engine, put):
    here, there = put(document("зелений", "зона"), document("зелень", "зон"))
    assert found(engine, Match((word("зелений"),))) == [here]
    assert found(engine, Match((word("зелен"),))) == []
    assert found(engine, Match((word("зелений", "зелень"),))) == [here, there]
    assert found(engine, Match((word("зелений"), word("зон")))) == []


def test_a_beginning_is_looked_for_among_words_of_titles(engine, put):
    here, _there = put(document("k", "k", words="громадські слухання"), document("k", "громадські"))
    assert found(engine, Match((Group(beginning="гром"),))) == [here]
    assert found(engine, Match((Group(beginning="громадські"), Group(beginning="с")))) == [here]
    assert found(engine, Match((Group(beginning="лухання"),))) == []
    assert found(engine, Match((Group(("k",), beginning="гром"), Group(("k",))))) == [here, _there]


def test_a_title_that_readers_do_not_know_is_found_by_those_who_ask_for_drafts(engine, put):
    (here,) = put(document("рада", "місто", draft="бюджет"))
    for group in (Group(("бюджет",)), Group(beginning="бюд")):
        assert found(engine, Match((group,))) == []
        assert found(engine, Match((replace(group, drafts=True),))) == [here]
    assert found(engine, Match((Group(("бюдже",), drafts=True),))) == []
    assert engine.partial(Match((Group(("бюджет",)), Group(("слухання",)))), 10).total == 0


def test_the_whole_city_is_a_district_by_itself(engine, put):
    all_of_it, one, none = put(
        document("рада", districts=WHOLE_CITY), document("рада", districts=(3,)), document("рада")
    )
    rada = Match((word("рада"),))
    assert engine.full(rada, 10, counted=True).counts["district"] == {"0": 1, "3": 1}
    city = replace(rada, choices={"district": ("0",)})
    assert found(engine, city) == [all_of_it]
    assert found(engine, replace(rada, choices={"district": ("0", "3")})) == [all_of_it, one]
    assert none in found(engine, rada)


def test_a_label_is_no_word_and_a_word_no_label(engine, put):
    rows = put(document("news", "type"), document("typeːnews", "type:news", kind="forums"))
    assert found(engine, Match(labels=("type:news",))) == rows[:1]
    assert found(engine, Match((word("type:news"),))) == rows[1:]
    assert found(engine, Match(labels=("type",))) == []


@pytest.mark.parametrize(
    "key",
    [
        '"', "'", "\\", "*", "a b", "a\0b", "(", ")", ":", "^", "-", "AND", "OR", "NOT", "NEAR", "",
        "🌳", "שלום", "<b>", "%s", "{", "ʼ", "і́", "\ud800", "x" * 10_000, " ", "\t", "тест:*", "&|!",
    ],
)  # fmt: skip
def test_any_key_is_a_question_and_no_command(engine, put, key):
    put(document("рада", "бюджет"))
    match = Match(
        (word(key), Group((), 1.0, key)),
        labels=(f"x:{key}",),
        choices={"type": (key,), key: ("1",)},
    )
    assert engine.full(match, 10).total == 0
    given = engine.partial(match, 10, counted=True)
    assert (list(given.ids), given.counts["type"]) == ([], {})
    assert engine.full(Match((word(key), word("рада"))), 10).total == 0
    assert engine.full(Match((word(key, "рада"),)), 10).total == 1


def test_keys_of_strange_signs_are_found_again(engine, put):
    strange = ["c++", "x" * 64, "🌳", "50%", "AbC", "a'b", 'a"b', "a\\b"]
    ids = put(*(document("", each) for each in strange))
    for pk, each in zip(ids, strange, strict=True):
        assert found(engine, Match((word(each),))) == [pk]


def test_a_group_without_keys_is_held_by_nothing(engine, put):
    put(document("рада", ""))
    assert found(engine, Match((Group(), word("рада")))) == []
    assert len(engine.partial(Match((Group(), word("рада"))), 10).ids) == 1
    assert list(engine.partial(Match((Group(),)), 10).ids) == []
    assert list(engine.partial(Match(), 10).ids) == []
    assert engine.full(Match((Group(),)), 10, counted=True).counts["type"] == {}


def test_no_groups_are_all_documents(engine, put):
    ids = put(document("рада", ""), document("", "", audience="staff"))
    assert found(engine, Match()) == ids
    assert found(engine, Match(labels=(PUBLIC,))) == ids[:1]


def test_thousands_of_keys_are_one_question(engine, put):
    (pk,) = put(document("рада", "слово2999"))
    many = tuple(f"слово{number}" for number in range(3000))
    assert found(engine, Match((word(*many),))) == [pk]
    assert found(engine, Match(tuple(word(key) for key in many[:200]))) == []
    assert list(engine.partial(Match(tuple(word(key) for key in many[:200])), 5).ids) == []


def test_more_matches_than_the_limit_are_counted_and_the_best_given(engine, settle):
    rows = SearchDocument.objects.bulk_create(
        SearchDocument(
            source="library",
            object_id=str(number),
            language="uk",
            kind="news",
            title="",
            title_keys="рада" if number % 400 == 0 else "",
            body_keys="рада місто",
            labels=PUBLIC,
            facets='{"type":["news"]}',
            moment=NOW - dt.timedelta(minutes=number),
        )
        for number in range(1, 1201)
    )
    engine.write([row.pk for row in rows])
    settle()
    match = Match((word("рада"), word("місто")))
    given = engine.full(match, 1000, counted=True)
    titled = [rows[399].pk, rows[799].pk, rows[1199].pk]
    assert given.total == 1200
    assert sorted(given.ids) == sorted({*titled, *(row.pk for row in rows[:999])})
    assert given.counts["type"] == {"news": 1200}
    assert sorted(engine.full(match, 4).ids) == sorted([*titled, rows[0].pk])


def test_a_state_turns_by_the_clock(engine, put):
    hour = dt.timedelta(hours=1)
    (pk,) = put(document("k", states=[StateWindow("planned", None, NOW), StateWindow("open", NOW)]))
    for now, state in ((NOW - dt.timedelta(microseconds=1), "planned"), (NOW, "open")):
        match = Match((word("k"),), choices={"state": (state,)}, now=now)
        assert found(engine, match) == [pk]
        assert engine.full(match, 1, counted=True).counts["state"] == {state: 1}
    assert found(engine, Match(choices={"state": ("planned",)}, now=NOW + hour)) == []
    assert found(engine, Match(choices={"state": ("planned",)})) == []


def test_what_is_written_again_replaces_what_was(engine, put, settle):
    row = document("рада", "бюджет")
    put(row)
    row.title_keys = "місто"
    row.save()
    put(row)
    assert found(engine, Match((word("рада"),))) == []
    assert found(engine, Match((word("місто"),))) == [row.pk]
    engine.delete([row.pk, 10**9])
    settle()
    assert found(engine, Match()) in ([], [row.pk])
    assert found(engine, Match((word("місто"),))) == []


def test_a_rebuild_makes_everything_from_the_table(engine, settle):
    row = document("рада")
    assert engine.rebuild() == 1
    settle()
    assert found(engine, Match((word("рада"),))) == [row.pk]
