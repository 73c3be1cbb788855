"""Which release of the portal this process runs."""

from hashlib import blake2b
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

# What pages are made of; the lock names the packages.
_KINDS: Final = (".html", ".mo", ".py", ".svg", ".txt")
_LOCK: Final = "requirements.txt"


def fingerprint() -> str:
    """Equal in all processes that make the same pages of the same content, on any machine.

    Pages name static files by their hash, and old files are gone after a deployment: a store that
    outlives it must not give out pages of the release before. Contents count, not times, which
    every checkout has its own. Some tens of milliseconds: asked once, at the start.
    """
    base = Path(settings.BASE_DIR)
    digest = blake2b(digest_size=8)
    # Of the storage with hashed names only.
    for pair in sorted(getattr(staticfiles_storage, "hashed_files", {}).items()):
        digest.update(repr(pair).encode())
    for path in _files(base):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(base).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(base: Path) -> list[Path]:
    """The portal's own files, in one order: of all packages that stand beside `manage.py`."""
    names = {config.name.partition(".")[0] for config in apps.get_app_configs()}
    found = [
        path
        for name in names
        for path in (base / name).rglob("*")
        if path.suffix in _KINDS and path.is_file()
    ]
    if (base / _LOCK).is_file():
        found.append(base / _LOCK)
    return sorted(found)
