"""What a person sees, hears or is told by a script on a page: pieces of text with their language."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
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
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Piece] = []
        # (tag, lang, whether it is read)
        self._open: list[tuple[str, str, bool]] = []
        self._json = False
        self._run: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        lang, is_read = (self._open[-1][1], self._open[-1][2]) if self._open else ("", True)
        lang = given.get("lang") or lang
        is_read = is_read and tag not in UNREAD and given.get("translate") != "no"
        if is_read:
            self._attributes(tag, given, lang)
        if tag not in VOID:
            self._open.append((tag, lang, is_read))
        self._json = tag == "script" and given.get("type") in JSON_TYPES

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        self._json = False
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data):
        tag, lang, is_read = self._open[-1] if self._open else ("", "", True)
        if self._json:
            self._strings(data, lang, "script")
        elif is_read and (text := " ".join(data.split())):
            where = "title of the page" if tag == "title" else "text"
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
                self.found += [Piece(*piece[:2], where) for piece in pieces(text)]
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
