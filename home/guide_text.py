"""The editors' guide as HTML: one source, docs/editing-uk.md, read here and on the code's own site.

Only the Markdown that the guide needs: headings, paragraphs, lists of one level, pictures of
`static/`, bold words and links. What is not known is refused, so that it cannot stand there raw.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SOURCE: Final = Path(settings.BASE_DIR) / "docs" / "editing-uk.md"
# Pictures are taken in a window of that size, in pixels.
_WIDTH, _HEIGHT = 1280, 800

_PICTURE = re.compile(r"!\[(?P<alt>[^\]]+)\]\(\.\./static/(?P<path>[\w./-]+)\)")
_ITEM = re.compile(r"(?P<mark>-|\d+\.) (?P<text>.+)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<url>(?:#|/|https://)[^)\s]+)\)")
_UNKNOWN = re.compile(r"^(?:#{3,} |> |\||```|    |<)")


@dataclass(frozen=True, slots=True)
class Guide:
    lead: SafeString
    # Anchor and words of each heading.
    contents: tuple[tuple[str, str], ...]
    body: SafeString


def read_guide(text: str) -> Guide:
    """Raises ValueError, with the line, for Markdown that is not known here."""
    title, lead, *rest = [part.strip("\n") for part in re.split(r"\n\s*\n", text.strip())]
    if not title.startswith("# "):
        raise ValueError(f"the guide begins with its title, not with: {title}")
    headings = [part.removeprefix("## ") for part in rest if part.startswith("## ")]
    body = mark_safe("\n".join(_blocks(rest)))  # noqa: S308 - each block escapes its words
    contents = tuple((anchor_of(heading), heading) for heading in headings)
    return Guide(_inline(lead), contents, body)


def anchor_of(heading: str) -> str:
    """As GitHub makes it, so that a link leads there in both places."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _blocks(parts: list[str]) -> Iterator[SafeString]:
    for part in parts:
        if part.startswith("## "):
            words = part.removeprefix("## ")
            yield format_html('<h2 id="{}">{}</h2>', anchor_of(words), words)
        elif picture := _PICTURE.fullmatch(part):
            yield format_html(
                '<figure><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></figure>',
                static(picture["path"]),
                _WIDTH,
                _HEIGHT,
                picture["alt"],
            )
        elif _ITEM.match(part):
            yield _list(part.split("\n"))
        elif _UNKNOWN.match(part) or "![" in part:
            raise ValueError(f"not known in the guide: {part.splitlines()[0]}")
        else:
            yield format_html("<p>{}</p>", _inline(part))


def _list(lines: list[str]) -> SafeString:
    items = [_ITEM.fullmatch(line) for line in lines]
    found = [item for item in items if item is not None]
    if len(found) < len(items) or len({item["mark"] == "-" for item in found}) > 1:
        raise ValueError(f"not a list of one level and kind: {lines[0]}")
    tag = "ul" if found[0]["mark"] == "-" else "ol"
    rows = format_html_join("", "<li>{}</li>", ((_inline(item["text"]),) for item in found))
    return format_html("<{0}>{1}</{0}>", mark_safe(tag), rows)  # noqa: S308 - one of two words


def _inline(text: str) -> SafeString:
    html = _BOLD.sub(r"<strong>\1</strong>", escape(text.replace("\n", " ")))
    html = _LINK.sub(r'<a href="\g<url>">\g<text></a>', html)
    return mark_safe(html)  # noqa: S308 - escaped above; the marks are ours
