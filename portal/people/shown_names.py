"""The name that others see: one that can be read, leads nowhere and is nobody else's by its looks."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.core.domains import mixes_alphabets
from portal.people.identity.cleaning import clean_text
from portal.people.links import has_links

# Who speaks for the portal is shown by a badge; a name must not claim it.
_OFFICES: Final = re.compile(
    r"\b(?:адмін|адміністратор\w*|модератор\w*|admin|administrator\w*|moderator\w*)\b",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """The name without signs that nobody sees. Raises ValidationError with words for its person."""
    name = clean_text(text)
    if text.strip() and not any(sign.isalpha() for sign in name):
        raise ValidationError(_("A name has letters."))
    if has_links(name) or "@" in name:
        raise ValidationError(_("A name holds neither links nor addresses."))
    if any(mixes_alphabets(word) for word in re.findall(r"\w+", name)):
        raise ValidationError(
            _("A word of the name mixes Ukrainian and Latin letters. Type it in one alphabet.")
        )
    if _OFFICES.search(name):
        raise ValidationError(_("This name would be taken for one of the portal’s staff."))
    return name
