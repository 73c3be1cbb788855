"""Host names in the one form in which they can be compared, and letters that only look alike."""

import re
import unicodedata
from typing import Final

import idna

_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# Alphabets with letters that look the same.
_ALIKE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
# Cyrillic letters that pass for Latin ones; a label of these alone shows a domain that it is not.
# Source: Chromium, components/url_formatter/spoof_checks/idn_spoof_checker.cc.
_CYRILLIC_LIKE_LATIN: Final = frozenset("аысԁеԍһіюјӏорԗԛѕԝхуъьҽпгѵѡ")


def to_ascii(domain: str) -> str:
    """`domain` in small ASCII letters (punycode), without dots at its ends; empty for what is none."""
    domain = domain.strip().strip(".")
    try:
        plain = idna.encode(domain, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        # Real mail domains have labels that IDNA 2008 does not know, such as with a «_» or «--».
        plain = domain.lower() if domain.isascii() else ""
    labels = plain.split(".")
    return plain if all(_LABEL.fullmatch(label) for label in labels) else ""


def shown(label: str) -> str:
    """A label as a reader sees it: out of punycode where it is."""
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def mixes_alphabets(text: str) -> bool:
    """Whether letters of alphabets that look alike stand together: «pаypal» with a Cyrillic «а»."""
    found = {
        unicodedata.name(letter, "?").split()[0]
        for letter in unicodedata.normalize("NFKC", text)
        if letter.isalpha()
    }
    return len(found & _ALIKE) > 1


def looks_latin(label: str) -> bool:
    """Whether a label in Cyrillic would be read as a Latin one: «раура», «сосо»."""
    letters = {
        letter for letter in unicodedata.normalize("NFKC", label).lower() if letter.isalpha()
    }
    return bool(letters) and letters <= _CYRILLIC_LIKE_LATIN
