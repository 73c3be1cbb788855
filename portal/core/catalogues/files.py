"""Where the catalogues lie, and how they are read, written and compiled."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polib

from portal.core.catalogues import sound
from portal.core.catalogues.entries import DOMAINS, LANGUAGES, translations

ROOT = Path(__file__).resolve().parents[3]
OURS = ROOT / "portal" / "locale"
PACKAGES = ROOT / "portal" / "locale_packages"

PLURAL_FORMS = {
    "uk": (
        "nplurals=4; plural=(n % 1 == 0 && n % 10 == 1 && n % 100 != 11 ? 0 : n % 1 == 0 && n % 10 >= 2 && "
        "n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : n % 1 == 0 && (n % 10 ==0 || (n % 10 >=5 && "
        "n % 10 <=9) || (n % 100 >=11 && n % 100 <=14 )) ? 2: 3);"
    ),
    "en": "nplurals=2; plural=(n != 1);",
}


def path_of(folder: Path, language: str, domain: str) -> Path:
    return folder / language / "LC_MESSAGES" / f"{domain}.po"


def load(folder: Path, language: str, domain: str) -> polib.POFile:
    """The catalogue; an empty one where there is none yet."""
    path = path_of(folder, language, domain)
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def save(catalogue: polib.POFile, folder: Path, language: str, domain: str) -> None:
    path = path_of(folder, language, domain)
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


def sources() -> Iterator[Path]:
    """Every catalogue that is there."""
    for folder in (OURS, PACKAGES):
        for language in LANGUAGES:
            for domain in DOMAINS:
                if (path := path_of(folder, language, domain)).exists():
                    yield path


def entries_of(language: str) -> Iterator[tuple[Path, polib.POEntry]]:
    """Every entry of a language with its file, ours first."""
    for source in sources():
        if source.parent.parent.name == language:
            for entry in polib.pofile(str(source)):
                yield source, entry


def faulty(
    faults_of: Callable[[str], Iterable[tuple[str, str]]],
) -> Iterator[tuple[str, str, str]]:
    """Of our Ukrainian: the file and the line, what is wrong there, and what is right."""
    for path, entry in entries_of("uk"):
        for text in translations(entry):
            for wrong, right in faults_of(text):
                yield f"{path.relative_to(ROOT)}:{entry.linenum}", wrong, right


def _is_stale(source: Path, target: Path) -> bool:
    return (
        not target.exists()
        or target.stat().st_mtime < source.stat().st_mtime
        or sound.fault(target) is not None
    )


def compile_all(*, only_stale: bool = False) -> list[Path]:
    """Write the `.mo` beside each `.po`; returns those written.

    A `.mo` that cannot be read is stale; one whose catalogue is gone goes too, as Django would read it.
    """
    written: list[Path] = []
    for folder in (OURS, PACKAGES):
        for compiled in folder.glob("*/LC_MESSAGES/*.mo"):
            if not compiled.with_suffix(".po").exists():
                compiled.unlink()
    for source in sources():
        target = source.with_suffix(".mo")
        if only_stale and not _is_stale(source, target):
            continue
        polib.pofile(str(source)).save_as_mofile(str(target))
        written.append(target)
    return written
