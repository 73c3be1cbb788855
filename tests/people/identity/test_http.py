"""Answers of a provider that is broken, slow, silent or malicious."""

import shutil
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from portal.core.runner.certificates import self_signed
from portal.people.identity.http import Conversation
from portal.people.identity.providers import Garbled, TimedOut, Unavailable

SECRET = "very-secret-code"


class Broken(BaseHTTPRequestHandler):
    released = threading.Event()

    def do_GET(self):
        path = self.path.partition("?")[0]
        body = {"/good": b'{"a": 1}', "/list": b"[]", "/text": b"<html>", "/empty": b""}.get(path)
        if path == "/redirect":
            self.answer(302, b"{}", {"Location": "/good"})
        elif path == "/big":
            self.answer(200, b'{"a": "' + b"x" * 400_000 + b'"}')
        elif path == "/deep":
            self.answer(200, b"[" * 100_000)
        elif path == "/refused":
            self.answer(401, b'{"error": "invalid_grant"}')
        elif path == "/broken":
            self.answer(500, b"{}")
        elif path == "/busy":
            self.answer(429, b"{}")
        elif path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _piece in range(100):
                self.wfile.write(b" ")
                if self.released.wait(0.05):
                    break
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b'{"a":')
        else:
            self.answer(200, body)

    def answer(self, status, body, headers=None):
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def base():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Broken)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Broken.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def ask(url, seconds=5.0):
    return Conversation(seconds).ask("token", "GET", f"{url}?code={SECRET}")


def test_an_object_comes_with_its_status(base):
    assert ask(f"{base}/good") == (200, {"a": 1})
    assert ask(f"{base}/refused") == (401, {"error": "invalid_grant"})


@pytest.mark.parametrize("path", ["list", "text", "empty", "redirect", "big", "deep"])
def test_what_is_no_answer_is_not_understood(base, path):
    with pytest.raises(Garbled) as caught:
        ask(f"{base}/{path}")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("path", ["broken", "busy", "cut"])
def test_what_does_not_work_is_away(base, path):
    with pytest.raises(Unavailable) as caught:
        ask(f"{base}/{path}")
    assert SECRET not in str(caught.value)


def test_a_server_that_drips_is_not_waited_for(base):
    with pytest.raises(TimedOut):
        ask(f"{base}/drip", seconds=0.3)


def test_a_server_that_is_silent_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TimedOut) as caught:
        ask(f"http://127.0.0.1:{silent.getsockname()[1]}", seconds=0.3)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://no-such-host.invalid/"])
def test_no_server_is_away(url):
    with pytest.raises(Unavailable):
        ask(url)


def test_certificates_are_checked(tmp_path):
    """A server whose certificate nobody vouches for is not spoken to."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command")
    certificate, key = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Broken)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        with pytest.raises(Unavailable) as caught:
            ask(f"https://localhost:{server.server_port}/good")
        assert "SSLError" in str(caught.value)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
