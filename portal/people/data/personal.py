"""What this room keeps of people, what a copy holds of it, and what becomes of it when they leave."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from portal.core.personal_data import (
    Erasure,
    PersonalData,
    Row,
    alike,
    register,
    values_of,
)
from portal.people.data.shell import make_shell
from portal.people.data.sign_ins import way_in_words
from portal.people.data.storage import private_storage
from portal.people.enums import STAFF_ROLES
from portal.people.identity.providers import source_in_words
from portal.people.models import Block, DataExport, DepartmentMember, User
from portal.people.roles import GROUPS

# Half a year to go to court against a decision of an authority (Code of Administrative Judicial
# Procedure, art. 122), during which the decision must still be there.
KEEP_BLOCKS: Final = timedelta(days=183)
_DECIDED = _("the city answers for what it publishes and decides")
_AS_LONG_AS_ROW = _("as long as what was decided")
_BLOCKS_REASON = _("a decision that can be appealed against in court for six months")
_BLOCKS_TERM = _("six months after the end of the block")
STAFF_GROUPS: Final = frozenset(GROUPS[role] for role in STAFF_ROLES)


def register_people() -> None:
    """Called in `PeopleConfig.ready`."""
    register(_account(), *_deleted(), *_deleted_with_more(), *_order(), *_decisions())


def _account() -> PersonalData:
    fields = {field.name: field for field in User._meta.local_fields}
    labels = {name: fields[name].verbose_name for name in _ACCOUNT_FIELDS}
    return PersonalData(
        model="people.user",
        key="pk",
        title=_("Account"),
        rows=_account_rows,
        labels={
            **labels,
            "topics": _("topics that interest you"),
            "roles": _("roles"),
        },
        erasure=Erasure.ANONYMISE,
        anonymise=make_shell,
        reason=_("what stays below needs a row to hang on: an empty one, without name and address"),
        term=_("until nothing hangs on it; deleted at once when nothing stays"),
    )


_ACCOUNT_FIELDS: Final = (
    "email",
    "last_name",
    "first_name",
    "shown_name",
    "about",
    "district",
    "language",
    "level",
    "public_slug",
    "is_public",
    "shows_participation",
    "date_joined",
    "last_login",
)


def _account_rows(user: AbstractBaseUser) -> Iterator[Row]:
    person = User.objects.get(pk=user.pk)
    yield {
        **values_of(person, _ACCOUNT_FIELDS),
        "topics": [str(topic) for topic in person.topics.all()],
        "roles": list(person.groups.values_list("name", flat=True)),
    }


def _deleted() -> list[PersonalData]:
    facts = ("last_name", "first_name", "middle_name", "birth_date", "district")
    return alike(
        ("people.consent.user", _("Consents"), ("text", "given_at", "withdrawn_at")),
        ("people.signin.user", _("History of sign-ins"), ("at", "method", "network", "device")),
        (
            "people.addresschange.user",
            _("Change of address under way"),
            ("new_email", "asked_at", "expires_at"),
        ),
        (
            "people.identity.user",
            _("Proven identity with the hash of the number"),
            (*facts, "level", "source", "verified_at", "person_hash"),
        ),
        (
            "people.deskcheck.user",
            _("Checks at a desk"),
            (*facts, "document", "checked_on", "created_at", "used_at", "revoked_at"),
        ),
        (
            "people.identityattempt.user",
            _("Ways to an identity provider"),
            _("it lasts for half an hour"),
        ),
        (
            "people.factorrecovery.user",
            _("Recoveries of a second factor"),
            ("reason", "asked_at", "decided_at", "granted"),
        ),
        ("people.expert.user", _("Page of an expert"), ("position", "topics", "named_at")),
        (
            "people.rolerequest.user",
            _("Requests for roles"),
            (
                *("role", "position", "organisation", "edrpou", "topics", "text"),
                *("made_at", "state", "decided_at", "answer"),
            ),
        ),
        erasure=Erasure.DELETE,
        labels={"text": _("text")},
        words={"method": way_in_words, "source": source_in_words},
    )


def _deleted_with_more() -> list[PersonalData]:
    """The same, where files go with the rows, or duties have to be handed over."""
    return [
        PersonalData(
            model="people.dataexport",
            key="user",
            title=_("Copies of the data"),
            fields=("asked_at", "ready_at", "expires_at", "size"),
            erasure=Erasure.DELETE,
            before_delete=_remove_copies,
        ),
        PersonalData(
            model="people.user_groups",
            key="user",
            title=_("Roles"),
            not_exported=_("it stands with the account"),
            erasure=Erasure.DELETE,
            held=lambda user: User.groups.through.objects.filter(
                user=user.pk, group__name__in=STAFF_GROUPS
            ).count(),
            hand_over=_("roles in the administration: an administrator takes them over"),
        ),
        PersonalData(
            model="people.departmentmember",
            key="user",
            title=_("Duties for departments"),
            fields=("department", "position"),
            erasure=Erasure.DELETE,
            held=lambda user: DepartmentMember.objects.filter(user=user.pk).count(),
            hand_over=_("duties for departments: an administrator gives them to somebody else"),
        ),
    ]


def _order() -> list[PersonalData]:
    return [
        PersonalData(
            model="people.block",
            key="user",
            title=_("Blocks"),
            fields=("reason", "begins_at", "ends_at", "lifted_at"),
            erasure=Erasure.KEEP,
            reason=_BLOCKS_REASON,
            term=_BLOCKS_TERM,
            release=forget_blocks,
        ),
        PersonalData(
            model="people.appeal",
            key="block__user",
            title=_("Appeals"),
            fields=("text", "made_at", "decided_at", "granted", "answer"),
            erasure=Erasure.KEEP,
            reason=_BLOCKS_REASON,
            term=_BLOCKS_TERM,
        ),
    ]


def _decisions() -> list[PersonalData]:
    """What staff decided about others: their key stays, the others' data is not theirs to take along."""
    return alike(
        ("people.expert.named_by", _("Experts named"), ("named_at",)),
        ("people.rolerequest.decided_by", _("Requests decided"), ("role", "decided_at")),
        ("people.deskcheck.clerk", _("Checks made at a desk"), ("created_at",)),
        ("people.block.by", _("Blocks imposed"), ("begins_at", "ends_at")),
        ("people.block.lifted_by", _("Blocks lifted"), ("lifted_at",)),
        ("people.appeal.decided_by", _("Appeals decided"), ("decided_at",)),
        ("people.factorrecovery.asked_by", _("Recoveries asked for"), ("asked_at",)),
        ("people.factorrecovery.decided_by", _("Recoveries decided"), ("decided_at",)),
        erasure=Erasure.KEEP,
        reason=_DECIDED,
        term=_AS_LONG_AS_ROW,
    )


def forget_blocks(at: datetime) -> int:
    """Remove blocks of people who left, once nobody can go to court over them; returns how many rows."""
    over = Block.objects.filter(user__erased_at__isnull=False, ends_at__lt=at - KEEP_BLOCKS)
    return over.delete()[0]


def _remove_copies(user: AbstractBaseUser) -> Callable[[], object]:
    names = list(
        DataExport.objects.filter(user=user.pk).exclude(file="").values_list("file", flat=True)
    )

    def remove() -> None:
        for name in names:
            private_storage().delete(name)

    return remove
