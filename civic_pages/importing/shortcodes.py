"""WordPress's short codes, `[gallery ids="1,2"]`, as the HTML they stand for.

Only known names are taken: «[sic]» and «[1]» are words of the text.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import NamedTuple

# Forms, sliders and maps of plug-ins: what they showed was never in the text.
_FOREIGN = (
    "gallery|caption|wp_caption|embed|audio|video|playlist|youtube|vimeo|contact-form-7"
    r"|contact-form|contact-field|wpforms|gravityforms?|ninja_forms?|formidable|mailpoet_form"
    r"|rev_slider|layerslider|metaslider|smartslider3|slideshow|nggallery|ngg_images|ngg"
    r"|google_?maps?|wpgmza|tablepress|polldaddy|wp_poll|do_widget|sitemap|recent_posts"
    r"|vc_\w+|et_pb_\w+|fusion_\w+|elementor-template|su_\w+"
)
_ANY = re.compile(rf"\[(/?)(?:{_FOREIGN})(?=[\s/=\]])[^\]]*\]")
_GALLERY = re.compile(r"\[gallery(?=[\s/\]])([^\]]*)\]")
_CAPTION = re.compile(r"\[(wp_caption|caption)(?=[\s\]])([^\]]*)\](.*?)\[/\1\]", re.DOTALL)
_CAPTIONED = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_EMBED = re.compile(r"\[(embed|youtube|vimeo)(?=[\s\]])[^\]]*\]\s*(https?://[^\s\[\]<]+)\s*\[/\1\]")
_EMBED_SHORT = re.compile(r"\[(?:youtube|vimeo)[\s=]+[\"']?(https?://[^\s\]\"'<]+)[^\]]*\]")
_PLAYER = re.compile(r"\[(audio|video)(?=\s)([^\]]*)\](?:\s*\[/\1\])?")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
_FILE_ATTRIBUTES = ("src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "flac", "wmv")


class Attachment(NamedTuple):
    """A file of the old site: its address and what was said of it there."""

    url: str
    alt: str = ""
    caption: str = ""


def galleries(text: str, files: Mapping[str, Attachment], own: Sequence[str]) -> str:
    """Galleries as figures of figures, as the block editor writes them.

    `own` are the numbers of the post's own pictures: a gallery that names none shows them. What
    `files` does not know stays a short code, for the reader of the text to report.
    """

    def figure(match: re.Match[str]) -> str:
        attributes = _attributes(match[1])
        named = attributes.get("ids") or attributes.get("include")
        numbers = re.findall(r"\d+", named) if named else own
        shown = "".join(_figure(files[number]) for number in numbers if number in files)
        missing = ",".join(number for number in numbers if number not in files)
        rest = f'[gallery ids="{missing}"]' if missing else ("" if shown else match[0])
        return (f"<figure>{shown}</figure>" if shown else "") + rest

    return _GALLERY.sub(figure, text)


def expand(text: str, report: Callable[[str], None]) -> str:
    """Captions, embeds and players as HTML; `report` is told each known code that is dropped."""
    text = _CAPTION.sub(_captioned, text)
    text = _EMBED.sub(lambda match: f"<p>{match[2]}</p>", text)
    text = _EMBED_SHORT.sub(lambda match: f"<p>{match[1]}</p>", text)
    text = _PLAYER.sub(_player, text)

    def drop(match: re.Match[str]) -> str:
        if not match[1]:
            report(match[0])
        return ""

    return _ANY.sub(drop, text)


def _attributes(text: str) -> dict[str, str]:
    return {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(text)}


def _figure(file: Attachment) -> str:
    caption = f"<figcaption>{escape(file.caption)}</figcaption>" if file.caption else ""
    image = f'<img src="{escape(file.url)}" alt="{escape(file.alt)}">'
    return f"<figure>{image}{caption}</figure>"


def _captioned(match: re.Match[str]) -> str:
    found = _CAPTIONED.match(match[3])
    if found is None:
        return match[3]
    # Before WordPress 3.4 the words were an attribute.
    words = found[2].strip() or _attributes(match[2]).get("caption", "")
    return f"<figure>{found[1]}<figcaption>{words}</figcaption></figure>"


def _player(match: re.Match[str]) -> str:
    attributes = _attributes(match[2])
    source = next((attributes[name] for name in _FILE_ATTRIBUTES if attributes.get(name)), "")
    if not source:
        return match[0]
    return f'<{match[1]} src="{escape(source)}"></{match[1]}>'
