"""The places a picture can stand in, each with its crop, its widths and how wide it is shown.

The look decides: `sizes` follows the widths in static/css/layout.css and components/*.css.
"""

from dataclasses import dataclass
from typing import Final

# Newest first: a browser takes the first it knows. The last of each is the fallback.
OPAQUE_FORMATS: Final = ("avif", "webp", "jpeg")
# JPEG has no transparency, and a logo on white is wrong in the dark theme.
TRANSPARENT_FORMATS: Final = ("webp", "png")
MIME_TYPES: Final = {"avif": "image/avif", "webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Preset:
    """One place for a picture. Widths are pixels of the file, `ratio` is width to height."""

    name: str
    widths: tuple[int, ...]
    sizes: str
    # None keeps the picture's own shape.
    ratio: tuple[int, int] | None = None
    # The first thing a reader sees: not lazy, asked for before other pictures.
    is_first: bool = False

    @property
    def fallback_width(self) -> int:
        """The width named in `src`, and made at once when nothing has been made yet."""
        return self.widths[len(self.widths) // 2]

    def geometry(self, width: int) -> str:
        """Wagtail's operation that gives this width, for example `fill-640x360`."""
        if self.ratio is None:
            return f"width-{width}"
        return f"fill-{width}x{width * self.ratio[1] // self.ratio[0]}"

    def widths_for(self, source_width: int, source_height: int) -> list[int]:
        """The widths worth making of a picture this large: nothing is blown up.

        The last one may be wider than the picture, Wagtail then gives it in its own width.
        """
        room = source_width
        if self.ratio is not None:
            room = min(room, source_height * self.ratio[0] // self.ratio[1])
        fitting = [width for width in self.widths if width <= room]
        if len(fitting) < len(self.widths) and (not fitting or fitting[-1] < room):
            fitting.append(self.widths[len(fitting)])
        return fitting

    def spec(self, width: int, file_format: str) -> str:
        return f"{self.geometry(width)}|format-{file_format}"

    def all_specs(self) -> list[str]:
        """Every file this place could use, whatever the picture."""
        formats = dict.fromkeys((*OPAQUE_FORMATS, *TRANSPARENT_FORMATS))
        return [self.spec(width, name) for width in self.widths for name in formats]


PRESETS: Final[dict[str, Preset]] = {
    preset.name: preset
    for preset in (
        # Above an article, and the first card of the front page.
        Preset(
            "lead",
            widths=(480, 640, 960, 1280, 1600),
            ratio=(16, 9),
            sizes="(min-width: 76rem) 50rem, (min-width: 62rem) 64vw, 94vw",
            is_first=True,
        ),
        Preset(
            "card",
            widths=(320, 480, 640, 960),
            ratio=(16, 9),
            sizes="(min-width: 76rem) 24rem, (min-width: 62rem) 31vw, (min-width: 40rem) 46vw, 94vw",
        ),
        # Beside a line of the feed.
        Preset(
            "thumb",
            widths=(320, 480, 640),
            ratio=(16, 9),
            sizes="(min-width: 40rem) 12rem, 78vw",
        ),
        # In running text.
        Preset("content", widths=(480, 800, 1360), sizes="(min-width: 46rem) 42rem, 94vw"),
        Preset(
            "gallery",
            widths=(240, 480, 720),
            ratio=(3, 2),
            sizes="(min-width: 46rem) 14rem, 31vw",
        ),
        # Across the whole page, and what a gallery's link opens.
        Preset("wide", widths=(800, 1360, 2000), sizes="(min-width: 78rem) 76rem, 94vw"),
    )
}

# What social networks ask for; they read neither AVIF nor, all of them, WebP.
SOCIAL_SPEC: Final = "fill-1200x630|format-jpeg"
