"""What people type, and the HTML it becomes: paragraphs, lists, links, bold and quotes, nothing else."""

import re
import unicodedata
from html import unescape
from typing import Final

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markdown_it import MarkdownIt

from portal.discussion.enums import MAX_LENGTH
from portal.people.links import links_in

__all__ = ["clean", "links_in", "own_words", "plain", "render"]

_BROKEN: Final = "\N{REPLACEMENT CHARACTER}"
_KEPT_CONTROLS: Final = frozenset("\n\t")
_JOINER: Final = "\N{ZERO WIDTH JOINER}"
# More empty lines than one say nothing more.
_GAPS: Final = re.compile(r"\n{3,}")
_TRAILING: Final = re.compile(r"[ \t]+$", re.MULTILINE)
# Three marks on a letter are the most that any living script needs; more of them run over other lines.
_PILED_MARKS: Final = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)

_QUOTE_MARKS: Final = re.compile(r"(</?blockquote>)")
_LINE_ENDS: Final = re.compile(r"<(?:br|/p|/li|/blockquote)[^>]*>")
_TAGS: Final = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote"}


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True, "linkify": True})
    parser.enable(
        ["newline", "emphasis", "link", "linkify", "autolink", "escape", "list", "blockquote"]
    )
    # Only what is written as an address: «слово.ua» in a sentence may be a name.
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser


_PARSER: Final = _markdown()


def clean(text: str) -> str:
    """The text without signs that nobody sees or that turn the line around; lines and NFC kept.

    Raises ValidationError, in words for its author, for an empty, too long or broken text.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(lines) > 2 * MAX_LENGTH:
        # Not looked through: a megabyte costs time, and is too long whatever it holds.
        raise ValidationError(_too_long(len(lines)), code="too_long")
    composed = unicodedata.normalize("NFC", lines)
    if _BROKEN in composed:
        raise ValidationError(
            _("Some letters arrived broken and show as «�». Type them again."), code="broken"
        )
    seen = "".join(_seen(composed))
    tidy = _GAPS.sub("\n\n", _TRAILING.sub("", _PILED_MARKS.sub(r"\1", seen))).strip()
    if not any(sign.isalnum() or unicodedata.category(sign) == "So" for sign in tidy):
        raise ValidationError(_("Write what you want to say."), code="empty")
    if len(tidy) > MAX_LENGTH:
        raise ValidationError(_too_long(len(tidy)), code="too_long")
    return tidy


def _too_long(length: int) -> str:
    return ngettext(
        "The text has %(length)d character; at most %(most)d fit.",
        "The text has %(length)d characters; at most %(most)d fit.",
        length,
    ) % {"length": length, "most": MAX_LENGTH}


def _seen(text: str) -> list[str]:
    """Signs of the text without controls, direction marks and signs of no width; joined emoji stay."""
    kept: list[str] = []
    for sign in text:
        if sign in _KEPT_CONTROLS or (sign == _JOINER and kept and _is_pictorial(kept[-1])):
            kept.append(sign)
        elif sign.isspace():
            kept.append(" ")
        elif unicodedata.category(sign)[0] != "C":
            kept.append(sign)
    return kept


def _is_pictorial(sign: str) -> bool:
    return unicodedata.category(sign) in ("So", "Sk") or sign == "\N{VARIATION SELECTOR-16}"


def render(text: str) -> str:
    """Safe HTML of a text that `clean` has passed. Kept with the comment, not made for each reader."""
    return nh3.clean(
        _PARSER.render(text),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}},
        attribute_filter=_only_out,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    ).strip()


def _only_out(tag: str, name: str, value: str) -> str | None:
    """Links lead to other hosts or to whole addresses: never «/admin/logout/» of the portal unseen."""
    if name != "href":
        return value
    return value if value.lower().startswith(("https://", "http://", "mailto:")) else None


def plain(html: str) -> str:
    """A comment's words on one line, for letters, search and lists."""
    spaced = _LINE_ENDS.sub(" ", html)
    return " ".join(unescape(strip_tags(spaced)).split())


def own_words(html: str) -> str:
    """What somebody says themselves, on one line: an excerpt under their name is not another's words.

    Where they only quote, the quotation.
    """
    kept, depth = [], 0
    for part in _QUOTE_MARKS.split(html):
        if part == "<blockquote>":
            depth += 1
        elif part == "</blockquote>":
            depth -= 1
        elif not depth:
            kept.append(part)
    return plain(" ".join(kept)) or plain(html)
