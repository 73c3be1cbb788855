"""What each role may do: one table, from which migrations fill the groups.

`docs/roles.md` says the same in words, and a test compares the two and the database. Who adds a row
adds it to the document as well, and a migration after that of the models it names:

    operations = [migrations.RunPython(rights.bring_up_to_date, migrations.RunPython.noop)]

A code is a permission as Django writes it («people.block_user»), «page:…» for what is given on the
whole tree of pages, or «library:…» for what is given on the collection of all pictures and documents.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.management import create_permissions

from portal.people.enums import STAFF_ROLES, Role
from portal.people.roles import GROUPS

_PAGE: Final = "page:"
_LIBRARY: Final = "library:"


@dataclass(frozen=True, slots=True)
class Right:
    """One thing that some roles may do. `codes` are those of the module's docstring."""

    codes: tuple[str, ...]
    roles: tuple[Role, ...]


def _models(label: str, *models: str) -> tuple[str, ...]:
    return tuple(
        f"{label}.{action}_{model}" for model in models for action in ("add", "change", "delete")
    )


_AUTHORS: Final = (Role.OFFICER, Role.EDITOR, Role.CHIEF_EDITOR)
_EDITORS: Final = (Role.EDITOR, Role.CHIEF_EDITOR)
_CHIEF: Final = (Role.CHIEF_EDITOR,)
_ORDER: Final = (Role.MODERATOR, Role.ADMINISTRATOR)
_HEADS: Final = (Role.CHIEF_EDITOR, Role.ADMINISTRATOR)
_ADMINISTRATOR: Final = (Role.ADMINISTRATOR,)

RIGHTS: Final = (
    Right(("wagtailadmin.access_admin",), STAFF_ROLES),
    # An officer's hold for the pages of their own departments alone (`portal/people/page_scope.py`).
    Right(("page:add", "page:change"), _AUTHORS),
    Right(("page:publish", "page:lock", "page:unlock"), (Role.OFFICER, Role.CHIEF_EDITOR)),
    # Who may only add edits what they have added themselves.
    Right(
        (
            "library:add_image",
            "library:choose_image",
            "library:add_document",
            "library:choose_document",
        ),
        _AUTHORS,
    ),
    Right(("library:change_image", "library:change_document"), _EDITORS),
    # Whoever may change something that has an English version; what exactly, the views ask.
    Right(("wagtail_localize.submit_translation",), (*_AUTHORS, *_ORDER)),
    Right(_models("places", "topic", "district", "department", "venue", "audience"), _CHIEF),
    Right(_models("civic_pages", "rubric"), _CHIEF),
    Right(_models("wagtailredirects", "redirect"), _CHIEF),
    Right(_models("search", "synonyms"), _CHIEF),
    Right(_models("wagtailsearchpromotions", "searchpromotion"), _CHIEF),
    Right(("search.view_askedquery",), _CHIEF),
    Right(("home.change_sitesettings", "home.change_emergencybanner"), _HEADS),
    Right(("people.name_expert",), _EDITORS),
    Right(("people.admit_representative",), _HEADS),
    Right(("people.verify_at_desk",), (Role.CLERK,)),
    Right(("people.review_desk_checks",), _ADMINISTRATOR),
    Right(("people.view_user",), _ORDER),
    Right(("people.block_user", "people.decide_appeal"), _ORDER),
    Right(("people.give_roles", "people.switch_off_user"), _ADMINISTRATOR),
    Right(("people.export_users",), _ADMINISTRATOR),
    Right(("people.recover_factor",), _HEADS),
    Right(_models("core", "maildomain"), _ADMINISTRATOR),
    Right(("people.add_consenttext", "people.view_consenttext"), _ADMINISTRATOR),
    Right(("polls.add_poll", "polls.change_poll"), _EDITORS),
    Right(("polls.analyse_poll",), _AUTHORS),
    Right(("polls.publish_poll", "polls.delete_poll"), _CHIEF),
    Right(("polls.void_ballots",), _HEADS),
    Right(("polls.enter_paper_ballots",), (Role.CLERK,)),
    Right(("discussion.moderate",), _ORDER),
    Right(_models("discussion", "stopword"), _ORDER),
    # Decisions name rules for ever: there is no right to delete one. The chief editor translates them.
    Right(
        ("discussion.add_rule", "discussion.change_rule"),
        (Role.MODERATOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR),
    ),
    Right(("discussion.change_kindsettings",), _ADMINISTRATOR),
    Right(("discussion.answer_officially",), (Role.OFFICER,)),
    Right(("discussion.export_discussion",), (Role.OFFICER, Role.MODERATOR, Role.ADMINISTRATOR)),
)


def codes_of(role: Role) -> Iterator[str]:
    """What a role may do, as the table writes it."""
    for right in RIGHTS:
        if role in right.roles:
            yield from right.codes


def bring_up_to_date(apps: Any, schema_editor: Any = None) -> None:
    """Give every role's group what the table says, and nothing else. For migrations.

    What stands in the table for a model that does not exist yet at this migration is left to the
    next one.
    """
    _make_permissions(apps)
    group_model = apps.get_model("auth", "Group")
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in apps.get_model("auth", "Permission").objects.select_related(
            "content_type"
        )
    }
    for role, name in GROUPS.items():
        group, _created = group_model.objects.get_or_create(name=name)
        codes = tuple(codes_of(role))
        _set_plain(group, codes, permissions)
        _set_on_pages(apps, group, codes, permissions)
        _set_on_library(apps, group, codes, permissions)


def _make_permissions(apps: Any) -> None:
    """Django makes permissions after all migrations; the groups need them now."""
    labels = {code.split(".")[0] for right in RIGHTS for code in right.codes if "." in code}
    for config in apps.get_app_configs():
        if config.label in labels:
            # A migration's stand-in for the app has no module of models, which Django asks for.
            config.models_module = True
            create_permissions(config, apps=apps, verbosity=0)
            config.models_module = None


def _set_plain(group: Any, codes: tuple[str, ...], permissions: dict[str, Any]) -> None:
    group.permissions.set([permissions[code] for code in codes if code in permissions])


def _set_on_pages(
    apps: Any, group: Any, codes: tuple[str, ...], permissions: dict[str, Any]
) -> None:
    rows = apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group=group)
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    rows.delete()
    for code in codes:
        name = f"wagtailcore.{code.removeprefix(_PAGE)}_page"
        if root is not None and code.startswith(_PAGE) and name in permissions:
            rows.create(group=group, page=root, permission=permissions[name])


def _set_on_library(
    apps: Any, group: Any, codes: tuple[str, ...], permissions: dict[str, Any]
) -> None:
    rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group=group)
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    rows.delete()
    for code in codes:
        action = code.removeprefix(_LIBRARY)
        label = "wagtailimages" if action.endswith("_image") else "wagtaildocs"
        if code.startswith(_LIBRARY) and f"{label}.{action}" in permissions:
            rows.create(group=group, collection=root, permission=permissions[f"{label}.{action}"])
