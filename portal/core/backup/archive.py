"""The file format: a tar with the database, the media, and last a manifest with everybody's checksum.

The manifest stands at the end, so a file that was cut short has none; its own checksum stands after it.
Only regular files with plain relative names are ever written or read.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = "spilno-portal-backup"
VERSION = 1
MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
DATABASE = "database"
MEDIA = "media"
_CHUNK = 1024 * 1024
# A manifest is read into memory: nobody's list of files is larger, in bytes.
_LARGEST_MANIFEST = 512 * 1024 * 1024


class BadArchive(Exception):
    """The file is no backup of this portal, or not a whole one. The text says what is wrong."""


@dataclass
class Manifest:
    """What is in the file and where it comes from."""

    made_at: str
    versions: dict[str, str]
    engine: str
    migrations: dict[str, list[str]]
    media: str  # «files», or where else they are kept
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: str = FORMAT
    version: int = VERSION


class _Hashing(io.RawIOBase):
    """Passes bytes through and remembers their checksum."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


class Writer:
    """Adds files one by one; `close` seals. The file has its name only once it is whole."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self.part = path.with_name(f"{path.name}.part")
        self.part.touch(mode=0o600)
        self.tar = tarfile.open(self.part, "w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed in close()

    def add(self, name: str, source: Path) -> None:
        """Raises OSError when the file cannot be read."""
        with source.open("rb") as stream:
            information = tarfile.TarInfo(name)
            information.size = source.stat().st_size
            information.mtime = int(source.stat().st_mtime)
            information.mode = 0o600
            hashing = _Hashing(stream)
            self.tar.addfile(information, hashing)
        self.manifest.files[name] = {
            "bytes": information.size,
            "sha256": hashing.digest.hexdigest(),
        }

    def close(self) -> Path:
        content = json.dumps(asdict(self.manifest), ensure_ascii=False, indent=1).encode()
        self._add_bytes(MANIFEST, content)
        self._add_bytes(SEAL, hashlib.sha256(content).hexdigest().encode())
        self.tar.close()
        self.part.rename(self.path)
        return self.path

    def abandon(self) -> None:
        self.tar.close()
        self.part.unlink(missing_ok=True)

    def _add_bytes(self, name: str, content: bytes) -> None:
        information = tarfile.TarInfo(name)
        information.size = len(content)
        information.mode = 0o600
        self.tar.addfile(information, io.BytesIO(content))


def read_checked(path: Path) -> Manifest:
    """The manifest, after every byte of the file was compared with it. Raises BadArchive."""
    seen: dict[str, dict[str, Any]] = {}
    ends: dict[str, bytes] = {}
    with _opened(path) as members:
        for member, stream in members:
            if member.name in (MANIFEST, SEAL):
                if member.size > _LARGEST_MANIFEST:
                    raise BadArchive("Its manifest is larger than any backup's.")
                ends[member.name] = stream.read()
                continue
            if member.name in seen:
                raise BadArchive(f"It holds «{member.name}» twice.")
            digest = hashlib.sha256()
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
            seen[member.name] = {"bytes": member.size, "sha256": digest.hexdigest()}
    manifest = _manifest(ends)
    for name in sorted(seen.keys() | manifest.files.keys()):
        if name not in manifest.files:
            raise BadArchive(f"It holds «{name}», which its manifest does not name.")
        if name not in seen:
            raise BadArchive(f"«{name}» is missing in it.")
        if seen[name] != manifest.files[name]:
            raise BadArchive(f"«{name}» in it is damaged: its checksum differs.")
    return manifest


def extract(path: Path, folder: Path) -> None:
    """Unpack into an empty folder. Ask `read_checked` first. Raises BadArchive, OSError."""
    with _opened(path) as members:
        for member, stream in members:
            if member.name in (MANIFEST, SEAL):
                continue
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as written:
                while chunk := stream.read(_CHUNK):
                    written.write(chunk)
            target.chmod(0o600 if member.name.startswith(f"{DATABASE}/") else 0o644)


def _manifest(ends: dict[str, bytes]) -> Manifest:
    if MANIFEST not in ends or SEAL not in ends:
        raise BadArchive(
            "It has no manifest: it is no backup of the portal, or the end of it is missing."
        )
    if hashlib.sha256(ends[MANIFEST]).hexdigest().encode() != ends[SEAL]:
        raise BadArchive("Its manifest is damaged.")
    try:
        content = json.loads(ends[MANIFEST])
        known = content.get("format") == FORMAT
        manifest = Manifest(**content) if known and content.get("version") == VERSION else None
    except (ValueError, TypeError, AttributeError) as error:
        raise BadArchive("Its manifest cannot be read.") from error
    if not known:
        raise BadArchive("It is no backup of this portal.")
    if manifest is None:
        raise BadArchive(
            "It was made by a version of the portal that wrote backups in another way."
        )
    return manifest


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[tuple[tarfile.TarInfo, IO[bytes]]]]:
    """The files in it, in order; whatever goes wrong while they are read is a BadArchive."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield _members(tar)
    except (tarfile.TarError, EOFError) as error:
        raise BadArchive(f"It is no backup, or is damaged: {error}") from error
    except FileNotFoundError as error:
        raise BadArchive(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise BadArchive(f"{path} is a folder.") from error


def _members(tar: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """Each file with its content. Raises BadArchive for anything that is not plainly a file."""
    for member in tar:
        if not member.isreg():
            raise BadArchive(f"It holds «{member.name}», which is no plain file.")
        if not _is_safe(member.name):
            raise BadArchive(f"It holds «{member.name}», which would be written outside its place.")
        stream = tar.extractfile(member)
        if stream is None:
            raise BadArchive(f"«{member.name}» in it cannot be read.")
        yield member, stream


def _is_safe(name: str) -> bool:
    """A relative name inside one of our two folders, or one of the two closing files."""
    if name in (MANIFEST, SEAL):
        return True
    parts = PurePosixPath(name).parts
    plain = not {"..", ".", "/"} & set(name.split("/")) and "\\" not in name and "\0" not in name
    return plain and "" not in name.split("/") and len(parts) > 1 and parts[0] in (DATABASE, MEDIA)
