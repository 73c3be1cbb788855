"""Which requests may be answered from the cache, and under which key.

All else goes straight to Django and is never stored: unknown query keys, unknown hosts, a session.
"""

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

Environ = dict[str, Any]

# Where somebody came from changes nothing on the page.
TRACKING: Final = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|gclsrc|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_gl|_ga|mtm_\w+)$"
)
# Longer addresses are nobody's bookmarks; characters.
_LONGEST_QUERY: Final = 400
_LONGEST_PATH: Final = 400
_LONGEST_SEARCH: Final = 100
_MOST_PAIRS: Final = 12
# Requests whose key is known without reading them again, some hundred bytes each.
_MOST_KNOWN: Final = 4096


class Key(NamedTuple):
    """What a stored page depends on besides the content version."""

    scheme: str
    host: str
    path: str
    query: str

    @property
    def is_search(self) -> bool:
        return self.query.startswith("q=") or "&q=" in self.query


class Rules:
    """Reads a WSGI request; made once a process from the settings."""

    def __init__(
        self,
        *,
        hosts: Iterable[str],
        query_keys: Iterable[str],
        skipped_paths: tuple[str, ...],
        personal_cookies: Iterable[str],
        ports: Iterable[str] = (),
        proxy_header: tuple[str, str] | None = None,
    ) -> None:
        self._hosts = frozenset(host.lower() for host in hosts)
        self._ports = frozenset(ports)
        self._query_keys = frozenset(query_keys)
        self._skipped_paths = skipped_paths
        names = "|".join(re.escape(name) for name in personal_cookies)
        self._personal = re.compile(rf"(?:^|;)\s*(?:{names})=")
        self._proxy_header = proxy_header
        self._known: dict[tuple[str | None, ...], Key] = {}

    def key_of(self, environ: Environ) -> Key | None:
        """The key of a request that may be answered from the cache, else None.

        Requests of visitors without cookies are told by what is looked at, and known the next time.
        """
        if "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ:
            return self._read(environ)
        asked = (
            environ["PATH_INFO"],
            environ.get("QUERY_STRING"),
            environ.get("HTTP_HOST"),
            environ["REQUEST_METHOD"],
            environ["wsgi.url_scheme"],
            environ.get("SCRIPT_NAME"),
            environ.get("SERVER_PORT"),
            environ.get(self._proxy_header[0]) if self._proxy_header else None,
        )
        key = self._known.get(asked)
        if key is None:
            key = self._read(environ)
            if key is not None:
                if len(self._known) >= _MOST_KNOWN:
                    # Somebody walks through all addresses: begin anew instead of keeping order.
                    self._known.clear()
                self._known[asked] = key
        return key

    def _read(self, environ: Environ) -> Key | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        path: str = environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"]
        if path.startswith(self._skipped_paths) or len(path) > _LONGEST_PATH:
            return None
        if "HTTP_AUTHORIZATION" in environ:
            return None
        cookies = environ.get("HTTP_COOKIE")
        if cookies and self._personal.search(cookies):
            return None
        host = self._host(environ)
        query = environ.get("QUERY_STRING", "")
        if query:
            query = self._query(query)
        if host is None or query is None:
            return None
        return Key(self._scheme(environ), host, path, query)

    def _host(self, environ: Environ) -> str | None:
        """The host as one of ALLOWED_HOSTS; any port but the expected ones would multiply pages."""
        host: str = environ.get("HTTP_HOST", "").lower()
        if host in self._hosts:
            return host
        name, colon, port = host.rpartition(":")
        if (
            colon
            and name in self._hosts
            and (port in self._ports or port == environ["SERVER_PORT"])
        ):
            return host
        return None

    def _scheme(self, environ: Environ) -> str:
        scheme: str = environ["wsgi.url_scheme"]
        if self._proxy_header:
            name, secure = self._proxy_header
            if name in environ:
                return "https" if environ[name].split(",")[0].strip() == secure else "http"
        return scheme

    def _query(self, query: str) -> str | None:
        """The query in one order without tracking; None for what is not to be stored."""
        if len(query) > _LONGEST_QUERY:
            return None
        try:
            pairs = parse_qsl(
                query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PAIRS
            )
        except ValueError:
            return None
        pairs = [(name, value) for name, value in pairs if not TRACKING.match(name)]
        for name, value in pairs:
            if name not in self._query_keys or (name == "q" and len(value) > _LONGEST_SEARCH):
                return None
        # By name only: of several values of one key the order may matter.
        pairs.sort(key=lambda pair: pair[0])
        return urlencode(pairs)


# What a page may be made from. All other headers of the visitor stay away from it, so it cannot
# come to depend on one that is not in the key.
_KEPT_FROM_VISITOR: Final = frozenset(
    {"HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_X_REQUEST_ID"}
)


# Under this name the render finds the version it is made for, so that it need not ask for it.
VERSION: Final = "portal.content_version"


def anonymous(environ: Environ, key: Key, stamp: str) -> Environ:
    """The request of nobody in particular for that key, as a GET."""
    clean = {
        name: value
        for name, value in environ.items()
        if not name.startswith("HTTP_") or name in _KEPT_FROM_VISITOR
    }
    clean["REQUEST_METHOD"] = "GET"
    clean["HTTP_HOST"] = key.host
    clean["QUERY_STRING"] = key.query
    clean[VERSION] = stamp
    return clean
