"""Static files: the stylesheet's parts joined into one hashed `css/site.css`."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE_CSS: Final = "css/site.css"
# Layer order; components come between layout and utilities in alphabetical order.
_FIRST: Final = ("layers.css", "tokens.css", "base.css", "layout.css")
_LAST: Final = ("utilities.css", "print.css")

_URL: Final = re.compile(r"""url\(\s*(["']?)(?!data:|https?:|[/#])([^"')]+)\1\s*\)""")
_STRING: Final = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
_COMMENT_OR_SPACE: Final = re.compile(rf"({_STRING})|(?:/\*.*?\*/|\s)+", re.DOTALL)
# Spaces around these never carry meaning; around `:`, `+` and `-` they may.
_AROUND: Final = re.compile(rf"({_STRING})| ?([{{}};,]) ?", re.DOTALL)
_LAST_SEMICOLON: Final = re.compile(rf"({_STRING})|;(?=}})", re.DOTALL)


def css_sources() -> list[Path]:
    """The stylesheet's source files in the order in which they are joined."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    components = sorted((folder / "components").glob("*.css"))
    return [*(folder / name for name in _FIRST), *components, *(folder / name for name in _LAST)]


def site_css() -> str:
    """All sources joined; relative addresses in them are made relative to `css/`."""
    root = Path(settings.BASE_DIR) / "static"
    return "\n".join(
        moved(
            source.read_text(encoding="utf-8"),
            source.parent.relative_to(root).as_posix(),
            posixpath.dirname(SITE_CSS),
        )
        for source in css_sources()
    )


def moved(css: str, from_folder: str, to_folder: str) -> str:
    """The stylesheet with its relative addresses as they are from another folder."""

    def address(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(from_folder, match[2].strip()))
        return f'url("{posixpath.relpath(target, to_folder)}")'

    return _URL.sub(address, css)


def minified(css: str) -> str:
    """Without comments and needless spaces; strings are left alone."""
    css = _COMMENT_OR_SPACE.sub(_string_or_space, css)
    css = _AROUND.sub(lambda match: match[1] or match[2], css)
    return _LAST_SEMICOLON.sub(lambda match: match[1] or "", css).strip()


def _string_or_space(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    has_space = re.sub(r"/\*.*?\*/", "", match[0], flags=re.DOTALL)
    return " " if has_space else ""


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, compressed copies, one stylesheet. An unknown name is an error (manifest_strict)."""

    keep_only_hashed_files = False

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run:
            if self.exists(SITE_CSS):
                self.delete(SITE_CSS)
            self._save(SITE_CSS, ContentFile(minified(site_css()).encode()))
            paths[SITE_CSS] = (self, SITE_CSS)
        yield from super().post_process(paths, dry_run=dry_run, **options)


class DevelopmentStaticFilesStorage(StaticFilesStorage):
    """Plain names; `css/site.css` is joined anew at each request by portal.core.views.site_css."""
