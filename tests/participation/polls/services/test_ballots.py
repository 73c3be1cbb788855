from datetime import timedelta

import pytest
from django.utils import timezone

from portal.participation.polls import receipts
from portal.participation.polls.enums import Access, Channel
from portal.participation.polls.errors import (
    AlreadyVoted,
    Ended,
    NoSuchBallot,
    NotChangeable,
    NotOpen,
)
from portal.participation.polls.models import Ballot, Participation, Poll, Round, Trace
from portal.participation.polls.questions.answers import BadAnswers
from portal.participation.polls.services.ballots import Voter, cast, change
from tests.participation.polls.making import codes, guest, poll, vote
from tests.people.duties import person


def rows():
    return Participation.objects.count(), Ballot.objects.count(), Trace.objects.count()


def test_a_ballot_has_the_receipts_key_and_nothing_of_who_gave_it(poll, round_):
    citizen = person()
    voter = Voter(
        channel=Channel.EMAIL, user=citizen, mail=citizen.email, mail_domain="example.org"
    )
    receipt = vote(poll, voter=voter)
    ballot = Ballot.objects.get()
    assert ballot.key == receipts.key_of(str(poll.translation_key), 1, receipt)
    names = {field.attname for field in Ballot._meta.concrete_fields}
    assert names == {
        "key", "round_id", "channel", "answers", "texts", "district_id", "age_group", "network",
        "voiding_id",
    }  # fmt: skip
    # Who is known has no network on the ballot, by which it could be found again.
    assert ballot.network == ""
    assert Participation.objects.get().user == citizen


def test_no_trace_names_a_domain_beside_the_network_of_a_ballot(poll):
    guest = Voter(
        channel=Channel.UNVERIFIED,
        mail="pan@koval.ua",
        mail_domain="koval.ua",
        network="203.0.113.0",
    )
    vote(poll, voter=guest)
    trace = Trace.objects.get()
    assert (trace.network, trace.mail_domain) == (Ballot.objects.get().network, "")


def test_the_first_ballot_keeps_the_questions_as_asked(poll):
    vote(poll)
    kept = Round.objects.get().form
    assert kept["uk"]["questions"][0]["text"] == "Коли вам зручно?"


@pytest.mark.parametrize(
    "marks",
    [{"person": "п"}, {"mail": "o@example.org"}, {"browser": "b"}],
)
def test_a_second_ballot_by_any_mark_is_refused_whole(poll, marks):
    vote(poll, voter=Voter(channel=Channel.UNVERIFIED, **marks))
    before = rows()
    with pytest.raises(AlreadyVoted):
        vote(poll, voter=Voter(channel=Channel.UNVERIFIED, **marks))
    assert rows() == before
    vote(poll, voter=Voter(channel=Channel.UNVERIFIED, **dict.fromkeys(marks, "інше")))


def test_who_left_and_came_back_is_known_by_their_person(poll):
    from portal.participation.polls.personal import forget_user

    first, second = person(name="a"), person(name="b")
    vote(poll, voter=Voter(channel=Channel.VERIFIED, user=first, person="особа"))
    forget_user(first, timezone.now())
    with pytest.raises(AlreadyVoted):
        vote(poll, voter=Voter(channel=Channel.VERIFIED, user=second, person="особа"))
    vote(poll, voter=Voter(channel=Channel.VERIFIED, user=second, person="інша"))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"opens_at": timezone.now() + timedelta(hours=1)}, NotOpen),
        ({"opens_at": None}, NotOpen),
        ({"closes_at": timezone.now() - timedelta(seconds=1)}, Ended),
        ({"live": False}, NotOpen),
    ],
)
def test_no_ballot_outside_of_the_window(db, fields, error):
    found = poll(**fields)
    with pytest.raises(error):
        vote(found)
    assert rows() == (0, 0, 0)


def test_the_window_is_half_open(poll):
    vote(poll, 1, now=poll.opens_at)
    with pytest.raises(Ended):
        vote(poll, 2, now=poll.closes_at)


def test_a_form_of_another_round_is_refused(poll):
    with pytest.raises(NotOpen):
        vote(poll, round_number=2)
    vote(poll, round_number=1)


def test_bad_answers_leave_nothing(poll):
    (first, _options), *_rest = codes(poll)
    for given in ({}, {first: "ffffffff"}, {"00000000": "x", first: _options[0]}):
        with pytest.raises(BadAnswers):
            cast(poll=poll, voter=guest(1), given=given)
    assert rows() == (0, 0, 0)


def test_a_ballot_is_changed_by_its_receipt(db):
    changeable = poll(may_change=True)
    receipt = vote(changeable)
    (first, options), *_rest = codes(changeable)
    change(poll=changeable, receipt=receipts.shown(receipt).lower(), given={first: options[1]})
    assert Ballot.objects.get().answers == {first: options[1]}
    assert rows() == (1, 1, 1)


def test_without_the_receipt_or_the_setting_nothing_is_changed(poll):
    receipt = vote(poll)
    (first, options), *_rest = codes(poll)
    with pytest.raises(NotChangeable):
        change(poll=poll, receipt=receipt, given={first: options[1]})
    Poll.objects.update(may_change=True)
    found = Poll.objects.get()
    for wrong in ("", "ABCD", receipts.new_receipt()):
        with pytest.raises(NoSuchBallot):
            change(poll=found, receipt=wrong, given={first: options[1]})
    with pytest.raises(Ended):
        change(poll=found, receipt=receipt, given={first: options[1]}, now=found.closes_at)
    with pytest.raises(BadAnswers):
        change(poll=found, receipt=receipt, given={})
    assert Ballot.objects.get().answers == {first: options[0]}


def test_a_vote_costs_the_same_whatever_came_before(poll, django_assert_num_queries):
    vote(poll, 0)
    with django_assert_num_queries(7):
        vote(poll, 1)
    for number in range(2, 12):
        vote(poll, number)
    with django_assert_num_queries(7):
        vote(poll, 12)


def test_access_names_levels():
    assert [access.level for access in Access] == [0, 10, 20]
