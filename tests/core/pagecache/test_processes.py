"""The page cache in two real processes under granian."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.factories.pages import StandardPageFactory

READERS = 8


def database_url():
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    host = f"{given['HOST'] or 'localhost'}:{given['PORT'] or 5432}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{host}/{given['NAME']}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    def __init__(self, port, process):
        self.port = port
        self.process = process

    def get(self, path, **headers):
        """The answer over a connection of its own: the system chooses the worker."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("GET", path, headers=headers)
            response = line.getresponse()
            response.content = response.read().decode()
            return response
        finally:
            line.close()

    def all_show(self, path, words, readers):
        answers = readers.map(lambda _: self.get(path), range(READERS))
        return all(words in answer.content for answer in answers)

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return len(children.read_text().split())


@pytest.fixture
def portal(transactional_db):
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "2"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": database_url(),
        "LOG_LEVEL": "ERROR",
    }
    process = subprocess.Popen(
        [*command, "--log-level", "error", "portal.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
    )
    portal = Portal(port, process)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                portal.get("/robots.txt")
                break
            except OSError:
                assert process.poll() is None, "granian did not start"
                assert time.monotonic() < until, "granian does not answer"
                time.sleep(0.05)
        yield portal
    finally:
        # Its main process killed alone leaves the workers on the port: the whole group goes.
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_every_worker_shows_a_publish_soon(portal, home):
    page = StandardPageFactory(parent=home, title="До змін")
    assert portal.workers() >= 2
    with ThreadPoolExecutor(READERS) as readers:
        for _ in range(3):
            assert portal.all_show(page.url, "До змін", readers)
        answer = portal.get(page.url)
        assert answer.headers["X-Accel-Expires"] == "1", "the page comes from the cache"
        assert portal.get(page.url, **{"If-None-Match": answer.headers["ETag"]}).status == 304
        page.title = "Після змін"
        page.save_revision().publish()
        until = time.monotonic() + 5
        while not all(portal.all_show(page.url, "Після змін", readers) for _ in range(3)):
            assert time.monotonic() < until, "an old page after five seconds"
        page.unpublish()
        until = time.monotonic() + 5
        while portal.get(page.url).status != 404:
            assert time.monotonic() < until, "a withdrawn page after five seconds"
