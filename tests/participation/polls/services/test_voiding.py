from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.participation.polls import chain, receipts
from portal.participation.polls.enums import NoteKind, VoidState
from portal.participation.polls.errors import AlreadyDecided, NeedsAnother, NothingToVoid
from portal.participation.polls.models import Ballot, PollNote, Round, Voiding
from portal.participation.polls.results.counting import Tally
from portal.participation.polls.results.lists import head_of_list
from portal.participation.polls.services.sealing import seal
from portal.participation.polls.services.voiding import confirm, propose, refuse
from portal.people.enums import Role
from tests.participation.polls.making import vote
from tests.people.duties import person

REASON = "Хвиля з однієї мережі вночі проти 4 червня"


@pytest.fixture
def first(db):
    return person(Role.ADMINISTRATOR, name="persha")


@pytest.fixture
def second(db):
    return person(Role.ADMINISTRATOR, name="druha")


@pytest.fixture
def given(poll):
    return [vote(poll, number) for number in range(3)]


def close(poll, round_):
    seal(round_, poll.closes_at + timedelta(minutes=1))


def test_two_people_void_before_the_seal(poll, round_, given, first, second):
    proposal = propose(round_=round_, by=first, reason=REASON, receipts_given=given[:1])
    assert not Ballot.objects.exclude(voiding=None).exists()
    confirm(proposal, by=second)
    close(poll, round_)
    tally = Tally.from_json(round_.tally)
    assert (tally.unverified, tally.voided) == (2, {"unverified": 1})
    note = PollNote.objects.get(kind=NoteKind.VOIDED)
    assert (note.text, note.data, note.by) == (REASON, {"count": 1}, None)


def test_after_the_seal_the_count_changes_and_the_chain_stays(poll, round_, given, first, second):
    close(poll, round_)
    head = round_.chain_head
    key = receipts.key_of(str(poll.translation_key), 1, given[0])
    confirm(propose(round_=round_, by=first, reason=REASON, keys=[key]), by=second)
    round_ = Round.objects.get()
    assert round_.chain_head == head
    assert Tally.from_json(round_.tally).voided == {"unverified": 1}
    assert round_.counted == Ballot.objects.count() == 3
    assert head_of_list(poll, round_)["void_head"] == chain.void_head(head, [(key, REASON)])


def test_a_network_takes_all_its_ballots_also_later_ones(poll, round_, given, first, second):
    network = Ballot.objects.first().network
    proposal = propose(round_=round_, by=first, reason=REASON, network=network)
    vote(poll, 77)
    assert confirm(proposal, by=second).count == 4


def test_a_refusal_leaves_the_ballots(round_, given, first, second):
    refuse(propose(round_=round_, by=first, reason=REASON, receipts_given=given), by=second)
    assert Voiding.objects.get().state == VoidState.REFUSED
    assert not Ballot.objects.exclude(voiding=None).exists()
    assert not PollNote.objects.exists()


@pytest.mark.parametrize("decide", [confirm, refuse])
def test_nobody_decides_alone_or_twice(round_, given, first, second, decide):
    proposal = propose(round_=round_, by=first, reason=REASON, receipts_given=given[:1])
    with pytest.raises(NeedsAnother):
        decide(proposal, by=first)
    with pytest.raises(PermissionDenied):
        decide(proposal, by=person(name="khtos"))
    decide(proposal, by=second)
    with pytest.raises(AlreadyDecided):
        decide(proposal, by=second)


@pytest.mark.parametrize(
    "more",
    [
        {"receipts_given": ["абв"]},
        {"receipts_given": ["2" * 20]},
        {"keys": ["f" * 64]},
        {"network": "f" * 64},
        {},
    ],
)
def test_what_fits_no_ballot_is_refused(round_, given, first, more):
    with pytest.raises(NothingToVoid):
        propose(round_=round_, by=first, reason=REASON, **more)
    assert not Voiding.objects.exists()


def test_without_the_right_or_a_reason_nothing_is_proposed(round_, given, first):
    with pytest.raises(PermissionDenied):
        propose(round_=round_, by=person(name="khtos"), reason=REASON, receipts_given=given)
    with pytest.raises(NothingToVoid):
        propose(round_=round_, by=first, reason=" ", receipts_given=given)


def test_a_ballot_is_voided_once(round_, given, first, second):
    proposals = [
        propose(round_=round_, by=first, reason=REASON, receipts_given=given[:1]) for _ in range(2)
    ]
    confirm(proposals[0], by=second)
    with pytest.raises(NothingToVoid):
        confirm(proposals[1], by=second)
    assert Voiding.objects.get(pk=proposals[1].pk).state == VoidState.PROPOSED
