"""How the catalogues are written: forms after numbers, quotation marks, British spelling."""

import re

import pytest
from django.utils import translation
from django.utils.translation import ngettext, npgettext

from portal.core.catalogues import files

# gettext itself warns of fractions, for which Ukrainian has its fourth form.
pytestmark = pytest.mark.filterwarnings("ignore:Plural value must be an integer")

ONE, FEW, MANY, OTHER = range(4)
FORMS = {
    0: MANY, 1: ONE, 2: FEW, 5: MANY, 11: MANY, 12: MANY, 14: MANY, 21: ONE, 22: FEW, 25: MANY, 101: ONE,
    111: MANY, 1.5: OTHER,
}  # fmt: skip
FOLDERS = {"ours": files.OURS, "packages": files.PACKAGES}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_NUMBER = r"(?:%\(\w+\)d|%\(\w*(?:count|number|total|num)\w*\)s|%d|\{count\})"
NUMBER_AND_NOUN = re.compile(_NUMBER + " [a-z]{3,}")
NUMBER_AND_UKRAINIAN = re.compile(_NUMBER + " [а-яіїєґ]{3,}")
# A number before a word that no other number would change, with the reason.
CONSTANT = {
    "A tag has a name of %(count)d characters at most.": "a limit of ours",
    "At most %(number)d words and phrases in a line.": "a limit of ours",
    "Not more than %(count)d codes at a time.": "a limit of ours",
    "Write at most %(count)d characters here.": "a limit of ours",
    "“%(phrase)s” is too long: at most %(number)d words.": "a limit of ours",
    "Type %(count)d numbers, one for each row.": "the Ukrainian has the number in brackets",
    "Type %(count)d places, one for each answer.": "the Ukrainian has the number in brackets",
    "Available in %(translations_total)s locales": "the Ukrainian has the number behind the noun",
    "Tag(s) %(value_too_long)s are over %(max_tag_length)d characters.": "the same",
    "The index was made anew: %(count)d documents.": "the same",
    "Of %(count)s texts taken by chance.": "a sample of ours, larger than one",
    "%(count)s not checked": "no noun follows",
    "Forum %(number)s of %(total)s in the series": "no noun follows",
    "Only if you answered question %(number)s with: %(answers)s": "a number of order",
    "Only if your answer to question %(number)d is: %(answers)s.": "a number of order",
    "Version %(number)s comes into force on %(date)s. It stands below.": "a number of order",
}


def entries(name, language="uk"):
    for domain in ("django", "djangojs"):
        yield from files.load(FOLDERS[name], language, domain)


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def plain(text):
    """Without markup and what is put in later."""
    return re.sub(r"<[^>]*>", "", PLACEHOLDER.sub("", text))


def chosen(entry, number):
    if entry.msgctxt:
        return npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, number)
    return ngettext(entry.msgid, entry.msgid_plural, number)


@pytest.mark.parametrize("name", FOLDERS)
def test_every_plural_chooses_its_form_by_djangos_own_machinery(name):
    """Also strings of packages whose own catalogue has a header with three forms."""
    plural = [entry for entry in files.load(FOLDERS[name], "uk", "django") if entry.msgid_plural]
    assert len(plural) > 20
    wrong = []
    with translation.override("uk"):
        for entry in plural:
            forms = [entry.msgstr_plural[form] for form in range(4)]
            wrong += [
                (entry.msgid, number, chosen(entry, number))
                for number, form in FORMS.items()
                if chosen(entry, number) != forms[form]
            ]
    assert wrong == []


@pytest.mark.parametrize("name", FOLDERS)
def test_a_noun_after_a_number_has_its_case(name):
    """«2 новини», «5 новин» and «1,5 новини»: few and many differ wherever a noun in the nominative is counted.

    They may be alike only where the case is another («до 2 відповідей», «до 5 відповідей»), where the noun
    is never declined («2 фото»), or where it does not follow the number.
    """
    suspicious = [
        entry.msgid
        for entry in entries(name)
        if entry.msgid_plural
        # The first of several words that the number governs: «%(count)s новина».
        and re.match(
            r"^(?:%\(\w+\)[sd]|\{\w*\}) (?!з |без |кБ|МБ|хв)[а-яіїєґ’]{3,}", entry.msgstr_plural[0]
        )
        and entry.msgstr_plural[1] == entry.msgstr_plural[2]
        and entry.msgid not in VERBS
    ]
    assert suspicious == []


