"""Paper ballots: one a person, never more than people, and nothing that joins the two."""

from datetime import time

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.participation.polls import receipts
from portal.participation.polls.enums import Channel
from portal.participation.polls.errors import (
    AlreadyVoted,
    BoxIsClosed,
    BoxIsEmpty,
    CodeUsed,
    Ended,
    GaveAlready,
    NoCode,
    NotOpen,
    OwnBallot,
)
from portal.participation.polls.models import Ballot, Participation, Poll, Round, Trace
from portal.participation.polls.questions.answers import BadAnswers
from portal.participation.polls.services import paper
from portal.participation.polls.services.ballots import Voter
from portal.participation.polls.voters import has_voted, person_value
from portal.people.identity.facts import hashes_of
from portal.people.models import Identity
from tests.participation.polls.making import codes, vote
from tests.people.duties import person

NUMBER = "АВ 123456"


def prove(user, number=NUMBER, key=0):
    known = hashes_of(number)[key]
    Identity.objects.create(
        user=user, person_hash=known.value, key_id=known.key_id, last_name="К", first_name="О",
        level=20, source="desk",
    )  # fmt: skip
    return user


def enter(poll, by, *, code=None, choice=0, **more):
    (first, options), *_rest = codes(poll)
    paper.enter(
        poll=poll,
        receipt=code or receipts.new_receipt(),
        given={first: options[choice]},
        texts={},
        by=by,
        **more,
    )


def test_a_registration_keeps_a_mark_and_nothing_else(poll, clerk):
    paper.register(poll=poll, number=NUMBER, by=clerk)
    row = Participation.objects.get()
    assert (row.channel, row.user, row.mail_mark, row.browser_mark) == (Channel.PAPER, None, "", "")
    assert len(row.person_mark) == 64
    assert row.person_mark not in {known.value for known in hashes_of(NUMBER)}
    # What they hold on paper is not to change any more.
    assert Round.objects.get().form
    assert not Ballot.objects.exists()
    assert not Trace.objects.exists()


@pytest.mark.parametrize("typed", [NUMBER, "ав123456", "AB-123456"])
def test_the_same_person_gives_one_ballot_however_the_number_is_typed(poll, clerk, typed):
    paper.register(poll=poll, number=NUMBER, by=clerk)
    with pytest.raises(GaveAlready):
        paper.register(poll=poll, number=typed, by=clerk)
    paper.register(poll=poll, number="АВ 123457", by=clerk)


@pytest.mark.parametrize("key", [0, 1])
def test_online_and_paper_know_each_other_under_every_key(poll, clerk, settings, key):
    settings.PERSON_HASH_KEY_FALLBACKS = ["an-older-key-of-this-portal-0123456789"]
    citizen = prove(person(), key=key)
    voter = Voter(channel=Channel.VERIFIED, user=citizen, person=person_value(citizen))
    vote(poll, voter=voter)
    with pytest.raises(GaveAlready):
        paper.register(poll=poll, number=NUMBER, by=clerk)
    Ballot.objects.all().delete()
    Participation.objects.all().delete()
    paper.register(poll=poll, number=NUMBER, by=clerk)
    assert has_voted(citizen, poll.current_round)
    with pytest.raises(AlreadyVoted):
        vote(poll, voter=voter)


def test_who_voted_by_address_before_being_proven_is_known(poll, clerk):
    citizen = person()
    vote(poll, voter=Voter(channel=Channel.EMAIL, user=citizen, mail=citizen.email))
    prove(citizen)
    with pytest.raises(GaveAlready):
        paper.register(poll=poll, number=NUMBER, by=clerk)


def test_nobody_registers_their_own_ballot(poll, clerk):
    prove(clerk)
    with pytest.raises(OwnBallot):
        paper.register(poll=poll, number=NUMBER, by=clerk)


