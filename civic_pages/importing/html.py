"""Foreign HTML to the parts an article is made of, cleaned by nh3 first."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag

_TAGS = {
    "p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "cite",
    "img", "figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td", "iframe", "div", "section", "article", "span",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "iframe": {"src"}}
_INLINE = {"b", "strong", "i", "em", "a", "br", "span", "cite"}
_WRAPPERS = {"div", "section", "article", "span", "body", "figure"}
_SHORTCODE = re.compile(r"\[/?[a-z_]+(?: [^\]]*)?\]")


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True)
class Text:
    """Paragraphs and lists in the few tags of the rich text block."""

    html: str


@dataclass(frozen=True)
class Picture:
    url: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Quote:
    text: str


@dataclass(frozen=True)
class Grid:
    """A table: its caption and its rows of plain cells, all of one length."""

    caption: str
    rows: tuple[tuple[str, ...], ...]
    has_header: bool


@dataclass(frozen=True)
class Video:
    url: str


Part = Heading | Text | Picture | Quote | Grid | Video


def parts(source: str, *, base_url: str = "") -> list[Part]:
    """The article's parts in reading order. Scripts, styles, forms and handlers are gone."""
    clean = nh3.clean(
        _SHORTCODE.sub("", source),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
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
    return _joined(_walk(soup, base_url))


def _walk(node: Tag, base_url: str) -> Iterator[Part]:
    loose: list[str] = []

    def flush() -> Iterator[Part]:
        text = "".join(loose).strip()
        loose.clear()
        if _has_words(text):
            yield Text(f"<p>{text}</p>")

    for child in node.children:
        if isinstance(child, NavigableString):
            loose.append(_escape(str(child)))
        elif isinstance(child, Tag):
            if child.name in _INLINE and not child.find(["img", "iframe"]):
                loose.append(_inline(child, base_url))
            else:
                yield from flush()
                yield from _block(child, base_url)
    yield from flush()


def _block(tag: Tag, base_url: str) -> Iterator[Part]:
    name = tag.name
    if name in _MEDIA:
        yield from _MEDIA[name](tag, base_url)
    elif name in _HEADINGS or name == "blockquote":
        if words := _words(tag):
            yield Quote(words) if name == "blockquote" else Heading(words, _HEADINGS[name])
    elif name in {"ul", "ol"}:
        yield from _list(tag, base_url)
    elif name == "figure" and (image := tag.find("img")):
        caption = tag.find("figcaption")
        yield from _picture(image, base_url, _words(caption) if caption else "")
    elif name in _WRAPPERS or tag.find(["img", "iframe", "table", "blockquote", "ul", "ol"]):
        yield from _walk(tag, base_url)
    elif _words(tag):
        yield Text(f"<p>{_inner(tag, base_url)}</p>")


def _list(tag: Tag, base_url: str) -> Iterator[Part]:
    items = [f"<li>{_inner(item, base_url)}</li>" for item in tag.find_all("li") if _words(item)]
    if items:
        yield Text(f"<{tag.name}>{''.join(items)}</{tag.name}>")


def _picture(image: Tag, base_url: str, caption: str = "") -> Iterator[Part]:
    if source := str(image.get("src", "")).strip():
        yield Picture(
            url=urljoin(base_url, source), alt=str(image.get("alt", "")).strip(), caption=caption
        )


def _video(frame: Tag, base_url: str) -> Iterator[Part]:
    if source := _absolute(base_url, frame.get("src")):
        yield Video(source)


def _grid(table: Tag, _base_url: str) -> Iterator[Part]:
    rows = [
        tuple(_words(cell) for cell in row.find_all(["td", "th"])) for row in table.find_all("tr")
    ]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    width = max(map(len, rows))
    caption = table.find("caption")
    first = table.find("tr")
    yield Grid(
        caption=_words(caption) if caption else "",
        rows=tuple(row + ("",) * (width - len(row)) for row in rows),
        has_header=bool(first and first.find("th")),
    )


_MEDIA: dict[str, Callable[[Tag, str], Iterator[Part]]] = {
    "img": _picture,
    "iframe": _video,
    "table": _grid,
}
# The page's title is its only heading of the first level; blocks know two levels below it.
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}


def _inner(tag: Tag, base_url: str) -> str:
    return "".join(
        _inline(child, base_url) if isinstance(child, Tag) else _escape(str(child))
        for child in tag.children
    ).strip()


def _inline(tag: Tag, base_url: str) -> str:
    if tag.name == "br":
        return "<br/>"
    inner = _inner(tag, base_url)
    if tag.name in {"b", "strong"}:
        return f"<b>{inner}</b>"
    if tag.name in {"i", "em", "cite"}:
        return f"<i>{inner}</i>"
    href = _absolute(base_url, tag.get("href")) if tag.name == "a" else ""
    if inner and urlsplit(href).scheme in {"http", "https", "mailto", "tel"}:
        return f'<a href="{_escape(href, quote=True)}">{inner}</a>'
    return inner


def _absolute(base_url: str, address: object) -> str:
    """The address made absolute; empty when it is none (`http://[`)."""
    try:
        joined = urljoin(base_url, str(address or "").strip())
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
