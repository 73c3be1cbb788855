"""The table of rights: what the document says, what the code says, what the database holds."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission, TranslatableMixin
from wagtail.snippets.models import get_snippet_models

from portal.people.enums import Role
from portal.people.rights import RIGHTS, bring_up_to_date, codes_of
from portal.people.roles import GROUPS
from tests.people.duties import person


def documented():
    """Role -> codes, as the table of docs/roles.md has them."""
    text = (Path(settings.BASE_DIR) / "docs" / "roles.md").read_text(encoding="utf-8")
    table = text.split("## Who may do what")[1].split("\n## ")[0]
    found = {role: set() for role in Role}
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 2 + len(Role) or "`" not in cells[1]:
            continue
        assert cells[0], line
        for role, mark in zip(Role, cells[2:], strict=True):
            assert mark in ("✓", "–"), line
            if mark == "✓":
                found[role].update(re.findall(r"`([^`]+)`", cells[1]))
    return found


def held(role):
    """What the group of a role has in the database."""
    group = Group.objects.get(name=GROUPS[role])
    found = {
        f"{label}.{name}"
        for label, name in group.permissions.values_list("content_type__app_label", "codename")
    }
    for name in GroupPagePermission.objects.filter(group=group, page__depth=1).values_list(
        "permission__codename", flat=True
    ):
        found.add(f"page:{name.removesuffix('_page')}")
    for name in GroupCollectionPermission.objects.filter(
        group=group, collection__depth=1
    ).values_list("permission__codename", flat=True):
        found.add(f"library:{name}")
    return found


@pytest.mark.parametrize("role", Role)
def test_the_database_holds_what_the_table_says(db, role):
    assert held(role) == set(codes_of(role))


def test_the_document_says_what_the_table_says():
    assert documented() == {role: set(codes_of(role)) for role in Role}


@pytest.mark.parametrize("role", Role)
def test_who_may_change_what_has_an_english_version_may_write_that(role):
    models = [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]
    changes = {f"{each._meta.app_label}.change_{each._meta.model_name}" for each in models}
    codes = set(codes_of(role))
    assert "discussion.change_rule" in changes
    assert not changes & codes or "wagtail_localize.submit_translation" in codes


def test_no_permission_stands_in_two_rows():
    codes = [code for right in RIGHTS for code in right.codes]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("role", Role)
def test_a_person_may_do_what_the_role_may_and_nothing_else(db, role):
    """Every role × every permission there is: the table is the only source."""
    user = person(role, name=role.value)
    wanted = {code for code in codes_of(role) if "." in code}
    assert user.get_all_permissions() - wanted <= {
        f"{'wagtailimages' if code.endswith('image') else 'wagtaildocs'}.{code.split(':')[1]}"
        for code in codes_of(role)
        if ":" in code
    }
    for label, name in Permission.objects.values_list("content_type__app_label", "codename"):
        assert user.has_perm(f"{label}.{name}") is (f"{label}.{name}" in wanted)


def test_what_somebody_added_by_hand_is_taken_back(db):
    group = Group.objects.get(name=GROUPS[Role.MODERATOR])
    group.permissions.add(Permission.objects.get(codename="give_roles"))
    GroupPagePermission.objects.create(
        group=group,
        page_id=1,
        permission=Permission.objects.get(
            codename="publish_page", content_type__app_label="wagtailcore"
        ),
    )
    bring_up_to_date(apps)
    assert held(Role.MODERATOR) == set(codes_of(Role.MODERATOR))


def test_there_is_no_group_beside_the_roles(db):
    assert set(Group.objects.values_list("name", flat=True)) == set(GROUPS.values())
