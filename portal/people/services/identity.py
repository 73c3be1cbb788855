"""A proven person and an account: joined, told again, parted. One person, one account."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from portal.core import letters
from portal.people.enums import Level
from portal.people.identity.facts import ProvedFacts
from portal.people.models import Identity, User
from portal.people.services.levels import refresh_level

_NOTE: Final = gettext_noop("You get this e-mail because your account on the portal was changed.")


class AttachRefused(Exception):
    """The proven person does not become this account's."""


class PersonTaken(AttachRefused):
    """The person is confirmed on another account. Which one is told to nobody."""


class OtherPerson(AttachRefused):
    """The account belongs to another proven person already."""


class AccountGone(AttachRefused):
    """The account is switched off or its person has left."""


def user_of(facts: ProvedFacts) -> User | None:
    """The account of a proven person, found under any key that ever hashed their number."""
    identity = Identity.objects.select_related("user").filter(person_hash__in=facts.values).first()
    return identity.user if identity else None


def attach(*, user: User, facts: ProvedFacts, fill_names: bool = False) -> Identity:
    """Make the account the proven person's, or bring what is known of them up to date.

    A weaker proof than the account has leaves its facts as they are. A hash under an old key is
    written anew. `fill_names`: the account is new and takes the person's names for its own. Raises
    PersonTaken, OtherPerson, AccountGone; two accounts racing for one person: the database lets one win.
    """
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if not locked.is_active or locked.erased_at is not None:
            raise AccountGone
        identity, is_new, level_before = _written(locked, facts)
        if fill_names and not (locked.first_name or locked.last_name):
            locked.first_name, locked.last_name = facts.first_name, facts.last_name
            locked.save(update_fields=["first_name", "last_name"])
        refresh_level(locked)
        if is_new or facts.level > level_before:
            log(
                instance=locked,
                action="people.identity_attach",
                user=locked,
                title=f"#{locked.pk}",
                data={"source": facts.source, "level": int(facts.level)},
            )
            _tell(locked, facts)
    # Level, names and the remembered identity of the caller's object are not true any more.
    user.refresh_from_db()
    return identity


def detach(*, identity: Identity, actor: User) -> None:
    """Take the proof off an account: the person may confirm another one afterwards."""
    with transaction.atomic():
        user = identity.user
        source = identity.source
        identity.delete()
        refresh_level(user)
        log(
            instance=user,
            action="people.identity_detach",
            user=actor,
            title=f"#{user.pk}",
            data={"source": source},
        )
        with translation.override(user.language):
            letters.post(
                to=user.email,
                language=user.language,
                name=user.first_name,
                subject=_("Your identity is no longer confirmed"),
                text=_(
                    "The confirmation of your identity was revoked. What you did before stays; to vote or support initiatives again, confirm who you are once more.\n\n"
                    "If you do not know why, write to us: our contacts are at the foot of this e-mail."
                ),
                button=(_("Confirm who you are"), reverse("account_levels")),
                note=_(_NOTE),
            )


def _written(user: User, facts: ProvedFacts) -> tuple[Identity, bool, int]:
    """The account's identity as it is now, whether it is new, and its level before (0 when new)."""
    mine_or_theirs = Q(person_hash__in=facts.values) | Q(user=user)
    known = list(Identity.objects.select_for_update().filter(mine_or_theirs))
    if any(identity.user_id != user.pk for identity in known):
        raise PersonTaken
    if not known:
        try:
            with transaction.atomic():
                return Identity.objects.create(user=user, **_columns(facts)), True, 0
        except IntegrityError as error:
            # Somebody was quicker: this person on another account, or another person on this one.
            taken = Identity.objects.filter(person_hash__in=facts.values).exclude(user=user)
            raise (PersonTaken if taken.exists() else OtherPerson) from error
    identity = known[0]
    if identity.person_hash not in facts.values:
        raise OtherPerson
    before = identity.level
    present = facts.hashes[0]
    if facts.level >= before:
        for name, value in _columns(facts).items():
            # An address that says nothing this time does not take back what was proven before.
            if name not in {"district_id", "birth_date"} or value is not None:
                setattr(identity, name, value)
        identity.verified_at = timezone.now()
        identity.save()
    elif identity.key_id != present.key_id:
        identity.person_hash, identity.key_id = present.value, present.key_id
        identity.save(update_fields=["person_hash", "key_id"])
    return identity, False, before


def _columns(facts: ProvedFacts) -> dict[str, Any]:
    present = facts.hashes[0]
    return {
        "person_hash": present.value,
        "key_id": present.key_id,
        "last_name": facts.last_name,
        "first_name": facts.first_name,
        "middle_name": facts.middle_name,
        "birth_date": facts.birth_date,
        "district_id": facts.district_id,
        "level": int(facts.level),
        "source": facts.source,
    }


def _tell(user: User, facts: ProvedFacts) -> None:
    """The person learns of it by letter: somebody else might have done it."""
    with translation.override(user.language):
        how = _("at a desk") if facts.level == Level.DESK else _("electronically")
        letters.post(
            to=user.email,
            language=user.language,
            name=user.first_name,
            subject=_("Your identity is confirmed"),
            text=_(
                "Your identity was confirmed %(how)s. You can now vote and support initiatives wherever the portal asks for a confirmed person.\n\n"
                "We keep your name, your date of birth and, if it was confirmed, your district. Your taxpayer number and the number of your document are not kept.\n\n"
                "If it was not you, sign in, end all other sessions and write to us: our contacts are at the foot of this e-mail."
            )
            % {"how": how},
            button=(_("Security of the account"), reverse("mfa_index")),
            note=_(_NOTE),
        )
