"""Message catalogues without the gettext tools: extraction, comparison, compilation.

The catalogues in `portal/locale` hold our own strings, and those strings of installed packages
that the package itself leaves without Ukrainian or translates against our glossary.
"""

import ast
import importlib.util
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = ("portal", "home", "civic_pages", "search")
LANGUAGES = ("uk", "en")
DOMAINS = ("django", "djangojs")
PLURAL_FORMS = {
    "uk": (
        "nplurals=4; plural=(n % 1 == 0 && n % 10 == 1 && n % 100 != 11 ? 0 : n % 1 == 0 && n % 10 >= 2 && "
        "n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : n % 1 == 0 && (n % 10 ==0 || (n % 10 >=5 && "
        "n % 10 <=9) || (n % 100 >=11 && n % 100 <=14 )) ? 2: 3);"
    ),
    "en": "nplurals=2; plural=(n != 1);",
}
# Packages whose strings the catalogues may carry.
PACKAGES = ("wagtail", "wagtail_localize", "django", "modelcluster", "taggit", "modelsearch")

_FUNCTIONS = {
    "_": (), "gettext": (), "gettext_lazy": (), "gettext_noop": (),
    "ngettext": ("plural",), "ngettext_lazy": ("plural",),
    "pgettext": ("context",), "pgettext_lazy": ("context",),
    "npgettext": ("context", "plural"), "npgettext_lazy": ("context", "plural"),
}  # fmt: skip
_LITERAL = r"""(?:u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*")"""
_TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)", re.DOTALL)

Key = tuple[str | None, str]


@dataclass
class Message:
    """One string to translate, with the places where it stands."""

    text: str
    plural: str = ""
    context: str | None = None
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return (self.context, self.text)


def _message(function: str, arguments: list[str]) -> Message | None:
    shape = _FUNCTIONS[function]
    needed = 1 + len(shape)
    if len(arguments) < needed:
        return None
    rest = list(arguments)
    context = rest.pop(0) if "context" in shape else None
    return Message(text=rest[0], plural=rest[1] if "plural" in shape else "", context=context)


def _aliases(tree: ast.AST) -> dict[str, str]:
    """Local names of the gettext functions: `from … import gettext as _now` makes `_now` one."""
    return {
        name.asname: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname
    }


def _from_python(source: str) -> Iterator[tuple[Message, int]]:
    tree = ast.parse(source)
    aliases = _aliases(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", None) or getattr(node.func, "attr", None) or ""
        name = aliases.get(called, called)
        if name not in _FUNCTIONS:
            continue
        literals: list[str] = []
        for argument in node.args:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                break
            literals.append(argument.value)
        if (message := _message(name, literals)) and message.text:
            yield message, node.lineno


def _from_template(source: str) -> Iterator[tuple[Message, int]]:
    code = templatize(source)
    for call in _TEMPLATE_CALL.finditer(code):
        literals = [ast.literal_eval(found) for found in re.findall(_LITERAL, call[2], re.DOTALL)]
        # Templates write plain text: a percent sign is doubled by templatize, as xgettext expects.
        if message := _message(call[1], literals):
            yield message, code.count("\n", 0, call.start()) + 1


def extract() -> dict[Key, Message]:
    """Every string of ours, from Python and templates."""
    found: dict[Key, Message] = {}
    for room in ROOMS:
        for path in sorted((Path(settings.BASE_DIR) / room).rglob("*")):
            if "migrations" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
                continue
            source = path.read_text(encoding="utf-8")
            reader = _from_python if path.suffix == ".py" else _from_template
            for message, line in reader(source):
                known = found.setdefault(message.key, message)
                known.plural = known.plural or message.plural
                known.places.append(f"{path.relative_to(settings.BASE_DIR)}:{line}")
    return found


def package_keys(domain: str) -> set[Key]:
    """The strings that installed packages offer for translation."""
    keys: set[Key] = set()
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            for path in Path(folder).rglob(f"locale/en/LC_MESSAGES/{domain}.po"):
                keys |= {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path))}
    return keys


