"""What the demo people do for the city, how sure the portal is of them, and what they ask of it.

Every state that an account can be in: proven by a service, at a desk, not at all; an officer of one
department, an expert with a page, a request and an appeal that wait for an answer.
"""

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from home.services.demo.library import Library
from home.services.demo.people import ROLES
from portal.people.enums import Level, Role
from portal.people.models import (
    Appeal,
    Block,
    DepartmentMember,
    Expert,
    Identity,
    RoleRequest,
    User,
)
from portal.people.person_hash import person_hashes
from portal.people.services.levels import refresh_level

_BORN: Final = date(1984, 5, 17)
_BLOCKED_FOR: Final = timedelta(days=30)


def give_duties(people: dict[str, Any], library: Library) -> None:
    """Bring every demo person into their state; what is there already is left as it is."""
    for role in ROLES:
        if role.level >= Level.DESK:
            _prove(people[role.name], role.level, library)
    _officer(people["officer"], library)
    _expert(people["expert"], people["editor"], library)
    _request(people["activist"])
    _block(people["blocked"], people["moderator"])


def _prove(user: User, level: Level, library: Library) -> None:
    known = person_hashes(f"demo {user.email}")[0]
    Identity.objects.get_or_create(
        user=user,
        defaults={
            "person_hash": known.value,
            "key_id": known.key_id,
            "last_name": user.last_name,
            "first_name": user.first_name,
            "birth_date": _BORN,
            "district": library.terms["district", "dniprovskyi"],
            "level": level,
            "source": "desk" if level == Level.DESK else "demo",
        },
    )
    refresh_level(user)


def _officer(user: User, library: Library) -> None:
    DepartmentMember.objects.get_or_create(
        user=user,
        department=library.terms["department", "komunikatsii"],
        defaults={"position": "Головний спеціаліст відділу консультацій з громадськістю"},
    )
    _open_page(user, "vasyl-diievyi", "Веду консультації з громадськістю і районні форуми.")


def _expert(user: User, editor: User, library: Library) -> None:
    expert, _made = Expert.objects.get_or_create(
        user=user,
        defaults={"position": "Експертка з міського озеленення", "named_by": editor},
    )
    expert.topics.add(library.terms["topic", "ekolohiia"])
    _open_page(
        user,
        "iryna-znaiko",
        "Двадцять років доглядаю за деревами міста і пояснюю, чому це важливо.",
    )


def _open_page(user: User, slug: str, about: str) -> None:
    if user.public_slug:
        return
    user.public_slug, user.is_public, user.about = slug, True, about
    user.shown_name = user.shown_name or user.get_full_name()
    user.save(update_fields=["public_slug", "is_public", "about", "shown_name"])


def _request(user: User) -> None:
    if not user.role_requests.exists():
        RoleRequest.objects.create(
            user=user,
            role=Role.REPRESENTATIVE,
            organisation="ГО «Зелений двір»",
            edrpou="32855961",
            position="Голова правління",
            text="Організація працює в Дніпровському районі з 2016 року. Статут і протокол обрання надішлю.",
        )


def _block(user: User, moderator: User) -> None:
    if user.blocks.exists():
        return
    now = timezone.now()
    block = Block.objects.create(
        user=user,
        by=moderator,
        reason="Образи інших учасників після двох попереджень (пункт 3 правил спільноти).",
        begins_at=now,
        ends_at=now + _BLOCKED_FOR,
    )
    Appeal.objects.create(
        block=block,
        text="Я відповідав на образу, а не починав сварку. Прошу переглянути всю розмову.",
    )
