"""A document is what its name says: its first bytes and its parts are looked at."""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from portal.core.uploads.refusals import UnsafeFile, refuse_extension, refuse_oversize

_HEAD: Final = 4096  # bytes
# All below the space but tab, line feed, vertical tab, form feed and carriage return.
_CONTROL_BYTES: Final = frozenset(range(32)) - frozenset(range(9, 14))


def check_document(upload: File) -> None:
    """Raises UnsafeFile, with words for the editor, for a file the portal does not take."""
    extension = PurePath(upload.name or "").suffix.lower().lstrip(".")
    refuse_oversize(upload, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    refuse_extension(extension, settings.WAGTAILDOCS_EXTENSIONS)
    check = CHECKS.get(extension)
    upload.seek(0)
    try:
        fits = check is not None and check(upload)
    except (OSError, EOFError, ValueError, KeyError, NotImplementedError, zipfile.BadZipFile):
        fits = False
    finally:
        upload.seek(0)
    if not fits:
        raise UnsafeFile(
            _(
                "What is in the file does not fit its name (.%(extension)s), or the file is damaged. "
                "Save it again in the program it comes from."
            )
            % {"extension": extension},
            code="invalid_document",
        )


def _is_pdf(upload: File) -> bool:
    return bool(upload.read(_HEAD).lstrip().startswith(b"%PDF-"))


def _is_rtf(upload: File) -> bool:
    return bool(upload.read(_HEAD).startswith(b"{\\rtf"))


def _is_text(upload: File) -> bool:
    """Text in UTF-8, UTF-16 or an old Cyrillic encoding: anything without control bytes."""
    head = upload.read(_HEAD)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not _CONTROL_BYTES.intersection(head)


def _is_calendar(upload: File) -> bool:
    head = upload.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    return bool(head.upper().startswith(b"BEGIN:VCALENDAR"))


def _is_zip(upload: File) -> bool:
    with zipfile.ZipFile(upload) as archive:
        return bool(archive.namelist())


def _is_office(folder: str) -> Callable[[File], bool]:
    """Word, Excel, PowerPoint (ECMA-376) without macros, which the extension promises."""

    def check(upload: File) -> bool:
        with zipfile.ZipFile(upload) as archive:
            names = archive.namelist()
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return (
            "[Content_Types].xml" in names
            and any(name.startswith(f"{folder}/") for name in names)
            and not has_macros
        )

    return check


def _is_open_document(kind: str) -> Callable[[File], bool]:
    """OpenDocument (ISO/IEC 26300): the part `mimetype` names the kind."""
    expected = f"application/vnd.oasis.opendocument.{kind}".encode()

    def check(upload: File) -> bool:
        with zipfile.ZipFile(upload) as archive, archive.open("mimetype") as part:
            return part.read(100).strip() == expected

    return check


# An extension without a check is refused.
CHECKS: Final[dict[str, Callable[[File], bool]]] = {
    "csv": _is_text,
    "docx": _is_office("word"),
    "ics": _is_calendar,
    "odp": _is_open_document("presentation"),
    "ods": _is_open_document("spreadsheet"),
    "odt": _is_open_document("text"),
    "pdf": _is_pdf,
    "pptx": _is_office("ppt"),
    "rtf": _is_rtf,
    "txt": _is_text,
    "xlsx": _is_office("xl"),
    "zip": _is_zip,
}
