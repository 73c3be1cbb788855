"""One file holds everything, is checked before anything is touched, and brings everything back."""

import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections

from portal.core.backup import BackupError, BadArchive, make_backup, restore_backup
from portal.core.backup import postgres as postgres_backup
from portal.core.backup.archive import read_checked
from portal.core.models import Stamp
from portal.core.pagecache import stamp
from portal.core.runner.steps import NEVER
from portal.people.models import User

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql" and not shutil.which("pg_dump"), reason="needs pg_dump"
    ),
]


@pytest.fixture
def portal(settings, tmp_path):
    """A portal with one account and one uploaded file, its data in a folder of its own."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "var" / "media"
    User.objects.create_user("olena@example.com", "пароль-олени")
    default_storage.save("documents/плани.pdf", ContentFile(b"plans"))
    yield settings
    if connection.vendor == "postgresql":
        database = postgres_backup.Postgres()
        with database._server() as server:
            names = server.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s",
                [f"{database.name[:35]}\\_%"],
            )
            for (name,) in names.fetchall():
                server.execute(f'DROP DATABASE "{name}"')


def repack(source, target, change):
    """The archive with `change(name, content)` applied to each file; None leaves the file out."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            name, content = change(member.name, old.extractfile(member).read()) or ("", b"")
            if name:
                written = tarfile.TarInfo(name)
                written.size = len(content)
                new.addfile(written, io.BytesIO(content))
    return target


def reseal(archive, **changes):
    """The archive with another, validly sealed manifest."""
    content = b""

    def change(name, old):
        nonlocal content
        if name == "manifest.json":
            content = json.dumps(json.loads(old) | changes).encode()
            return name, content
        return name, (
            hashlib.sha256(content).hexdigest().encode() if name == "manifest.sha256" else old
        )

    return repack(archive, archive.with_name("resealed.tar"), change)


def people():
    return set(User.objects.values_list("email", flat=True))


def test_everything_comes_back_and_the_old_is_kept(portal, tmp_path):
    archive = make_backup()
    User.objects.all().delete()
    User.objects.create_user("later@example.com", "пароль")
    default_storage.save("later.txt", ContentFile(b"later"))
    default_storage.delete("documents/плани.pdf")
    said = []

    restore_backup(archive, say=said.append)

    assert people() == {"olena@example.com"}
    assert Path(default_storage.path("documents/плани.pdf")).read_bytes() == b"plans"
    assert not default_storage.exists("later.txt")
    kept = [path.name for path in (tmp_path / "var").glob("media.before-*/*")]
    assert sorted(kept) == ["documents", "later.txt"]
    assert len([text for text in said if "kept" in text]) == 2


def test_cached_pages_are_not_taken_for_current_and_no_demo_is_added(portal):
    stamp.bump()
    before = stamp.read()
    archive = make_backup()
    restore_backup(archive)
    assert stamp.read() != before
    assert Stamp.objects.count() >= 2
    steps = json.loads((Path(portal.VAR_DIR) / "steps.json").read_text())
    assert steps["demo"] == NEVER


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgresql", marks=pytest.mark.postgres),
    ],
)
def test_changes_after_a_restore_are_counted_on_from_its_own(portal, engine):
    assert connection.vendor == engine
    restore_backup(make_backup())
    highest, seen = Stamp.objects.latest("pk").pk, [stamp.read()]
    for _ in range(3):
        stamp.bump()
        assert Stamp.objects.latest("pk").pk > highest
        highest = Stamp.objects.latest("pk").pk
        stamp.prune(older_than=timedelta())
        assert Stamp.objects.count() == 1
        seen.append(stamp.read())
    assert len(set(seen)) == 4


def test_manifest_names_every_file_with_its_checksum(portal):
    manifest = read_checked(make_backup())
    plans = manifest.files["media/documents/плани.pdf"]
    assert plans == {"bytes": 5, "sha256": hashlib.sha256(b"plans").hexdigest()}
    assert manifest.engine == connection.vendor
    assert {"django", "wagtail", "python", "database"} == manifest.versions.keys()
    assert "0001_initial" in manifest.migrations["people"]


