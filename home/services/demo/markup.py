"""Running text of the demo's files into what the editor would have made of it.

Paragraphs stand apart by an empty line; `- ` and `1. ` begin lists, `## ` and `### ` headings;
`**bold**`, `*italic*`, `[words](target)`. Nothing else is known.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from django.utils.html import escape

# Gives the attributes of a link for its target: `page:news/…`, `file:…` or an address.
Linker = Callable[[str], str]

_LINK: Final = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<target>[^)\s]+)\)")
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_ITALIC: Final = re.compile(r"\*(.+?)\*")
_BULLET: Final = re.compile(r"^- ")
_NUMBER: Final = re.compile(r"^\d+\. ")
_HEADING: Final = re.compile(r"^(?P<marks>##|###) (?P<text>.+)$")


def parts(text: str) -> Iterator[tuple[str, str]]:
    """Headings and the text between them: ("h2", "Що зміниться"), ("text", "…")."""
    gathered: list[str] = []
    for block in _blocks(text):
        if match := _HEADING.match(block):
            if gathered:
                yield "text", "\n\n".join(gathered)
                gathered = []
            yield f"h{len(match['marks'])}", match["text"]
        else:
            gathered.append(block)
    if gathered:
        yield "text", "\n\n".join(gathered)


def html(text: str, link: Linker) -> str:
    """The text as Wagtail's editor stores it."""
    return "".join(_block(block, link) for block in _blocks(text))


def _blocks(text: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]


def _block(block: str, link: Linker) -> str:
    lines = block.split("\n")
    for mark, tag in ((_BULLET, "ul"), (_NUMBER, "ol")):
        if all(mark.match(line) for line in lines):
            items = "".join(f"<li>{_inline(mark.sub('', line), link)}</li>" for line in lines)
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{_inline(' '.join(lines), link)}</p>"


def _inline(text: str, link: Linker) -> str:
    text = str(escape(text)).replace("&#x27;", "'")
    text = _LINK.sub(lambda match: f"<a {link(match['target'])}>{match['words']}</a>", text)
    return _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", text))
