"""Which words of a page are of another language, and which dates and numbers nobody formatted.

What editors and people wrote is told apart from the interface by the database: a piece that stands in
it is content. A piece that is exactly a string of a catalogue is interface all the same.
"""

import html
import json
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import trans_real
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from portal.core.catalogues import files
from portal.core.templatetags.language import initials
from portal.discussion.models import Comment
from tests.home.language.reading import SPOKEN, Piece
from tests.home.language.signs import unformatted

LATIN = re.compile(r"[A-Za-z][A-Za-z’'.\-/]*(?: [A-Za-z][A-Za-z’'.\-/]*)*")
CYRILLIC = re.compile(r"[Ѐ-ӿ][\w’'ʼ\-]*(?:[ \u00a0][«„]?[Ѐ-ӿ][\w’'ʼ\-]*)*")
IS_CYRILLIC = re.compile("[Ѐ-ӿ]")
IS_LATIN = re.compile("[A-Za-z]")
# Addresses, files, codes, marks: of no language.
NEUTRAL = re.compile(
    r"https?://\S+|testserver/\S+|\b[a-z]+_[a-z_]+\b|WCAG \d\.\d|tel:\d*|\b[a-z_]+\.[a-z_]+\b|www\.\S+|\S+@\S+\.\w+|/[\w/.%\-]*/|[\w\-]+\.(?:jpe?g|png|webp|avif|svg|pdf|docx?|xlsx?|ods|odt|csv|zip|json|txt|geojson|mp4|vtt|py|html)\b"
    r"|\b(?:[a-z0-9\-]+\.)+(?:org|ua|com|net|example|gov|test)\b(?:/\S*)?|\b[0-9a-f]{6,}\b|\b[A-Z0-9]+(?:-[A-Z0-9]+)+\b|\bUA\d+\b|%\(\w+\)[sd]|\{\w*\}|&\w+;"
    r"|\b[A-Za-z]*\d[\w\-]*\b|[.#][a-z][\w\-]+"
)
# Names of things, formats, measures and keys that both languages write in Latin letters.
NAMES = frozenset(
    [
        "Spilno",
        "TSV",
        "UK",
        "park",
        "Wagtail",
        "Facebook",
        "Telegram",
        "YouTube",
        "Instagram",
        "Viber",
        "WhatsApp",
        "Signal",
        "Google",
        "Apple",
        "Chrome",
        "Firefox",
        "Safari",
        "Windows",
        "Linux",
        "Android",
        "iOS",
        "Edge",
        "Dii",
        "BankID",
        "Zoom",
        "OpenStreetMap",
        "Vimeo",
        "GitHub",
        "Authy",
        "Aegis",
        "Microsoft",
        "Authenticator",
        "RSS",
        "ICS",
        "JSON",
        "CSV",
        "XLSX",
        "ODS",
        "PDF",
        "PNG",
        "JPEG",
        "JPG",
        "GIF",
        "SVG",
        "WEBP",
        "WebP",
        "AVIF",
        "HEIC",
        "MP",
        "HTML",
        "HTTP",
        "HTTPS",
        "URL",
        "CSS",
        "ID",
        "API",
        "IP",
        "QR",
        "TOTP",
        "SMS",
        "Wi-Fi",
        "PIN",
        "Atom",
        "Feed",
        "iCalendar",
        "JavaScript",
        "Lighthouse",
        "Mobile",
        "WCAG",
        "EN",
        "AA",
        "axe",
        "Nu",
        "Html",
        "Checker",
        "STEM",
        "verify_poll",
        "manage.py",
        "testserver",
        "SHA",
        "CC",
        "BY",
        "CAPTCHA",
        "FAQ",
        "GPS",
        "EXIF",
        "Markdown",
        "ZIP",
        "DOCX",
        "ODT",
        "IBAN",
        "ISO",
        "UTF",
        "KB",
        "MB",
        "GB",
        "MiB",
        "Ctrl",
        "Shift",
        "Alt",
        "Esc",
        "Enter",
        "Tab",
        "Cmd",
        "Space",
        "Del",
        "Backspace",
        "F",
        "Y",
        "I",
        "V",
        "X",
        "XX",
        "XXI",
        "IV",
        "II",
        "III",
        "VI",
        "VII",
        "English",
        "Українська",
        "x",
        "a",
        "b",
        "c",
        "d",
        "e",
        "p",
        "n",
        "m",
        "s",
    ]
)
EDGES = ".,:;’'\"-/"
# What people see or hear without a script.
SAID = SPOKEN | {"text", "value", "description", "title of the page"}
CODE = re.compile(r"[\\\[\]{}<>|_=#;]|\w\.\w|[a-z][A-Z]")


