"""A compiled catalogue that cannot be read must not take the portal down.

Django opens catalogues at the first word it translates and lets every error through, so that one
half-written file would answer 500 on every page. Settings therefore name only folders whose files can be
read: without one, the portal speaks the English of its code until `compile_catalogues` has been run.

Settings import this module: it must need none of them.
"""

import gettext
import logging
import struct
from collections.abc import Iterable
from pathlib import Path

logger = logging.getLogger(__name__)

ADVICE = (
    "%s cannot be read (%s): what it says is shown in English. Run `manage.py compile_catalogues`."
)

# What Python's reader of .mo files raises on a file that is cut off, garbled, or not readable at all;
# UnicodeDecodeError is a ValueError, an unknown charset a LookupError.
UNREADABLE = (OSError, ValueError, LookupError, struct.error)


def fault(path: Path) -> str | None:
    """Why a `.mo` file cannot be read; None where it can."""
    try:
        with path.open("rb") as file:
            gettext.GNUTranslations(file)
    except UNREADABLE as error:
        return f"{type(error).__name__}: {error}"
    return None


def faults(folder: Path) -> dict[Path, str]:
    """The compiled catalogues of a folder that cannot be read, with the reasons."""
    paths = sorted(folder.glob("*/LC_MESSAGES/*.mo"))
    return {path: reason for path in paths if (reason := fault(path)) is not None}


def sound_folders(folders: Iterable[Path]) -> list[Path]:
    """Those folders that Django can read; one that is not there, or not compiled yet, does no harm."""
    return [folder for folder in folders if not faults(folder)]


def unread(folders: Iterable[Path], read: Iterable[Path]) -> dict[Path, str]:
    """The catalogues for which folders are not among those read, with the reasons."""
    left = set(folders) - set(read)
    return {path: reason for folder in sorted(left) for path, reason in faults(folder).items()}


def report(folders: Iterable[Path], read: Iterable[Path]) -> None:
    """Called when a process starts: says in the log what is missing from its pages."""
    for path, reason in unread(folders, read).items():
        logger.error(ADVICE, path, reason)
