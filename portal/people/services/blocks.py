"""Blocks and what their people say against them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from portal.people.models import Appeal, Block, User
from portal.people.services.roles import NotAllowed, may_act_on
from portal.people.services.telling import Moment, tell


def may_block(by: User, user: User) -> bool:
    """Not oneself, nobody of an equal or higher role, nobody who has left."""
    return may_act_on(by, user, "people.block_user", equals=False)


@transaction.atomic
def block(*, user: User, by: User, reason: str, until: datetime) -> Block:
    """Keep somebody from writing until a moment. Raises NotAllowed, ValidationError for one gone by."""
    if not may_block(by, user):
        raise NotAllowed
    now = timezone.now()
    if until <= now:
        raise ValidationError({"until": _("Choose a moment to come.")})
    row = Block.objects.create(user=user, by=by, reason=reason, begins_at=now, ends_at=until)
    user.__dict__.pop("_blocks", None)
    log(instance=user, action="people.block", user=by, data={"until": until.isoformat()})
    tell(
        user,
        _("You may not write on the portal until %(until)s"),
        _(
            "Reason: %(reason)s\n\nYou can read, sign in and manage your data as before. If you do not "
            "agree, you can appeal once: somebody else will look at it."
        ),
        {"until": Moment(until), "reason": reason},
        button=(_("Appeal against the block"), "account_blocks"),
    )
    return row


def may_lift(by: User, row: Block) -> bool:
    """Who may block may also lift, also what another has done; nobody their own."""
    return by.has_perm("people.block_user") and by.pk != row.user_id


@transaction.atomic
def lift(*, row: Block, by: User, reason: str) -> None:
    """End a block before its term. Raises NotAllowed, ValidationError for one that holds no more."""
    if not may_lift(by, row):
        raise NotAllowed
    _lift(row, by, reason)
    tell(
        row.user,
        _("You may write on the portal again"),
        _("The block was lifted early.\n\nReason: %(reason)s"),
        {"reason": reason},
    )


def _lift(row: Block, by: User, reason: str) -> None:
    lifted = Block.objects.filter(pk=row.pk, lifted_at=None, ends_at__gt=timezone.now()).update(
        lifted_at=timezone.now(), lifted_by=by, lift_reason=reason
    )
    if not lifted:
        raise ValidationError(_("This block holds no more."))
    row.refresh_from_db()
    row.user.__dict__.pop("_blocks", None)
    log(instance=row.user, action="people.unblock", user=by)


def may_appeal(user: User, row: Block) -> bool:
    """The person themselves, once, while the block holds."""
    return (
        row.user_id == user.pk
        and row.lifted_at is None
        and row.ends_at > timezone.now()
        and not Appeal.objects.filter(block=row).exists()
    )


@transaction.atomic
def appeal(*, row: Block, user: User, text: str) -> Appeal:
    """Say something against a block. Raises NotAllowed; IntegrityError where two say it at once."""
    if not may_appeal(user, row):
        raise NotAllowed
    made = Appeal.objects.create(block=row, text=text)
    log(instance=user, action="people.appeal", user=user)
    return made


def may_decide(by: User, row: Appeal) -> bool:
    """Somebody else than the one who blocked, and not the blocked person."""
    return by.has_perm("people.decide_appeal") and by.pk not in (row.block.by_id, row.block.user_id)


@transaction.atomic
def decide(*, row: Appeal, by: User, granted: bool, answer: str) -> None:
    """Answer an appeal; a granted one lifts the block. Raises NotAllowed, ValidationError."""
    if not may_decide(by, row):
        raise NotAllowed
    decided = Appeal.objects.filter(pk=row.pk, decided_at=None).update(
        decided_at=timezone.now(), decided_by=by, granted=granted, answer=answer
    )
    if not decided:
        raise ValidationError(_("Somebody has decided this already."))
    row.refresh_from_db()
    log(instance=row.block.user, action="people.appeal.decide", user=by, data={"granted": granted})
    if granted and row.block.lifted_at is None and row.block.ends_at > timezone.now():
        _lift(row.block, by, answer)
    if granted:
        subject, text = _("Your appeal is granted: you may write again"), _("Answer: %(answer)s")
    else:
        subject = _("Your appeal is refused")
        text = _(
            "Answer: %(answer)s\n\nThis decision is final. The block holds until %(until)s and then ends by "
            "itself. You can read, sign in and manage your data as before."
        )
    tell(row.block.user, subject, text, {"answer": answer, "until": Moment(row.block.ends_at)})
