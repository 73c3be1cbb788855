"""Which sites may show a poll in a frame: `Poll.embed_origins`, an origin a line."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ORIGINS: Final = 30
# Scheme, host and port alone (RFC 6454): it goes into a header as it stands here.
_ORIGIN: Final = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?::[1-9][0-9]{0,4})?"
)
_HIGHEST_PORT: Final = 65535


def origins_of(text: str) -> list[str]:
    """The origins of a field, each once, those that are none left out."""
    found = (read_origin(line) for line in text.split())
    return list(dict.fromkeys(origin for origin in found if origin))[:MOST_ORIGINS]


def read_origin(line: str) -> str:
    """`https://example.org` as browsers compare it, a Ukrainian name in its ASCII form; empty for what is none."""
    scheme, sign, host = line.strip().rstrip("/").lower().partition("://")
    try:
        origin = f"{scheme}{sign}{host.encode('idna').decode('ascii')}"
    except UnicodeError:
        return ""
    if not _ORIGIN.fullmatch(origin):
        return ""
    port = origin.rpartition(":")[2]
    return "" if port.isdigit() and int(port) > _HIGHEST_PORT else origin


def check_origins(text: str) -> None:
    """Raises ValidationError that names the first line that is no address of a site."""
    lines = text.split()
    for line in lines:
        if not read_origin(line):
            raise ValidationError(
                _(
                    "“%(line)s” is no address of a site. Write it like https://example.org, without a path."
                )
                % {"line": line[:100]}
            )
    if len(lines) > MOST_ORIGINS:
        raise ValidationError(_("At most %(count)d sites.") % {"count": MOST_ORIGINS})