def plain(text: str) -> str:
    """`text` with ordinary spaces and without signs of no width."""
    return " ".join(re.sub("[\u00ad\u200b-\u200f\u2060]", "", text).split())


# Copies of what stands elsewhere too.
_COPIES = {
    "wagtailcore.Revision", "wagtailcore.ReferenceIndex", "wagtailcore.ModelLogEntry", "core.PortalRendition",
    "contenttypes.ContentType", "auth.Permission", "sessions.Session", "core.Letter",
    "wagtail_localize.TranslationSource",
}  # fmt: skip


_TYPED = {"search.Synonyms", "search.AskedQuery"}
_INDEXES = {"search", "wagtailsearch", "modelsearch", "django_tasks_database"}
# Wagtail wrote these outside gettext: no catalogue can reach them.
OF_WAGTAIL = frozenset(
    {
        # In templates without {% trans %}, for those who have no scripts.
        "Search",
        # The name of a language in the language of the screen, marked as being in its own.
        "Ukrainian",
    }
)
# What a script is given to build an editor's form: words of the form, and what stands in it.
IN_FORMS = frozenset({"data-w-block-data-value", "data-w-block-arguments-value"})


class Content:
    """What stands in the database, as text."""

    def __init__(self) -> None:
        values: set[str] = set()
        self.leaves: set[str] = set()
        self.people: set[str] = set()
        for model in apps.get_models():
            label = model._meta.app_label
            if label in _INDEXES and model._meta.label not in _TYPED:
                continue
            names = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(
                    field, models.CharField | models.TextField | models.JSONField | StreamField
                )
            ]
            if not names or not model._meta.managed or model._meta.label in _COPIES:
                continue
            for row in model._base_manager.values_list(*names):
                values.update(_text(value) for value in row if value)
                for value in row:
                    self.leaves.update(plain(each) for each in _leaves(value))
        for row in Comment.objects.values_list("user_name", flat=True).distinct():
            self.people |= {plain(row), initials(row or "")}
        for person in get_user_model()._default_manager.all():
            names = {person.get_full_name(), person.public_name}
            values |= names
            # A name is the same in all languages.
            self.people |= {plain(name) for name in names if name}
            self.people |= {initials(name) for name in names if name}
        self.values = {value for each in values if (value := plain(each))}
        self._ukrainian = "\n".join(value for value in self.values if IS_CYRILLIC.search(value))
        self._all = "\n".join(self.values)
        names = sorted(self.people - {""}, key=len, reverse=True)
        self.name = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
        self.longest = sorted(
            (each for each in self.values if len(each) > 3), key=len, reverse=True
        )
        self.has = lru_cache(None)(self._all.__contains__)
        self.has_in_ukrainian = lru_cache(None)(self._ukrainian.__contains__)


def _leaves(value: object) -> Iterator[str]:
    """Texts in structured content, each by itself."""
    if isinstance(value, StreamValue):
        value = value.get_prep_value()
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each) if not isinstance(each, str) else (each,)


def _text(value: object) -> str:
    if isinstance(value, StreamValue):
        value = json.dumps(value.get_prep_value())
    text = value if isinstance(value, str) else str(value)
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return html.unescape(re.sub(r"<[^>]*>", "\n", text)).replace('\\"', '"').replace("\\n", " ")


