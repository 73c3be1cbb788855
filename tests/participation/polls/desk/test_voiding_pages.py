"""The report of manipulation and the pages where ballots are voided by two people."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from portal.participation.polls import receipts
from portal.participation.polls.enums import VoidState
from portal.participation.polls.models import Ballot, Voiding
from portal.participation.polls.staff.pace import pace_of
from portal.people.enums import Role
from tests.participation.polls.making import vote
from tests.people.duties import person


@pytest.fixture
def chief(client, db):
    user = person(Role.CHIEF_EDITOR, name="chief")
    client.force_login(user)
    return user


def propose_page(poll):
    return reverse("polls_void", args=[poll.current_round.pk])


def test_a_wave_is_seen_and_proposed_and_somebody_else_confirms(client, chief, poll):
    for number in range(6):
        vote(poll, number)
    page = client.get(reverse("polls_report", args=[poll.pk]))
    (network,) = page.context["report"]["networks"]
    assert (network["ballots"], network["unverified"]) == (6, 6)
    assert "<rect" in page.content.decode()
    address = f"{propose_page(poll)}?network={network['mark']}"
    assert network["mark"] in client.get(address).content.decode()
    answer = client.post(address, {"network": network["mark"], "reason": "Хвиля з однієї мережі."})
    proposal = Voiding.objects.get()
    assert answer["Location"] == reverse("polls_voiding", args=[proposal.pk])
    # It waits, and is not proposed once more.
    page = client.get(reverse("polls_report", args=[poll.pk])).content.decode()
    assert answer["Location"] in page
    assert address not in page
    # Who proposed it has no button, and a form sent by hand is refused.
    for do in ("confirm", "refuse"):
        assert client.post(answer["Location"], {"do": do}).status_code == 403
    assert not Ballot.objects.filter(voiding__isnull=False).exists()
    client.force_login(person(Role.ADMINISTRATOR, name="second"))
    client.post(answer["Location"], {"do": "confirm"})
    assert Ballot.objects.filter(voiding=proposal).count() == 6
    assert "Хвиля" in client.get(reverse("polls_voidings")).content.decode()
    # Nothing is left to void; what comes from there later can be.
    assert address not in client.get(reverse("polls_report", args=[poll.pk])).content.decode()
    vote(poll, 7)
    assert address in client.get(reverse("polls_report", args=[poll.pk])).content.decode()


def test_a_refused_proposal_changes_nothing(client, chief, poll):
    receipt = vote(poll)
    client.post(propose_page(poll), {"receipts": receipts.shown(receipt), "reason": "Скарга."})
    proposal = Voiding.objects.get()
    client.force_login(person(Role.ADMINISTRATOR, name="second"))
    client.post(reverse("polls_voiding", args=[proposal.pk]), {"do": "refuse"})
    proposal.refresh_from_db()
    assert proposal.state == VoidState.REFUSED
    assert not Ballot.objects.filter(voiding__isnull=False).exists()


@pytest.mark.parametrize(
    "data",
    [
        {"receipts": "", "reason": "Чому"},
        {"receipts": "7K4A", "reason": "Чому"},
        {"receipts": receipts.new_receipt(), "reason": "Чому"},
        {"network": "f" * 64, "reason": "Чому"},
        {"receipts": receipts.new_receipt(), "reason": " "},
    ],
)
def test_slips_of_a_proposal_are_told(client, chief, poll, data):
    vote(poll)
    answer = client.post(propose_page(poll), data)
    assert answer.status_code == 422
    assert not Voiding.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CLERK])
def test_others_see_neither_report_nor_proposals(client, poll, role):
    client.force_login(person(role))
    for address in (
        reverse("polls_report", args=[poll.pk]),
        reverse("polls_voidings"),
        propose_page(poll),
    ):
        assert client.get(address).status_code in {302, 403}


def test_the_pace_names_waves_and_bounds_its_bars():
    start = datetime(2019, 6, 1, tzinfo=UTC)
    rows = [[(start + timedelta(hours=hour)).isoformat(), "email", 2] for hour in range(1000)]
    rows.append([(start + timedelta(hours=500)).isoformat(), "unverified", 40])
    found = pace_of(rows)
    assert [(wave.ballots, wave.at) for wave in found.waves] == [(42, start + timedelta(hours=500))]
    assert len(found.bars) <= 480
    assert sum(bar.is_wave for bar in found.bars) == 1
    assert all(bar.y >= 0 and bar.x + bar.width <= 961 for bar in found.bars)
    assert pace_of([]).bars == ()
