"""Asking a provider over HTTP: short, bounded, and without a trace of what was said.

Certificates are verified, redirects are not followed, nothing is tried twice (codes are single-use),
the body is read up to a limit, and all requests of one identification share one deadline.
"""

import json
import time
from typing import Any, Final, Literal

import urllib3

from portal.people.identity.providers import Garbled, TimedOut, Unavailable

# Seconds to connect, and between two pieces of an answer.
_CONNECT: Final = 3.0
_MAX_BYTES: Final = 256 * 1024
_PIECE: Final = 16 * 1024
_FIRST_SERVER_ERROR: Final = 500
_TOO_MANY: Final = 429
_REDIRECTS: Final = range(300, 400)


class Conversation:
    """The requests of one identification. `seconds` is the time for all of them together."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = time.monotonic() + seconds

    def ask(
        self,
        step: str,
        method: Literal["GET", "POST"],
        url: str,
        body: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """Status below 500 and the JSON object of the answer. `step` names the request in errors.

        Raises TimedOut, Unavailable (no connection, 5xx, 429), Garbled (redirect, no JSON object,
        too long).
        """
        timeout = urllib3.Timeout(connect=min(_CONNECT, self._left(step)), read=self._left(step))
        try:
            with urllib3.PoolManager(num_pools=1) as pool:
                response = pool.request(
                    method,
                    url,
                    json=body,
                    headers={"Accept": "application/json", "User-Agent": "portal-identity"},
                    timeout=timeout,
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
                content = self._read(step, response)
        # `from None`: the messages of urllib3 hold addresses, and those hold codes and secrets.
        # A refused connection is a kind of timeout to urllib3, but not to people.
        except urllib3.exceptions.NewConnectionError:
            raise Unavailable(f"{step}: no connection") from None
        except urllib3.exceptions.TimeoutError:
            raise TimedOut(f"{step}: no answer in {self._seconds:g} s") from None
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Unavailable(f"{step}: {type(error).__name__}") from None
        if response.status >= _FIRST_SERVER_ERROR or response.status == _TOO_MANY:
            raise Unavailable(f"{step}: status {response.status}")
        if response.status in _REDIRECTS:
            raise Garbled(f"{step}: a redirect")
        return response.status, _parse(step, content)

    def _left(self, step: str) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimedOut(f"{step}: no answer in {self._seconds:g} s")
        return left

    def _read(self, step: str, response: urllib3.BaseHTTPResponse) -> bytes:
        content = b""
        for piece in response.stream(_PIECE, decode_content=True):
            content += piece
            if len(content) > _MAX_BYTES:
                response.close()
                raise Garbled(f"{step}: more than {_MAX_BYTES} bytes")
            self._left(step)
        return content


def _parse(step: str, content: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        raise Garbled(f"{step}: no JSON") from None
    if not isinstance(parsed, dict):
        raise Garbled(f"{step}: no JSON object")
    return parsed
