"""Work in the background: the copy of a person's data."""

import tempfile
from datetime import timedelta

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core import letters
from portal.core.tasks import retried
from portal.people.data import departures
from portal.people.data.copies import KEEP
from portal.people.data.exports import write_copy
from portal.people.data.storage import private_storage
from portal.people.models import DataExport


@retried(tries=5, first_pause=timedelta(minutes=1), lease=timedelta(hours=1))
def make_copy(export_id: int) -> None:
    """Write the copy beside, put it into the private storage, tell the person.

    A second try writes over the first. Who left meanwhile leaves no file behind.
    """
    export = DataExport.objects.select_related("user").filter(pk=export_id).first()
    if export is None or not export.is_being_made:
        return
    storage = private_storage()
    with tempfile.TemporaryFile() as copy:
        write_copy(export.user, copy, at=timezone.now())
        size = copy.tell()
        copy.seek(0)
        storage.delete(export.file)
        export.file = storage.save(export.file, File(copy))
    now = timezone.now()
    with transaction.atomic():
        unfinished = DataExport.objects.filter(pk=export.pk, ready_at=None, failed_at=None)
        is_done = unfinished.update(
            ready_at=now, expires_at=now + KEEP, size=size, file=export.file
        )
        if is_done:
            _tell(export)
    if not is_done:
        storage.delete(export.file)


@retried(tries=48, first_pause=timedelta(minutes=1))
def note_departure(mark: str, day: str) -> None:
    """Write down beside the data that somebody has left; a storage that is away is tried for two days."""
    departures.note(mark, day)


def _tell(export: DataExport) -> None:
    user = export.user
    with translation.override(user.language):
        letters.post(
            to=user.email,
            language=user.language,
            name=user.first_name,
            subject=_("The copy of your data is ready"),
            text=_(
                "You can download it for 48 hours, signed in to your account. After that it is removed; "
                "you can ask for another one at any time."
            ),
            button=(_("Open “My data”"), reverse("people_data")),
            note=_("You get this e-mail because you asked for a copy of your data."),
        )
