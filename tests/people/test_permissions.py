"""Verdicts: level, age, block, right, object; each refused twice for every time it is allowed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal.people.enums import Level
from portal.people.models import Block, Identity, User
from portal.people.permissions import Action, Missing, active_block, full_years, verdict

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")


def action(**demands):
    return Action("act", "Act", **demands)


@pytest.fixture
def user(person):
    return person()


def proven(user, born=None, level=Level.IDENTITY):
    Identity.objects.create(
        user=user,
        person_hash="a" * 64,
        key_id="12345678",
        last_name="Коваль",
        first_name="Олена",
        birth_date=born,
        level=level,
        source="desk",
    )
    User.objects.filter(pk=user.pk).update(level=level)
    return User.objects.get(pk=user.pk)


def block(user, begins, ends, **fields):
    return Block.objects.create(
        user=user, reason="Образи", begins_at=begins, ends_at=ends, **fields
    )


def test_a_guest_does_what_asks_for_nothing():
    assert verdict(AnonymousUser(), action(level=Level.GUEST))
    assert verdict(AnonymousUser(), action(level=Level.EMAIL)).missing == Missing.ACCOUNT
    assert verdict(AnonymousUser(), action(level=Level.IDENTITY)).missing == Missing.ACCOUNT


@pytest.mark.parametrize("level", [Level.EMAIL, Level.DESK, Level.IDENTITY])
def test_levels_are_ordered(user, level):
    user.level = level
    for demanded in Level:
        assert bool(verdict(user, action(level=demanded))) is (level >= demanded)


def test_a_switched_off_account_is_nobody(user):
    user.is_active = False
    assert verdict(user, action()).missing == Missing.ACCOUNT


def test_age_is_counted_on_the_day_in_kyiv(user):
    user = proven(user, born=date(2010, 11, 22))
    eve = datetime(2026, 11, 21, 23, 59, tzinfo=KYIV)
    day = datetime(2026, 11, 22, 0, 0, tzinfo=KYIV)
    sixteen = action(level=Level.DESK, age=16)
    assert verdict(user, sixteen, at=eve).missing == Missing.AGE
    assert verdict(user, sixteen, at=day).allowed
    assert verdict(user, action(age=17), at=day).missing == Missing.AGE


def test_an_unknown_birth_date_is_no_age(user):
    assert verdict(user, action(age=14)).missing == Missing.BIRTH_DATE
    assert verdict(proven(user), action(age=14)).missing == Missing.BIRTH_DATE


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(1950, 1, 1), date(1950, 1, 1), 0),
    ],
)
def test_full_years(born, on, years):
    assert full_years(born, on) == years


def test_a_block_holds_from_its_first_to_before_its_last_moment(user):
    now = timezone.now()
    term = block(user, now, now + timedelta(days=1))
    assert verdict(user, action(), at=now).missing == Missing.BLOCKED
    assert verdict(user, action(), at=now).until == term.ends_at
    assert (
        verdict(user, action(), at=term.ends_at - timedelta(seconds=1)).missing == Missing.BLOCKED
    )
    assert verdict(user, action(), at=term.ends_at).allowed
    assert verdict(user, action(), at=now - timedelta(seconds=1)).allowed
    assert verdict(user, action(while_blocked=True), at=now).allowed


def test_a_lifted_block_holds_nobody(user):
    now = timezone.now()
    block(user, now, now + timedelta(days=1), lifted_at=now)
    assert active_block(user, at=now) is None


def test_the_longest_of_several_blocks_counts(user):
    now = timezone.now()
    block(user, now, now + timedelta(days=9))
    block(user, now, now + timedelta(days=2))
    assert active_block(user, at=now).ends_at == now + timedelta(days=9)


def test_rights_and_objects(user):
    assert verdict(user, action(permission="people.view_user")).missing == Missing.PERMISSION
    mine = action(scope=lambda person, thing: thing == person.pk)
    assert verdict(user, mine, user.pk).allowed
    assert verdict(user, mine, user.pk + 1).missing == Missing.OBJECT
    user.is_superuser = True
    assert verdict(user, action(permission="people.view_user")).allowed


def test_a_verdict_asks_once_for_the_blocks(user, django_assert_num_queries):
    with django_assert_num_queries(1):
        for _time in range(5):
            verdict(user, action())
