"""Structured logs: one JSON object a line, with the request's id and no personal data.

What could name a person is taken out of every text: e-mail and network addresses, the part of a web
address after «?» (it holds what people searched for), secrets in paths. Only known extra fields pass.
"""

import contextvars
import ipaddress
import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")

# Further fields a record may carry. Objects like `request` would print the whole address.
_EXTRA = ("method", "path", "status_code", "ms")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
# Whatever might be one; whether it is, `ipaddress` says: a time of day looks similar.
_IPV6 = re.compile(r"(?<![\w:])[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F.]*(?![\w:])")
_QUERY = re.compile(r"(?<=[\w/])\?[^\s'\"<>]+")
# Names of captured parts of an address that are as good as a password.
SECRET_PARTS = frozenset({"token", "uidb64", "code", "key", "secret"})


def scrub(text: str) -> str:
    """The text without e-mail addresses, network addresses and queries."""
    text = _EMAIL.sub("[e-mail]", text)
    text = _QUERY.sub("?[…]", text)
    text = _IPV4.sub("[address]", text)
    return _IPV6.sub(_hide_address, text)


def _hide_address(match: re.Match[str]) -> str:
    try:
        ipaddress.ip_address(match[0].rstrip("."))
    except ValueError:
        return match[0]
    return "[address]"


def path_of(request: Any) -> str:
    """The request's path with secrets hidden and no query."""
    path: str = request.path
    match = getattr(request, "resolver_match", None)
    for name, value in (match.kwargs if match else {}).items():
        if name in SECRET_PARTS and value:
            path = path.replace(str(value), "[…]")
    return path


class RequestIdFilter(logging.Filter):
    """Give every record the id of the request it was written in, or «-» outside one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class PlainFormatter(logging.Formatter):
    """For one person at a terminal: a line of text, scrubbed as in production."""

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        content: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", request_id.get()),
            "message": scrub(_message(record)),
        }
        content.update({name: getattr(record, name) for name in _EXTRA if hasattr(record, name)})
        if record.exc_info:
            content["exception"] = scrub(self.formatException(record.exc_info))
        if record.stack_info:
            content["stack"] = scrub(self.formatStack(record.stack_info))
        return json.dumps(content, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """What the record says; Django's own lines name the whole path, secrets and all."""
    text = record.getMessage()
    request: Any = getattr(record, "request", None)
    return text.replace(request.path, path_of(request)) if hasattr(request, "path") else text
