"""Another answer by the code of a receipt, without asking whose it is."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from portal.participation.polls.errors import NoSuchBallot
from portal.participation.polls.models import Ballot, Participation, Poll
from portal.participation.polls.receipts import shown
from tests.participation.polls import making


@pytest.fixture
def poll(db):
    return making.poll(may_change=True)


@pytest.fixture
def receipt(poll):
    return making.vote(poll)


@pytest.fixture
def change(client, poll, url, data):
    return lambda code, choice=1, **more: client.post(
        url("change"), data(poll, choice, ballot_code=code, **more)
    )


def answer(poll):
    return Ballot.objects.get().answers[making.codes(poll)[0][0]]


def test_the_ballot_of_a_receipt_gets_another_answer(change, poll, receipt):
    key = Ballot.objects.get().key
    assert change(shown(receipt).lower()).status_code == 200
    assert answer(poll) == making.codes(poll)[0][1][1]
    assert Ballot.objects.get().key == key
    assert Participation.objects.count() == 1


@pytest.mark.parametrize("code", ["2222-2222-2222-2222-2222", "ні", "\0", ""])
def test_a_code_of_no_ballot_changes_nothing_and_keeps_the_choice(change, poll, receipt, code):
    response = change(code)
    assert response.status_code == 422
    html = response.content.decode()
    assert html.count(" checked") == 1
    assert answer(poll) == making.codes(poll)[0][1][0]
    if code == "ні":
        assert str(NoSuchBallot.words) in html


def test_answers_are_checked_as_the_first_time(change, poll, receipt):
    response = change(receipt, **{"q-deadbeef": "x"})
    assert response.status_code == 422
    assert gettext("This question does not belong to the poll.") in response.content.decode()
    assert answer(poll) == making.codes(poll)[0][1][0]


def test_after_the_end_nothing_is_changed(change, poll, receipt):
    Poll.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    response = change(receipt)
    assert response.status_code == 409
    # The ballot counts as it was: nobody is to think that it went.
    assert "відповідь, яку ви дали раніше, залишається" in response.text
    assert answer(poll) == making.codes(poll)[0][1][0]


def test_a_poll_whose_answers_stay_has_no_such_form(client, change, url, receipt):
    Poll.objects.update(may_change=False)
    assert client.get(url("change")).status_code == 404
    assert change(receipt).status_code == 404


def test_the_code_stands_in_no_address_and_no_kept_page(change, receipt):
    response = change(receipt)
    assert receipt not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_codes_are_not_tried_without_end(change, receipt, settings):
    from portal.core.limits import Limit, Rule

    settings.LIMITS = {**settings.LIMITS, "receipt": Limit((Rule(1, 60, "address"),))}
    assert change("x").status_code == 422
    assert change(receipt).status_code == 429
