"""Sites that may show a poll: origins, one a line."""

import re
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

# It goes into a header as it stands: nothing in it may end the directive.
_HOST: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


def read_origins(text: str) -> list[str]:
    """The origins of a text, «https://example.org» each, without repeats.

    Raises ValueError, with words for the editor, for a line that is none.
    """
    found: dict[str, None] = {}
    for line in text.splitlines():
        if line.strip():
            found[_origin(line.strip())] = None
    return list(found)


def origins_of(text: str) -> list[str]:
    """The same of what is stored, without what is none: for headers."""
    found: dict[str, None] = {}
    for line in text.splitlines():
        try:
            found.update(dict.fromkeys(read_origins(line)))
        except ValueError:
            continue
    return list(found)


def _origin(line: str) -> str:
    try:
        parts = urlsplit(line)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # UnicodeError of a host among them
        raise ValueError(_no_origin(line)) from None
    plain = not parts.username and parts.path in ("", "/") and not parts.query + parts.fragment
    if parts.scheme != "https" or not _HOST.fullmatch(host) or not plain:
        raise ValueError(_no_origin(line))
    return f"https://{host}{port}"


def _no_origin(line: str) -> str:
    return _(
        "“%(line)s” is no address of a site: write it as https://example.org, without a path."
    ) % {"line": line}
