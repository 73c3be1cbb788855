"""What somebody had typed into a form that was not taken, so that nothing is typed twice."""

import re
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

# Passwords, codes, tokens and numbers of people are never written back into a page.
_SECRET: Final = re.compile(
    r"password|(?:^|[-_])(?:code|otp|token|secret|credential|proof|person_number|csrfmiddlewaretoken)(?:[-_]|$)",
    re.IGNORECASE,
)
# The field of ProofOfWorkMixin, named here because its module needs the applications.
_PROOF: Final = "proof"
# Of those the ones that nobody types.
_NOT_TYPED: Final = ("csrfmiddlewaretoken", _PROOF)
# More than this is not carried through another page; the browser's «back» still has it.
_MOST_FIELDS: Final = 200
_MOST_LETTERS: Final = 200_000
# From here on it is a text that one would not want to lose, and it is shown.
_LONG: Final = 60


@dataclass(frozen=True)
class Kept:
    """One value of the form."""

    name: str
    value: str

    @property
    def is_long(self) -> bool:
        return len(self.value) > _LONG or "\n" in self.value


@dataclass(frozen=True)
class Typed:
    """The form as it came: where it was sent to, and what can be sent once more by one button."""

    action: str
    values: tuple[Kept, ...]
    has_files: bool
    # A guest's form: the browser works anew for the second try (portal/core/proof).
    has_proof: bool = False
    # Something was typed that is not here: a password, a code.
    has_secrets: bool = False


def typed_in(request: HttpRequest) -> Typed | None:
    """None for what was no form, was too much, or came without the check that this portal showed it.

    Without that check another site could have its own values sent under a fresh token.
    """
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return None
    values = tuple(
        Kept(name, value)
        for name, found in request.POST.lists()
        if not _SECRET.search(name)
        for value in found
        if isinstance(value, str)
    )
    too_much = len(values) > _MOST_FIELDS or sum(len(kept.value) for kept in values) > _MOST_LETTERS
    if not values or too_much:
        return None
    return Typed(
        action=request.get_full_path(),
        values=values,
        has_files=bool(request.FILES),
        has_proof=_PROOF in request.POST,
        has_secrets=any(_SECRET.search(name) for name in request.POST if name not in _NOT_TYPED),
    )
