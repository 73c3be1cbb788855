"""Rich text as a value: expanded together with its neighbours, with links that are safe to follow."""

import re
import secrets
from html import unescape
from urllib.parse import urlsplit

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html

from portal.core.ukrainian.typography import typeset

# What an address in running text may begin with; one without a scheme stays on the portal.
SAFE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})

# Wagtail's own expression takes only what its editor writes; what is imported has any quotes and case.
_LINK = re.compile(r"""<a\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


class Prose(RichText):
    """Rich text that may have been expanded with all the texts of its body."""

    expanded: str | None = None

    def __html__(self) -> SafeString:
        html = expand_db_html(self.source) if self.expanded is None else self.expanded
        return mark_safe(typeset(without_unsafe_links(html)))  # noqa: S308 - the editor's own format


def expand_together(texts: list[Prose]) -> None:
    """Resolve the links of all texts in one go; a random mark keeps the texts apart."""
    if not texts:
        return
    mark = f"<!--{secrets.token_hex(8)}-->"
    joined = expand_db_html(mark.join(text.source for text in texts))
    for text, expanded in zip(texts, joined.split(mark), strict=True):
        text.expanded = expanded


def is_blank(text: RichText | None) -> bool:
    """Whether rich text shows nothing: the editor leaves `<p></p>` behind."""
    return text is None or not strip_tags(unescape(text.source)).replace("\xa0", " ").strip()


def is_safe_link(href: str) -> bool:
    """Whether an address may stand in a link: no `javascript:`, no `data:`, nothing broken."""
    # Browsers skip white space and control characters inside a scheme: «java\nscript:» runs.
    compact = re.sub(r"[\x00-\x20]+", "", unescape(href))
    try:
        return urlsplit(compact).scheme.lower() in SAFE_SCHEMES
    except ValueError:
        return False


def unsafe_links(html: str) -> list[str]:
    """Opening tags of links in rich text that are not safe to follow."""
    return [tag for tag in _LINK.findall(html) if not _is_safe_tag(tag)]


def without_unsafe_links(html: str) -> str:
    """The same text with such links left as words: what was imported was never in our editor."""
    return _LINK.sub(lambda match: match[0] if _is_safe_tag(match[0]) else "<a>", html)


def _is_safe_tag(tag: str) -> bool:
    return all(is_safe_link("".join(parts)) for parts in _HREF.findall(tag))
