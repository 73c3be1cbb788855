from datetime import timedelta

import pytest

from portal.participation.polls.enums import Channel
from portal.participation.polls.models import Ballot, Trace
from portal.participation.polls.results import report
from portal.participation.polls.services.ballots import Voter
from portal.participation.polls.services.sealing import seal
from tests.participation.polls.making import vote


@pytest.fixture
def wave(poll, now):
    """Six guests of one network within an hour, and six people with addresses of two domains."""
    for number in range(6):
        voter = Voter(channel=Channel.UNVERIFIED, browser=f"b{number}", network="203.0.113.0")
        vote(poll, voter=voter, now=now)
    for number in range(6):
        domain = "petrenko.example" if number == 5 else "gmail.com"
        voter = Voter(
            channel=Channel.EMAIL,
            mail=f"o{number}@{domain}",
            mail_domain=domain,
            network=f"198.51.{number}.0",
        )
        vote(poll, voter=voter, now=now)


def test_a_wave_is_seen(wave, round_, now):
    found = report.of_round(round_)
    hour = now.replace(minute=0, second=0, microsecond=0).isoformat()
    assert found["hours"] == [[hour, "email", 6], [hour, "unverified", 6]]
    (network,) = found["networks"]
    assert (network["ballots"], network["unverified"], network["voided"]) == (6, 6, 0)
    assert Ballot.objects.filter(network=network["mark"]).count() == 6


def test_a_domain_of_few_is_not_named(wave, round_):
    found = report.of_round(round_)
    assert found["domains"] == [["gmail.com", 5]]
    assert found["other_domains"] == [1, 1]


def test_the_seal_keeps_numbers_alone(wave, poll, round_):
    before = report.of_round(round_)
    seal(round_, poll.closes_at + timedelta(minutes=1))
    assert report.of_round(round_) == {**before, "networks": [6]}
    assert not Trace.objects.exists()


def test_networks_are_forgotten_after_their_term_and_hours_stay(wave, round_, settings, now):
    later = now + settings.POLLS_TRACE_TERM
    assert report.forget_networks(later - timedelta(hours=1)) == 0
    assert report.forget_networks(later + timedelta(hours=1)) == 12
    assert not Ballot.objects.exclude(network="").exists()
    found = report.of_round(round_)
    assert found["networks"] == []
    assert sum(ballots for _hour, _channel, ballots in found["hours"]) == 12


def test_a_network_that_came_again_is_kept_for_its_newer_ballots(poll, settings, now):
    first = Voter(channel=Channel.UNVERIFIED, browser="a", network="203.0.113.0")
    vote(poll, voter=first, now=now)
    Trace.objects.update(hour=now - settings.POLLS_TRACE_TERM - timedelta(days=1))
    vote(poll, voter=Voter(channel=Channel.UNVERIFIED, browser="b", network="203.0.113.0"), now=now)
    assert report.forget_networks(now) == 1
    assert Ballot.objects.exclude(network="").count() == 2