# What follows the number is a verb, or it is no number but names: one form for all but one.
VERBS = {"%(count)d awaits proposals", "%(names)s district", "the %(names)s district"}


@pytest.mark.parametrize("name", FOLDERS)
def test_no_number_stands_before_a_noun_without_plural_forms(name):
    found = [
        entry.msgid
        for entry in entries(name)
        if not entry.msgid_plural and NUMBER_AND_NOUN.search(entry.msgid)
        # The Ukrainian may have turned the sentence round: «документів: 5».
        and NUMBER_AND_UKRAINIAN.search(entry.msgstr)
        and entry.msgid not in CONSTANT
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("name", FOLDERS)
def test_quotation_marks_and_apostrophes_are_ukrainian(name):
    found = []
    for entry in entries(name):
        for text in translations(entry):
            words = plain(text)
            if re.search(r"[а-яіїєґ]['ʼ`][а-яіїєґ]", words, re.IGNORECASE):
                found.append(("apostrophe", text))
            if re.search(r'(?<!\()"(?!\))|\'(?=\w)', words):
                found.append(("quotes", text))
            if not marks_are_paired(text):
                found.append(("pairs", text))
    assert found == []


def marks_are_paired(text):
    """«Зовнішні, „внутрішні“»: each closed, none within its own kind."""
    waiting = []
    pairs = {"»": "«", "“": "„"}
    for sign in text:
        if sign in "«„":
            if sign in waiting:
                return False
            waiting.append(sign)
        elif sign in pairs and (not waiting or waiting.pop() != pairs[sign]):
            return False
    return not waiting


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("«Так»", True),
        ("«Мережа „Спільно“»", True),
        ("«Мережа «Спільно»»", False),
        ("«Так", False),
        ("“Так”", False),
    ],
)
def test_the_test_sees_marks_that_are_not_paired(text, good):
    assert marks_are_paired(text) is good


# --- English ---------------------------------------------------------------------------------------

AMERICAN = re.compile(
    r"\b(?:colors?|centers?|centered|favorites?|behaviors?|labels?ing|labeled|cancel(?:ed|ing)|travel(?:ed|ing)|model(?:ed|ing)"
    r"|catalogs?|dialogs? box|gray|meters?|neighbor\w*|honor\w*|fulfill|enroll|defense|offense|licens(?:es|ed) plate|programs? of work"
    r"|judgment|aging|math|zip code|check ?box(?:es)? mark|vacation|sidewalk|apartment|gotten|toward)\b"
    r"|\b\w+(?:ization|izations|izing|ized|izes|ize|yze|yzed)\b",
    re.IGNORECASE,
)
# Words in -ize that have no other spelling.
WITH_Z = frozenset(
    {
        "size",
        "sizes",
        "sized",
        "resize",
        "resized",
        "resizing",
        "prize",
        "prizes",
        "seize",
        "oversized",
    }
)


def american(text):
    return [word for word in AMERICAN.findall(text) if word.lower() not in WITH_Z]


def test_our_english_is_british():
    found = {
        entry.msgid: words
        for entry in entries("ours", "en")
        for text in (entry.msgid, entry.msgid_plural, *translations(entry))
        if (words := american(plain(text)))
    }
    assert found == {}


# Said in the words of a package, so that its own translations are found.
OF_PACKAGES = frozenset({"This locale's language code is not supported"})


def test_our_english_has_curly_quotes_and_apostrophes():
    found = [
        entry.msgid
        for entry in entries("ours", "en")
        if entry.msgid not in OF_PACKAGES
        for text in (entry.msgid, entry.msgid_plural)
        if re.search(r"\w'\w|\w'(?=[\s.,;:!?]|$)|\"", plain(text))
    ]
    assert found == []


@pytest.mark.parametrize("word", ["color", "canceled", "organization", "recognized", "center"])
def test_the_test_sees_american_words(word):
    assert american(f"The {word} of it")


@pytest.mark.parametrize("word", ["colour", "cancelled", "organisation", "size", "centre"])
def test_british_words_are_left(word):
    assert not american(f"The {word} of it")
