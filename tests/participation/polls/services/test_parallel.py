"""One ballot a person, whoever presses how often: real connections on whatever database the tests run."""

import pytest

from portal.participation.polls.enums import Channel
from portal.participation.polls.errors import AlreadyVoted
from portal.participation.polls.models import Ballot, Participation, Poll, Round, Trace
from portal.participation.polls.services.ballots import Voter, change
from tests.parallel import at_once
from tests.participation.polls.making import codes, guest, vote
from tests.people.duties import person

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def refused(works):
    """What many calls of each of the works gave: receipts, and errors other than a second ballot."""
    receipts, errors = [], []
    for result in at_once(*works):
        assert isinstance(result, list), result
        for each in result:
            (receipts if isinstance(each, str) else errors).append(each)
    return receipts, errors


def trying(poll, voter, times):
    def work():
        found = []
        for _ in range(times):
            try:
                found.append(vote(Poll.objects.get(pk=poll.pk), voter=voter))
            except AlreadyVoted as error:
                found.append(error)
        return found

    return work


def test_two_hundred_submits_of_one_voter_leave_one_ballot(poll):
    citizen = person()
    voter = Voter(channel=Channel.VERIFIED, user=citizen, person="особа", mail=citizen.email)
    receipts, errors = refused([trying(poll, voter, 25)] * AT_ONCE)
    assert len(receipts) == 1
    assert len(errors) == 199
    assert Ballot.objects.count() == Participation.objects.count() == Trace.objects.count() == 1


def test_first_ballots_at_once_all_count_and_keep_one_form(poll):
    receipts, errors = refused([trying(poll, guest(number), 1) for number in range(AT_ONCE)])
    assert not errors
    assert Ballot.objects.count() == AT_ONCE == len(set(receipts))
    assert Round.objects.get().form["uk"]["questions"][0]["code"] == codes(poll)[0][0]


def test_one_person_through_two_accounts_has_one_ballot(poll):
    accounts = [person(name=f"o{number}") for number in range(4)]
    works = [
        trying(poll, Voter(channel=Channel.VERIFIED, user=each, person="та сама"), 3)
        for each in accounts
    ]
    receipts, _errors = refused(works)
    assert len(receipts) == Ballot.objects.count() == 1


def test_changes_of_one_ballot_at_once_leave_one_of_them(poll):
    Poll.objects.update(may_change=True)
    changeable = Poll.objects.get()
    receipt = vote(changeable)
    (first, options), *_rest = codes(changeable)
    results = at_once(
        *(
            lambda option=option: change(
                poll=Poll.objects.get(), receipt=receipt, given={first: option}
            )
            for option in options * 3
        )
    )
    assert results == [None] * len(results)
    assert Ballot.objects.get().answers[first] in options
