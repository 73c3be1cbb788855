"""What the demo people do for the city, how sure the portal is of them, and what they ask of it.

Every state that an account can be in: proven by a service, at a desk, not at all; an officer of one
department, an expert with a page, a request and an appeal that wait for an answer.
"""

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from home.services.demo.checks import ask_for_recoveries, make_checks
from home.services.demo.library import Library
from home.services.demo.people import ROLES
from portal.people.enums import Level, RequestState, Role
from portal.people.identity.gov_ua import GovUa
from portal.people.identity.providers import DESK
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
    _deputy(people["deputy"], library)
    _expert(people["expert"], people["editor"], library)
    _request(people["activist"])
    _answered_requests(people)
    _block(people["blocked"], people["moderator"])
    _lifted_block(people["activist"], people)
    make_checks(people, library)
    ask_for_recoveries(people)


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
            "source": DESK if level == Level.DESK else GovUa.name,
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


def _deputy(user: User, library: Library) -> None:
    DepartmentMember.objects.get_or_create(
        user=user,
        department=library.terms["department", "komunikatsii"],
        defaults={"position": "Заступниця директора департаменту"},
    )


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


def _answered_requests(people: dict[str, Any]) -> None:
    """One that was granted, one that was refused."""
    now = timezone.now()
    for user, state, position, text, answer in (
        (
            people["expert"],
            RequestState.GRANTED,
            "Експертка з міського озеленення",
            "Працюю з міськими деревами двадцять років, викладаю в університеті.",
            "Вітаємо серед експертів.",
        ),
        (
            people["newcomer"],
            RequestState.REFUSED,
            "Студент",
            "Цікавлюся транспортом.",
            "Розкажіть, будь ласка, про свій досвід: де і ким ви працювали.",
        ),
    ):
        if not user.role_requests.exists():
            RoleRequest.objects.create(
                user=user,
                role=Role.EXPERT,
                position=position,
                text=text,
                made_at=now - timedelta(days=100),
                state=state,
                decided_by=people["editor"],
                decided_at=now - timedelta(days=97),
                answer=answer,
            )


def _lifted_block(user: User, people: dict[str, Any]) -> None:
    """A block that an appeal ended."""
    if user.blocks.exists():
        return
    began = timezone.now() - timedelta(days=60)
    block = Block.objects.create(
        user=user,
        by=people["moderator"],
        reason="Реклама в обговоренні (пункт 5 правил спільноти).",
        begins_at=began,
        ends_at=began + _BLOCKED_FOR,
        lifted_at=began + timedelta(days=2),
        lifted_by=people["administrator"],
        lift_reason="Посилання вело на сторінку громадської організації, а не на магазин.",
    )
    Appeal.objects.create(
        block=block,
        text="Я дав посилання на сторінку нашої організації: вона нічого не продає.",
        made_at=began + timedelta(hours=3),
        decided_by=people["administrator"],
        decided_at=began + timedelta(days=2),
        granted=True,
        answer="Посилання вело на сторінку громадської організації, а не на магазин.",
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
