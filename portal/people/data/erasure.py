"""Leaving: what a person must hand over first, and what becomes of everything else."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from portal.core import letters
from portal.core.pagecache import stamp
from portal.core.personal_data import Erasure, PersonalData, keys_to_users, registered
from portal.people.data import departures
from portal.people.data.packages import ERASED_LABEL
from portal.people.data.shell import make_shell
from portal.people.models import User

logger = logging.getLogger(__name__)

_ACCOUNT = "people.user.pk"


@dataclass(frozen=True, slots=True)
class Held:
    """Something that has to be handed over first; `count` pieces of it."""

    what: str
    count: int


class StillHeld(Exception):
    """Somebody cannot leave yet. `held` says what has to be handed over, in words."""

    def __init__(self, held: list[Held]) -> None:
        super().__init__("; ".join(f"{each.what}: {each.count}" for each in held))
        self.held = held


def held_by(user: User) -> list[Held]:
    """What a person must hand over before they can leave; empty for nearly everybody."""
    held = [
        Held(str(entry.hand_over), count)
        for entry in registered()
        if entry.held is not None and (count := entry.held(user))
    ]
    if is_last_administrator(user):
        held.append(Held(_("the portal itself: nobody else could administer it"), 1))
    return held


def is_last_administrator(user: User) -> bool:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and not others.exists()


def what_stays(user: User) -> tuple[list[PersonalData], list[PersonalData]]:
    """What there is of this person that would stay, and what else would if there were any.

    For the page that asks whether somebody really wants to leave. The row of the account stays only while
    something hangs on it.
    """
    stays = [entry for entry in registered() if entry.erasure is not Erasure.DELETE]
    there = [
        entry
        for entry in stays
        if (_is_needed(user) if entry.name == _ACCOUNT else _is_there(entry, user))
    ]
    return there, [entry for entry in stays if entry not in there]


def _is_there(entry: PersonalData, user: User) -> bool:
    if entry.rows is not None:
        return next(iter(entry.rows(user)), None) is not None
    return bool(entry.of(user).exists())


def what_goes(user: User) -> list[PersonalData]:
    """What there is of this person that would go."""
    goes = [entry for entry in registered() if entry.erasure is Erasure.DELETE]
    return [entry for entry in goes if _is_there(entry, user)]


def erase(user: User, *, at: datetime | None = None) -> None:
    """Remove a person: one transaction, then files and the letter to their address.

    Their sessions end at once, on every device. The row of the account goes too unless something that
    stays hangs on it; then it is left empty. Raises StillHeld before anything is done.
    """
    at = at or timezone.now()
    with transaction.atomic():
        # Two tabs at once: the second waits and finds nobody.
        person = User.objects.select_for_update().filter(pk=user.pk, erased_at=None).first()
        if person is None:
            return
        # Every administrator is locked, so that two who leave at once do not both count on the other.
        if person.is_superuser:
            list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk"))
        if held := held_by(person):
            raise StillHeld(held)
        _say_goodbye(person)
        departures.remember(person, at)
        _erase(person, at)


def erase_again(at: datetime | None = None) -> int:
    """Remove once more who had left before an older state of the database was put back.

    They are not asked to hand anything over and get no second letter. Called after a restore and daily by
    the worker, for a database may be put back by other means. Returns how many were removed.
    """
    marks = departures.known()
    if not marks:
        return 0
    back = [
        user.pk
        for user in User.objects.filter(erased_at=None).only("date_joined").iterator()
        if not marks.isdisjoint(departures.marks_of(user))
    ]
    for key in back:
        with transaction.atomic():
            person = User.objects.select_for_update().filter(pk=key, erased_at=None).first()
            if person is not None:
                _erase(person, at or timezone.now())
    if back:
        logger.warning("%d people had left and were back; they are removed again", len(back))
    return len(back)


def release(at: datetime | None = None) -> int:
    """Let go of what was kept and whose term is over, and of empty accounts on which nothing hangs.

    What was being written while its person left may have come after them: it goes here. Returns how many
    accounts went. Called daily by the worker.
    """
    at = at or timezone.now()
    for entry in registered():
        if entry.erasure is Erasure.DELETE:
            late = {f"{entry.key}__erased_at__isnull": False}
            entry.model_class()._default_manager.filter(**late).delete()
    for entry in registered():
        if entry.release is not None:
            entry.release(at)
    shells = User.objects.filter(erased_at__isnull=False)
    for model, key in _keys_that_stay():
        rows = model._default_manager.filter(**{key: models.OuterRef("pk")})
        shells = shells.exclude(models.Exists(rows))
    count = 0
    for shell in shells.order_by("pk")[:1000]:
        shell.delete()
        count += 1
    return count


def _erase(person: User, at: datetime) -> None:
    """All that is theirs, inside a transaction; files go after its commit."""
    was_seen = person.is_public or hasattr(person, "expert")
    after = _erase_rows(person, at)
    if _is_needed(person):
        make_shell(person, at)
        log(instance=person, action="people.erase", title=ERASED_LABEL)
    else:
        _log_deletion(person)
        person.delete()
    if was_seen:
        stamp.bump()
    for function in after:
        transaction.on_commit(function, robust=True)


def _erase_rows(person: User, at: datetime) -> list[Callable[[], object]]:
    """Everything but the account's own row; returns what is to be done after the commit."""
    after = []
    entries = [entry for entry in registered() if entry.name != _ACCOUNT]
    for entry in entries:
        if entry.before_delete is not None:
            after.append(entry.before_delete(person))
        if entry.anonymise is not None:
            entry.anonymise(person, at)
    for entry in entries:
        if entry.erasure is Erasure.DELETE:
            rows = entry.of(person)
            _rename_in_log(entry, rows)
            rows.delete()
    return after


def _rename_in_log(entry: PersonalData, rows: models.QuerySet[models.Model]) -> None:
    """The log names its objects by their words, which may be a person's name or address."""
    kind = ContentType.objects.get_for_model(entry.model_class())
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    if keys:
        about = ModelLogEntry.objects.filter(content_type=kind, object_id__in=keys)
        about.update(label=ERASED_LABEL)


def _is_needed(person: User) -> bool:
    """Whether something still hangs on the account."""
    return any(
        model._default_manager.filter(**{key: person.pk}).exists()
        for model, key in _keys_that_stay()
    )


def _keys_that_stay() -> list[tuple[type[models.Model], str]]:
    keys = keys_to_users()
    return [
        (entry.model_class(), entry.key)
        for entry in registered()
        if entry.erasure is not Erasure.DELETE and entry.name in keys
    ]


def _log_deletion(person: User) -> None:
    log(instance=person, action="people.erase", title=ERASED_LABEL, deleted=True)


def _say_goodbye(person: User) -> None:
    """To the address that goes: the last letter it gets."""
    with translation.override(person.language):
        letters.post(
            to=person.email,
            language=person.language,
            name=person.first_name,
            subject=_("Your account is deleted"),
            text=_(
                "Your account on the portal and your personal data have been deleted at your request.\n\n"
                "What the law or an honest count of votes requires us to keep stays without your name. "
                "Backup copies made before today hold your data for 30 days at most; they are used only to "
                "restore the portal after an accident, and that does not bring your account back.\n\n"
                "If it was not you who asked for it, write to us at once: our contacts are at the foot of "
                "this e-mail."
            ),
            note=_("You get this e-mail because an account with this address was deleted."),
        )
