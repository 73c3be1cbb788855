"""The polls of «My participation»: for their person alone, without a moment."""

import pytest

from portal.participation.polls.enums import Channel
from portal.participation.polls.models import Poll
from portal.participation.polls.services.ballots import Voter
from portal.people.taking_part import own_parts, public_parts
from tests.participation.polls.making import guest, poll, vote
from tests.people.duties import person


@pytest.fixture
def citizen(db):
    return person(name="mariia", shows_participation=True)


def deeds(user):
    return [deed for _part, found in own_parts(user) for deed in found]


def test_a_voter_finds_the_poll_and_not_the_answer(citizen):
    found = poll(title="Графік бібліотек")
    vote(found, voter=Voter(channel=Channel.EMAIL, user=citizen))
    vote(found, voter=guest(1))
    (deed,) = deeds(citizen)
    assert (deed.title, deed.at, deed.text) == ("Графік бібліотек", None, "")
    assert deed.url == f"/opytuvannia/{found.slug}/"
    assert deeds(person(name="inshyi")) == []


def test_nobody_else_reads_who_voted(citizen):
    vote(poll(), voter=Voter(channel=Channel.EMAIL, user=citizen))
    assert public_parts(citizen) == []


def test_a_poll_that_is_not_open_is_not_named(citizen):
    vote(poll(title="Таємна назва"), voter=Voter(channel=Channel.EMAIL, user=citizen))
    Poll.objects.update(is_private=True)
    (deed,) = deeds(citizen)
    assert deed.url == ""
    assert "Таємна" not in deed.title


def test_many_polls_cost_as_many_queries_as_one(citizen, django_assert_num_queries):
    vote(poll(), voter=Voter(channel=Channel.EMAIL, user=citizen))
    with django_assert_num_queries(5):
        deeds(citizen)
    for number in range(4):
        vote(poll(title=f"Ще {number}"), voter=Voter(channel=Channel.EMAIL, user=citizen))
    with django_assert_num_queries(5):
        assert len(deeds(citizen)) == 5
