"""A version of a page for paper, at its own address: no navigation, source address, QR code.

The sheet does not say when it was printed: that would be the moment of rendering, which a cached page
keeps. A small script fills the moment in on the reader's side; without it the browser's own page
header has it.
"""

from functools import lru_cache
from typing import Any

import segno
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from portal.core.sitewide import absolute_url, site_facts

# The address part after the page's own, by language: `druk/`, `print/`.
SEGMENT = pgettext_lazy("address", "print/")
_QUIET_ZONE = 2  # modules; four are the norm, the sheet around the code is white already


class PrintMixin(RoutablePageMixin):
    """A page type with a print version. `print_template` extends `print_page.html`.

    The address answers only in its own language's word: the other's is a 404.
    """

    print_template: str

    @path(SEGMENT, name="print")
    def print_version(self, request: HttpRequest) -> TemplateResponse:
        address = absolute_url(self.get_url(request) or "")
        return self.render(
            request,
            template=self.print_template,
            context_overrides={
                "on_paper": True,
                "site": site_facts(request),
                "address": address,
                "qr_code": qr_code(address, gettext("QR code with the address of this page")),
                **self.get_print_context(request),
            },
        )

    def get_print_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the sheet needs beyond the page itself."""
        return {}

    def print_url(self, request: HttpRequest | None = None) -> str:
        """Address of the sheet, in the active language's word; empty for a page that has none yet."""
        own = self.get_url(request)
        return f"{own}{SEGMENT}" if own else ""


@lru_cache(maxsize=256)
def _outline(text: str) -> tuple[int, str]:
    """Side length in modules and the SVG path of the code's dark modules, row by row."""
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix]
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                parts.append(f"M{x} {y}h{run}v1h-{run}z")
            x += run or 1
    return len(rows), "".join(parts)


def qr_code(text: str, label: str) -> SafeString:
    """`text` as a QR code in SVG without style attributes, black on white in every theme."""
    size, outline = _outline(text)
    side = size + 2 * _QUIET_ZONE
    return format_html(
        '<svg class="print-head__qr" viewBox="-{0} -{0} {1} {1}" role="img" aria-label="{2}">'
        '<rect x="-{0}" y="-{0}" width="{1}" height="{1}" fill="#fff"/><path d="{3}"/></svg>',
        _QUIET_ZONE,
        side,
        label,
        outline,
    )
