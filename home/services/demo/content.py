"""What stands in home/demo: TOML files read into plain descriptions. No database here."""

import functools
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2] / "demo"
ORIGINAL: Final = "uk"
TRANSLATED: Final = "en"
LANGUAGES: Final = (ORIGINAL, TRANSLATED)
# Keys of the demo never change: by them a second run finds what the first has made.
_NAMESPACE: Final = uuid.UUID("6d2f6c1e-58c4-4c0b-9a41-4f0d2f6c7e10")
# Folders of pages: what is in them, and under which page it stands.
_FOLDERS: Final = {
    "index": ("", "home"),
    "about": ("standard", "about"),
    "consultations": ("consultation", "consultations"),
    "forums": ("forum", "forums"),
    "news": ("news", "news"),
}


class DemoError(Exception):
    """The demo's files contradict themselves: a mistake of whoever wrote them."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page as its file describes it. `key` is the file's path without its ending."""

    key: str
    kind: str
    parent: str
    data: Mapping[str, Any]

    @property
    def is_translated(self) -> bool:
        """Whether there is a page in the other language, published or not."""
        return TRANSLATED in self.data["title"]

    @property
    def translator(self) -> str:
        """How the translation comes about: '' by hand, else the state of wagtail-localize's own."""
        return str(self.data.get("translator", ""))

    @property
    def state(self) -> str:
        return str(self.data.get("state", "live"))


def identity(kind: str, key: str) -> uuid.UUID:
    """The translation key (or block id) of a thing of the demo: the same in every database."""
    return uuid.uuid5(_NAMESPACE, f"{kind}:{key}")


def is_localised(value: Any) -> bool:
    """Whether a value of a file is given per language: `{uk = …, en = …}`."""
    return isinstance(value, Mapping) and ORIGINAL in value and set(value) <= set(LANGUAGES)


def in_language(value: Any, language: str) -> Any:
    """The value in `language`; one that is not given per language is the same in all.

    Raises DemoError for a translated text that is missing.
    """
    if not is_localised(value):
        return value
    if language not in value:
        raise DemoError(f"No text in «{language}» beside «{str(value[ORIGINAL])[:60]}».")
    return value[language]


@functools.cache
def read(name: str) -> dict[str, Any]:
    """One file of the demo by its name without `.toml`. Raises DemoError for broken TOML."""
    path = ROOT / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DemoError(f"{path.name}: {error}") from error


@functools.cache
def page_specs() -> dict[str, PageSpec]:
    """All pages by key, parents before children."""
    specs = {spec.key: spec for spec in _specs()}
    ordered: dict[str, PageSpec] = {}

    def place(spec: PageSpec) -> None:
        if spec.key in ordered:
            return
        if spec.parent:
            if spec.parent not in specs:
                raise DemoError(f"{spec.key} stands under {spec.parent}, which is not there.")
            place(specs[spec.parent])
        ordered[spec.key] = spec

    for spec in specs.values():
        place(spec)
    return ordered


def _specs() -> Iterator[PageSpec]:
    for folder, (kind, parent) in _FOLDERS.items():
        files = [(path, read(f"{folder}/{path.stem}")) for path in (ROOT / folder).glob("*.toml")]
        for path, data in sorted(files, key=lambda file: (file[1].get("order", 0), file[0].stem)):
            key = path.stem if folder == "index" else f"{folder}/{path.stem}"
            above = data.get("section") or parent
            if "series" in data:
                above = f"forums/{data['series']}"
            yield PageSpec(
                key=key,
                kind=data.get("type") or kind,
                parent="" if key == "home" else above,
                data=data,
            )
