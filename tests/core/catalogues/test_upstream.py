"""What we say of packages is given back as patches that apply to them."""

import subprocess

import polib
import pytest

from portal.core.catalogues import files, upstream
from portal.core.catalogues.packages import Package

ENGLISH = """
msgid "Publish"
msgstr ""

msgid "Save"
msgstr ""

#, python-format
msgid "%(count)s page"
msgid_plural "%(count)s pages"
msgstr[0] ""
msgstr[1] ""

#: views.py:3
msgctxt "month"
msgid "May"
msgstr ""

msgid "Close"
msgstr ""
"""
# Folded otherwise than our tools fold: what is not ours must not move.
UKRAINIAN = """# Somebody's Ukrainian
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Publish"
msgstr ""
"Публіку"
"вати"

#, fuzzy, python-format
#| msgid "%(count)s leaf"
msgid "%(count)s page"
msgid_plural "%(count)s pages"
msgstr[0] ""
msgstr[1] ""

msgid "Save"
msgstr "Зберігти"
"""
PAGES = ("%(count)s сторінка", "%(count)s сторінки", "%(count)s сторінок", "%(count)s сторінки")


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A part of a package with a Ukrainian catalogue of its own, and what we say of it."""
    found = Package("shop.till", tmp_path / "site" / "shop" / "till", is_loaded=True)
    for language, text in (("en", ENGLISH), ("uk", UKRAINIAN)):
        path = found.catalogue(language, "django")
        path.parent.mkdir(parents=True)
        path.write_text(text)
    monkeypatch.setattr(files, "OURS", tmp_path / "ours")
    monkeypatch.setattr(files, "PACKAGES", tmp_path / "packages")
    ours = polib.POFile()
    ours += [
        polib.POEntry(
            msgid="%(count)s page",
            msgid_plural="%(count)s pages",
            msgstr_plural=dict(enumerate(PAGES)),
            flags=["python-format"],
        ),
        polib.POEntry(msgctxt="month", msgid="May", msgstr="травень"),
        polib.POEntry(msgid="Save", msgstr="Зберегти", tcomment="Mistake: misspelt."),
        polib.POEntry(msgid="Publish", msgstr="На портал!", tcomment="House: our own way."),
    ]
    files.save(ours, files.PACKAGES, "uk", "django")
    return found


def test_patch_applies_to_the_package_and_moves_nothing_else(package, tmp_path):
    (patch,) = upstream.write(tmp_path / "out", [package])
    assert patch == tmp_path / "out" / "shop" / "uk.patch"
    site = tmp_path / "site"
    subprocess.run(["git", "apply", str(patch)], cwd=site, check=True)
    after = package.catalogue("uk", "django").read_text()
    copy = tmp_path / "out" / "shop" / "shop/till/locale/uk/LC_MESSAGES/django.po"
    assert copy.read_text() == after
    told = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(after)}
    assert tuple(told[None, "%(count)s page"].msgstr_plural.values()) == PAGES
    assert not told[None, "%(count)s page"].fuzzy
    assert told["month", "May"].msgstr == "травень"
    assert told[None, "Save"].msgstr == "Зберегти"
    assert told[None, "Publish"].msgstr == "Публікувати"  # our choice of words stays ours
    assert (None, "Close") not in told  # we say nothing of it
    assert '"Публіку"\n"вати"' in after
    removed = [line for line in patch.read_text().splitlines() if line.startswith("-")]
    assert len(removed) == 6  # the file's name, the guess and its old words, two forms, one mistake


def test_package_without_ukrainian_gets_a_catalogue(package, tmp_path):
    package.catalogue("uk", "django").unlink()
    (patch,) = upstream.write(tmp_path / "out", [package])
    assert "--- /dev/null" in patch.read_text()
    subprocess.run(["git", "apply", str(patch)], cwd=tmp_path / "site", check=True)
    made = polib.pofile(str(package.catalogue("uk", "django")))
    assert len(made) == 4
    assert "nplurals=4" in made.metadata["Plural-Forms"]


@pytest.mark.parametrize("domain", ["djangojs", "django"])
def test_package_that_lacks_nothing_gets_no_patch(package, tmp_path, domain):
    files.path_of(files.PACKAGES, "uk", "django").unlink()
    assert upstream.filled(package, domain)[0] == upstream.filled(package, domain)[1]
    assert upstream.write(tmp_path / "out", [package]) == []
    assert not (tmp_path / "out").exists()
