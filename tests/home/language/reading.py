"""What a person sees, hears or is told by a script on a page: pieces of text with their language."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

# What nobody reads; code and addresses have no language.
UNREAD = frozenset(["script", "style", "svg", "code", "pre", "kbd", "samp", "noscript", "textarea"])
SPOKEN = frozenset(
    [
        "aria-label",
        "aria-description",
        "aria-roledescription",
        "aria-valuetext",
        "title",
        "alt",
        "placeholder",
        "data-w-tooltip-content-value",
        "label",
    ]
)
# Attributes that no script shows: addresses, names, shapes.
SILENT = re.compile(
    "^(?:class|id|href|src|srcset|sizes|style|name|type|for|action|method|value|content|role|rel|lang|hreflang"
    "|datetime|property|media|integrity|pattern|accept|d|viewbox|list|form|autocomplete|x-.*|on.*|.*-url|data-url"
    "|data-(?:controller|action|.*-target|.*-class|.*-selector.*|.*-event|block-id|contentpath.*))$"
)
JSON_TYPES = ("application/json",)


class Piece(NamedTuple):
    """`where`: «text», or the name of an attribute. `lang` is what the markup says of it."""

    text: str
    lang: str
    where: str


def pieces(html: str) -> list[Piece]:
    """Every piece of a document or a fragment, in order."""
    if not html.strip():
        return []
    parser = etree.HTMLParser(target=_Reader())
    parser.feed(html)
    return parser.close()


@lru_cache(maxsize=20_000)
def _of_fragment(html: str) -> list[Piece]:
    """Menus and choosers, which stand on every screen."""
    return pieces(html)


class _Reader:
    """Hears of each tag and text from lxml."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        # (lang, whether it is read, where its text stands)
        self._open: list[tuple[str, bool, str]] = []
        self._run: list[str] = []

    def start(self, tag, attrs):
        self._end_run()
        lang, is_read, _where = self._open[-1] if self._open else ("", True, "text")
        lang = attrs.get("lang") or lang
        is_read = is_read and tag not in UNREAD and attrs.get("translate") != "no"
        # Wagtail's counters of side panels say «None» until they have something to count.
        is_read = is_read and not ("hidden" in attrs and "data-side-panel-toggle-counter" in attrs)
        if is_read:
            self._attributes(tag, attrs, lang)
        where = "title of the page" if tag == "title" else "text"
        if tag == "script" and attrs.get("type") in JSON_TYPES:
            where = "script"
        self._open.append((lang, is_read, where))

    def end(self, tag):
        self._end_run()
        if self._open:
            self._open.pop()

    def data(self, data):
        self._run.append(data)

    def comment(self, _text):
        pass

    def close(self):
        self._end_run()
        return self.found

    def _end_run(self):
        """A text comes in parts; what is between two tags is one."""
        if not self._run:
            return
        data = "".join(self._run)
        self._run.clear()
        lang, is_read, where = self._open[-1] if self._open else ("", True, "text")
        if where == "script":
            self._strings(data, lang, where)
        elif is_read and (text := " ".join(data.split())):
            self.found.append(Piece(text, lang, where))

    def _attributes(self, tag, given, lang):
        for name, value in given.items():
            if name in SPOKEN:
                if text := " ".join(value.split()):
                    self.found.append(Piece(text, lang, name))
            elif name == "value" and tag == "input":
                if given.get("type") in {"submit", "button", "reset"} and value:
                    self.found.append(Piece(value, lang, name))
            elif name == "content" and given.get("name") == "description":
                self.found.append(Piece(" ".join(value.split()), lang, "description"))
            elif not SILENT.match(name) and value:
                self._strings(value, lang, name)

    def _strings(self, value, lang, where):
        """Sentences in what a script is given: JSON, or an attribute of its own."""
        if value[:1] in '{["':
            try:
                given = json.loads(value)
            except ValueError:
                given = value
        else:
            given = value
        for text in strings(given):
            if "<" in text and ">" in text:
                self.found += [Piece(*piece[:2], where) for piece in _of_fragment(text)]
            else:
                self.found.append(Piece(" ".join(text.split()), lang, where))


def strings(given) -> Iterator[str]:
    """The texts of data for a script."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, list):
        for each in given:
            yield from strings(each)
    elif isinstance(given, dict):
        for each in given.values():
            yield from strings(each)
