"""Backups, and what a restore sets aside, are kept for 30 days; what others put there is left alone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from portal.core import chores
from portal.core.backup import keeping
from portal.core.backup.databases import STAMP
from portal.core.backup.postgres import Postgres
from portal.core.registry import periodic

OLD = keeping.KEEP + timedelta(hours=1)
YOUNG = keeping.KEEP - timedelta(hours=1)


@pytest.fixture
def var(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "backups").mkdir()
    (tmp_path / "media").mkdir()
    return tmp_path


def stamp(age):
    return timezone.localtime(timezone.now() - age).strftime(STAMP)


def made(path, age=timedelta()):
    path.write_bytes(b"x")
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_old_backups_go_and_young_ones_stay(var):
    folder = var / "backups"
    gone = [
        made(folder / f"portal-{stamp(OLD)}.tar"),
        made(folder / f"portal-{stamp(OLD)}.tar.part"),
        made(folder / "monday.tar", OLD),
    ]
    kept = [
        made(folder / f"portal-{stamp(YOUNG)}.tar", OLD),
        made(folder / "tuesday.tar", YOUNG),
        made(folder / f"portal-{stamp(OLD)}.txt", OLD),
        made(var / "elsewhere.tar", OLD),
    ]
    assert chores.forget_backups() == len(gone)
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in kept)


def test_a_portal_without_backups_has_nothing_to_forget(var):
    (var / "backups").rmdir()
    (var / "media").rmdir()
    assert chores.forget_backups() == 0
    assert periodic.get("forget backups") is not None


def test_media_set_aside_go(var):
    names = [f"media.before-{stamp(age)}" for age in (OLD, YOUNG)]
    names += [
        "media.before-easter",
        f"media.before-{stamp(OLD)}-mine",
        "media.before-99999999-999999",
    ]
    for name in names:
        (var / name / "documents").mkdir(parents=True)
    assert chores.forget_backups() == 1
    assert [(var / name).exists() for name in names] == [False, True, True, True, True]


@pytest.mark.sqlite
def test_databases_set_aside_go(var, monkeypatch):
    database = made(var / "portal.sqlite3")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(database))
    gone = [made(Path(f"{database}.before-{stamp(OLD)}{end}")) for end in ("", "-wal", "-shm")]
    kept = made(Path(f"{database}.before-{stamp(YOUNG)}"), OLD)
    assert chores.forget_backups() == len(gone)
    assert not any(path.exists() for path in gone)
    assert kept.exists()
    assert database.exists()


@pytest.mark.postgres
def test_databases_set_aside_are_dropped(var):
    database = Postgres()
    prefix = f"{database.name[:35]}_before_"
    names = [f"{prefix}{stamp(age).replace('-', '_')}" for age in (OLD, YOUNG)] + [f"{prefix}mine"]
    with database._server() as server:
        for name in names:
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            assert chores.forget_backups() == 1
            found = server.execute("SELECT datname FROM pg_database").fetchall()
            assert [(name,) in found for name in names] == [False, True, True]
        finally:
            for name in names:
                server.execute(f'DROP DATABASE IF EXISTS "{name}"')
