"""The strings of installed packages: which have no Ukrainian, and the catalogue that gives it to them.

Django merges the catalogues of all applications into one, and ours last: an entry of ours therefore also
takes the place of a translation that a package has. Each such entry says why in its comment.
"""

import functools
import importlib.util
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import polib
from django.apps import apps

from portal.core.catalogues import entries, files, ours, typography, wording
from portal.core.catalogues.entries import DOMAINS, Key, key_of
from portal.core.catalogues.sources import Message, messages_of

# Libraries that are no application of ours, so that Django never loads their catalogues.
LIBRARIES = (
    "django_filters",
    "django_stubs_ext",
    "laces",
    "modelsearch",
    "ninja",
    "permissionedforms",
    "rest_framework",
    "storages",
    "treebeard",
)
# Packages of whose strings nobody meets one, with the reason.
EXEMPT: Mapping[str, str] = {
    "rest_framework": "django-comments-xtd needs it to be installed; no view of it has an address here",
    "treebeard": "its words belong to Django's admin, which is not installed, and to errors in code",
}
_NO_MESSAGES = frozenset({"migrations", "tests", "test", "management", "locale", "static"})
_UKRAINIAN = "uk"


@dataclass(frozen=True)
class Package:
    """An application, or a library: the part of a package that has, or would have, one catalogue."""

    name: str
    folder: Path  # where `locale` lies
    is_loaded: bool  # whether Django reads its catalogue

    def catalogue(self, language: str, domain: str) -> Path:
        return files.path_of(self.folder / "locale", language, domain)

    def messages(self, domain: str) -> Mapping[Key, Message]:
        """What it offers for translation: as its English catalogue says, or else its sources."""
        return _messages(self, domain)

    def own(self, domain: str) -> Mapping[Key, list[str]]:
        """What it says in Ukrainian by itself, all forms of each string."""
        return _own(self, domain)


@dataclass(frozen=True)
class Count:
    """How the strings of a package stand."""

    package: str
    strings: int
    own: int
    ours: int
    lacking: int


@functools.cache
def _messages(package: Package, domain: str) -> dict[Key, Message]:
    english = package.catalogue("en", domain)
    if english.exists():
        return {
            key_of(entry): Message(
                text=entry.msgid,
                plural=entry.msgid_plural,
                context=entry.msgctxt,
                places=[place for place, _line in entry.occurrences],
            )
            for entry in polib.pofile(str(english))
            if not entry.obsolete
        }
    if domain != "django":
        return {}
    return messages_of(package.folder, base=package.folder, without=_NO_MESSAGES)


@functools.cache
def _own(package: Package, domain: str) -> dict[Key, list[str]]:
    compiled = package.catalogue(_UKRAINIAN, domain).with_suffix(".mo")
    if not compiled.exists():
        return {}
    return {key_of(entry): entries.translations(entry) for entry in polib.mofile(str(compiled))}


