"""Letters about one's account, in the language that its person chose."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core import letters
from portal.core.moments import in_words
from portal.people.models import User

_NOTE = _("You get this e-mail because it concerns your account.")


def tell(
    user: User,
    subject: str | Promise,
    text: str | Promise,
    words: Mapping[str, Any] | None = None,
    *,
    button: tuple[str | Promise, str] | None = None,
) -> None:
    """Put a letter into the outbox. `subject`, `text` and the button's label are lazy translations.

    `words` fill the placeholders of both. `button` is a label and the name of an address.
    """
    with translation.override(user.language):
        letters.post(
            to=user.email,
            language=user.language,
            name=user.first_name,
            subject=str(subject) % (words or {}),
            text=str(text) % (words or {}),
            button=(str(button[0]), reverse(button[1])) if button else None,
            note=str(_NOTE),
        )


class Moment:
    """A moment that is written in the language of the letter it stands in."""

    def __init__(self, at: Any) -> None:
        self.at = at

    def __str__(self) -> str:
        return in_words(self.at)
