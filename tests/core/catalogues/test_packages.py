"""No string of an installed package is left in English; an upgrade that brings new ones fails here."""

import re
from importlib import metadata

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, get_resolver
from django.utils.translation import ngettext

from portal.core.catalogues import files, packages
from portal.core.catalogues.packages import Package

ENGLISH = """
msgid "Publish"
msgstr ""

msgid "%(count)s page"
msgid_plural "%(count)s pages"
msgstr[0] ""
msgstr[1] ""

msgctxt "month"
msgid "May"
msgstr ""
"""
UKRAINIAN = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Publish"
msgstr "Публікувати"
"""


def test_nothing_of_packages_is_left_in_english():
    assert packages.problems() == []


def test_counts_say_by_package_what_lacks_ukrainian():
    lacking = {count.package: count.lacking for count in packages.counts() if count.lacking}
    assert lacking.keys() <= packages.EXEMPT.keys()


def test_every_package_with_django_in_it_is_surveyed():
    surveyed = {package.name.partition(".")[0] for package in packages.surveyed()}
    surveyed |= {config.name.partition(".")[0] for config in apps.get_app_configs()}
    pinned = re.findall(r"^([\w-]+)==", (files.ROOT / "requirements.txt").read_text(), re.MULTILINE)
    missed = set()
    for distribution in metadata.distributions():
        name = distribution.name.lower().replace("_", "-").replace(".", "-")
        if name not in pinned:
            continue  # a tool of development
        if any(
            re.match(r"django\b(?!-)", need, re.IGNORECASE) for need in distribution.requires or ()
        ):
            tops = {file.parts[0] for file in distribution.files or () if file.suffix == ".py"}
            if not tops & surveyed:
                missed.add(name)
    assert missed == set()


def test_package_exempt_because_it_has_no_address_has_none():
    def views(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.callback.__module__
            else:
                yield from views(pattern.url_patterns)

    modules = set(views(get_resolver().url_patterns))
    assert any(module.startswith("wagtail.") for module in modules)
    assert not [module for module in modules if module.startswith(tuple(packages.EXEMPT))]
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 дочірня сторінка"),
        (2, "2 дочірні сторінки"),
        (5, "5 дочірніх сторінок"),
        (21, "21 дочірня сторінка"),
        (111, "111 дочірніх сторінок"),
    ],
)
def test_plurals_of_packages_follow_the_number(count, words):
    text = ngettext("%(num_child_objects)d child page", "%(num_child_objects)d child pages", count)
    assert text % {"num_child_objects": count} == words


# --- What an upgrade would bring --------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The only package there is, with three strings and the Ukrainian of one, and our empty catalogue."""
    found = Package("shop", tmp_path / "shop", is_loaded=True)
    for language, text in (("en", ENGLISH), ("uk", UKRAINIAN)):
        path = found.catalogue(language, "django")
        path.parent.mkdir(parents=True)
        path.write_text(text)
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    monkeypatch.setattr(files, "OURS", tmp_path / "ours")
    monkeypatch.setattr(files, "PACKAGES", tmp_path / "packages")
    monkeypatch.setattr(packages, "surveyed", lambda: (found,))
    monkeypatch.setattr(packages, "EXEMPT", {})
    return found


def write(*entries, folder="PACKAGES"):
    catalogue = files.load(getattr(files, folder), "uk", "django")
    catalogue.extend(entries)
    files.save(catalogue, getattr(files, folder), "uk", "django")


def say(package, msgid, *forms):
    """The package has Ukrainian of its own for one string more."""
    path = package.catalogue("uk", "django")
    catalogue = polib.pofile(str(path))
    plural = {"msgid_plural": f"{msgid}s", "msgstr_plural": dict(enumerate(forms))}
    catalogue.append(polib.POEntry(msgid=msgid, **(plural if forms[1:] else {"msgstr": forms[0]})))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))