def path_of(language: str, domain: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / f"{domain}.po"


def _load(language: str, domain: str) -> polib.POFile:
    path = path_of(language, domain)
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def is_complete(entry: polib.POEntry, language: str) -> bool:
    """Translated, not fuzzy, in every plural form the language has."""
    if entry.fuzzy:
        return False
    if entry.msgid_plural:
        forms = 4 if language == "uk" else 2
        return len(entry.msgstr_plural) == forms and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def problems() -> list[str]:
    """What keeps the catalogues from being whole, a line each; empty when nothing does."""
    wanted = extract()
    lines: list[str] = []
    for language in LANGUAGES:
        for domain in DOMAINS:
            ours = wanted if domain == "django" else {}
            catalogue = {(entry.msgctxt, entry.msgid): entry for entry in _load(language, domain)}
            lines += [
                f"{language} {domain}: missing «{message.text}» ({message.places[0]})"
                for key, message in ours.items()
                if key not in catalogue
            ]
            stale = catalogue.keys() - ours.keys() - package_keys(domain)
            lines += [
                f"{language} {domain}: stands nowhere any more «{text}»"
                for _context, text in sorted(stale, key=str)
            ]
            lines += [
                f"{language} {domain}: incomplete or fuzzy «{entry.msgid}»"
                for entry in catalogue.values()
                if not is_complete(entry, language)
            ]
            lines += [
                f"{language} {domain}: placeholders differ in «{entry.msgid}»"
                for entry in catalogue.values()
                if not _same_placeholders(entry)
            ]
    return lines


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}", text))


def _same_placeholders(entry: polib.POEntry) -> bool:
    wanted = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
    translations: Iterable[str] = (
        entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    )
    # A singular form may say the number in a word and leave it out.
    return all(
        (_placeholders(text) <= wanted if entry.msgid_plural else _placeholders(text) == wanted)
        for text in translations
        if text
    )


def update() -> list[str]:
    """Bring the catalogues in step with the code; returns what now waits for a translation.

    English is the language of the code, so its entries fill themselves.
    """
    wanted = extract()
    waiting: list[str] = []
    for language in LANGUAGES:
        for domain in DOMAINS:
            catalogue = _load(language, domain)
            ours = wanted if domain == "django" else {}
            kept = ours.keys() | package_keys(domain)
            for entry in [entry for entry in catalogue if (entry.msgctxt, entry.msgid) not in kept]:
                catalogue.remove(entry)
            known: dict[Key, polib.POEntry] = {
                (entry.msgctxt, entry.msgid): entry for entry in catalogue
            }
            for key, message in ours.items():
                if key not in known:
                    known[key] = polib.POEntry(msgid=message.text, msgctxt=message.context)
                    catalogue.append(known[key])
                entry = known[key]
                entry.msgid_plural = message.plural
                entry.occurrences = [
                    (place.rpartition(":")[0], "") for place in sorted(set(message.places))
                ][:3]
            for entry in catalogue:
                _fill_english(entry) if language == "en" else None
                if not is_complete(entry, language):
                    waiting.append(f"{language} {domain}: {entry.msgid}")
            _save(catalogue, language, domain)
    return waiting


def _fill_english(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr, entry.msgstr_plural = "", {0: entry.msgid, 1: entry.msgid_plural}
    elif not entry.msgstr:
        entry.msgstr = entry.msgid


def _save(catalogue: polib.POFile, language: str, domain: str) -> None:
    path = path_of(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.metadata = {
        "Project-Id-Version": "spilno-portal",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(str(path))


def compile_all(*, only_stale: bool = False) -> list[Path]:
    """Write the `.mo` beside each `.po`; returns those written."""
    written: list[Path] = []
    for language in LANGUAGES:
        for domain in DOMAINS:
            source = path_of(language, domain)
            target = source.with_suffix(".mo")
            if not source.exists():
                continue
            if only_stale and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written
