import pytest

from portal.participation.polls.enums import Channel, ShowResults
from portal.participation.polls.models import Ballot, Round, Voiding
from portal.participation.polls.results.counting import MAIN, Tally
from portal.participation.polls.results.live import count_live
from portal.participation.polls.services.ballots import Voter
from tests.participation.polls.making import codes, guest, poll, vote
from tests.people.duties import person


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


def test_no_channel_moves_by_less_than_a_step(live, settings):
    settings.POLLS_LIVE_STEP = 3
    (question, options), *_rest = codes(live)
    for number in range(4):
        vote(live, number)
    vote(live, voter=Voter(channel=Channel.EMAIL, mail="a@example.org"), choice=1)
    assert count_live() == 1
    # One checked ballot beside four that were not would be read from the count.
    tally = Tally.from_json(kept().tally)
    assert (tally.main, tally.unverified) == (0, 4)
    assert not tally.of(question)["answered"]
    for number in range(2):
        vote(live, voter=Voter(channel=Channel.VERIFIED, person=f"особа {number}"))
    vote(live, 9)
    assert count_live() == 1
    tally = Tally.from_json(kept().tally)
    assert (tally.main, tally.unverified) == (3, 4)
    assert tally.of(question)["counts"] == {options[0]: 2, options[1]: 1}
    # Verified and by e-mail: neither stands by itself before the seal.
    assert set(tally.questions[question]) == {MAIN, Channel.UNVERIFIED}


def test_a_voided_ballot_waits_for_a_step(live, settings):
    settings.POLLS_LIVE_STEP = 3
    for number in range(4):
        vote(live, number)
    assert count_live() == 1
    proposal = Voiding.objects.create(round=kept(), reason="Хвиля", proposed_by=person())
    keys = list(Ballot.objects.values_list("key", flat=True))
    Ballot.objects.filter(key=keys[0]).update(voiding=proposal)
    # Who changed an answer meanwhile would stand in the difference as well.
    assert count_live() == 0
    Ballot.objects.filter(key__in=keys[:3]).update(voiding=proposal)
    assert count_live() == 1
    assert Tally.from_json(kept().tally).unverified == 1


def test_with_many_ballots_a_step_is_a_part_of_them(live, settings, monkeypatch):
    settings.POLLS_LIVE_STEP = 1
    for number in range(3):
        vote(live, number)
    monkeypatch.setattr("portal.participation.polls.results.live._PART", 1)
    Round.objects.update(tally=Tally(ballots={"unverified": 2}).as_json())
    assert count_live() == 0
    Round.objects.update(tally=Tally(ballots={"unverified": 1}).as_json())
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
