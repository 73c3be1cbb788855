"""Where the walk goes: every kind of page once, by the links that people have."""

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from wagtail.models import Page

from tests.home.language.reading import strings

LINK = re.compile(
    r"""(?:href|data-href|action|data-url|data-[\w\-]*url[\w\-]*|src)=["']([^"'#]+)["']|"url": "(/admin/[^"]+)\""""
)
# Not asked for: they end the session, or answer with files.
LEFT = re.compile(
    r"^/(?:static|media|fake-identity)/|/view_draft/|/workflow/preview/|/preview/|/jsi18n/|/bulk/|/release/|/images/\d+/(?:preview|generate)|logout|/sitemap|\.(?:css|js|svg|png|jpg|webp)$"
)
# Of lists narrowed in several ways at once there is no end.
_MOST_NAMES = 2
READ = ("text/html", "application/json")


# Screens that differ with the kind of page they are about.
_BY_KIND = {"wagtailadmin_pages:edit", "wagtailadmin_pages:add", "wagtailadmin_explore"}


class Answer(NamedTuple):
    url: str
    shape: str
    status: int
    html: str


class Walk:
    """Asks for pages, one of each shape, and remembers where it was.

    A shape is the view, the kind of page it is about, and the names of what stands after «?».
    `seen` is what others have asked for; shapes that match `anew` are asked for all the same.
    """

    def __init__(
        self,
        client: Client,
        *,
        inside: Callable[[str], bool],
        most: Callable[[str], int] = lambda shape: 1,
        seen: Counter[str] | None = None,
        anew: re.Pattern[str] | None = None,
    ) -> None:
        self.client, self.inside, self.most = client, inside, most
        self.anew = anew
        self.seen: Counter[str] = Counter() if seen is None else seen
        self._own: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._known: set[str] = set()
        self._pages = {
            page.get_url(): page.specific_class.__name__
            for page in Page.objects.live().select_related("content_type")
        }
        self._kinds = {
            page.pk: page.specific_class.__name__
            for page in Page.objects.select_related("content_type")
        }

    def walk(self, *starts: str) -> Iterator[Answer]:
        queue = deque(starts)
        self._known.update(starts)
        while queue:
            url = queue.popleft()
            shape = self.shape(url)
            if not shape:
                continue
            seen = self._own if self.anew and self.anew.match(shape) else self.seen
            if seen[shape] >= self.most(shape) and url not in starts:
                continue
            response = self._ask(url)
            kind = response.headers.get("Content-Type", "").partition(";")[0]
            if response.status_code in {301, 302, 303, 307, 308}:
                target = urljoin(url, response.headers["Location"])
                self._note(queue, target)
                continue
            if response.streaming or kind not in READ:
                seen[shape] += 1
                continue
            if response.status_code >= 400:
                self.refused[shape] += 1
                if self.refused[shape] < 3:
                    yield Answer(url, shape, response.status_code, "")
                continue
            seen[shape] += 1
            html = response.content.decode()
            if kind == "application/json":
                # Of what a script is given only markup is shown; the rest are names of steps.
                html = "\n".join(text for text in strings(json.loads(html)) if "<" in text)
            for one, other in LINK.findall(html):
                self._note(queue, urljoin(url, (one or other).replace("&amp;", "&")))
            yield Answer(url, shape, response.status_code, html)

    def _ask(self, url: str) -> HttpResponse:
        """As the client's own `get`, which would copy the context of every template for the test."""
        parts = urlsplit(url)
        environ = self.client._base_environ(
            PATH_INFO=self.client._get_path(parts),
            QUERY_STRING=parts.query,
            HTTP_ACCEPT="text/html",
        )
        response = self.client.handler(environ)
        if response.cookies:
            self.client.cookies.update(response.cookies)
        return response

    def shape(self, url: str) -> str:
        parts = urlsplit(url)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return ""
        names = sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)})
        page = next(
            (self._kinds.get(int(value), "") for key, value in match.kwargs.items()
             if "page" in key and str(value).isdigit()), "",
        )  # fmt: skip
        if not page and match.args and str(match.args[0]).isdigit():
            page = self._kinds.get(int(match.args[0]), "") if "pages" in match.view_name else ""
        if match.view_name not in _BY_KIND:
            page = ""
        words = [
            str(value)
            for key, value in match.kwargs.items()
            if key
            in {"app_label", "model_name", "content_type_app_name", "content_type_model_name"}
        ]
        view = match.view_name
        if view == "wagtail_serve":
            # Pages by their kind; what stands below them (a print version, a day) by its last part.
            kind = self._pages.get(parts.path)
            below = f"below {re.sub('[0-9]+', '0', parts.path.rstrip('/').rpartition('/')[2])}"
            view = f"{kind} page" if kind else below
        return " ".join([view, page, *words, *names]).strip() if len(names) <= _MOST_NAMES else ""

    def _note(self, queue, url: str) -> None:
        parts = urlsplit(url)
        if parts.netloc not in {"", "testserver"} or LEFT.search(parts.path):
            return
        has_query = parts.query and not parts.path.startswith("/admin/")
        path = f"{parts.path}?{parts.query}" if has_query else parts.path
        if path in self._known or not self.inside(parts.path):
            return
        self._known.add(path)
        queue.append(path)
