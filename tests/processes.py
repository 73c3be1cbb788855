"""The portal in several processes on one port, each a copy of the test's own: no start to wait for."""

import http.client
import multiprocessing
import os
import socket
from contextlib import contextmanager

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import QuietWSGIRequestHandler

PATIENCE = 60  # seconds: the machine may be busy


def _serve(listening):
    server = ThreadedWSGIServer(
        listening.getsockname(), QuietWSGIRequestHandler, bind_and_activate=False
    )
    server.socket.close()
    server.socket = listening
    server.server_name, server.server_port = listening.getsockname()
    server.setup_environ()
    handler = WSGIHandler()

    def application(environ, start_response):
        """The portal, which says which process answers."""

        def start(status, headers, *rest):
            return start_response(status, [*headers, ("X-Process", str(os.getpid()))], *rest)

        return handler(environ, start)

    server.set_app(application)
    server.serve_forever()


@contextmanager
def forked(workers):
    """`ask(method, path, body, **headers)` of that many processes; which one answers, the system chooses.

    The test's rows are to be committed (`transactional_db`); its settings hold in every process.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        # A connection may not be used on both sides of a fork.
        connections.close_all()
        fork = multiprocessing.get_context("fork")
        processes = [
            fork.Process(target=_serve, args=[listening], daemon=True) for _ in range(workers)
        ]
        for process in processes:
            process.start()

        def ask(method, path, body=None, **headers):
            line = http.client.HTTPConnection(*listening.getsockname(), timeout=PATIENCE)
            try:
                line.request(method, path, body, headers)
                response = line.getresponse()
                response.content = response.read().decode()
                return response
            finally:
                line.close()

        try:
            yield ask
        finally:
            for process in processes:
                process.terminate()
                process.join()
