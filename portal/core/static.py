"""Static files: the stylesheet's parts joined into one hashed `css/site.css`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE_CSS = "css/site.css"
# Layer order; components come between layout and utilities in alphabetical order.
_FIRST = ("layers.css", "tokens.css", "base.css", "layout.css")
_LAST = ("utilities.css", "print.css")


def css_sources() -> list[Path]:
    """The stylesheet's source files in the order in which they are joined."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    components = sorted((folder / "components").glob("*.css"))
    return [*(folder / name for name in _FIRST), *components, *(folder / name for name in _LAST)]


def site_css() -> str:
    """All sources joined; addresses inside components are made relative to `css/`."""
    return "\n".join(
        source.read_text(encoding="utf-8").replace('url("../../', 'url("../') for source in css_sources()
    )


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, compressed copies, one stylesheet."""

    keep_only_hashed_files = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            if self.exists(SITE_CSS):
                self.delete(SITE_CSS)
            self._save(SITE_CSS, ContentFile(site_css().encode()))
            paths[SITE_CSS] = (self, SITE_CSS)
        yield from super().post_process(paths, dry_run, **options)


class DevelopmentStaticFilesStorage(StaticFilesStorage):
    """Plain names; `css/site.css` is joined anew at each request by portal.core.views.site_css."""
