"""Blocks and appeals: who may, what the person still can."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from portal.people.enums import Role
from portal.people.models import Appeal, Block
from portal.people.permissions import Action, Missing, verdict
from portal.people.services import blocks
from portal.people.services.roles import NotAllowed
from tests.people.duties import fresh, person


def until(days=3):
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def block(citizen, moderator):
    return blocks.block(user=citizen, by=moderator, reason="Образи", until=until())


def test_a_blocked_person_reads_and_does_not_write(block, citizen, letters):
    found = verdict(fresh(citizen), Action("write", "Написати"))
    assert (found.missing, found.until) == (Missing.BLOCKED, block.ends_at)
    assert verdict(fresh(citizen), Action("export", "Забрати дані", while_blocked=True))
    assert len(letters(citizen)) == 1


def test_a_block_ends_by_the_clock(block, citizen):
    after = block.ends_at + timedelta(seconds=1)
    assert verdict(fresh(citizen), Action("write", "Написати"), at=after)


@pytest.mark.parametrize(
    ("by", "whom"),
    [
        (Role.MODERATOR, Role.MODERATOR),
        (Role.MODERATOR, Role.EDITOR),
        (Role.MODERATOR, Role.ADMINISTRATOR),
        (Role.ADMINISTRATOR, Role.ADMINISTRATOR),
        (Role.EDITOR, Role.PARTICIPANT),
        (Role.CHIEF_EDITOR, Role.PARTICIPANT),
        (Role.OFFICER, Role.PARTICIPANT),
    ],
)
def test_nobody_blocks_an_equal_or_higher_or_without_the_right(db, by, whom):
    actor, target = person(by, name="actor"), person(whom, name="target")
    with pytest.raises(NotAllowed):
        blocks.block(user=target, by=actor, reason="Ні", until=until())
    assert not Block.objects.exists()


@pytest.mark.parametrize("whom", [Role.PARTICIPANT, Role.EXPERT, Role.MODERATOR, Role.EDITOR])
def test_an_administrator_blocks_those_below(administrator, whom):
    target = person(whom, name="target")
    assert blocks.block(user=target, by=administrator, reason="Так", until=until())


def test_nobody_blocks_themselves_or_a_superuser(administrator):
    for target in (administrator, person(name="root", is_superuser=True)):
        with pytest.raises(NotAllowed):
            blocks.block(user=target, by=administrator, reason="Ні", until=until())


def test_a_term_lies_ahead(citizen, moderator):
    with pytest.raises(ValidationError):
        blocks.block(user=citizen, by=moderator, reason="Ні", until=until(-1))


def test_a_lifted_block_holds_no_more_and_is_not_lifted_twice(block, citizen, moderator):
    blocks.lift(row=block, by=moderator, reason="Помилка")
    assert verdict(fresh(citizen), Action("write", "Написати"))
    assert Block.objects.get().lift_reason == "Помилка"
    with pytest.raises(ValidationError):
        blocks.lift(row=block, by=moderator, reason="Ще раз")
    with pytest.raises(NotAllowed):
        blocks.lift(row=block, by=citizen, reason="Сам")


def test_one_appeal_for_each_block_by_its_person_alone(block, citizen, moderator):
    with pytest.raises(NotAllowed):
        blocks.appeal(row=block, user=moderator, text="Ні")
    blocks.appeal(row=block, user=citizen, text="Не згоден")
    with pytest.raises(NotAllowed):
        blocks.appeal(row=block, user=citizen, text="Ще раз")


def test_somebody_else_decides_and_a_granted_appeal_lifts(block, citizen, moderator, letters):
    appeal = blocks.appeal(row=block, user=citizen, text="Не згоден")
    colleague = person(Role.MODERATOR, name="colleague")
    for by in (moderator, citizen, person(Role.EDITOR, name="editor")):
        with pytest.raises(NotAllowed):
            blocks.decide(row=appeal, by=by, granted=True, answer="Так")
    blocks.decide(row=appeal, by=colleague, granted=True, answer="Вибачте")
    assert verdict(fresh(citizen), Action("write", "Написати"))
    assert len(letters(citizen)) == 2
    with pytest.raises(ValidationError):
        blocks.decide(row=appeal, by=colleague, granted=False, answer="Ні")


def test_a_refused_appeal_leaves_the_block(block, citizen, administrator, letters):
    appeal = blocks.appeal(row=block, user=citizen, text="Не згоден")
    blocks.decide(row=appeal, by=administrator, granted=False, answer="Правило 3")
    assert not verdict(fresh(citizen), Action("write", "Написати"))
    assert letters(citizen)[-1] == "Вашу апеляцію відхилено"
    assert "Це рішення остаточне" in mail.outbox[-1].body


def test_the_person_sees_the_reason_and_appeals_on_the_site(block, citizen, sign_in):
    client = sign_in(citizen)
    page = client.get(reverse("account_blocks"))
    assert "Образи" in page.text and "остаточне" not in page.text
    assert "no-store" in page["Cache-Control"]
    url = reverse("account_appeal", args=[block.pk])
    assert "Образи" in client.get(url).text
    assert client.post(url, {"text": ""}).status_code == 422
    client.post(url, {"text": "Я не ображав"})
    assert Appeal.objects.get().text == "Я не ображав"
    client.post(url, {"text": "Ще раз"})
    assert Appeal.objects.count() == 1
    assert "Я не ображав" in client.get(reverse("account_blocks")).text


def test_an_appeal_of_an_ended_session_waits_for_its_person(block, client, sign_in, citizen):
    url = reverse("account_appeal", args=[block.pk])
    answer = client.post(url, {"text": "Я не ображав, а відповідав"})
    assert answer.url.startswith(reverse("account_login"))
    assert "Я не ображав, а відповідав" in sign_in(citizen).get(url).text
    assert not Appeal.objects.exists()


def test_nobody_appeals_for_another_and_guests_sign_in(block, client, sign_in, moderator):
    url = reverse("account_appeal", args=[block.pk])
    assert client.get(url).status_code == 302
    assert sign_in(moderator).get(url).status_code == 404
    assert client.post(url, {"text": "Чуже"}).status_code == 404
    assert not Appeal.objects.exists()
