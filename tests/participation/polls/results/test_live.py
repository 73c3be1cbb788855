import pytest

from portal.participation.polls.enums import ShowResults
from portal.participation.polls.models import Round
from portal.participation.polls.results.counting import Tally
from portal.participation.polls.results.live import count_live
from tests.participation.polls.making import guest, poll, vote


@pytest.fixture
def live(db):
    return poll(results=ShowResults.LIVE)


def kept():
    return Round.objects.get()


def test_a_count_moves_by_whole_steps_alone(live, settings):
    settings.POLLS_LIVE_STEP = 3
    vote(live, 1)
    vote(live, 2)
    assert count_live() == 0
    assert kept().tally == {}
    vote(live, 3)
    assert count_live() == 1
    assert (kept().counted, Tally.from_json(kept().tally).unverified) == (3, 3)
    vote(live, 4)
    assert count_live() == 0
    assert kept().counted == 3


def test_with_many_ballots_a_step_is_a_part_of_them(live, settings, monkeypatch):
    settings.POLLS_LIVE_STEP = 1
    for number in range(3):
        vote(live, number)
    monkeypatch.setattr("portal.participation.polls.results.live._PART", 1)
    Round.objects.update(counted=2)
    assert count_live() == 0
    Round.objects.update(counted=1)
    assert count_live() == 1


def test_hidden_results_are_not_counted_before_the_end(db, settings):
    settings.POLLS_LIVE_STEP = 1
    vote(poll(), 1)
    assert count_live() == 0


def test_a_sealed_round_keeps_its_count(live, settings, now):
    settings.POLLS_LIVE_STEP = 1
    vote(live, 1)
    Round.objects.update(sealed_at=now, chain_head="f" * 64)
    assert count_live() == 0


def test_counting_asks_as_much_for_many_as_for_few(live, settings, django_assert_num_queries):
    settings.POLLS_LIVE_STEP = 1
    for number in range(12):
        vote(live, voter=guest(number))
    with django_assert_num_queries(4):
        assert count_live() == 1
