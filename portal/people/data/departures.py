"""Who has left, remembered beside the data: a backup that is put back must not bring them back.

A departure is a file without content in the private storage. Its name holds the day and a mark: a keyed hash of the
account's number and of the moment at which it was made, for numbers are given out anew after a restore.
It tells nothing to anybody who does not have the account and the key before them.
"""

import hashlib
import hmac
import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from portal.people.data.storage import private_storage
from portal.people.models import User

FOLDER: Final = "departures"
# Three times as long as a backup may be kept, for one that was forgotten somewhere.
KEEP: Final = timedelta(days=90)
_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})-([0-9a-f]{64})")


def marks_of(user: User) -> list[str]:
    """The marks of an account under every known key, the present one first; 64 hex digits each."""
    account = f"departed:{user.pk}:{user.date_joined.astimezone(UTC).isoformat()}".encode()
    keys = (settings.PERSON_HASH_KEY, *settings.PERSON_HASH_KEY_FALLBACKS)
    return [hmac.new(key.encode(), account, hashlib.sha256).hexdigest() for key in keys]


def remember(user: User, at: datetime) -> None:
    """Called inside the transaction that removes them: a task writes it down after the commit."""
    from portal.people.data.tasks import note_departure

    note_departure.enqueue(marks_of(user)[0], at.date().isoformat())


def note(mark: str, day: str) -> None:
    """Write one down; twice is once."""
    storage, name = private_storage(), f"{FOLDER}/{day}-{mark}"
    if not storage.exists(name):
        storage.save(name, ContentFile(b"\n"))


def known() -> set[str]:
    """The marks of all whose departure is remembered."""
    return {mark for _day, mark in _noted()}


def forget(at: datetime | None = None) -> int:
    """Remove those that no backup can bring back any more; returns how many."""
    before = ((at or timezone.now()) - KEEP).date()
    over = [(day, mark) for day, mark in _noted() if date.fromisoformat(day) < before]
    for day, mark in over:
        private_storage().delete(f"{FOLDER}/{day}-{mark}")
    return len(over)


def _noted() -> list[tuple[str, str]]:
    """(day, mark) of each."""
    try:
        _folders, names = private_storage().listdir(FOLDER)
    except FileNotFoundError:
        return []
    return [(found[1], found[2]) for name in names if (found := _NAME.fullmatch(name))]
