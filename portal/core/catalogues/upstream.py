"""Our Ukrainian of packages as patches for them, so that it can be given back.

A patch holds what the package leaves without Ukrainian and what it says by mistake (the comment of our entry
begins with «Mistake»). What is only this portal's choice of words (it begins with «House») stays here.
The text of the package is changed line by line: nothing else moves, and `git apply` takes the patch.
"""

import difflib
from collections.abc import Iterable
from pathlib import Path

import polib

from portal.core.catalogues import entries, files, packages
from portal.core.catalogues.entries import DOMAINS, Key, key_of
from portal.core.catalogues.packages import Package
from portal.core.catalogues.sources import Message

_UKRAINIAN = "uk"
_WIDTH = 78
_HEADER = """\
msgid ""
msgstr ""
"Language: uk\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def _given(domain: str) -> dict[Key, polib.POEntry]:
    """What we say of packages, and of our own strings that a package has too."""
    return {
        key_of(entry): entry
        for folder in (files.OURS, files.PACKAGES)
        for entry in files.load(folder, _UKRAINIAN, domain)
        if entries.is_complete(entry, _UKRAINIAN)
    }


def _message_lines(name: str, text: str) -> list[str]:
    """A field of an entry as gettext's tools fold it."""
    wrapped = polib.POEntry(msgid="x", msgstr=text).__unicode__(wrapwidth=_WIDTH)
    lines = wrapped.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("msgstr "))
    folded = [line for line in lines[start:] if line]
    return [name + folded[0].removeprefix("msgstr"), *folded[1:]]


def _translation_lines(entry: polib.POEntry) -> list[str]:
    if not entry.msgid_plural:
        return _message_lines("msgstr", entry.msgstr)
    forms = sorted(entry.msgstr_plural.items())
    return [line for form, text in forms for line in _message_lines(f"msgstr[{form}]", text)]


def _new_entry(message: Message, given: polib.POEntry) -> list[str]:
    fresh = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context,
        msgid_plural=message.plural,
        occurrences=[(place, "") for place in message.places],
        flags=[flag for flag in given.flags if flag == "python-format"],
    )
    lines = fresh.__unicode__(wrapwidth=_WIDTH).rstrip("\n").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("msgstr"))
    return ["", *lines[:start], *_translation_lines(given)]


def _replace(lines: list[str], entry: polib.POEntry, given: polib.POEntry) -> None:
    """Put our translation into the place of theirs, which is not a guess any more."""
    first = start = (entry.linenum or 1) - 1  # its comments begin here
    while not lines[start].startswith("msgstr"):
        start += 1
    end = start
    while end < len(lines) and lines[end].startswith(("msgstr", '"')):
        end += 1
    lines[start:end] = _translation_lines(given)
    if entry.fuzzy:
        told = [line.replace("#, fuzzy, ", "#, ") for line in lines[first:start]]
        lines[first:start] = [line for line in told if line != "#, fuzzy" and line[:2] != "#|"]


def _theirs(path: Path) -> tuple[str, dict[Key, polib.POEntry]]:
    if not path.exists():
        return "", {}
    known = {key_of(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    return path.read_text(encoding="utf-8"), known


def _is_gap(entry: polib.POEntry | None) -> bool:
    return entry is None or not entries.translations(entry) or entry.fuzzy


def filled(package: Package, domain: str) -> tuple[str, str]:
    """The Ukrainian catalogue of a package as it is, and with ours filled in; equal where nothing is to give."""
    before, known = _theirs(package.catalogue(_UKRAINIAN, domain))
    given = _given(domain)
    wanted: dict[Key, polib.POEntry] = {}
    for key in package.messages(domain):
        ours = given.get(key)
        if ours is not None and (_is_gap(known.get(key)) or ours.tcomment.startswith("Mistake")):
            wanted[key] = ours
    if not wanted:
        return before, before
    lines = (
        before or _HEADER + f'"Plural-Forms: {files.PLURAL_FORMS[_UKRAINIAN]}\\n"'
    ).splitlines()
    # From the end, so that the numbers of lines before it hold.
    for key in sorted(wanted.keys() & known, key=lambda key: known[key].linenum or 0, reverse=True):
        _replace(lines, known[key], wanted[key])
    for key in package.messages(domain):
        if key in wanted and key not in known:
            lines += _new_entry(package.messages(domain)[key], wanted[key])
    return before, "\n".join(lines) + "\n"


def _home(package: Package) -> tuple[Path, Path]:
    """Where the package's code lies, and the path of its catalogues from there."""
    root = package.name.partition(".")[0]
    top = next(
        folder for folder in (package.folder, *package.folder.parents) if folder.name == root
    )
    return top, package.folder.relative_to(top.parent)


def write(target: Path, surveyed: Iterable[Package] | None = None) -> list[Path]:
    """Write catalogues and patches below `target`, a folder for each package; returns the patches."""
    patches: dict[Path, list[str]] = {}
    for package in surveyed if surveyed is not None else packages.surveyed():
        if package.name in packages.EXEMPT:
            continue
        top, inside = _home(package)
        for domain in DOMAINS:
            before, after = filled(package, domain)
            if before == after:
                continue
            path = files.path_of(inside / "locale", _UKRAINIAN, domain)
            copy = target / top.name / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(after, encoding="utf-8")
            old = f"a/{path}" if before else "/dev/null"
            difference = difflib.unified_diff(
                before.splitlines(keepends=True), after.splitlines(keepends=True), old, f"b/{path}"
            )
            patches.setdefault(target / top.name / "uk.patch", []).extend(difference)
    for path, lines in patches.items():
        path.write_text("".join(lines), encoding="utf-8")
    return sorted(patches)
