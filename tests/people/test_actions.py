"""Every role × every action there is: who may, and who is told what is missing.

An action that a room adds is looked at here by itself; only its name is written down, so that none
comes unnoticed.
"""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import get_resolver
from django.utils import timezone

from portal.people.enums import Level, Role
from portal.people.models import Block, Identity
from portal.people.permissions import Missing, actions, verdict
from portal.people.rights import codes_of
from tests.people.duties import fresh, person

# Rooms declare their actions where their views stand.
get_resolver().url_patterns  # noqa: B018
ACTIONS = dict(actions.items())
LEVELS = [level.value for level in Level]


def test_every_action_is_known():
    account = {"edit-profile", "ask-expert", "ask-representative"}
    discussions = {"comment", "react", "report", "follow", "moderate"}
    assert set(ACTIONS) == account | discussions


def able(role, action):
    """Somebody of this role who has proved all that the action asks for."""
    user = person(role, name=role.value, level=max(action.level, Level.EMAIL))
    born = timezone.localdate().year - action.age - 1
    Identity.objects.create(
        user=user,
        level=Level.IDENTITY,
        source="hub",
        person_hash=f"{user.pk:064d}",
        key_id="k1",
        last_name="Коваль",
        first_name="Олена",
        birth_date=date(born, 1, 1),
    )
    return fresh(user)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ACTIONS)
def test_each_role_may_what_its_level_age_and_permission_allow(db, role, name):
    action = ACTIONS[name]
    user = able(role, action)
    has_right = not action.permission or action.permission in codes_of(role)
    found = verdict(user, action)
    assert found.allowed is has_right
    assert found.missing == (None if has_right else Missing.PERMISSION)
    # A role stands above neither a level nor an age.
    user.level = max((level for level in LEVELS if level < action.level), default=action.level)
    if user.level < action.level:
        assert verdict(user, action).missing == Missing.LEVEL
    if action.age:
        user = fresh(user)
        user.identity.birth_date = timezone.localdate() - timedelta(days=365 * (action.age - 1))
        assert verdict(user, action).missing == Missing.AGE


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", ACTIONS)
def test_a_block_and_a_switched_off_account_stand_above_every_role(db, role, name):
    action = ACTIONS[name]
    user = able(role, action)
    Block.objects.create(user=user, reason="Образи", ends_at=timezone.now() + timedelta(days=1))
    found = verdict(fresh(user), action)
    if action.while_blocked:
        assert found.missing != Missing.BLOCKED
    else:
        assert found.missing == Missing.BLOCKED
    user = fresh(user)
    user.is_active = False
    assert verdict(user, action).missing == Missing.ACCOUNT


@pytest.mark.parametrize("name", ACTIONS)
def test_a_guest_is_asked_to_sign_in(name):
    action = ACTIONS[name]
    wanted = None if action.level == Level.GUEST else Missing.ACCOUNT
    assert verdict(AnonymousUser(), action).missing == wanted
