"""How many answers a second, and what each costs the server: a stored page beside the bare bytes."""

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.server import fetch, running
from tests.benchmarks.surroundings import PORT, SITE

SECONDS = 3
CONNECTIONS = 16
ROUNDS = 7
_PIPELINE = 8


@dataclass(frozen=True)
class Load:
    """What one round saw, or the medians of all."""

    per_second: float
    cpu_ms: float


def compare(folder, path="/"):
    """The stored page, the same answer from a bare function, and its body alone, in turns, so that
    noise meets all of them.

    Gives the length, the medians of all, and the median of what the rounds say of the stored page
    beside the same answer: the two lie seconds apart.
    """
    with running("portal.wsgi:application", path):
        answer = fetch(path)
        body = answer.content
    file = Path(folder) / "page.bytes"
    file.write_bytes(body)
    sent_by_server = {"connection", "date", "server"}
    whole = [pair for pair in answer.getheaders() if pair[0].lower() not in sent_by_server]
    heads = Path(folder) / "page.headers"
    rounds = {"stored page": [], "bare answer": [], "bare body": []}
    for _ in range(ROUNDS):
        for name, application in (
            ("bare answer", "tests.benchmarks.bare:application"),
            ("stored page", "portal.wsgi:application"),
            ("bare body", "tests.benchmarks.bare:application"),
        ):
            few = [pair for pair in whole if pair[0].lower() in ("content-type", "content-length")]
            heads.write_text(json.dumps(few if name == "bare body" else whole))
            with running(
                application, path, BENCH_BYTES=str(file), BENCH_HEADERS=str(heads)
            ) as server:
                press(path, len(body), 1)
                rounds[name].append(_measured(server, path, len(body)))
    medians = {
        name: Load(
            round(statistics.median(one.per_second for one in loads)),
            round(statistics.median(one.cpu_ms for one in loads), 4),
        )
        for name, loads in rounds.items()
    }
    ratios = (
        stored.per_second / bare.per_second
        for stored, bare in zip(rounds["stored page"], rounds["bare answer"], strict=True)
    )
    return len(body), medians, round(statistics.median(ratios), 3)


def _measured(server, path, length):
    before = server.cpu_seconds()
    answers, seconds = press(path, length, SECONDS)
    cpu = server.cpu_seconds() - before
    return Load(round(answers / seconds), round(cpu / answers * 1000, 4))


def press(path, length, seconds):
    """Ask as often as it goes; returns the number of answers and the time they took."""
    if shutil.which("wrk"):
        return _wrk(path, seconds)
    return _own(path, length, seconds)


def _wrk(path, seconds):
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", f"http://{SITE}{path}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said, said
    count, took, unit = re.search(r"(\d+) requests in ([\d.]+)(ms|s)", said).groups()
    return int(count), float(took) / (1000 if unit == "ms" else 1)


def _own(path, length, seconds):
    """Without wrk: threads that send some requests at once and count the bytes that come back."""
    request = f"GET {path} HTTP/1.1\r\nHost: {SITE}\r\n\r\n".encode() * _PIPELINE
    counts = []
    until = time.monotonic() + seconds

    def visit():
        answers, room = 0, bytearray(1 << 20)
        with socket.create_connection(("127.0.0.1", PORT)) as connection:
            connection.sendall(request[: len(request) // _PIPELINE])
            time.sleep(0.2)
            whole = connection.recv_into(room)  # one answer with its head
            assert whole > length
            while time.monotonic() < until:
                connection.sendall(request)
                left = whole * _PIPELINE
                while left > 0:
                    left -= connection.recv_into(room)
                answers += _PIPELINE
        counts.append(answers)

    began = time.monotonic()
    threads = [threading.Thread(target=visit) for _ in range(min(CONNECTIONS, os.cpu_count() * 2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), time.monotonic() - began
