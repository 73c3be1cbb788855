"""Asking for a copy of one's data, and its end: there is one at a time, for 48 hours."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.people.data.storage import FOLDER, private_storage, random_name
from portal.people.models import DataExport, User

logger = logging.getLogger(__name__)

KEEP: Final = timedelta(hours=48)
# Far longer than all tries of the task together; whoever still waits then is told that it failed.
GIVE_UP: Final = timedelta(hours=6)
# Rows say when somebody asked; a person sees them in their own copy.
KEEP_ROWS: Final = timedelta(days=90)


def ask(user: User, *, at: datetime | None = None) -> DataExport | None:
    """Have a copy made in the background; None when one is being made already."""
    from portal.people.data.tasks import make_copy

    try:
        with transaction.atomic():
            export = DataExport.objects.create(
                user=user, asked_at=at or timezone.now(), file=random_name()
            )
            make_copy.enqueue(export.pk)
    except IntegrityError:
        # The unique constraint: of two presses one makes it.
        if not DataExport.objects.filter(user=user, ready_at=None, failed_at=None).exists():
            raise
        return None
    return export


def latest(user: User) -> DataExport | None:
    return DataExport.objects.filter(user=user).first()


def forget(at: datetime | None = None) -> int:
    """Remove files whose 48 hours are over, give up what nobody finished; returns how many files went."""
    at = at or timezone.now()
    stuck = DataExport.objects.filter(ready_at=None, failed_at=None, asked_at__lt=at - GIVE_UP)
    if given_up := stuck.update(failed_at=at):
        logger.error("%d copies of personal data could not be made and were given up", given_up)
    over = DataExport.objects.exclude(file="").filter(expires_at__lte=at)
    failed = DataExport.objects.exclude(file="").filter(failed_at__isnull=False)
    count = 0
    for export in (over | failed).iterator():
        # First the file: killed in between, it is tried again.
        private_storage().delete(export.file)
        DataExport.objects.filter(pk=export.pk).update(file="")
        count += 1
    DataExport.objects.filter(asked_at__lt=at - KEEP_ROWS, file="").delete()
    return count + _forget_strays(at)


def _forget_strays(at: datetime) -> int:
    """Files no row knows of: their person left while the copy was being written."""
    storage = private_storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    known = set(DataExport.objects.exclude(file="").values_list("file", flat=True))
    count = 0
    for name in (f"{FOLDER}/{each}" for each in names):
        if name not in known and storage.get_modified_time(name) < at - GIVE_UP:
            storage.delete(name)
            count += 1
    return count
