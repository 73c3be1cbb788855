"""What an imported article is made of, before it becomes blocks."""

from dataclasses import dataclass


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
class Gallery:
    """Two pictures or more that stood together."""

    title: str
    pictures: tuple[Picture, ...]


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


Part = Heading | Text | Picture | Gallery | Quote | Grid | Video
