"""Foreign HTML to the parts an article is made of, cleaned by nh3 first."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import gettext as _

from civic_pages.importing import shortcodes
from civic_pages.importing.shapes import Gallery, Grid, Heading, Part, Picture, Quote, Text, Video
from portal.core.blocks.video import parse_video

_TAGS = {
    "p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "cite",
    "img", "figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td", "iframe", "div", "section", "article", "span",
    "video", "audio", "source", "embed",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    **{name: {"src"} for name in ("iframe", "embed", "video", "audio", "source")},
}
_INLINE = {"b", "strong", "i", "em", "a", "br", "span", "cite"}
_WRAPPERS = {"div", "section", "article", "span", "body", "figure"}
_PLAYED = ["img", "iframe", "embed", "video", "audio"]
# What cannot stand inside a paragraph of the rich text block.
_STANDALONE = [*_PLAYED, "figure", "table", "blockquote", "ul", "ol"]
_BARE_ADDRESS = re.compile(r"https?://[^\s<>]+")
_LINKED = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True)
class _Page:
    """Where the text comes from, and what of it could not be kept, in words."""

    base_url: str
    lost: list[str]


def parts(source: str, *, base_url: str = "", lost: list[str] | None = None) -> list[Part]:
    """The article's parts in reading order. Scripts, styles, forms and handlers are gone.

    `lost` is filled with what the article had and the parts have not.
    """
    page = _Page(_absolute("", base_url), [] if lost is None else lost)
    if re.search(r"<form\b", source, re.IGNORECASE):
        page.lost.append(_("a form"))
    clean = nh3.clean(
        shortcodes.expand(
            source, lambda code: page.lost.append(_("the short code “%(code)s”") % {"code": code})
        ),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=set(_LINKED),
        clean_content_tags={
            "script",
            "style",
            "noscript",
            "template",
            "svg",
            "math",
            "form",
            "textarea",
            "select",
        },
        link_rel=None,
    )
    soup = BeautifulSoup(clean, "html.parser")
    return _joined(_walk(soup, page))


def _walk(node: Tag, page: _Page) -> Iterator[Part]:
    loose: list[str] = []

    def flush() -> Iterator[Part]:
        text = "".join(loose).strip()
        loose.clear()
        if _has_words(text):
            yield _paragraph(text)

    for child in node.children:
        if isinstance(child, NavigableString):
            loose.append(_escape(str(child)))
        elif isinstance(child, Tag):
            if child.name in _INLINE and not child.find(_STANDALONE):
                loose.append(_inline(child, page))
            else:
                yield from flush()
                yield from _block(child, page)
    yield from flush()


def _block(tag: Tag, page: _Page) -> Iterator[Part]:
    name = tag.name
    if name in _MEDIA:
        yield from _MEDIA[name](tag, page)
    elif name in _HEADINGS or name == "blockquote":
        if words := _words(tag):
            yield Quote(words) if name == "blockquote" else Heading(words, _HEADINGS[name])
        yield from _media_in(tag, page)
    elif name in {"ul", "ol"}:
        if markup := _list(tag, page):
            yield Text(markup)
        yield from _media_in(tag, page, "table")
    elif name == "figure" and _is_of_pictures(tag):
        yield from _figure(tag, page)
    elif name in _WRAPPERS or tag.find(_STANDALONE):
        yield from _walk(tag, page)
    elif _words(tag):
        yield _paragraph(_inner(tag, page))


def _paragraph(markup: str) -> Part:
    """A paragraph; an address alone in it is what WordPress turns into a player or a card."""
    words = unescape(re.sub(r"<[^>]*>", "", markup)).strip()
    if _BARE_ADDRESS.fullmatch(words):
        if parse_video(words):
            return Video(words)
        if "<a " not in markup and _absolute("", words):
            return Text(f"<p>{_anchor(words, words)}</p>")
    return Text(f"<p>{markup}</p>")


def _media_in(tag: Tag, page: _Page, *more: str) -> Iterator[Part]:
    """Pictures and players inside a part that holds words only: they stand after it."""
    taken: set[int] = set()
    for found in tag.find_all(["figure", *_PLAYED, *more]):
        if any(id(parent) in taken for parent in found.parents):
            continue
        if found.name == "figure" and not _is_of_pictures(found):
            continue
        taken.add(id(found))
        yield from _block(found, page)


# --- Lists ----------------------------------------------------------------------------------------


def _list(tag: Tag, page: _Page) -> str:
    """The list with the lists inside it; empty when there are no words in it."""
    items: list[str] = []
    for child in tag.children:
        if isinstance(child, NavigableString):
            items.append(_escape(str(child).strip()))
        elif isinstance(child, Tag) and child.name in {"ul", "ol"}:
            # Old editors put a list straight into a list: it belongs to the item before.
            nested = _list(child, page)
            items = [item for item in items if item]
            items[-1:] = [(items[-1] if items else "") + nested]
        elif isinstance(child, Tag):
            lines: list[str] = []
            lists: list[str] = []
            _lines(child, page, lines, lists)
            items.append("<br/>".join(lines) + "".join(lists))
    items = [f"<li>{item}</li>" for item in items if item]
    return f"<{tag.name}>{''.join(items)}</{tag.name}>" if items else ""


def _lines(node: Tag, page: _Page, lines: list[str], lists: list[str]) -> None:
    """An item's paragraphs as lines, and its lists; what is no text stands after the whole list."""
    loose: list[str] = []

    def flush() -> None:
        text = "".join(loose).strip()
        loose.clear()
        if _has_words(text):
            lines.append(text)

    for child in node.children:
        if isinstance(child, NavigableString):
            loose.append(_escape(str(child)))
        elif not isinstance(child, Tag) or child.name in _MEDIA:
            continue
        elif child.name in _INLINE:
            loose.append(_inline(child, page))
        elif child.name in {"ul", "ol"}:
            flush()
            lists.append(_list(child, page))
        elif child.name != "figure" or not _is_of_pictures(child):
            flush()
            _lines(child, page, lines, lists)
    flush()


