"""Polls in search: what is found, in which state, and what marks it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core.search_items import WHOLE_CITY
from portal.participation.polls.models import Poll, Round
from portal.participation.polls.search import PollSource
from portal.places.models import Topic
from search.models import SearchChange
from tests.participation.polls import making


def items(*polls):
    return list(PollSource().items([str(poll.pk) for poll in polls]))


def test_item_holds_words_terms_and_states(home):
    poll = making.poll(title="Парк чи паркінг?", lead="Вирішіть.")
    topic = Topic.objects.create(name="Довкілля", locale=home.locale)
    poll.topics.set([topic])
    poll.save()
    (item,) = items(poll)
    assert item.title == "Парк чи паркінг?"
    assert "Садочок" in item.text
    assert item.topics == (topic.pk,)
    assert item.districts == WHOLE_CITY
    assert item.deadline == poll.closes_at
    assert [window.state for window in item.states] == ["planned", "voting", "soon", "counting"]
    assert item.states[1].begins == poll.opens_at
    assert item.states[-1].begins == poll.closes_at


def test_sealed_poll_is_closed(home):
    now = timezone.now()
    poll = making.poll(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    Round.objects.update(sealed_at=now, chain_head="a" * 64)
    (item,) = items(poll)
    assert item.states[-1].state == "closed"


def test_translation_is_found_in_its_language_and_the_original_where_there_is_none(
    english_home, in_english
):
    poll = making.poll()
    (alone,) = items(poll)
    assert set(alone.offered_to) == {"uk", "en"}
    in_english(poll, title="When?")
    found = {item.language: item for item in items(poll)}
    assert found["en"].url == f"/en/polls/{poll.slug}/"
    assert found["uk"].offered_to == ("uk",)


@pytest.mark.parametrize("hidden", [{"live": False}, {"is_private": True}])
def test_what_readers_may_not_see_is_not_found(home, hidden):
    poll = making.poll(**hidden)
    assert items(poll) == []
    assert str(poll.pk) not in set(PollSource().object_ids())


def test_any_number_of_polls_takes_the_same_queries(home, django_assert_num_queries):
    polls = [making.poll(title=f"Опитування {number}") for number in range(4)]
    with django_assert_num_queries(5):
        assert len(items(*polls)) == 4


def test_publishing_taking_back_and_a_seal_mark_the_poll(home, in_english):
    poll = making.poll(live=False)

    def marked(act):
        SearchChange.objects.all().delete()
        act()
        return SearchChange.objects.filter(source="polls", object_id=str(poll.pk)).exists()

    assert marked(lambda: poll.save_revision().publish())
    assert marked(lambda: in_english(poll, title="When?"))
    assert marked(poll.current_round.save)
    assert marked(Poll.objects.get(pk=poll.pk).unpublish)


def test_map_of_the_portal_names_public_polls_in_their_languages(client, english_home, in_english):
    assert client.get("/sitemap-things.xml").status_code == 404
    poll = making.poll(title="Парк")
    making.poll(title="Чернетка", live=False)
    in_english(poll, title="Park")
    assert "sitemap-things.xml" in client.get("/sitemap.xml").content.decode()
    text = client.get("/sitemap-things.xml").content.decode()
    assert text.count("<loc>") == 4
    assert f"/en/polls/{poll.slug}/" in text
    assert "chernetka" not in text
