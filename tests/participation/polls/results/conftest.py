from datetime import timedelta

import pytest

from portal.participation.polls.enums import Channel
from portal.participation.polls.services.ballots import Voter, cast
from portal.participation.polls.services.sealing import seal
from tests.participation.polls.making import codes, guest, vote


@pytest.fixture
def receipts(poll):
    """Five ballots: one of an account by mail, with words; four of guests."""
    (first, options), (several, more), (words, _none) = codes(poll)
    known = Voter(channel=Channel.EMAIL, mail="o@example.org", mail_domain="example.org")
    given = {first: options[0], several: more[:2]}
    mine = cast(poll=poll, voter=known, given=given, texts={words: "Потрібні пандуси"})
    return [mine, *(vote(poll, voter=guest(number), choice=1) for number in range(4))]


@pytest.fixture
def sealed(poll, receipts):
    """The round of these ballots, sealed."""
    round_ = poll.current_round
    seal(round_, poll.closes_at + timedelta(minutes=1))
    return round_
