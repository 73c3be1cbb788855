"""A catalogue that is missing or cannot be read: the portal is there, in the English of its code."""

import logging

import polib
import pytest
from django.conf import settings as current
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext

from portal.core import checks
from portal.core.catalogues import files, sound

SOUND = polib.POFile()
SOUND.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
SOUND.append(polib.POEntry(msgid="News", msgstr="Вісті"))
BROKEN = {
    "empty": b"",
    "no catalogue": b"<!doctype html><title>404</title>",
    "cut off": SOUND.to_binary()[:30],
    "cut in a word": SOUND.to_binary()[:-3],
    "not UTF-8": SOUND.to_binary().replace("Вісті".encode(), b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff\xfe"),
    "forms nobody can count": SOUND.to_binary().replace(
        b"text/plain; charset=UTF-8", b"x\nPlural-Forms: plural=n/0;;"[:25].ljust(25)
    ),
    "unknown letters": SOUND.to_binary().replace(b"charset=UTF-8", b"charset=KLING"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "locale" / "uk" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(SOUND.to_binary())
    return path.parents[2]


@pytest.fixture
def broken(folder, request):
    (folder / "uk" / "LC_MESSAGES" / "django.mo").write_bytes(BROKEN[request.param])
    return folder


def test_sound_folders_are_read(folder, tmp_path, settings):
    assert sound.sound_folders([folder, tmp_path / "not there"]) == [
        folder,
        tmp_path / "not there",
    ]
    settings.LOCALE_PATHS = sound.sound_folders([folder])
    translation.activate("uk")
    assert gettext("News") == "Вісті"


@pytest.mark.parametrize("broken", BROKEN, indirect=True)
def test_broken_catalogue_is_not_read(broken):
    assert sound.sound_folders([broken]) == []


def read_addresses(resolver):
    for each in resolver.url_patterns:
        assert each.pattern.regex
        if hasattr(each, "url_patterns"):
            read_addresses(each)


@pytest.fixture
def addresses_known():
    """Addresses are words, too, kept by the process: without this all later tests would have English ones."""
    for code, _name in current.LANGUAGES:
        with translation.override(code):
            read_addresses(get_resolver())


@pytest.mark.parametrize("broken", ["cut in a word"], indirect=True)
def test_portal_renders_plainly_without_its_catalogue(
    broken, addresses_known, client, home, settings, caplog
):
    settings.CATALOGUES, settings.LOCALE_PATHS = [broken], sound.sound_folders([broken])
    translation.activate("uk")
    response = client.get(home.url)
    assert response.status_code == 200
    assert "Search" in response.content.decode()
    with caplog.at_level(logging.ERROR):
        sound.report(settings.CATALOGUES, settings.LOCALE_PATHS)
    assert "django.mo cannot be read" in caplog.text
    (warning,) = checks.catalogues_can_be_read()
    assert warning.id == "portal.W003"


def test_settings_name_both_catalogues_when_they_are_sound(settings):
    assert [files.OURS, files.PACKAGES] == settings.CATALOGUES == settings.LOCALE_PATHS
    assert checks.catalogues_can_be_read() == []