def test_backup_is_readable_by_its_owner_only(portal):
    assert make_backup().stat().st_mode & 0o077 == 0


def test_existing_file_is_not_overwritten(portal, tmp_path):
    target = tmp_path / "mine.tar"
    target.write_bytes(b"precious")
    with pytest.raises(BackupError, match="there already"):
        make_backup(target)
    assert target.read_bytes() == b"precious"


def test_half_made_backup_leaves_nothing(portal, monkeypatch):
    def fail(*_args):
        raise OSError("No space left on device")

    monkeypatch.setattr("portal.core.backup.archive.Writer.add", fail)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup")
    assert list((Path(portal.VAR_DIR) / "backups").iterdir()) == []


def cut(archive):
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) * 2 // 3])
    return archive


def flip(archive):
    whole = bytearray(archive.read_bytes())
    whole[whole.index(b"plans")] ^= 1
    archive.write_bytes(whole)
    return archive


def without_manifest(archive):
    wanted = archive.with_name("bare.tar")
    return repack(
        archive, wanted, lambda name, old: None if name.startswith("manifest") else (name, old)
    )


def without_a_file(archive):
    wanted = archive.with_name("less.tar")
    return repack(archive, wanted, lambda name, old: None if name.endswith(".pdf") else (name, old))


def with_another_file(archive):
    with tarfile.open(archive, "a") as tar:
        tar.addfile(tarfile.TarInfo("media/more.txt"))
    return archive


def escaping(name):
    def change(archive):
        target = archive.with_name("escaping.tar")
        return repack(
            archive,
            target,
            lambda old, content: (name, content) if old.endswith(".pdf") else (old, content),
        )

    return change