def _folder_of(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{name} is not installed as a package")
    return Path(spec.submodule_search_locations[0])


@functools.cache
def surveyed() -> tuple[Package, ...]:
    """Every application that is not ours, and the libraries; needs the applications to be loaded."""
    found = [Package("django", _folder_of("django.conf"), is_loaded=True)]
    for config in apps.get_app_configs():
        root = config.name.partition(".")[0]
        if root in ours.ROOMS:
            continue
        folder = Path(config.path)
        covered = root == "django" or (
            root != config.name and (_folder_of(root) / "locale").exists()
        )
        # `allauth.account`, `django.forms`: the package has one catalogue for several applications.
        if (folder / "locale").exists() or not covered:
            found.append(Package(config.name, folder, is_loaded=True))
    found += [Package(name, _folder_of(name), is_loaded=False) for name in LIBRARIES]
    return tuple(sorted(found, key=lambda package: package.name))


def _spoken(package: Package, domain: str) -> set[Key]:
    """What is Ukrainian without us: scripts get the catalogue of one package, all else that of all."""
    speakers = [package] if domain == "djangojs" else surveyed()
    return {key for speaker in speakers if speaker.is_loaded for key in speaker.own(domain)}


def _whole(*catalogues: Iterable[polib.POEntry]) -> set[Key]:
    """What catalogues say, in every form."""
    return {
        key_of(entry)
        for catalogue in catalogues
        for entry in catalogue
        if entries.is_complete(entry, _UKRAINIAN)
    }


def _written(domain: str) -> set[Key]:
    """What our catalogues say, whole."""
    return _whole(
        *(files.load(folder, _UKRAINIAN, domain) for folder in (files.OURS, files.PACKAGES))
    )


def _of_ours(domain: str) -> polib.POFile:
    """The catalogue of our own code, which `ours` holds in step with the code: reading that again is slow."""
    return files.load(files.OURS, _UKRAINIAN, domain)


def counts() -> list[Count]:
    """How each package stands, both domains together; those without strings are left out."""
    written = {domain: _written(domain) for domain in DOMAINS}
    found: list[Count] = []
    for package in surveyed():
        strings = own = by_us = lacking = 0
        for domain in DOMAINS:
            keys = package.messages(domain).keys()
            spoken = _spoken(package, domain)
            strings += len(keys)
            own += len(keys & (spoken - written[domain]))
            by_us += len(keys & written[domain])
            lacking += len(keys - spoken - written[domain])
        if strings:
            found.append(Count(package.name, strings, own, by_us, lacking))
    return found


def lacking(domain: str, written: Set[Key] | None = None) -> dict[str, list[Message]]:
    """The strings a person can meet that are not Ukrainian, by package.

    `written`: what our catalogues say, where the caller has read them already.
    """
    written = _written(domain) if written is None else written
    found: dict[str, list[Message]] = {}
    for package in surveyed():
        if package.name in EXEMPT:
            continue
        spoken = _spoken(package, domain) | written
        missing = [
            message for key, message in package.messages(domain).items() if key not in spoken
        ]
        if missing:
            found[package.name] = missing
    return found


def _offered(domain: str) -> dict[Key, list[Package]]:
    found: dict[Key, list[Package]] = {}
    for package in surveyed():
        for key in package.messages(domain):
            found.setdefault(key, []).append(package)
    return found


def _is_exempt(offering: Iterable[Package]) -> bool:
    return all(package.name in EXEMPT for package in offering)


def own_words(domain: str) -> dict[Key, list[str]]:
    """The Ukrainian of all packages that Django loads, without ours.

    Scripts get the catalogue of one package: what one of several leaves out is nobody's.
    """
    found: dict[Key, list[str]] = {}
    for package in surveyed():
        if package.is_loaded:
            found.update(package.own(domain))
    if domain == "djangojs":
        for package in surveyed():
            for key in package.messages(domain).keys() - package.own(domain).keys():
                found.pop(key, None)
    return found


def _faults(entry: polib.POEntry, own: Mapping[Key, list[str]]) -> Iterable[str]:
    if not entries.is_complete(entry, _UKRAINIAN):
        yield "incomplete or fuzzy"
    if not entries.same_placeholders(entry):
        yield "placeholders differ in"
    if not entries.same_tags(entry):
        yield "tags differ in"
    theirs = own.get(key_of(entry))
    if theirs == entries.translations(entry):
        yield "the package says the same by now, take out"
    elif theirs and not entry.tcomment:
        yield "the package has Ukrainian of its own: say in a comment why ours is better, or take out"


def _said_wrongly(offered: Iterable[Key], own: Mapping[Key, list[str]]) -> Iterable[str]:
    """Of what packages say themselves and we leave to them: what a catalogue of ours must not say."""
    for key in offered:
        texts = own.get(key, [])
        for text in texts:
            for wrong, right in (*wording.faults_of(text), *typography.faults_of(text)):
                yield f"the package’s own «{wrong}» is wrong, override with {right}"
        if len({frozenset(entries.placeholders(text)) for text in texts}) > 1:
            yield f"the package’s own plural forms differ in placeholders, override «{key[1]}»"


def problems() -> list[str]:
    """What keeps the strings of packages from being whole, a line each; empty when nothing does."""
    lines: list[str] = []
    for domain in DOMAINS:
        offered, own = _offered(domain), own_words(domain)
        of_ours, catalogue = _of_ours(domain), files.load(files.PACKAGES, _UKRAINIAN, domain)
        said_by_us = {key_of(entry) for entry in of_ours}
        for entry in catalogue:
            key = key_of(entry)
            if key not in offered:
                lines.append(f"packages {domain}: no package says any more «{entry.msgid}»")
            elif key in said_by_us:
                lines.append(f"packages {domain}: stands in our own catalogue «{entry.msgid}»")
            lines += [
                f"packages {domain}: {fault} «{entry.msgid}»" for fault in _faults(entry, own)
            ]
        written = _whole(of_ours, catalogue)
        lines += [
            f"packages {domain}: {package} lacks «{message.text}»"
            for package, messages in lacking(domain, written).items()
            for message in messages
        ]
        met = {key for key, packages in offered.items() if not _is_exempt(packages)}
        lines += [
            f"packages {domain}: {fault}"
            for fault in _said_wrongly(sorted(met - written, key=str), own)
        ]
    known = {package.name for package in surveyed()}
    return lines + [f"exempt, and not installed: {name}" for name in EXEMPT.keys() - known]


def update() -> list[polib.POEntry]:
    """Bring the catalogue in step with the packages; returns what now waits for a translation.

    What is missing is put in, untranslated. What no package says any more goes, and what a package says in the
    same words, or our own catalogue says.
    """
    waiting: list[polib.POEntry] = []
    for domain in DOMAINS:
        offered, own = _offered(domain), own_words(domain)
        catalogue = files.load(files.PACKAGES, _UKRAINIAN, domain)
        of_ours = {key_of(entry) for entry in _of_ours(domain)}
        for entry in list(catalogue):
            key = key_of(entry)
            says_the_same = own.get(key) == entries.translations(entry)
            if key not in offered or says_the_same or key in of_ours:
                catalogue.remove(entry)
        known = {key_of(entry) for entry in catalogue}
        for messages in lacking(domain).values():
            for message in messages:
                if message.key not in known:
                    known.add(message.key)
                    catalogue.append(polib.POEntry(msgid=message.text, msgctxt=message.context))
        for entry in catalogue:
            packages = offered[key_of(entry)]
            entry.occurrences = [(package.name, "") for package in packages]
            _shape(entry, packages[0].messages(domain)[key_of(entry)])
            if not entries.is_complete(entry, _UKRAINIAN):
                waiting.append(entry)
        files.save(catalogue, files.PACKAGES, _UKRAINIAN, domain)
    return waiting


def _shape(entry: polib.POEntry, message: Message) -> None:
    """Give the entry the plural of the package and, for gettext's own checker, the kind of placeholders."""
    if message.plural:
        entry.msgid_plural, entry.msgstr = message.plural, ""
        entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in range(4)}
    is_python = "%(" in message.text or "%s" in message.text or "%d" in message.text
    others = [flag for flag in entry.flags if flag != "python-format"]
    entry.flags = [*others, "python-format"] if is_python else others
