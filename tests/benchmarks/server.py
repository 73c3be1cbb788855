"""granian with two workers, as `make serve` starts it, and what its processes cost."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.surroundings import PORT, ROOT

WORKERS = 2
_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, application, **environment):
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error",
            "--host", "127.0.0.1", "--port", str(PORT), "--workers", str(WORKERS),
            "--blocking-threads", "4", application,
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, start_new_session=True
        )

    def wait_until_it_answers(self, path="/"):
        for _ in range(600):
            if self._process.poll() is not None:
                raise RuntimeError("granian did not start.")
            with contextlib.suppress(OSError, http.client.HTTPException):
                if fetch(path).status == 200:
                    return self
            time.sleep(0.1)
        raise RuntimeError("granian does not answer.")

    def cpu_seconds(self):
        """Processor time of all its processes so far."""
        return sum(_cpu(pid) for pid in self._pids())

    def _pids(self):
        pids = [self._process.pid]
        for pid in pids:
            with contextlib.suppress(OSError):
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
                pids += [int(child) for child in children]
        return pids

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def _cpu(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def fetch(path, headers=None):
    """The answer over a connection of its own, read whole into `.content`."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        response.content = response.read()
        return response
    finally:
        connection.close()


@contextlib.contextmanager
def running(application, path="/", **environment):
    server = Server(application, **environment)
    try:
        yield server.wait_until_it_answers(path)
    finally:
        server.stop()
