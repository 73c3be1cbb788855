"""Signs that programs write and people do not: dates and numbers without a format, torn headings."""

import re

from lxml import html as markup

ISO_DATE = re.compile(r"(?<![\w/\-.])\d{4}-\d\d-\d\d(?![\w/\-])")
AMERICAN_DATE = re.compile(r"(?<!\d)\d{1,2}/(?:1[3-9]|2\d|3[01])/\d{2,4}(?!\d)")
ENGLISH_DATE = re.compile(
    r"\b(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.? \d{1,2}, \d{4}|\b(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|\d [ap]\.m\.|\d+ (?:noon|midnight)\b"
)
# Postal codes begin with a nought in Kyiv; six digits alone are a code from a letter.
LONG_NUMBER = re.compile(r"(?<![\w.,/\-+№#])(?!\d{6}$)[1-9]\d{4,}(?![\w/\-])")
POINT = re.compile(r"(?<!WCAG )(?<!WCAG\u00a0)(?<![\w.,/\-])\d+\.\d+(?![\w.\-/])")
COMMA = re.compile(r"(?<![\w.,/\-])\d+,\d{1,2}(?![\w,])")
# Dates of documents are written with points; times of an hour are not, but nobody writes 25.06.
DAY_AND_MONTH = re.compile(r"(?:[012]?\d|3[01])\.(?:0\d|1[0-2])")
_ENGLISH = "January|February|March|April|May|June|July|August|September|October|November|December"
_IN_A_DATE = (
    "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
)
_ALONE = (
    "січень|лютий|березень|квітень|травень|червень|липень|серпень|вересень|жовтень|листопад|грудень"
)
# «23 листопад», «05 червня», «6 Червня», «6 june»: a month not in its case, or as a program has it.
NOMINATIVE = re.compile(rf"(?<![\d.,])\d{{1,2}}\s(?:{_ALONE})\b", re.IGNORECASE)
NOUGHT = re.compile(rf"(?<![\d:.,])0\d\s(?:{_IN_A_DATE}|{_ENGLISH})\b", re.IGNORECASE)
CAPITAL = re.compile(rf"\d\s(?:{'|'.join(word.capitalize() for word in _IN_A_DATE.split('|'))})\b")
SMALL = re.compile(rf"\d\s(?:{_ENGLISH.lower()})\b")
# A line of a heading must not end with «і» or «в».
_ENDS_A_LINE = re.compile(r"(?<![\w’'ʼ-])[авзійоуя] (?=[\w«„“(№])", re.IGNORECASE)


def unformatted(text: str, language: str) -> list[str]:
    """Dates and numbers as programs write them."""
    patterns = [ISO_DATE, AMERICAN_DATE, LONG_NUMBER, NOUGHT]
    patterns += [POINT, NOMINATIVE, CAPITAL] if language == "uk" else [COMMA, ENGLISH_DATE, SMALL]
    found = [match.group() for pattern in patterns for match in pattern.finditer(text)]
    return [each for each in found if not DAY_AND_MONTH.fullmatch(each)]


def torn_headings(html: str) -> list[str]:
    """Ukrainian headings in which a preposition of one letter may be left at the end of a line."""
    if "<h" not in html:
        return []
    found: list[str] = []
    for heading in markup.fromstring(html).iter("h1", "h2", "h3", "h4"):
        languages = (each.get("lang") for each in (heading, *heading.iterancestors()))
        text = re.sub(r"[ \t\n]+", " ", heading.text_content()).strip()
        if next(filter(None, languages), "uk") == "uk" and _ENDS_A_LINE.search(text):
            found.append(text)
    return found
