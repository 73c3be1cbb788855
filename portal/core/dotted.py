"""Addresses with a dot under a page: `/forumy/kalendar.ics`, `/novyny/feed.json`.

Wagtail's own pattern knows no dot, so one pattern before it leads here: the page is found by the
path before the file name and asked for the file (portal/core/files.py).
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.http import require_safe
from wagtail import hooks

from portal.core.files import FilesMixin
from portal.core.serving import find_route


@require_safe
def serve_file(request: HttpRequest, path: str, name: str) -> HttpResponse:
    """The file `name` of the page at `path`; whoever may not see the page may not have its files."""
    found = find_route(request, path)
    if found is None:
        raise Http404("No page at this address.")
    page, args, kwargs = found
    # A page also answers at addresses below its own (an archive, a print version): they own no files.
    is_own = request.path == f"{page.get_url_parts(request)[2]}{name}"
    file = page.files().get(name) if is_own and isinstance(page, FilesMixin) else None
    if file is None:
        raise Http404(f"No file «{name}» at this address.")

    # Restrictions of view are hooks, as they are for the page itself (wagtail.views.serve).
    def serve(*_page_and_route: Any) -> HttpResponse:
        return file(request)

    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        serve = wrap(serve)
    for refuse in hooks.get_hooks("before_serve_page"):
        answer = refuse(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    return serve(page, request, args, kwargs)


# Stands before Wagtail's patterns, inside i18n_patterns.
urlpatterns = [
    re_path(
        r"^(?P<path>(?:[\w\-]+/)*)(?P<name>[\w\-]+\.(?:ics|json))$", serve_file, name="page_file"
    ),
]
