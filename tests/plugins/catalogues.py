"""Translations are compiled before the tests begin where a catalogue is newer than its `.mo`."""

import fcntl
from pathlib import Path

from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

from portal.core.catalogues import files


def pytest_sessionstart():
    folder = Path(settings.BASE_DIR) / "var"
    folder.mkdir(exist_ok=True)
    with (folder / "catalogues.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # parallel workers start together
        files.compile_all(only_stale=True)
    # Django's setup may have read old ones already, also those that another worker compiled meanwhile.
    translation_file_changed(None, Path("any.mo"))
