"""The same bytes from a bare WSGI function: what the server gives at best."""

import os
from pathlib import Path

BODY = Path(os.environ["BENCH_BYTES"]).read_bytes()
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
