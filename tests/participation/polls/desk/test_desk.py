"""The desk's pages: who sees them, both forms, nothing personal put back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.participation.polls import receipts
from portal.participation.polls.enums import Channel
from portal.participation.polls.models import Ballot, Participation, Poll, Round
from portal.people.enums import Role
from portal.people.identity.fake.people import number
from tests.participation.polls.making import codes
from tests.participation.polls.making import poll as make_poll
from tests.people.duties import person


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def pages(round_):
    return [
        reverse("polls_paper"),
        reverse("polls_paper_register", args=[round_.pk]),
        reverse("polls_paper_enter", args=[round_.pk]),
    ]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
def test_only_the_desk_sees_the_desk(client, round_, role):
    client.force_login(person(role))
    for address in pages(round_):
        assert client.get(address).status_code in {302, 403}
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("polls_paper") not in menu


def test_pages_of_the_desk_are_kept_nowhere(desk, round_):
    for address in pages(round_):
        answer = desk.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]


def test_the_list_names_polls_that_take_paper_alone(desk, poll):
    now = timezone.now()
    others = [
        make_poll(title="Ще не почалося", opens_at=now + timedelta(days=1)),
        make_poll(title="Для своїх", is_private=True),
        make_poll(title="Чернетка", live=False),
        make_poll(title="Пораховане"),
    ]
    Round.objects.filter(poll=others[3]).update(sealed_at=now, chain_head="f" * 64)
    page = desk.get(reverse("polls_paper")).content.decode()
    assert poll.title in page
    for other in others:
        assert other.title not in page
        address = reverse("polls_paper_enter", args=[other.current_round.pk])
        assert desk.get(address).status_code == 404


def test_a_clerk_registers_and_the_number_is_put_back_nowhere(desk, round_):
    address = reverse("polls_paper_register", args=[round_.pk])
    data = {"person_number": "АВ 123456", "is_them": "on"}
    assert desk.post(address, data)["Location"] == address
    page = desk.get(address).content.decode()
    assert "Зареєстровано" in page
    again = desk.post(address, data)
    assert again.status_code == 422
    assert "вже враховано" in again.content.decode()
    assert "123456" not in page + again.content.decode()
    assert Participation.objects.get().channel == Channel.PAPER


@pytest.mark.parametrize("change", [{"is_them": ""}, {"person_number": ""}, {"person_number": "1"}])
def test_slips_of_registering_are_told(desk, round_, change):
    data = {"person_number": "АВ 123456", "is_them": "on", **change}
    answer = desk.post(reverse("polls_paper_register", args=[round_.pk]), data)
    assert answer.status_code == 422
    assert not Participation.objects.exists()


def test_conditions_of_the_poll_are_the_clerks_to_look_at(desk, db):
    found = make_poll(min_age=18)
    address = reverse("polls_paper_register", args=[found.current_round.pk])
    today = timezone.localdate()
    ticks = {"is_them": "on", "is_of_age": "on"}
    child = number(today.replace(year=today.year - 15, day=1), 1234)
    grown = number(today.replace(year=today.year - 30, day=1), 1234)
    assert desk.post(address, {"person_number": grown, "is_them": "on"}).status_code == 422
    # The number carries the day of birth, whatever the clerk has ticked.
    assert desk.post(address, {"person_number": child, **ticks}).status_code == 422
    assert not Participation.objects.exists()
    assert desk.post(address, {"person_number": grown, **ticks}).status_code == 302


def test_a_ballot_is_read_back_then_counted(desk, poll, round_, register):
    register(poll, 1)
    Poll.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    address = reverse("polls_paper_enter", args=[round_.pk])
    (first, options), *_rest = codes(poll)
    # What is typed can be read there, as it stands on the sheet.
    page = desk.get(address).content.decode()
    assert "1. Коли вам зручно?" in page
    assert "<strong>2</strong> Увечері" in page
    code = receipts.new_receipt()
    data = {"receipt": receipts.shown(code), first: "2"}
    page = desk.post(address, data)
    assert page.status_code == 200
    assert "<strong>Увечері</strong>" in page.content.decode()
    assert not Ballot.objects.exists()
    answer = desk.post(address, {**data, "checked": page.context["mark"]})
    assert answer["Location"] == address
    ballot = Ballot.objects.get()
    assert (ballot.answers, ballot.channel) == ({first: options[1]}, Channel.PAPER)
    # The page that follows says what was done, not what was answered.
    page = desk.get(address).content.decode()
    assert "Бюлетень враховано" in page
    assert code[:8] not in page


def test_nothing_is_typed_in_before_the_box_is_opened(desk, poll, round_, register):
    register(poll, 1)
    address = reverse("polls_paper_enter", args=[round_.pk])
    (first, _options), *_rest = codes(poll)
    assert "<form" not in desk.get(address).content.decode().split("<main")[1]
    data = {"receipt": receipts.new_receipt(), first: "2"}
    mark = desk.post(address, data).context["mark"]
    answer = desk.post(address, {**data, "checked": mark})
    assert answer.status_code == 422
    assert not Ballot.objects.exists()
