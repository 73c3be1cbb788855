"""Giving and taking roles: who may, what follows."""

import pytest
from wagtail.log_actions import registry

from portal.people.data.shell import make_shell
from portal.people.enums import Role
from portal.people.models import DepartmentMember, Expert
from portal.people.services.roles import NotAllowed, give, name_expert, roles_of, set_roles, take
from tests.people.duties import department, fresh, member, person


def said(user):
    return [entry.action for entry in registry.get_logs_for_instance(user)]


def test_a_new_account_becomes_a_participant_without_a_letter(db, letters):
    user = person(name="new")
    assert roles_of(user) == {Role.PARTICIPANT}
    assert not give(Role.PARTICIPANT, user)
    assert letters(user) == []


def test_a_role_given_is_logged_told_and_counts_as_a_change(administrator, citizen, letters):
    version = citizen.rights_version
    assert give(Role.EDITOR, citizen, administrator)
    assert Role.EDITOR in roles_of(fresh(citizen))
    assert "people.role.give" in said(citizen)
    assert len(letters(citizen)) == 1
    assert fresh(citizen).rights_version > version


def test_what_one_has_is_not_given_twice(administrator, citizen, letters):
    give(Role.EDITOR, citizen, administrator)
    assert not give(Role.EDITOR, citizen, administrator)
    assert not take(Role.MODERATOR, citizen, administrator)
    assert len(letters(citizen)) == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_give_and_take(db, citizen, role):
    by = person(role, name=role.value)
    with pytest.raises(NotAllowed):
        give(Role.MODERATOR, citizen, by)
    with pytest.raises(NotAllowed):
        take(Role.PARTICIPANT, citizen, by)


def test_nobody_changes_what_they_themselves_may_do(administrator):
    for role in Role:
        with pytest.raises(NotAllowed):
            give(role, administrator, administrator)
    with pytest.raises(NotAllowed):
        take(Role.ADMINISTRATOR, administrator, administrator)


def test_an_administrator_touches_no_superuser(administrator):
    root = person(name="root", is_superuser=True)
    with pytest.raises(NotAllowed):
        give(Role.EDITOR, root, administrator)
    with pytest.raises(NotAllowed):
        set_roles([], root, administrator)
    assert give(Role.EDITOR, administrator, root)


def test_who_left_gets_no_role(administrator, citizen):
    make_shell(citizen, citizen.date_joined)
    citizen = fresh(citizen)
    with pytest.raises(NotAllowed):
        give(Role.EDITOR, citizen, administrator)


def test_duties_go_with_the_role(administrator, citizen):
    officer = member(person(Role.OFFICER, name="officer"), department())
    take(Role.OFFICER, officer, administrator)
    assert not DepartmentMember.objects.filter(user=officer).exists()
    name_expert([], "Еколог", citizen, administrator)
    take(Role.EXPERT, citizen, administrator)
    assert not Expert.objects.filter(user=citizen).exists()


def test_set_roles_gives_and_takes_and_keeps_the_participant(administrator, citizen):
    give(Role.CLERK, citizen, administrator)
    set_roles([Role.EDITOR, Role.MODERATOR], citizen, administrator)
    assert roles_of(fresh(citizen)) == {Role.PARTICIPANT, Role.EDITOR, Role.MODERATOR}


def test_an_editor_names_experts_at_their_request_and_gives_nothing_else(citizen):
    editor = person(Role.EDITOR, name="editor")
    name_expert([], "Еколог", citizen, editor, by_request=True)
    assert Role.EXPERT in roles_of(fresh(citizen))
    with pytest.raises(NotAllowed):
        give(Role.REPRESENTATIVE, citizen, editor, by_request=True)
    with pytest.raises(NotAllowed):
        give(Role.ADMINISTRATOR, citizen, editor, by_request=True)
