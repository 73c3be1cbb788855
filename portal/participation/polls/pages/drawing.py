"""The picture that goes with a shared link, drawn from words in the portal's own typeface."""

import hashlib
import io
from dataclasses import dataclass
from functools import cache as kept_for_good
from typing import Final

from django.contrib.staticfiles import finders
from django.core.cache import cache
from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (1200, 630)
_MARGIN: Final = 80
# As in static/css/tokens.css: --deep, --on-deep, --on-deep-muted, and the mark's dot.
_GROUND, _INK, _MUTED, _DOT = "#0a3a37", "#ffffff", "#c3dcd5", "#f0c987"
_TITLE_SIZES: Final = (76, 64, 54, 46, 40)
_MOST_LINES: Final = 5
_LINE: Final = 1.16
_SMALL: Final = 32
# Raised when the drawing changes: pictures of before are not given out any more.
_EDITION: Final = 2
_KEEP: Final = 30 * 24 * 3600  # seconds
_SEMIBOLD, _REGULAR = 680, 430
# The typeface comes in three files, parted as browsers load them (static/css/tokens.css).
_FILES: Final = {
    "latin": "fonts/commissioner-latin-wght-normal.woff2",
    "cyrillic": "fonts/commissioner-cyrillic-wght-normal.woff2",
    "cyrillic-ext": "fonts/commissioner-cyrillic-ext-wght-normal.woff2",
}
_CYRILLIC: Final = (range(0x400, 0x460), range(0x490, 0x492), range(0x4B0, 0x4B2), range(0x2116, 0x2117), range(0x301, 0x302))  # fmt: skip
_CYRILLIC_EXT: Final = (range(0x460, 0x530), range(0x20B4, 0x20B5))


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the picture. `line`: when one can vote, or how many did."""

    kicker: str
    title: str
    line: str
    site: str
    address: str

    @property
    def key(self) -> str:
        content = "\0".join((self.kicker, self.title, self.line, self.site, self.address))
        return hashlib.sha256(f"{_EDITION}\0{content}".encode()).hexdigest()


def picture_of(words: Words) -> bytes:
    """A PNG of `SIZE`, drawn once for its words and kept for thirty days."""
    name = f"poll-picture:{words.key}"
    found: bytes | None = cache.get(name)
    if found is None:
        found = draw(words)
        cache.set(name, found, _KEEP)
    return found


def draw(words: Words) -> bytes:
    """The PNG itself: some 60 ms."""
    image = Image.new("RGB", SIZE, _GROUND)
    pen = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * _MARGIN
    _waves(pen)
    pen.ellipse((_MARGIN, _MARGIN + 8, _MARGIN + 20, _MARGIN + 28), fill=_DOT)
    small = _Style(_SMALL, _REGULAR, _MUTED)
    _write(pen, (_MARGIN + 36, _MARGIN), words.kicker, _Style(_SMALL, _SEMIBOLD, _MUTED))
    size, lines = _fitting(words.title, width)
    title, top = _Style(size, _SEMIBOLD, _INK), _MARGIN + 76
    for number, line in enumerate(lines):
        _write(pen, (_MARGIN, top + round(number * size * _LINE)), line, title)
    bottom = SIZE[1] - _MARGIN - _SMALL
    if words.line:
        _write(pen, (_MARGIN, bottom - 56), words.line, _Style(_SMALL, _REGULAR, _INK))
    _write(pen, (_MARGIN, bottom), f"{words.site} · {words.address}", small)
    made = io.BytesIO()
    image.quantize(64).save(made, "PNG", optimize=True)
    return made.getvalue()


def _waves(pen: ImageDraw.ImageDraw) -> None:
    """Three arcs of the portal's mark in the corner, of the colour of lines on the deep ground."""
    for step in range(3):
        box = (960 + 40 * step, 400 + 56 * step, 1480 - 40 * step, 920 - 24 * step)
        pen.arc(box, 180, 360, fill="#2d6660", width=10)


def _fitting(text: str, width: int) -> tuple[int, list[str]]:
    """The largest size at which the title fits, with its lines; at the smallest one it is cut."""
    for size in _TITLE_SIZES:
        lines = _wrap(text, size, width)
        if len(lines) <= _MOST_LINES - (size > _TITLE_SIZES[2]) * 2:
            return size, lines
    size = _TITLE_SIZES[-1]
    lines = _wrap(text, size, width)[:_MOST_LINES]
    lines[-1] = f"{lines[-1].rstrip(' .,;:')}…"
    return size, lines


def _wrap(text: str, size: int, width: int) -> list[str]:
    """Lines of whole words; a word that is longer than a line is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if _width(longer, size, _SEMIBOLD) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while _width(line, size, _SEMIBOLD) > width:
            cut = next(
                at
                for at in range(len(line) - 1, 0, -1)
                if _width(line[:at], size, _SEMIBOLD) <= width
            )
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


@dataclass(frozen=True, slots=True)
class _Style:
    size: int
    weight: int
    fill: str


def _write(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, style: _Style) -> None:
    left, top = at
    # All files of the typeface have one line of letters: runs stand on it side by side.
    base = top + _font("latin", style.size, style.weight).getmetrics()[0]
    place = float(left)
    for part, run in _runs(text):
        font = _font(part, style.size, style.weight)
        pen.text((place, base), run, font=font, fill=style.fill, anchor="ls")
        place += font.getlength(run)


def _width(text: str, size: int, weight: int) -> float:
    return sum(_font(part, size, weight).getlength(run) for part, run in _runs(text))


def _runs(text: str) -> list[tuple[str, str]]:
    """The text cut where another file of the typeface has the letters."""
    runs: list[tuple[str, str]] = []
    for sign in text:
        part = _part_of(ord(sign))
        if runs and runs[-1][0] == part:
            runs[-1] = (part, runs[-1][1] + sign)
        else:
            runs.append((part, sign))
    return runs


def _part_of(code: int) -> str:
    if any(code in each for each in _CYRILLIC):
        return "cyrillic"
    return "cyrillic-ext" if any(code in each for each in _CYRILLIC_EXT) else "latin"


@kept_for_good
def _font(part: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Raises FileNotFoundError when the typeface is not among the static files."""
    path = finders.find(_FILES[part])
    if not path:
        raise FileNotFoundError(_FILES[part])
    font = ImageFont.truetype(str(path), size)
    font.set_variation_by_axes([weight])
    return font
