"""The same bytes from a bare WSGI function: what the server gives at best."""

import json
import os
from pathlib import Path

BODY = Path(os.environ["BENCH_BYTES"]).read_bytes()
# The whole answer: a page that says nothing of its type, its policy and its ETag is no page of ours.
HEADERS = [tuple(pair) for pair in json.loads(Path(os.environ["BENCH_HEADERS"]).read_bytes())]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