# --- Pictures, players, tables --------------------------------------------------------------------


def _is_of_pictures(figure: Tag) -> bool:
    """Whether a figure holds pictures and captions only."""
    captions = " ".join(_words(caption) for caption in figure.find_all("figcaption")).strip()
    return (
        figure.find("img") is not None
        and figure.find(["table", "iframe", "embed", "video", "audio"]) is None
        and " ".join(_words(figure).split()) == " ".join(captions.split())
    )


def _figure(figure: Tag, page: _Page) -> Iterator[Part]:
    images = figure.find_all("img")
    if len(images) == 1:
        caption = figure.find("figcaption")
        yield from _picture(images[0], page, _words(caption) if caption else "")
        return
    found: list[Picture] = []
    for image in images:
        holder = image.find_parent("figure")
        own = holder.find("figcaption") if holder is not None and holder is not figure else None
        found.extend(_picture(image, page, _words(own) if own else ""))
    title = figure.find("figcaption", recursive=False)
    if len(found) > 1:
        yield Gallery(title=_words(title) if title else "", pictures=tuple(found))
    else:
        yield from found


def _picture(image: Tag, page: _Page, caption: str = "") -> Iterator[Picture]:
    if url := _absolute(page.base_url, image.get("src")):
        yield Picture(url=url, alt=str(image.get("alt", "")).strip(), caption=caption)
    else:
        page.lost.append(_("a picture without a usable address"))


def _video(frame: Tag, page: _Page) -> Iterator[Part]:
    if source := _absolute(page.base_url, frame.get("src")):
        yield Video(source)
    else:
        page.lost.append(_("a video without a usable address"))


