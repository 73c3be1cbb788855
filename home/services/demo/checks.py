"""Checks at the desk and lost second factors of the demo people, one in each state they can be in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from home.services.demo.library import Library
from portal.people.desk.codes import as_typed, new_code
from portal.people.enums import Document
from portal.people.models import DeskCheck, FactorRecovery, User
from portal.people.person_hash import person_hashes
from portal.people.services.desk import CODE_LIVES

# On the newcomer's sheet of paper. No secret: it stands in the README and is printed by the command.
SHEET_CODE: Final = "KYNP-4679"
_BORN: Final = date(1990, 3, 8)


@dataclass(frozen=True, slots=True)
class Check:
    """A document shown by a demo person, so many days ago; what became of it after that."""

    person: str
    document: Document
    days_ago: int
    is_used: bool = False
    is_revoked: bool = False
    code: str = ""


CHECKS: Final = (
    Check("newcomer", Document.PASSPORT_CARD, 1, code=SHEET_CODE),
    Check("activist", Document.PASSPORT_BOOK, 40, is_used=True),
    Check("expert", Document.DIIA, 90, is_used=True),
    Check("resident", Document.DIIA, 9, is_revoked=True),
    Check("blocked", Document.RESIDENCE_PERMIT, 21),
)


def make_checks(people: dict[str, Any], library: Library) -> None:
    """What is there already is left as it is."""
    now = timezone.now()
    for check in CHECKS:
        user = people[check.person]
        if not user.desk_checks.exists():
            _record(check, user, people["clerk"], library, now)


def _record(check: Check, user: User, clerk: User, library: Library, now: datetime) -> None:
    known = person_hashes(f"demo {user.email}")[0]
    made = now - timedelta(days=check.days_ago)
    identity = getattr(user, "identity", None)
    DeskCheck.objects.create(
        user=user,
        clerk=clerk,
        person_hash=known.value,
        key_id=known.key_id,
        last_name=user.last_name,
        first_name=user.first_name,
        birth_date=identity.birth_date if identity else _BORN,
        district=library.terms["district", "dniprovskyi"],
        document=check.document,
        checked_on=timezone.localdate(made),
        created_at=made,
        code_hash=make_password(as_typed(check.code or new_code())),
        expires_at=made + CODE_LIVES,
        used_at=made + timedelta(hours=5) if check.is_used else None,
        revoked_at=made + timedelta(minutes=20) if check.is_revoked else None,
    )


def ask_for_recoveries(people: dict[str, Any]) -> None:
    """One that waits for a second member of staff, and one that was refused."""
    now = timezone.now()
    if not people["editor"].factor_recoveries.exists():
        FactorRecovery.objects.create(
            user=people["editor"],
            asked_by=people["administrator"],
            reason="Загубив телефон із застосунком; прийшов із посвідченням до кабінету 12.",
            asked_at=now - timedelta(hours=3),
        )
    if not people["moderator"].factor_recoveries.exists():
        FactorRecovery.objects.create(
            user=people["moderator"],
            asked_by=people["administrator"],
            reason="Дзвінок із незнайомого номера: просить зняти ключ негайно.",
            asked_at=now - timedelta(days=12),
            decided_by=people["chief"],
            decided_at=now - timedelta(days=11, hours=22),
            granted=False,
        )