PAGES = {0: "%(count)s сторінка", 1: "%(count)s сторінки", 2: "%(count)s сторінок", 3: "%(count)s сторінки"}  # fmt: skip
WHOLE = (
    polib.POEntry(
        msgid="%(count)s page", msgid_plural="%(count)s pages", msgstr_plural=PAGES
    ),
    polib.POEntry(msgctxt="month", msgid="May", msgstr="травень"),
)  # fmt: skip


def test_new_strings_fail_and_are_put_into_the_catalogue(package):
    assert packages.problems() == [
        "packages django: shop lacks «%(count)s page»",
        "packages django: shop lacks «May»",
    ]
    waiting = packages.update()
    assert [(entry.msgctxt, entry.msgid) for entry in waiting] == [
        (None, "%(count)s page"),
        ("month", "May"),
    ]
    assert waiting[0].msgstr_plural == {0: "", 1: "", 2: "", 3: ""}
    assert waiting[0].flags == ["python-format"]
    assert "#: shop" in str(waiting[1])
    stored = files.load(files.PACKAGES, "uk", "django")
    assert [str(entry) for entry in stored] == [str(entry) for entry in waiting]
    assert packages.update() == list(stored)  # nothing twice


def test_whole_catalogue_of_packages_has_no_problem(package):
    write(*WHOLE)
    assert packages.problems() == []
    assert packages.counts() == [packages.Count("shop", strings=3, own=1, ours=2, lacking=0)]


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        (polib.POEntry(msgid="Gone", msgstr="Немає"), "no package says any more"),
        (polib.POEntry(msgid="Publish", msgstr="Публікувати"), "says the same by now"),
        (polib.POEntry(msgid="Publish", msgstr="Опублікувати"), "say in a comment why"),
        (polib.POEntry(msgid="Publish", msgstr=""), "incomplete"),
        (polib.POEntry(msgid="Publish", msgstr="<b>Публікувати</b>"), "tags differ"),
    ],
)
def test_each_fault_of_packages_is_named(package, entry, word):
    write(*WHOLE, entry)
    assert any(word in line for line in packages.problems())


def test_own_translation_is_overridden_for_a_reason(package):
    write(*WHOLE, polib.POEntry(msgid="Publish", msgstr="Опублікувати", tcomment="Mistake: it is done once."))  # fmt: skip
    assert packages.problems() == []


@pytest.mark.parametrize(
    ("forms", "word"),
    [
        (["залогінилася %(count)s сторінка", *list(PAGES.values())[1:]], "«залогінилася» is wrong"),
        (["%(count)s сторінка - нова", *list(PAGES.values())[1:]], "a dash, not a hyphen"),
        # The first form is also that of 21 and 101.
        (["1 сторінка", *list(PAGES.values())[1:]], "plural forms differ in placeholders"),
    ],
)
def test_what_a_package_says_wrongly_itself_is_to_be_overridden(package, forms, word):
    say(package, "%(count)s page", *forms)
    write(WHOLE[1])
    assert [word in line for line in packages.problems()] == [True]
    override = polib.POEntry(msgid=WHOLE[0].msgid, msgid_plural=WHOLE[0].msgid_plural, msgstr_plural=PAGES, tcomment="Mistake: so it is.")  # fmt: skip
    write(override)
    assert packages.problems() == []


def test_what_stands_in_our_own_catalogue_is_not_written_twice(package):
    write(*WHOLE)
    write(WHOLE[1], folder="OURS")
    assert packages.problems() == ["packages django: stands in our own catalogue «May»"]


def test_what_nobody_says_any_more_and_what_we_say_ourselves_goes(package):
    write(*WHOLE, polib.POEntry(msgid="Gone", msgstr="Немає"))
    write(WHOLE[1], folder="OURS")
    packages.update()
    assert [entry.msgid for entry in files.load(files.PACKAGES, "uk", "django")] == [
        "%(count)s page"
    ]
    assert packages.lacking("django") == {}
