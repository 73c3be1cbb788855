"""Checks at a desk: recorded by a clerk, confirmed by the person with a code, revoked."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar, Final

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from portal.people.desk.codes import as_typed, new_code
from portal.people.enums import Document, Level
from portal.people.identity.facts import ProvedFacts, hashes_of
from portal.people.identity.providers import DESK
from portal.people.models import DeskCheck, Identity, User
from portal.people.person_hash import PersonHash
from portal.people.services.identity import attach, detach

CODE_LIVES: Final = timedelta(days=14)
MOST_TRIES: Final = 5
# For review, after the code has run out.
KEEP_UNUSED: Final = timedelta(days=90)
VERIFY: Final = "people.verify_at_desk"
REVIEW: Final = "people.review_desk_checks"


class DeskRefused(Exception):
    """Not done; `message` says why to who asked, and tells nothing of other accounts."""

    message: ClassVar[str | Promise] = ""


class OwnCheck(DeskRefused):
    message = _("Nobody checks their own document: ask a colleague.")


class ConfirmedAlready(DeskRefused):
    message = _("This person is already confirmed.")


class AccountTaken(DeskRefused):
    message = _("The account with this address belongs to another confirmed person.")


class AccountOff(DeskRefused):
    message = _("The account with this address is switched off.")


class CheckOpen(DeskRefused):
    message = _(
        "This account has a check whose code was not entered yet. Revoke that one first if the sheet is lost."
    )


class NoOpenCheck(DeskRefused):
    message = _(
        "No check waits for a code on this account. Did you sign in with the address you gave at the desk?"
    )


class CodeOver(DeskRefused):
    message = _("This code is not valid any more. Come to the desk again for a new one.")


class WrongCode(DeskRefused):
    message = _("This is not the code from your sheet.")

    def __init__(self, tries_left: int) -> None:
        super().__init__()
        self.tries_left = tries_left


@dataclass(frozen=True, slots=True)
class SeenDocument:
    """What a clerk read in a document and typed. `number` is hashed at once and goes no further."""

    number: str = field(repr=False)
    last_name: str = field(repr=False)
    first_name: str = field(repr=False)
    middle_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    district_id: int | None
    document: Document
    checked_on: date


@dataclass(frozen=True, slots=True)
class Recorded:
    """A check with its code, which is told this once."""

    check: DeskCheck
    code: str = field(repr=False)
    is_new_account: bool


def record_check(*, clerk: User, email: str, seen: SeenDocument) -> Recorded:
    """Write down that a clerk checked a document for the account with an address; makes one if needed.

    Raises PermissionDenied, DeskRefused, ValueError when the number has no signs.
    """
    if not clerk.has_perm(VERIFY):
        raise PermissionDenied
    hashes = hashes_of(seen.number)
    code = new_code()
    # Slow on purpose, so before the transaction.
    code_hash = make_password(code)
    with transaction.atomic():
        user, is_new = _account(email)
        _refuse(clerk, user, [one.value for one in hashes])
        _close_dead(user)
        try:
            with transaction.atomic():
                check = DeskCheck.objects.create(
                    user=user,
                    clerk=clerk,
                    person_hash=hashes[0].value,
                    key_id=hashes[0].key_id,
                    last_name=seen.last_name,
                    first_name=seen.first_name,
                    middle_name=seen.middle_name,
                    birth_date=seen.birth_date,
                    district_id=seen.district_id,
                    document=seen.document,
                    checked_on=seen.checked_on,
                    code_hash=code_hash,
                    expires_at=timezone.now() + CODE_LIVES,
                )
        except IntegrityError as error:
            raise CheckOpen from error
        _log("record", check, clerk, document=seen.document, new_account=is_new)
    return Recorded(check, code, is_new)


def confirm_check(*, user: User, code: str) -> Identity:
    """The person enters the code of their sheet: their account gets the level of the desk.

    Raises NoOpenCheck, CodeOver, WrongCode, and what `attach` refuses. Each try is counted before the
    code is looked at.
    """
    check = DeskCheck.objects.filter(user=user, used_at=None, revoked_at=None).first()
    if check is None:
        raise NoOpenCheck
    if check.expires_at <= timezone.now() or check.key_id != _present_key_id():
        raise CodeOver
    alive = DeskCheck.objects.filter(pk=check.pk, tries__lt=MOST_TRIES)
    if not alive.update(tries=F("tries") + 1):
        raise CodeOver
    if not check_password(as_typed(code), check.code_hash):
        check.refresh_from_db(fields=["tries"])
        raise WrongCode(max(0, MOST_TRIES - check.tries))
    with transaction.atomic():
        waiting = DeskCheck.objects.filter(pk=check.pk, used_at=None, revoked_at=None)
        if not waiting.update(used_at=timezone.now()):
            raise NoOpenCheck
        identity = attach(user=user, facts=_facts(check))
        _log("confirm", check, user)
    return identity


def revoke_check(*, check: DeskCheck, actor: User) -> None:
    """Take a check back; if it is what the account's level stands on, the level goes too.

    A clerk takes back their own, a reviewer any. Raises PermissionDenied. Twice does no harm.
    """
    if not may_revoke(check, actor):
        raise PermissionDenied
    with transaction.atomic():
        standing = DeskCheck.objects.filter(pk=check.pk, revoked_at=None)
        if not standing.update(revoked_at=timezone.now()):
            return
        identity = Identity.objects.filter(
            user_id=check.user_id, source=DESK, person_hash=check.person_hash
        ).first()
        check.refresh_from_db()
        if check.used_at is not None and identity is not None:
            detach(identity=identity, actor=actor)
        _log("revoke", check, actor, was_used=check.used_at is not None)


def forget_unused() -> int:
    """Periodic work: remove checks that nobody confirmed, some time after their code. Returns how many."""
    over = timezone.now() - KEEP_UNUSED
    return DeskCheck.objects.filter(used_at=None, expires_at__lt=over).delete()[0]


def may_revoke(check: DeskCheck, actor: User) -> bool:
    """Whether somebody may take this check back; nobody does it for their own account."""
    if check.user_id == actor.pk:
        return False
    return actor.has_perm(REVIEW) or (actor.has_perm(VERIFY) and check.clerk_id == actor.pk)


def _account(email: str) -> tuple[User, bool]:
    """The account with an address, whatever its letters' case; a new one without a password if there is none."""
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is None:
        proved = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
        user = (
            User.objects.select_for_update().filter(pk=proved.user_id).first() if proved else None
        )
    if user is not None:
        return user, False
    # The address is not confirmed by this: the person does it when they first sign in.
    try:
        with transaction.atomic():
            user = User.objects.create_user(email.lower())
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    except IntegrityError:
        # Another clerk, or the person at home, was quicker by a moment.
        return User.objects.select_for_update().get(email__iexact=email), False
    return user, True


