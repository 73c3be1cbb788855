"""What else words may be called: editors' lines, refused when they say nothing, read by the planner."""

import importlib

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.core.originals import locale_ids
from search.enums import SynonymDirection
from search.models import Synonyms
from search.synonyms import expansions
from search.wording import keys_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_list(db):
    Synonyms.objects.all().delete()


def line(words, direction=SynonymDirection.BOTH, language="uk"):
    row = Synonyms(words=words, direction=direction, locale_id=locale_ids()[language])
    row.full_clean()
    row.save()
    return row


def alternatives(phrase, language="uk"):
    """What the planner finds for a phrase that stands alone."""
    words = keys_of(phrase)
    found = {
        id(each): each
        for key in words[0]
        for each in expansions(language).get(key, ())
        if each.begins_at(words, 0)
    }
    return {way for each in found.values() for way in each.alternatives}


def test_each_finds_all_the_others():
    line("мер, міський голова, градоначальник")
    assert alternatives("мер") == {keys_of("міський голова"), keys_of("градоначальник")}
    assert alternatives("міський голова") == {keys_of("мер"), keys_of("градоначальник")}


def test_other_forms_find_too():
    line("ЦНАП, центр надання адміністративних послуг")
    assert alternatives("центрів надання адміністративних послуг") == {keys_of("ЦНАП")}
    assert alternatives("ЦНАПу") == {keys_of("центр надання адміністративних послуг")}


def test_one_way_leads_from_the_first_only():
    line("міліція, поліція", SynonymDirection.FIRST)
    assert alternatives("міліції") == {keys_of("поліція")}
    assert alternatives("поліція") == set()


def test_words_of_another_language_stay_apart():
    line("mayor, head of the city", language="en")
    assert alternatives("mayor") == set()
    assert alternatives("mayor", "en") == {keys_of("head of the city")}


def test_part_of_a_phrase_is_not_the_phrase():
    line("мер, міський голова")
    assert alternatives("міський") == set()
    assert alternatives("міська рада") == set()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("мер", "щонайменше два"),
        ("мер, , ,", "щонайменше два"),
        ("", "обов’язкове"),
        ("мер, —", "не має жодного слова"),
        ("мер, мери", "те саме слово"),
        ("Солом’янський, солом'янського", "те саме слово"),
        ("мер, один два три чотири п’ять шість сім", "задовгий"),
        (", ".join(f"слово{number}" for number in range(11)), "Не більше"),
    ],
)
def test_a_line_that_says_nothing_is_refused(words, why):
    with pytest.raises(ValidationError) as refused:
        line(words)
    assert why in str(refused.value.message_dict["words"])


def test_a_line_is_written_as_the_house_does():
    assert line("  Солом'янський ,Солом'янка,").words == "Солом’янський, Солом’янка"


def test_what_is_saved_holds_at_once():
    assert alternatives("мер") == set()
    row = line("мер, міський голова")
    assert alternatives("мер") == {keys_of("міський голова")}
    row.delete()
    assert alternatives("мер") == set()


def test_lines_are_read_once_for_a_content_version(transactional_db, django_assert_num_queries):
    Synonyms.objects.all().delete()
    line("мер, міський голова")
    with django_assert_num_queries(2):  # the version, then the lines
        expansions("uk")
    with django_assert_num_queries(1):
        expansions("uk")
    line("метро, метрополітен")
    assert alternatives("метро") == {keys_of("метрополітен")}


def test_the_lines_of_every_city_are_good():
    civic = importlib.import_module("search.migrations.0004_civic_synonyms")
    assert len(civic.BOTH) >= 25
    for words in (*civic.BOTH, *civic.FIRST):
        assert line(words).words == words


def test_editors_find_and_add_lines(admin_client):
    line("ЦНАП, центр надання адміністративних послуг")
    line("мер, міський голова")
    address = reverse("wagtailsnippets_search_synonyms:list")
    page = admin_client.get(address, {"q": "ЦНАП"}).content.decode()
    assert "центр надання" in page
    assert "міський голова" not in page
    add = reverse("wagtailsnippets_search_synonyms:add")
    answer = admin_client.post(add, {"words": "метро, метрополітен", "direction": "both"})
    assert answer.status_code == 302
    assert Synonyms.objects.filter(words="метро, метрополітен").exists()
    answer = admin_client.post(add, {"words": "метро", "direction": "both"})
    assert answer.status_code == 200
    assert "щонайменше два" in answer.content.decode()
    assert Synonyms.objects.count() == 3
