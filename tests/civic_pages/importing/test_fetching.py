import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from civic_pages.importing.fetching import Fetcher, FetchError, is_public


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/picture.jpg":
            self.answer(200, b"picture", {"Content-Type": "image/jpeg"})
        elif self.path == "/host":
            self.answer(200, self.headers["Host"].encode(), {"Content-Type": "text/plain"})
        elif self.path == "/big":
            self.answer(200, b"x" * 5000, {})
        elif self.path == "/once":
            self.answer(302, b"", {"Location": "/picture.jpg"})
        elif self.path == "/loop":
            self.answer(302, b"", {"Location": "/loop"})
        elif self.path == "/nowhere":
            self.answer(302, b"", {"Location": "http://[1"})
        elif self.path == "/inside":
            self.answer(
                302,
                b"",
                {"Location": f"http://inner.example:{self.server.server_port}/picture.jpg"},
            )
        elif self.path == "/file":
            self.answer(302, b"", {"Location": "file:///etc/passwd"})
        else:
            self.answer(404, b"", {})

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher():
    """`good.example` stands for the open internet, `inner.example` for the inner network."""
    names = {
        "good.example": ["127.0.0.1"],
        "inner.example": ["127.0.0.2"],
        "both.example": ["127.0.0.1", "127.0.0.2"],
    }
    return Fetcher(
        max_bytes=4000,
        timeout=5,
        resolve=lambda host, _port: names[host],
        permit=lambda address: address == "127.0.0.1",
    )


def test_body_and_type_are_returned(fetcher, port):
    fetched = fetcher.fetch(f"http://good.example:{port}/picture.jpg")
    assert (fetched.content, fetched.content_type) == (b"picture", "image/jpeg")


def test_server_is_told_the_name_not_the_address(fetcher, port):
    assert (
        fetcher.fetch(f"http://good.example:{port}/host").content == f"good.example:{port}".encode()
    )


def test_redirect_is_followed(fetcher, port):
    assert fetcher.fetch(f"http://good.example:{port}/once").url.endswith("/picture.jpg")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/inside", "open internet"),
        ("/file", "only http"),
        ("/loop", "redirects"),
        ("/nowhere", "no valid address"),
        ("/big", "larger"),
        ("/missing", "404"),
    ],
)
def test_refusals_of_the_second_hop(fetcher, port, path, reason):
    with pytest.raises(FetchError, match=reason):
        fetcher.fetch(f"http://good.example:{port}{path}")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://good.example/x",
        "gopher://good.example/",
        "//good.example/x",
        "",
        "http://",
        "http://[",
        "http://good.example:99999/",
    ],
)
def test_other_schemes_and_broken_addresses_are_refused(fetcher, url):
    with pytest.raises(FetchError):
        fetcher.fetch(url)


def test_name_with_one_inner_address_is_refused(fetcher, port):
    with pytest.raises(FetchError, match="open internet"):
        fetcher.fetch(f"http://both.example:{port}/picture.jpg")


def test_nobody_listening_is_a_clear_error(fetcher):
    with pytest.raises(FetchError, match="no answer"):
        fetcher.fetch("http://good.example:9/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::",
    ],
)  # fmt: skip
def test_inner_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_internet_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "0x7f000001", "2130706433", "[::1]"])
def test_default_fetcher_refuses_this_machine(host):
    with pytest.raises(FetchError):
        Fetcher().fetch(f"http://{host}:8000/")