def _file(player: Tag, page: _Page) -> Iterator[Part]:
    """A player of a file as a link to the file: there is no block that would play it."""
    source = player if player.get("src") else player.find("source")
    url = _absolute(page.base_url, source.get("src")) if source is not None else ""
    if not url:
        page.lost.append(_("a sound or video file without a usable address"))
    elif parse_video(url):
        yield Video(url)
    else:
        name = PurePosixPath(unquote(urlsplit(url).path)).name
        yield Text(f"<p>{_anchor(url, name or url)}</p>")


def _grid(table: Tag, page: _Page) -> Iterator[Part]:
    media = list(_media_in(table, page))
    for player in table.find_all(["figure", "video", "audio"]):
        if player.name != "figure" or _is_of_pictures(player):
            player.extract()
    # The rows of a table inside a cell are words of that cell.
    lines = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    rows = [
        tuple(_cell(cell, page) for cell in line.find_all(["td", "th"], recursive=False))
        for line in lines
    ]
    rows = [row for row in rows if any(row)]
    if rows:
        width = max(map(len, rows))
        caption = table.find("caption")
        yield Grid(
            caption=_words(caption) if caption else "",
            rows=tuple(row + ("",) * (width - len(row)) for row in rows),
            has_header=lines[0].find("th") is not None,
        )
    yield from media


def _cell(cell: Tag, page: _Page) -> str:
    """A cell's words; cells hold no links, so an address is said after the words it was under."""
    for link in cell.find_all("a"):
        href = _absolute(page.base_url, link.get("href"))
        address = href.removeprefix("mailto:").removeprefix("tel:")
        words = _words(link)
        if words and urlsplit(href).scheme in _LINKED and address not in words:
            link.append(f" ({address})")
    return _words(cell)


_MEDIA: dict[str, Callable[[Tag, _Page], Iterator[Part]]] = {
    "img": _picture,
    "iframe": _video,
    "embed": _video,
    "video": _file,
    "audio": _file,
    "table": _grid,
}
# The page's title is its only heading of the first level; blocks know two levels below it.
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}


def _inner(tag: Tag, page: _Page) -> str:
    return "".join(
        _inline(child, page) if isinstance(child, Tag) else _escape(str(child))
        for child in tag.children
    ).strip()


def _inline(tag: Tag, page: _Page) -> str:
    if tag.name == "br":
        return "<br/>"
    if tag.name in _MEDIA:
        return ""
    inner = _inner(tag, page)
    if tag.name in {"b", "strong"}:
        return f"<b>{inner}</b>"
    if tag.name in {"i", "em", "cite"}:
        return f"<i>{inner}</i>"
    href = _absolute(page.base_url, tag.get("href")) if tag.name == "a" else ""
    if inner and urlsplit(href).scheme in _LINKED:
        return f'<a href="{_escape(href, quote=True)}">{inner}</a>'
    return inner


def _anchor(url: str, words: str) -> str:
    return f'<a href="{_escape(url, quote=True)}">{_escape(words)}</a>'


def _absolute(base_url: str, address: object) -> str:
    """The address made absolute; empty when it is none (`http://[`)."""
    text = str(address or "").strip()
    try:
        joined = urljoin(base_url, text) if text else ""
        urlsplit(joined)
    except ValueError:
        return ""
    return joined


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _has_words(markup: str) -> bool:
    return bool(re.sub(r"<[^>]*>|&nbsp;|\s|\xa0", "", markup))


def _escape(text: str, *, quote: bool = False) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if quote else text


def _joined(found: Iterator[Part]) -> list[Part]:
    """Neighbouring texts are one block: an editor gets few blocks, not one a paragraph."""
    result: list[Part] = []
    for part in found:
        if isinstance(part, Text) and result and isinstance(result[-1], Text):
            result[-1] = Text(result[-1].html + part.html)
        else:
            result.append(part)
    return result


def plain_text(markup: str) -> str:
    """The words of clean HTML, white space folded."""
    return " ".join(BeautifulSoup(markup, "html.parser").get_text(" ").split())