def test_people_come_while_the_poll_is_open(poll, clerk, after_close):
    with pytest.raises(Ended):
        paper.register(poll=poll, number=NUMBER, by=clerk, now=after_close)
    Poll.objects.update(live=False)
    with pytest.raises(NotOpen):
        paper.register(poll=poll, number=NUMBER, by=clerk)
    assert not Participation.objects.exists()


@pytest.mark.parametrize("number", ["", "—", "  - "])
def test_a_number_has_signs(poll, clerk, number):
    with pytest.raises(ValueError, match="number"):
        paper.register(poll=poll, number=number, by=clerk)


def test_only_clerks_register_and_type_in(poll):
    somebody = person()
    with pytest.raises(PermissionDenied):
        paper.register(poll=poll, number=NUMBER, by=somebody)
    with pytest.raises(PermissionDenied):
        enter(poll, somebody)


def test_the_box_is_opened_by_tens_while_people_come(poll, clerk, register, after_close):
    register(poll, 11)
    for _turn in range(10):
        enter(poll, clerk)
    with pytest.raises(BoxIsClosed):
        enter(poll, clerk)
    enter(poll, clerk, now=after_close)
    with pytest.raises(BoxIsEmpty):
        enter(poll, clerk, now=after_close)
    assert Ballot.objects.filter(channel=Channel.PAPER).count() == 11


def test_ballots_are_typed_in_until_the_seal(poll, round_, clerk, register, after_close):
    register(poll, 2)
    enter(poll, clerk, now=after_close)
    Round.objects.filter(pk=round_.pk).update(sealed_at=after_close, chain_head="f" * 64)
    with pytest.raises(Ended):
        enter(poll, clerk, now=after_close)


def test_a_ballot_of_the_box_has_neither_clerk_nor_moment_nor_trace(
    poll, clerk, register, after_close
):
    register(poll)
    code = receipts.new_receipt()
    enter(poll, clerk, code=receipts.shown(code).lower(), now=after_close)
    ballot = Ballot.objects.get()
    assert ballot.key == receipts.key_of(str(poll.translation_key), 1, code)
    assert (ballot.district_id, ballot.age_group, ballot.network) == (None, "", "")
    assert Participation.objects.count() == 1
    assert not Trace.objects.exists()


def test_a_code_counts_once(poll, clerk, register, after_close):
    register(poll, 3)
    code = receipts.new_receipt()
    enter(poll, clerk, code=code, now=after_close)
    with pytest.raises(CodeUsed):
        enter(poll, clerk, code=code, choice=1, now=after_close)
    for wrong in ("", "7K4A", code[:-1] + ("A" if code[-1] != "A" else "C")):
        with pytest.raises(NoCode):
            paper.enter(poll=poll, receipt=wrong, given={}, texts={}, by=clerk, now=after_close)
    assert Ballot.objects.count() == 1


def test_bad_answers_leave_nothing(poll, clerk, register, after_close):
    register(poll)
    with pytest.raises(BadAnswers):
        paper.enter(
            poll=poll, receipt=receipts.new_receipt(), given={}, texts={}, by=clerk, now=after_close
        )
    assert not Ballot.objects.exists()
    assert not ModelLogEntry.objects.filter(action=paper.ENTERED).exists()


def test_the_log_counts_by_day_and_says_nothing_of_a_single_ballot(
    poll, clerk, register, after_close
):
    register(poll, 3)
    enter(poll, clerk, now=after_close)
    enter(poll, clerk, now=after_close)
    rows = {
        row.action: row for row in ModelLogEntry.objects.filter(action__startswith="polls.paper")
    }
    assert rows[paper.REGISTERED].data == {"round": 1, "count": 3}
    assert rows[paper.ENTERED].data == {"round": 1, "count": 2}
    assert {timezone.localtime(row.timestamp).time() for row in rows.values()} == {time(0)}
    assert len(rows) == ModelLogEntry.objects.filter(action__startswith="polls.paper").count()
