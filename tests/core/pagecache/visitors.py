"""A stand-in for Django and for those who visit it."""

import threading

from portal.core.pagecache.rules import Rules
from portal.core.pagecache.version import Version
from portal.core.pagecache.wrapper import PageCache

HTML = [("Content-Type", "text/html; charset=utf-8")]
# This application reads all keys unless a test says otherwise.
READS_ALL = ("X-Query-Read", "from,page,q,rubric")
KEYS = frozenset({"q", "page", "rubric", "from"})


class Clock:
    def __init__(self, now=1000.0):
        self.now = now

    def __call__(self):
        return self.now


class FakeApplication:
    """Counts its renders; answers what it was told for a path, else a page of its own."""

    def __init__(self):
        self.renders = 0
        self.environs = []
        self.answers = {}
        self.closed = 0
        self.gate = None
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self._lock:
            self.renders += 1
            self.environs.append(environ)
        if self.gate:
            self.gate.wait(10)
        status, headers, body = self.answers.get(environ["PATH_INFO"], ("200 OK", [], None))
        if isinstance(status, Exception):
            raise status
        if body is None:
            body = (
                f"{environ['PATH_INFO']}?{environ['QUERY_STRING']} {self.renders} ".encode() * 150
            )
        read = [] if any(name == "X-Query-Read" for name, _ in headers) else [READS_ALL]
        start_response(status, [*HTML, *read, *headers])
        return Answer(self, body)


class Answer(list):
    def __init__(self, application, body):
        super().__init__([body])
        self._application = application

    def close(self):
        self._application.closed += 1


def environ(
    path="/", query="", *, method="GET", host="portal.test", cookie="", port="80", **headers
):
    made = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": host,
        "SERVER_NAME": "portal.test",
        "SERVER_PORT": port,
        "wsgi.url_scheme": "http",
    }
    if cookie:
        made["HTTP_COOKIE"] = cookie
    return made | {f"HTTP_{name.upper()}": value for name, value in headers.items()}


class Response:
    def __init__(self, application, request):
        def start_response(status, headers, exc_info=None):
            self.status = status
            self.headers = dict(headers)

        result = application(request, start_response)
        self.body = b"".join(result)
        if hasattr(result, "close"):
            result.close()

    @property
    def code(self):
        return int(self.status[:3])


def rules(**changes):
    given = {
        "hosts": ["portal.test", "en.portal.test"],
        "query_keys": KEYS,
        "skipped_paths": ("/admin/", "/static/"),
        "personal_cookies": ("sessionid", "messages"),
    }
    return Rules(**given | changes)


class Portal:
    """A page cache over the stand-in with a clock and a version that tests move."""

    def __init__(self, application=None, room=8_000_000, shared=None, ttl=600):
        self.stamp = "1"
        self.away = False
        self.clock = Clock()
        self.application = application or FakeApplication()
        self.version = Version(self._read, look_every=0, clock=self.clock)
        self.cache = PageCache(
            self.application,
            rules=rules(),
            version=self.version,
            room=room,
            ttl=ttl,
            shared=shared,
            clock=self.clock,
        )

    def _read(self):
        if self.away:
            raise OSError("no database")
        return self.stamp

    def get(self, path="/", query="", **kwargs):
        return Response(self.cache, environ(path, query, **kwargs))

    @property
    def renders(self):
        return self.application.renders


def crowd(portals, path, count):
    answers = []

    def visit(portal):
        answers.append(portal.get(path))

    threads = [
        threading.Thread(target=visit, args=[portals[number % len(portals)]])
        for number in range(count)
    ]
    for thread in threads:
        thread.start()
    return answers, threads


def finish(application, threads):
    application.gate.set()
    for thread in threads:
        thread.join(20)