def linking(archive):
    with tarfile.open(archive, "a") as tar:
        link = tarfile.TarInfo("media/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    return archive


def foreign_tar(archive):
    with tarfile.open(archive, "w") as tar:
        tar.addfile(tarfile.TarInfo("media/readme.txt"))
    return archive


def no_tar(archive):
    archive.write_bytes(b"not a tar at all" * 100)
    return archive


def empty(archive):
    archive.write_bytes(b"")
    return archive


BAD = {
    "cut in half": (cut, "no manifest|damaged"),
    "one bit flipped": (flip, "checksum differs"),
    "no manifest": (without_manifest, "no manifest"),
    "a file missing": (without_a_file, "is missing"),
    "a file too many": (with_another_file, "does not name"),
    "path upwards": (escaping("media/../../outside.txt"), "outside its place"),
    "absolute path": (escaping("/etc/cron.d/evil"), "outside its place"),
    "another folder": (escaping("home/evil"), "outside its place"),
    "backslashes": (escaping("media\\..\\evil"), "outside its place"),
    "a link": (linking, "no plain file"),
    "somebody else's tar": (foreign_tar, "no manifest"),
    "no tar": (no_tar, "no backup"),
    "empty": (empty, "no backup"),
    "other format": (
        lambda archive: reseal(archive, format="wordpress"),
        "no backup of this portal",
    ),
    "other version": (lambda archive: reseal(archive, version=99), "another way"),
    "manifest with other fields": (lambda archive: reseal(archive, surprise=1), "cannot be read"),
    "nowhere": (lambda archive: archive.with_name("nowhere.tar"), "There is no file"),
    "a folder": (lambda archive: archive.parent, "is a folder"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_and_nothing_is_touched(portal, tmp_path, name):
    spoil, message = BAD[name]
    bad = spoil(make_backup())
    before = sorted((tmp_path / "var" / "media").rglob("*"))

    with pytest.raises(BadArchive, match=message):
        restore_backup(bad)

    assert people() == {"olena@example.com"}
    assert sorted((tmp_path / "var" / "media").rglob("*")) == before
    assert not (tmp_path / "outside.txt").exists()


def test_damaged_manifest_is_refused(portal):
    archive = make_backup()
    spoiled = repack(
        archive,
        archive.with_name("spoiled.tar"),
        lambda name, old: (
            name,
            old.replace(b"python", b"pythom") if name == "manifest.json" else old,
        ),
    )
    with pytest.raises(BadArchive, match="manifest is damaged"):
        restore_backup(spoiled)


def test_backup_of_the_other_database_is_refused(portal):
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    with pytest.raises(BackupError, match="DATABASE_URL"):
        restore_backup(reseal(make_backup(), engine=other))


def test_backup_of_a_newer_portal_is_refused(portal):
    archive = reseal(make_backup(), migrations={"home": ["9999_from_the_future"]})
    with pytest.raises(BackupError, match=r"home\.9999_from_the_future"):
        restore_backup(archive)
    assert people() == {"olena@example.com"}


def test_broken_database_inside_a_valid_file_is_refused(portal, tmp_path):
    archive = make_backup()
    name = next(name for name in read_checked(archive).files if name.startswith("database/"))
    broken = (
        gzip.compress(b"SQLite format 3\0" + b"rubbish" * 500)
        if name.endswith(".gz")
        else b"PGDMP rubbish"
    )
    entry = {"bytes": len(broken), "sha256": hashlib.sha256(broken).hexdigest()}
    spoiled = repack(
        archive,
        archive.with_name("broken.tar"),
        lambda old, content: (old, broken if old == name else content),
    )
    with pytest.raises(BackupError):
        restore_backup(reseal(spoiled, files=read_files(spoiled) | {name: entry}))
    assert people() == {"olena@example.com"}
    assert list((tmp_path / "var").glob("media.before-*")) == []


def read_files(archive):
    with tarfile.open(archive) as tar:
        return json.load(tar.extractfile("manifest.json"))["files"]


def test_database_is_put_back_when_the_media_cannot_be_exchanged(portal, monkeypatch):
    archive = make_backup()
    User.objects.create_user("later@example.com", "пароль")

    def fail(*_args):
        raise OSError("Device or resource busy")

    monkeypatch.setattr("portal.core.backup.services._swap_media", fail)
    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", str(archive))
    assert people() == {"olena@example.com", "later@example.com"}
    assert default_storage.exists("documents/плани.pdf")


@pytest.mark.sqlite
def test_database_that_is_being_written_is_not_exchanged(portal, monkeypatch):
    archive = make_backup()
    monkeypatch.setattr("portal.core.backup.databases.WAIT_SECONDS", 0)
    other = sqlite3.connect(connection.settings_dict["NAME"])
    connections.close_all()
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(BackupError, match="stop the portal"):
            restore_backup(archive)
    finally:
        other.close()
    assert people() == {"olena@example.com"}


@pytest.mark.sqlite
def test_damaged_database_can_be_replaced(portal):
    archive = make_backup()
    connections.close_all()
    Path(connection.settings_dict["NAME"]).write_bytes(b"not a database any more" * 1000)
    restore_backup(archive)
    assert people() == {"olena@example.com"}


@pytest.mark.postgres
@pytest.mark.parametrize("program", ["pg_dump", "pg_restore"])
def test_missing_client_programs_are_named(portal, monkeypatch, program):
    archive = make_backup() if program == "pg_restore" else None
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BackupError, match=f"{program} is missing.*postgresql-client"):
        restore_backup(archive) if archive else make_backup()


def test_object_storage_is_said_to_keep_its_files(portal, settings, monkeypatch):
    monkeypatch.setattr("portal.core.backup.services.media_folder", lambda: None)
    manifest = read_checked(make_backup())
    assert manifest.media == "kept by the object storage"
    assert not [name for name in manifest.files if name.startswith("media/")]
