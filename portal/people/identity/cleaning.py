"""From a provider's texts to a person: names as people write them, a birth date that can be true."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from portal.people import rnokpp
from portal.people.enums import Level
from portal.people.identity.providers import Garbled, Incomplete, ProvedPerson

_LONGEST_NAME: Final = 150
_LONGEST_TEXT: Final = 1000
_LONGEST_NUMBER: Final = 40
_RNOKPP_DIGITS: Final = 10
_OLDEST_YEAR: Final = 1900
_DATE_FORMATS: Final = ("%d.%m.%Y", "%Y-%m-%d", "%Y%m%d")
_APOSTROPHES: Final = re.compile("['`´ʼ‘‛ʹ]")
_SPACES: Final = re.compile(r"\s+")
# The first letter of a name and of each of its parts: Нечуй-Левицький, but Дем’янчук.
_BEGINNING: Final = re.compile(r"(?:^|[\s-])\w")


def clean_text(text: str) -> str:
    """Composed (NFC), without control signs and signs of no width, single spaces; at most 1000 letters."""
    composed = unicodedata.normalize("NFC", text[: 2 * _LONGEST_TEXT])
    kept = "".join(
        " " if sign.isspace() else sign
        for sign in composed
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return _SPACES.sub(" ", kept).strip()[:_LONGEST_TEXT]


def clean_name(text: str) -> str:
    """A name as its bearer writes it: «О'ГРАДІ-МЕЛЬНИК» becomes «О’граді-Мельник».

    Registers keep names in capitals; one with small letters in it is left as it is.
    """
    name = _APOSTROPHES.sub("’", clean_text(text))[:_LONGEST_NAME]
    if name.isupper() and len(name) > 1:
        name = _BEGINNING.sub(lambda match: match.group().upper(), name.lower())
    return name


def person_from(facts: Mapping[str, str], *, level: Level) -> ProvedPerson:
    """The person of these texts (keys as the fields of ProvedPerson).

    Raises Incomplete without a number or a name, Garbled for a РНОКПП with a wrong check digit or a
    birth date that cannot be.
    """
    number = facts.get("number", "")
    last_name = clean_name(facts.get("last_name", ""))
    first_name = clean_name(facts.get("first_name", ""))
    if not any(sign.isdigit() for sign in number) or not (last_name or first_name):
        raise Incomplete("no number or no name")
    if len(number) > _LONGEST_NUMBER:
        raise Garbled("too long a number")
    return ProvedPerson(
        number=number,
        last_name=last_name,
        first_name=first_name,
        middle_name=clean_name(facts.get("middle_name", "")),
        birth_date=birth_date_of(number, facts.get("birth_date", "")),
        address=facts.get("address", ""),
        level=level,
    )


def birth_date_of(number: str, told: str = "") -> date | None:
    """The date that was told, else the one in a РНОКПП; None for a document's number without a date.

    Raises Garbled for ten digits that are no РНОКПП, and for a date that is none or cannot be.
    """
    digits = number.replace(" ", "")
    in_number: date | None = None
    if len(digits) == _RNOKPP_DIGITS and digits.isdecimal():
        try:
            in_number = rnokpp.birth_date(digits)
        except ValueError:
            raise Garbled("ten digits that are no РНОКПП") from None
    born = _parse_date(told) if told else in_number
    if born is not None and not _OLDEST_YEAR <= born.year <= born_at_latest().year:
        raise Garbled("a birth date that cannot be")
    if born is not None and born > born_at_latest():
        raise Garbled("a birth date in the future")
    return born


def born_at_latest() -> date:
    return timezone.localdate()


def _parse_date(text: str) -> date:
    for form in _DATE_FORMATS:
        try:
            # A date has no time zone to lose.
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise Garbled("no date")