def _refuse(clerk: User, user: User, hashes: list[str]) -> None:
    """Raises the DeskRefused that stands in the way."""
    if user.pk == clerk.pk:
        raise OwnCheck
    if not user.is_active or user.erased_at is not None:
        raise AccountOff
    for identity in Identity.objects.filter(Q(person_hash__in=hashes) | Q(user=user)):
        if identity.person_hash in hashes and identity.user_id == clerk.pk:
            raise OwnCheck
        if identity.person_hash not in hashes:
            raise AccountTaken
        # The same person at the same desk again may have a new name or address.
        if identity.user_id != user.pk or identity.level > Level.DESK:
            raise ConfirmedAlready


def _close_dead(user: User) -> None:
    """Checks whose code cannot be entered any more make room for a new one."""
    now = timezone.now()
    dead = Q(expires_at__lte=now) | Q(tries__gte=MOST_TRIES) | ~Q(key_id=_present_key_id())
    DeskCheck.objects.filter(dead, user=user, used_at=None, revoked_at=None).update(revoked_at=now)


def _facts(check: DeskCheck) -> ProvedFacts:
    return ProvedFacts(
        hashes=(PersonHash(check.person_hash, check.key_id),),
        last_name=check.last_name,
        first_name=check.first_name,
        middle_name=check.middle_name,
        birth_date=check.birth_date,
        district_id=check.district_id,
        level=Level.DESK,
        source=DESK,
    )


def _present_key_id() -> str:
    """Under another key the database could not tell whether the person has an account already."""
    return hashes_of("0")[0].key_id


def _log(what: str, check: DeskCheck, actor: User, **data: object) -> None:
    log(
        instance=check,
        action=f"people.desk_{what}",
        user=actor,
        title=f"#{check.pk}",
        data={"account": check.user_id, **data},
    )
