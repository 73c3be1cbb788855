"""A copy of everything the portal keeps of a person: a ZIP of JSON, their files and a README.

Written bit by bit: neither rows nor files are ever in memory as a whole.
"""

import json
import shutil
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import PurePosixPath
from typing import IO, Any, Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from portal.core.personal_data import PersonalData, PersonalFile, registered
from portal.people.models import User

# Packed already; packing them again costs time and saves nothing.
_PACKED: Final = {
    ".avif",
    ".docx",
    ".jpg",
    ".jpeg",
    ".ods",
    ".odt",
    ".png",
    ".webp",
    ".xlsx",
    ".zip",
}


def write_copy(user: User, target: IO[bytes], *, at: datetime) -> None:
    """Write the ZIP into an open file, in the person's language."""
    with translation.override(user.language), ZipFile(target, "w", ZIP_DEFLATED) as archive:
        listed = []
        missing = []
        for entry in registered():
            if entry.is_exported and (count := _write_rows(archive, entry, user, at)):
                listed.append((entry, count))
            for file in entry.files(user) if entry.files is not None else ():
                if not _write_file(archive, file, at):
                    missing.append(file.name)
        readme = _readme(listed, missing, at)
        archive.writestr(_info("README.txt", at), readme)


def _write_rows(archive: ZipFile, entry: PersonalData, user: User, at: datetime) -> int:
    """One JSON file for one kind of rows; none when there are no rows. Returns how many there are."""
    rows = iter(entry.export(user))
    first = next(rows, None)
    if first is None:
        return 0
    labels = entry.field_labels()
    count = 0
    with archive.open(_info(f"data/{entry.name}.json", at), "w", force_zip64=True) as out:
        head = {"name": entry.name, _("called"): str(entry.title)}
        out.write(_json(head)[:-2].encode() + b',\n  "rows": [')
        for row in chain([first], rows):
            out.write(b",\n" if count else b"\n")
            # Each value stands with its name in words beside the machine's.
            named = {
                key: {_("called"): labels.get(key, key), "value": value}
                for key, value in row.items()
            }
            out.write(_json(named).encode())
            count += 1
        out.write(b"\n  ]\n}\n")
    return count


def _write_file(archive: ZipFile, file: PersonalFile, at: datetime) -> bool:
    """Whether the file was there."""
    folder = PurePosixPath("files")
    names = set(archive.namelist())
    clean = get_valid_filename(PurePosixPath(file.name).name or "file")
    name = str(folder / clean)
    number = 2
    while name in names:
        name = str(folder / f"{number}-{clean}")
        number += 1
    try:
        source: File[Any] = file.storage.open(file.stored, "rb")
    except OSError:
        return False
    info = _info(name, at)
    if PurePosixPath(clean).suffix.lower() in _PACKED:
        info.compress_type = ZIP_STORED
    with source, archive.open(info, "w", force_zip64=True) as out:
        shutil.copyfileobj(source, out)
    return True


def _info(name: str, at: datetime) -> ZipInfo:
    info = ZipInfo(name, timezone.localtime(at).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    # Only the owner may read what is unpacked.
    info.external_attr = 0o600 << 16
    return info


def _readme(listed: list[tuple[PersonalData, int]], missing: list[str], at: datetime) -> str:
    lines = [
        _("A copy of your data on the portal"),
        _("Made on %(moment)s") % {"moment": timezone.localtime(at).strftime("%d.%m.%Y %H:%M")},
        "",
        _(
            "The folder “data” holds what the portal keeps of you, one file for each kind, as JSON in "
            "UTF-8; a text editor or a browser opens it. The folder “files” holds what you uploaded."
        ),
        "",
        _("In this copy:"),
        *(f"– {entry.title}: {count} (data/{entry.name}.json)" for entry, count in listed),
    ]
    if missing:
        lines += [
            "",
            _("Files that could not be found any more:"),
            *(f"– {name}" for name in missing),
        ]
    left_out = [entry for entry in registered() if not entry.is_exported]
    lines += [
        "",
        _("Left out:"),
        *(f"– {entry.title}: {entry.not_exported}" for entry in left_out),
        "",
        _(
            "Who can read this file knows what is in it: keep it safe. Data of other people, such as who "
            "decided on your request, are theirs and are not in it."
        ),
    ]
    return "\n".join(lines) + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> Any:
    """What JSON does not know. Raises TypeError for what nobody has thought of."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Promise | UUID | Decimal):
        return str(value)
    if isinstance(value, FieldFile):
        return value.name
    raise TypeError(f"{type(value).__name__} cannot stand in a copy.")
