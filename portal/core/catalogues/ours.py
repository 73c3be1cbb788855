"""The catalogues of our own code."""

import polib

from portal.core.catalogues import files
from portal.core.catalogues.entries import (
    DOMAINS,
    LANGUAGES,
    Key,
    is_complete,
    key_of,
    same_placeholders,
)
from portal.core.catalogues.sources import Message, messages_of

ROOMS = ("portal", "home", "civic_pages", "search")


def extract() -> dict[Key, Message]:
    """Every string of ours, from Python and templates."""
    found: dict[Key, Message] = {}
    for room in ROOMS:
        folder = files.ROOT / room
        new = messages_of(folder, base=files.ROOT, without=frozenset({"migrations"}))
        for key, message in new.items():
            known = found.setdefault(key, message)
            if known is not message:
                known.plural = known.plural or message.plural
                known.places += message.places
    return found


def problems() -> list[str]:
    """What keeps the catalogues from being whole, a line each; empty when nothing does."""
    wanted = extract()
    lines: list[str] = []
    for language in LANGUAGES:
        for domain in DOMAINS:
            ours = wanted if domain == "django" else {}
            catalogue = {key_of(entry): entry for entry in files.load(files.OURS, language, domain)}
            lines += [
                f"{language} {domain}: missing «{message.text}» ({message.places[0]})"
                for key, message in ours.items()
                if key not in catalogue
            ]
            lines += [
                f"{language} {domain}: stands nowhere any more «{text}»"
                for _context, text in sorted(catalogue.keys() - ours.keys(), key=str)
            ]
            lines += [
                f"{language} {domain}: incomplete or fuzzy «{entry.msgid}»"
                for entry in catalogue.values()
                if not is_complete(entry, language)
            ]
            lines += [
                f"{language} {domain}: placeholders differ in «{entry.msgid}»"
                for entry in catalogue.values()
                if not same_placeholders(entry)
            ]
    return lines


def update() -> list[str]:
    """Bring the catalogues in step with the code; returns what now waits for a translation.

    English is the language of the code, so its entries fill themselves.
    """
    wanted = extract()
    waiting: list[str] = []
    for language in LANGUAGES:
        for domain in DOMAINS:
            catalogue = files.load(files.OURS, language, domain)
            ours = wanted if domain == "django" else {}
            for entry in [entry for entry in catalogue if key_of(entry) not in ours]:
                catalogue.remove(entry)
            known: dict[Key, polib.POEntry] = {key_of(entry): entry for entry in catalogue}
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
            if catalogue:
                files.save(catalogue, files.OURS, language, domain)
    return waiting


def _fill_english(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr, entry.msgstr_plural = "", {0: entry.msgid, 1: entry.msgid_plural}
    elif not entry.msgstr:
        entry.msgstr = entry.msgid