class Words:
    """Strings of all catalogues of the installed packages and of our own."""

    @cached_property
    def _pairs(self) -> dict[str, str]:
        catalogue = trans_real.translation("uk")._catalog
        pairs: dict[str, str] = {}
        for layer in catalogue._catalogs:
            for key, value in layer.items():
                text = key[0] if isinstance(key, tuple) else key
                if isinstance(text, str):
                    pairs[text.rpartition("\x04")[2]] = value
        for folder in (files.OURS, files.PACKAGES):
            for entry in files.load(folder, "uk", "djangojs"):
                pairs[entry.msgid] = entry.msgstr
        return pairs

    @cached_property
    def _english(self) -> set[str]:
        return {plain(text) for text in self._pairs if "%" not in text}

    @cached_property
    def _ukrainian(self) -> set[str]:
        return {
            plain(text)
            for text in self._pairs.values()
            if text and "%" not in text and IS_CYRILLIC.search(text)
        }

    def is_english(self, text: str) -> bool:
        return text in self._english

    def is_ukrainian(self, text: str) -> bool:
        return text in self._ukrainian


class Judge:
    def __init__(self, content: Content, words: Words) -> None:
        self.content, self.words = content, words
        self.faults = lru_cache(None)(self._faults)

    def _faults(self, piece: Piece, language: str, *, of_staff: bool) -> list[str]:
        """What is wrong with a piece of a page in `language`; `of_staff`: the page is the admin's."""
        text = plain(re.sub(r"<[^>]*>", " ", piece.text))
        # The portal's own name, where no settings can be read.
        text = text.replace(settings.WAGTAIL_SITE_NAME, " ") if language == "en" else text
        spoken = piece.lang.partition("-")[0] or language
        if piece.where not in SAID and not self._is_said(text, spoken):
            return []
        if of_staff and self.content.has(text) and not self._is_ours(text, spoken):
            return []
        if piece.where in IN_FORMS and text in self.content.leaves:
            return []
        if piece.where in {"title of the page", "description"} and spoken == "en":
            # Nothing marks words within them: a content's own name stands there as it is.
            text = self._without_content(text)
        if spoken == "en":
            text = self._without_people(text)
        judge = self._latin if spoken == "uk" else self._cyrillic
        foreign = judge(text, of_staff)
        if foreign and of_staff:
            # Interface around content: «Редагування: Kyiv, Capital of Dialogue».
            foreign = [
                run for run in judge(self._without_content(text), True) if run not in OF_WAGTAIL
            ]
        return foreign + (unformatted(text, spoken) if piece.where == "text" else [])

    def _without_content(self, text: str) -> str:
        for value in self.content.longest:
            if value in text:
                text = text.replace(value, " ")
        return text

    def _without_people(self, text: str) -> str:
        if not IS_CYRILLIC.search(text):
            return text
        return self.content.name.sub(" ", text)

    def _is_said(self, text: str, language: str) -> bool:
        """Whether a script shows it: what looks like words, not like a name of a class or a rule."""
        if CODE.search(text) or not text[:1].isupper():
            return False
        known = self.words.is_english if language == "uk" else self.words.is_ukrainian
        return " " in text or (text.istitle() and known(text))

    def _is_ours(self, text: str, language: str) -> bool:
        known = self.words.is_english if language == "uk" else self.words.is_ukrainian
        return known(text) and text not in self.content.values

    def _latin(self, text: str, of_staff: bool) -> list[str]:
        found = []
        for found_run in LATIN.findall(NEUTRAL.sub(" ", text)):
            run = found_run.strip(EDGES)
            words = re.split(r"[ /\-]", run)
            if run in NAMES or all(word.strip(EDGES) in NAMES | {""} for word in words):
                continue
            if self.content.has_in_ukrainian(run) and not self.words.is_english(text):
                continue
            if of_staff and (run in self.content.values or (" " in run and self.content.has(run))):
                continue
            found.append(run)
        return found

    def _cyrillic(self, text: str, of_staff: bool) -> list[str]:
        found = []
        for found_run in CYRILLIC.findall(NEUTRAL.sub(" ", text)):
            run = found_run.strip(EDGES)
            if run in ("Українська", "Англійська", "КАТОТТГ"):
                continue
            if of_staff and self.content.has(run) and not self.words.is_ukrainian(text):
                continue
            found.append(run)
        return found
