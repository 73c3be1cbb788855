"""What a page gives at addresses with a dot under its own (portal/core/dotted.py finds it).

A page type says what it has::

    class ForumIndexPage(FilesMixin, BasePage):
        def files(self):
            return {gettext("calendar.ics"): self.serve_calendar}
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

File = Callable[[HttpRequest], HttpResponse]


class FilesMixin:
    """A page type that answers at addresses with a dot."""

    def files(self) -> Mapping[str, File]:
        """What the page gives by file name, in the language of the request."""
        return {}

    def file_url(self, name: str, request: HttpRequest | None = None) -> str:
        """Address of a file of this page, without host where the page has one site."""
        return f"{self.get_url(request)}{name}"  # type: ignore[attr-defined]
