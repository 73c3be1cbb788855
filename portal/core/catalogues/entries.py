"""What makes an entry of a catalogue whole."""

import re
from collections import Counter
from collections.abc import Iterable

import polib

Key = tuple[str | None, str]
AnyEntry = polib.POEntry | polib.MOEntry

LANGUAGES = ("uk", "en")
DOMAINS = ("django", "djangojs")
# Forms of a word beside a number: 1 новина, 2 новини, 5 новин, 1,5 новини.
FORMS = {"uk": 4, "en": 2}

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")
_TAG = re.compile(r"</?[a-z][^<>]*>")


def key_of(entry: AnyEntry) -> Key:
    return (entry.msgctxt, entry.msgid)


def is_complete(entry: polib.POEntry, language: str) -> bool:
    """Translated, not fuzzy, in every plural form the language has."""
    if entry.fuzzy:
        return False
    if entry.msgid_plural:
        return len(entry.msgstr_plural) == FORMS[language] and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def translations(entry: AnyEntry) -> list[str]:
    """Every translation of an entry: one, or one for each form."""
    found: Iterable[str] = (
        entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr or ""]
    )
    return [text for text in found if text]


def placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def same_placeholders(entry: polib.POEntry) -> bool:
    """Whether every translation has the placeholders of the original.

    English may say «one» in its singular. The first Ukrainian form is also that of 21 and 101, so that all
    four have the same.
    """
    found = [placeholders(text) for text in translations(entry)]
    if not entry.msgid_plural:
        return all(each == placeholders(entry.msgid) for each in found)
    wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
    is_ukrainian = len(entry.msgstr_plural) == FORMS["uk"]
    return all(each <= wanted and not (is_ukrainian and each != found[0]) for each in found)


def same_tags(entry: polib.POEntry) -> bool:
    """Whether every translation has the HTML tags of the original, each as often."""
    originals = [Counter(_TAG.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
    return all(Counter(_TAG.findall(text)) in originals for text in translations(entry))
