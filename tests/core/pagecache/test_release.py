from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.core.pagecache import release
from portal.core.pagecache.shared import Shared


@pytest.fixture
def tree(tmp_path, settings, monkeypatch):
    """A portal of some files, with hashed names of static ones."""
    settings.BASE_DIR = tmp_path
    apps = SimpleNamespace(
        get_app_configs=lambda: [
            SimpleNamespace(name=name) for name in ("home", "portal.core", "django.contrib.auth")
        ]
    )
    storage = SimpleNamespace(hashed_files={"css/site.css": "css/site.1.css"})
    monkeypatch.setattr(release, "apps", apps)
    monkeypatch.setattr(release, "staticfiles_storage", storage)
    for name in ("home/apps.py", "portal/core/templates/page.html", "portal/locale/django.mo"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "requirements.txt").write_text("django==5.2")
    return SimpleNamespace(folder=tmp_path, storage=storage)


def test_all_processes_of_a_release_have_one(tree):
    before = release.fingerprint()
    for path in tree.folder.rglob("*"):
        path.touch()
    (tree.folder / "var").mkdir()
    (tree.folder / "var" / "of_this_machine.py").write_text("")
    (tree.folder / "home" / "apps.cpython-311.pyc").write_text("")
    assert release.fingerprint() == before


@pytest.mark.parametrize(
    "name",
    [
        "home/apps.py",
        "portal/core/templates/page.html",
        "portal/locale/django.mo",
        "requirements.txt",
    ],
)
def test_other_code_words_or_packages_are_another_release(tree, name):
    before = release.fingerprint()
    (tree.folder / name).write_text("other")
    after = release.fingerprint()
    (tree.folder / name).unlink()
    assert len({before, after, release.fingerprint()}) == 3


def test_other_static_files_are_another_release(tree):
    before = release.fingerprint()
    tree.storage.hashed_files = {"css/site.css": "css/site.2.css"}
    after = release.fingerprint()
    # A storage without hashed names.
    del tree.storage.hashed_files
    assert len({before, after, release.fingerprint()}) == 3


def test_the_portals_own_files_are_found(settings):
    found = {
        str(path.relative_to(settings.BASE_DIR)) for path in release._files(Path(settings.BASE_DIR))
    }
    assert {"portal/core/pagecache/release.py", "home/apps.py", "requirements.txt"} <= found
    assert not [path for path in found if path.startswith(("tests", "var", "."))]
    assert int(release.fingerprint(), 16)


def test_the_store_is_asked_for_pages_of_this_release(settings, monkeypatch):
    from portal.core.pagecache import setup

    settings.REDIS_URL = "redis://nowhere"
    settings.PAGE_CACHE_BYTES = 1_000_000
    cache = setup.in_front_of(lambda *_: [])
    assert isinstance(cache.shared, Shared)
    assert cache.shared._release == release.fingerprint()
