"""Why a file is not taken, in words for the person who sent it."""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _


class UnsafeFile(ValidationError):
    """The file is refused; the message says why and what to do."""


def refuse_oversize(upload: File, limit: int) -> None:
    """Raises UnsafeFile for a file of more bytes than the limit."""
    if upload.size > limit:
        raise UnsafeFile(
            _("The file is too large (%(size)s). The limit is %(limit)s.")
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)},
            code="file_too_large",
        )


def refuse_extension(extension: str, allowed: list[str]) -> None:
    """Raises UnsafeFile for a kind of file the portal does not take. Extension without its dot."""
    if extension not in allowed:
        raise UnsafeFile(
            _("Files of the kind «%(extension)s» are not accepted. Accepted: %(allowed)s.")
            % {"extension": extension or "?", "allowed": ", ".join(allowed)},
            code="invalid_extension",
        )
