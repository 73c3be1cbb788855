"""What a link in a letter may end: signed, expiring, and made of nothing but keys."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self

from django.conf import settings
from django.core import signing

_SALT: Final = "portal.discussion.unsubscribe"
_ANSWERS: Final = "a"
_ALL: Final = "x"


class BrokenToken(ValueError):
    """Nobody here signed this."""


class ExpiredToken(ValueError):
    """Signed here, too long ago."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Letters of one person that end: those of a discussion, of answers, or (neither) all."""

    user_id: int
    discussion_id: int | None = None
    answers: bool = False

    @property
    def is_of_all(self) -> bool:
        return self.discussion_id is None and not self.answers

    def token(self) -> str:
        what = str(self.discussion_id) if self.discussion_id is not None else _ALL
        return _signer().sign(f"{self.user_id}-{_ANSWERS if self.answers else what}")

    @classmethod
    def of(cls, token: str) -> Self:
        """Raises BrokenToken, ExpiredToken."""
        age = timedelta(days=settings.DISCUSSION_UNSUBSCRIBE_DAYS)
        try:
            said = _signer().unsign(token, max_age=age)
        except signing.SignatureExpired as error:
            raise ExpiredToken from error
        except signing.BadSignature as error:
            raise BrokenToken from error
        user_id, _dash, what = said.partition("-")
        if what == _ANSWERS:
            return cls(int(user_id), answers=True)
        return cls(int(user_id), None if what == _ALL else int(what))


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=_SALT)
