"""Guests of polls for everybody: their browser is known, works for the form or confirms an address."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils.translation import gettext

from portal.core.proof import challenges
from portal.participation.polls.enums import Channel
from portal.participation.polls.models import Ballot, Participation, Round
from portal.participation.polls.services.sealing import seal
from portal.people.models import User
from tests.core.proof.conftest import solved
from tests.participation.polls import making

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture(autouse=True)
def light_work(settings):
    settings.PROOF_OF_WORK_COST = 1
    settings.PROOF_OF_WORK_TRIES = (1, 4)


@pytest.fixture
def address(everybody, url):
    return url(of=everybody)


@pytest.fixture
def vote(client, everybody, address, data):
    """A guest's form, sent by a browser that has opened it before."""

    def send(choice=0, *, opened=True, proved=True, **more):
        if opened:
            client.get(address)
        proof = {"proof": solved(challenges.new_challenge())} if proved else {}
        htmx = HTMX if more.pop("fragment", False) else {}
        return client.post(address, data(everybody, choice, **proof, **more), **htmx)

    return send


def handle_in(response):
    return re.search(r'name="confirm_handle" value="([^"]+)"', response.content.decode())[1]


def code_in(letter):
    return re.search(r"^    (\d{6})$", letter.body, re.M)[1]


def test_only_the_form_gives_a_browser_its_cookie(client, address, everybody):
    response = client.get(address)
    cookie = response.cookies["poll_browser"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "no-store" in response["Cache-Control"]
    assert "poll_browser" not in client.get(address).cookies


def test_a_browser_that_worked_votes_once(vote, client):
    assert vote().status_code == 200
    row = Participation.objects.get()
    assert (row.channel, row.user, row.mail_mark) == (Channel.UNVERIFIED, None, "")
    assert client.cookies["poll_browser"].value not in (row.browser_mark, "")
    response = vote(1)
    assert response.status_code == 409
    assert Ballot.objects.count() == 1


def test_a_cookie_of_ones_own_making_is_none(vote, client, words):
    client.cookies["poll_browser"] = "мій:підпис".encode().hex()
    response = vote(opened=False)
    assert response.status_code == 403
    assert "cookie" in words(response)
    assert response.content.decode().count(" checked") == 1
    # Now it has one.
    assert vote(opened=False).status_code == 200


def test_without_scripts_a_code_by_letter_confirms(vote, client, address, everybody, data):
    first = vote(proved=False, email="olena@kyiv.ua")
    assert first.status_code == 200
    assert not Ballot.objects.exists()
    sent = data(everybody, email="olena@kyiv.ua")
    kept = {f"q-{making.codes(everybody)[0][0]}", "round", "email"}
    assert all(f'name="{name}"' in first.content.decode() for name in kept)
    letter = mail.outbox[0]
    assert making.codes(everybody)[0][1][0] not in letter.body
    done = client.post(
        address,
        {**sent, "confirm_handle": handle_in(first), "confirm_code": code_in(letter)},
    )
    assert "receipt__code" in done.content.decode()
    assert Participation.objects.get().mail_mark
    assert Ballot.objects.get().channel == Channel.UNVERIFIED


def test_one_address_votes_once_from_two_browsers(vote, client, address, everybody, data):
    for expected in (200, 409):
        first = vote(proved=False, email="olena@kyiv.ua")
        done = client.post(
            address,
            data(
                everybody,
                email="olena@kyiv.ua",
                confirm_handle=handle_in(first),
                confirm_code=code_in(mail.outbox[-1]),
            ),
        )
        assert done.status_code == expected
        client.cookies.clear()
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("email", ["", "olena", "o\0lena@kyiv.ua", "x@mailinator.com"])
def test_without_scripts_and_address_nothing_is_counted(vote, email):
    response = vote(proved=False, email=email)
    assert response.status_code == 422
    assert 'name="email"' in response.content.decode()
    assert (
        "(не обов’язково)</small></label>" not in response.text.partition('name="email"')[0][-600:]
    )
    assert response.content.decode().count(" checked") == 1
    assert not mail.outbox
    assert not Ballot.objects.exists()


def test_a_wrong_code_counts_nothing(vote, client, address, everybody, data):
    first = vote(proved=False, email="olena@kyiv.ua")
    wrong = f"{(int(code_in(mail.outbox[0])) + 1) % 10**6:06}"
    sent = data(everybody, email="olena@kyiv.ua", confirm_code=wrong)
    response = client.post(address, {**sent, "confirm_handle": handle_in(first)})
    assert response.status_code == 422
    assert gettext("This is not the code from the e-mail.") in response.content.decode()
    assert not Ballot.objects.exists()
    back = client.post(
        address, {**sent, "confirm_handle": handle_in(first), "confirm_step": "back"}
    )
    assert back.content.decode().count(" checked") == 1


def test_a_script_gets_the_step_of_the_code_without_a_frame(vote):
    response = vote(proved=False, email="olena@kyiv.ua", fragment=True)
    assert "<html" not in response.content.decode()
    assert handle_in(response)


def test_a_forged_proof_keeps_what_was_chosen(vote):
    response = vote(proved=False, proof="eyJ9", email="olena@kyiv.ua")
    assert response.status_code == 422
    assert response.content.decode().count(" checked") == 1
    assert not Ballot.objects.exists()


def test_who_has_signed_in_needs_neither_work_nor_cookie(enter, citizen, everybody, address, data):
    client = enter(citizen)
    html = client.get(address).content.decode()
    assert "data-proof=" not in html
    assert 'name="email"' not in html
    response = client.post(address, data(everybody))
    assert response.status_code == 200
    assert "poll_browser" not in client.cookies
    assert Participation.objects.get().user == User.objects.get()
    assert Ballot.objects.get().channel == Channel.EMAIL


def test_too_many_ballots_of_one_address_are_told_to_wait(vote, settings):
    from portal.core.limits import Limit, Rule

    settings.LIMITS = {**settings.LIMITS, "guest-ballot": Limit((Rule(1, 60, "address"),))}
    assert vote().status_code == 200
    assert vote().status_code == 429
    assert Ballot.objects.count() == 1


def test_a_browser_that_has_voted_is_told_before_the_form(vote, client, address, everybody):
    assert vote().status_code == 200
    text = client.get(address).text
    assert "З цього браузера голос уже зараховано" in text
    assert "data-poll-form" not in text


@pytest.mark.parametrize("way", ["another browser", "another round"])
def test_another_browser_and_another_round_are_asked(vote, client, address, everybody, way):
    vote()
    if way == "another browser":
        client.cookies.clear()
    else:
        seal(everybody.current_round, everybody.closes_at + timedelta(minutes=1))
        Round.objects.create(poll=everybody, number=2)
    assert "data-poll-form" in client.get(address).text


def test_an_address_that_nobody_confirmed_is_no_ones(
    vote, enter, citizen, address, everybody, data
):
    """Who works for the form may write any address beside it: its owner still votes."""
    assert vote(email=citizen.email).status_code == 200
    assert not Participation.objects.get().mail_mark
    assert enter(citizen).post(address, data(everybody)).status_code == 200
    assert vote(opened=False, email=citizen.email).status_code == 409
    assert Ballot.objects.count() == 2
