"""Profiles and requests for roles: what people write about themselves."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from portal.core.ukrainian.transliteration import slugify as slug_of
from portal.people.enums import RequestState, Role
from portal.people.models import RoleRequest, User
from portal.places.models import Topic


@transaction.atomic
def save_profile(*, user: User, form: Any) -> User:
    """Save a valid form of the profile. Nothing is logged: it is the person's own."""
    saved: User = form.save()
    return saved


@transaction.atomic
def open_page(*, user: User, is_public: bool, shows_participation: bool) -> User:
    """Open or close the public page of an expert or official; its address is made at the first opening.

    Raises PermissionError for who may have none.
    """
    if is_public and not may_have_page(user):
        raise PermissionError("Only experts and officials have a public page.")
    user.is_public, user.shows_participation = is_public, shows_participation
    if is_public and not user.public_slug:
        user.public_slug = _free_slug(user)
    user.save(update_fields=["is_public", "shows_participation", "public_slug"])
    log(instance=user, action="people.page", user=user, data={"open": is_public})
    return user


def may_have_page(user: User) -> bool:
    """Whether the person is an expert or acts for a department."""
    return user.erased_at is None and (hasattr(user, "expert") or user.departments.exists())


def _free_slug(user: User) -> str:
    wanted = (slug_of(user.public_name) or slugify(user.public_name) or "storinka")[:70].strip("-")
    taken = set(
        User.objects.filter(public_slug__startswith=wanted).values_list("public_slug", flat=True)
    )
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def asks_for(user: User, role: Role) -> bool:
    """Whether a request for this role is being considered."""
    return RoleRequest.objects.filter(user=user, role=role, state=RequestState.PENDING).exists()


@transaction.atomic
def ask_for_role(
    *, user: User, role: Role, topics: list[Topic] | None = None, **fields: str
) -> RoleRequest:
    """Ask to be an expert or a representative.

    Raises IntegrityError when a request for the same role is being considered.
    """
    request = RoleRequest.objects.create(user=user, role=role, **fields)
    request.topics.set(topics or [])
    log(instance=user, action="people.role_asked", user=user, data={"role": role.value})
    return request
